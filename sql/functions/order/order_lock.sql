-- for: nobody
-- Locks the order; refuses when there is none.
CREATE FUNCTION order_lock(slug_wanted text, wanted text) RETURNS orders LANGUAGE plpgsql AS $$
DECLARE
  o orders;
BEGIN
  SELECT * INTO o FROM orders WHERE event_id = order_event(slug_wanted, wanted) AND code = upper(wanted) FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM refuse('LY404', 'code', 'refusal.order.unknown', jsonb_build_object('code', wanted));
  END IF;
  RETURN o;
END $$;
