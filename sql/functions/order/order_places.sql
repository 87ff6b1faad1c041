-- for: nobody
-- Takes (sign 1) or gives back (sign -1) the order's places; refuses when there are none left, naming all that is full.
CREATE FUNCTION order_places(o orders, sign integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  places text[] := order_quotas(o);
  full_ones text[];
BEGIN
  -- All of the event's, as whoever is moved up afterwards takes any of them.
  PERFORM FROM quota WHERE event_id = o.event_id ORDER BY quota FOR UPDATE;
  full_ones := ARRAY(SELECT quota FROM quota
    WHERE event_id = o.event_id AND quota = ANY (places) AND sign > 0 AND taken >= capacity ORDER BY quota);
  IF full_ones <> '{}' THEN
    PERFORM order_refuse_full(o, full_ones);
  END IF;
  UPDATE quota SET taken = taken + sign WHERE event_id = o.event_id AND quota = ANY (places);
END $$;
