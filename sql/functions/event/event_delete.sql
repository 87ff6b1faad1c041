-- for: lanyard_owner
-- A draft that nobody registered for and no door was set up for goes; what it was stays in the audit.
CREATE FUNCTION event_delete(wanted text, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  e event;
  listed text;
BEGIN
  PERFORM event_alone();
  SELECT * INTO e FROM event WHERE slug = wanted FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM refuse('LY404', 'event', 'refusal.event.unknown', jsonb_build_object('event', wanted));
  ELSIF e.state <> 'draft' OR EXISTS (SELECT FROM orders WHERE event_id = e.event_id) OR EXISTS (SELECT FROM device WHERE event_id = e.event_id) THEN
    PERFORM refuse('LY409', 'event', 'refusal.event.used', jsonb_build_object('event', wanted));
  END IF;
  INSERT INTO audit (actor, action, detail) VALUES (actor, 'event deleted', event_show(wanted));
  FOREACH listed IN ARRAY ARRAY['event_former', 'event_file', 'quota', 'consent', 'point', 'session', 'shared_quota', 'category', 'price_window'] LOOP
    EXECUTE format('DELETE FROM %I WHERE event_id = $1', listed) USING e.event_id;
  END LOOP;
  DELETE FROM event WHERE event_id = e.event_id;
  RETURN jsonb_build_object('event', wanted);
END $$;
