-- for: nobody
-- The event's number, by its name or one that it had before; refuses when there is none.
CREATE FUNCTION event_id_of(wanted text) RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
  e integer;
BEGIN
  SELECT event_id INTO e FROM event WHERE slug = wanted;
  IF NOT FOUND THEN
    SELECT event_id INTO e FROM event_former WHERE slug = wanted;
  END IF;
  IF NOT FOUND THEN
    PERFORM refuse('LY404', 'event', 'refusal.event.unknown', jsonb_build_object('event', wanted));
  END IF;
  RETURN e;
END $$;
