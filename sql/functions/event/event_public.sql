-- for: lanyard_web
-- The event as the public sees it, by its name or one that it had before, or NULL if there is none or it is a draft.
CREATE FUNCTION event_public(wanted text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  e event;
BEGIN
  SELECT * INTO e FROM event WHERE slug = wanted AND state <> 'draft';
  IF NOT FOUND THEN
    SELECT event.* INTO e FROM event_former f JOIN event USING (event_id) WHERE f.slug = wanted AND state <> 'draft';
  END IF;
  RETURN CASE WHEN FOUND THEN event_shown(e) END;
END $$;
