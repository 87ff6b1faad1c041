-- for: lanyard_web
-- The event as the public sees it, or NULL if there is none or it is a draft.
CREATE FUNCTION event_public(wanted text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  e event;
BEGIN
  SELECT * INTO e FROM event WHERE slug = wanted AND state <> 'draft';
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  RETURN event_shown(e);
END $$;
