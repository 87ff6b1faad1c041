-- for: nobody
-- Locks the order, and its event's other decisions out: each may move others up from the waiting list, and would lock their orders
-- after its quotas. Refuses when there is none.
CREATE FUNCTION order_lock(slug_wanted text, wanted text) RETURNS orders LANGUAGE plpgsql AS $$
DECLARE
  e integer := order_event(slug_wanted, wanted);
  o orders;
BEGIN
  PERFORM order_alone(e);
  SELECT * INTO o FROM orders WHERE event_id = e AND code = upper(wanted) FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM refuse('LY404', 'code', 'refusal.order.unknown', jsonb_build_object('code', wanted));
  END IF;
  RETURN o;
END $$;
