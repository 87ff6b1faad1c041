-- for: nobody
-- Who waits longest has each place that is free, confirmed or, unless it is paid by then, to be paid for; the codes of those who moved
-- up. What of their sessions is full by now they go without. Before it comes order_alone.
CREATE FUNCTION waiting_promote(e integer, actor text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  first waiting;
  o orders;
  full_ones text[];
  promoted text[] := '{}';
BEGIN
  IF NOT EXISTS (SELECT FROM waiting WHERE event_id = e) THEN
    RETURN promoted;
  END IF;
  PERFORM FROM quota WHERE event_id = e ORDER BY quota FOR UPDATE;
  LOOP
    SELECT w.* INTO first
    FROM category c
    -- In an order that only waiting_category gives, or all who wait would be read for each category in which nobody does.
    CROSS JOIN LATERAL (SELECT * FROM waiting WHERE event_id = e AND category >= c.code AND category <= c.code
      ORDER BY category, order_id LIMIT 1) w
    WHERE c.event_id = e AND NOT EXISTS (SELECT FROM quota q
      WHERE q.event_id = e AND q.quota = ANY (c.places) AND q.taken >= q.capacity)
    ORDER BY w.order_id LIMIT 1;
    EXIT WHEN NOT FOUND;
    SELECT * INTO o FROM orders WHERE event_id = e AND order_id = first.order_id FOR UPDATE;
    full_ones := ARRAY(SELECT substr(quota, 9) FROM quota
      WHERE event_id = e AND quota = ANY (order_quotas(o)) AND quota LIKE 'session:%' AND taken >= capacity ORDER BY quota);
    o := order_drop_sessions(o, full_ones);
    PERFORM order_places(o, 1);
    PERFORM order_set_status(o, CASE WHEN o.paid >= o.amount THEN 'confirmed' ELSE 'pending_payment' END, first.tickets, actor, 'promoted',
      jsonb_build_object('without', nullif(full_ones, '{}')));
    promoted := promoted || o.code;
  END LOOP;
  RETURN promoted;
END $$;
