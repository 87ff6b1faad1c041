-- for: nobody
-- Its places come first: they are locked before what is kept of the status.
CREATE FUNCTION order_set_status(o orders, wanted text, tickets jsonb, actor text, detail jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM order_transition WHERE from_status = o.status AND to_status = wanted) THEN
    PERFORM refuse('LY409', 'status', 'refusal.order.status', jsonb_build_object('code', o.code,
      'status', jsonb_build_object('word', 'status.' || o.status), 'wanted', jsonb_build_object('word', 'status.' || wanted)));
  END IF;
  UPDATE orders SET status = wanted WHERE event_id = o.event_id AND order_id = o.order_id;
  INSERT INTO audit (event_id, actor, action, order_id, detail)
  VALUES (o.event_id, actor, wanted, o.order_id, detail || jsonb_build_object('from', o.status));
  IF wanted = 'confirmed' THEN
    INSERT INTO ticket (event_id, serial, kind, attendee_id, key_number, token)
    SELECT o.event_id, t.serial, t.kind, a.attendee_id, t.key, t.token
    FROM attendee a, jsonb_to_recordset(tickets) AS t(kind text, serial bigint, key smallint, token text)
    WHERE a.event_id = o.event_id AND a.order_id = o.order_id;
  END IF;
END $$;
