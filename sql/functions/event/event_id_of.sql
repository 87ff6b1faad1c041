-- for: nobody
-- The event's number; refuses when there is none.
CREATE FUNCTION event_id_of(wanted text) RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
  e integer;
BEGIN
  SELECT event_id INTO e FROM event WHERE slug = wanted;
  IF NOT FOUND THEN
    PERFORM refuse('LY404', 'event', format('there is no event %s', wanted));
  END IF;
  RETURN e;
END $$;
