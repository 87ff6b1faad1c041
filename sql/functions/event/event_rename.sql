-- for: lanyard_owner
-- Its addresses from before lead to the new ones.
CREATE FUNCTION event_rename(old_slug text, new_slug text, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  e integer;
BEGIN
  PERFORM event_alone();
  SELECT event_id INTO e FROM event WHERE slug = old_slug FOR UPDATE;
  IF e IS NULL THEN
    PERFORM refuse('LY404', 'event', 'refusal.event.unknown', jsonb_build_object('event', old_slug));
  ELSIF old_slug = new_slug THEN
    RETURN jsonb_build_object('event', new_slug);
  ELSIF EXISTS (SELECT FROM event WHERE slug = new_slug) OR EXISTS (SELECT FROM event_former WHERE slug = new_slug AND event_id <> e) THEN
    PERFORM refuse('LY409', 'event', 'refusal.event.taken', jsonb_build_object('event', new_slug));
  END IF;
  DELETE FROM event_former WHERE slug IN (old_slug, new_slug);
  UPDATE event SET slug = new_slug, version = version + 1 WHERE event_id = e;
  INSERT INTO event_former (slug, event_id) VALUES (old_slug, e);
  INSERT INTO audit (event_id, actor, action, detail) VALUES (e, actor, 'event renamed', jsonb_build_object('before', old_slug, 'after', new_slug));
  RETURN jsonb_build_object('event', new_slug);
END $$;
