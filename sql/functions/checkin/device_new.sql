-- for: lanyard_owner
CREATE FUNCTION device_new(slug_wanted text, name_wanted text, point_wanted text, code bytea, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  e integer := event_id_of(slug_wanted);
  d device;
BEGIN
  IF NOT EXISTS (SELECT FROM point p WHERE p.event_id = e AND p.code = point_wanted) THEN
    PERFORM refuse('LY404', 'point', 'refusal.device.point', jsonb_build_object('event', slug_wanted, 'point', point_wanted,
      'points', coalesce((SELECT string_agg(p.code, ', ' ORDER BY p.position) FROM point p WHERE p.event_id = e), '-')));
  END IF;
  INSERT INTO device (event_id, name, point, code_hash, code_expires_at)
  VALUES (e, name_wanted, point_wanted, code, now() + interval '30 minutes')
  ON CONFLICT (event_id, name) DO UPDATE
    SET point = excluded.point, code_hash = excluded.code_hash, code_expires_at = excluded.code_expires_at
    WHERE device.key_hash IS NULL OR device.revoked_at IS NOT NULL
  RETURNING * INTO d;
  IF NOT FOUND THEN
    PERFORM refuse('LY409', 'name', 'refusal.device.paired', jsonb_build_object('device', name_wanted));
  END IF;
  INSERT INTO audit (event_id, actor, action, detail)
  VALUES (e, actor, 'device added', jsonb_build_object('device', name_wanted, 'point', point_wanted));
  RETURN jsonb_build_object('name', d.name, 'point', d.point, 'expires_at', rfc3339(d.code_expires_at));
END $$;
