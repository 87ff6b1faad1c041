-- for: nobody
-- Takes sessions out of the order, and out of its amount. It has no places of them.
CREATE FUNCTION order_drop_sessions(o orders, dropped text[]) RETURNS orders LANGUAGE plpgsql AS $$
DECLARE
  unknown text := (SELECT x FROM unnest(dropped) x WHERE NOT EXISTS (
    SELECT FROM attendee a JOIN attendee_session s USING (event_id, attendee_id)
    WHERE a.event_id = o.event_id AND a.order_id = o.order_id AND s.session = x) LIMIT 1);
BEGIN
  IF unknown IS NOT NULL THEN
    PERFORM refuse('LY400', 'without', 'refusal.order.not_booked', jsonb_build_object('code', o.code, 'session', unknown));
  END IF;
  WITH gone AS (
    DELETE FROM attendee_session s USING attendee a
    WHERE a.event_id = o.event_id AND a.order_id = o.order_id AND s.event_id = a.event_id AND s.attendee_id = a.attendee_id
      AND s.session = ANY (dropped) RETURNING s.price)
  UPDATE orders SET amount = amount - (SELECT coalesce(sum(price), 0) FROM gone)
  WHERE event_id = o.event_id AND order_id = o.order_id RETURNING * INTO o;
  RETURN o;
END $$;
