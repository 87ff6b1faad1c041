-- for: nobody
-- Its places come first: they are locked before what is kept of the status. action: what the history calls it; tickets: for use
-- where it is confirmed, or is once a place becomes free.
CREATE FUNCTION order_set_status(o orders, wanted text, tickets jsonb, actor text, action text, detail jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM order_transition WHERE from_status = o.status AND to_status = wanted) THEN
    PERFORM refuse('LY409', 'status', 'refusal.order.status', jsonb_build_object('code', o.code,
      'status', jsonb_build_object('word', 'status.' || o.status), 'wanted', jsonb_build_object('word', 'status.' || wanted)));
  END IF;
  UPDATE orders SET status = wanted,
    due_on = CASE WHEN wanted = 'pending_payment' THEN (SELECT order_due_on(e) FROM event e WHERE e.event_id = o.event_id) ELSE due_on END
  WHERE event_id = o.event_id AND order_id = o.order_id;
  INSERT INTO audit (event_id, actor, action, order_id, detail)
  VALUES (o.event_id, actor, action, o.order_id, jsonb_strip_nulls(detail) || jsonb_build_object('from', o.status, 'to', wanted));
  DELETE FROM waiting WHERE event_id = o.event_id AND order_id = o.order_id;
  IF wanted = 'waitlisted' THEN
    INSERT INTO waiting (event_id, order_id, category, tickets)
    SELECT a.event_id, a.order_id, a.category, order_set_status.tickets
    FROM attendee a WHERE a.event_id = o.event_id AND a.order_id = o.order_id;
  ELSIF wanted = 'confirmed' THEN
    INSERT INTO ticket (event_id, serial, kind, attendee_id, key_number, token)
    SELECT o.event_id, t.serial, t.kind, a.attendee_id, t.key, t.token
    FROM attendee a, jsonb_to_recordset(order_set_status.tickets) AS t(kind text, serial bigint, key smallint, token text)
    WHERE a.event_id = o.event_id AND a.order_id = o.order_id;
  END IF;
END $$;
