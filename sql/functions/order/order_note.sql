-- for: nobody
-- A line of the history, and the status that comes of it where that is another.
CREATE FUNCTION order_note(o orders, next_status text, tickets jsonb, actor text, action text, detail jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF next_status <> o.status THEN
    PERFORM order_set_status(o, next_status, tickets, actor, action, detail);
  ELSE
    INSERT INTO audit (event_id, actor, action, order_id, detail) VALUES (o.event_id, actor, action, o.order_id, jsonb_strip_nulls(detail));
  END IF;
END $$;
