-- for: lanyard_web
-- The event as the public will see it, whatever its state, as if registration had opened: for who has its preview's link.
CREATE FUNCTION event_preview(wanted text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  e event;
BEGIN
  SELECT * INTO e FROM event WHERE slug = wanted;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  e.state := 'open';
  e.opens_at := '-infinity';
  RETURN event_shown(e);
END $$;
