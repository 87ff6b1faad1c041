-- for: lanyard_owner
CREATE FUNCTION device_revoke(slug_wanted text, name_wanted text, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  e integer := event_id_of(slug_wanted);
BEGIN
  UPDATE device SET revoked_at = coalesce(revoked_at, now()), code_hash = NULL WHERE event_id = e AND name = name_wanted;
  IF NOT FOUND THEN
    PERFORM refuse('LY404', 'name', 'refusal.device.unknown',
      jsonb_build_object('event', slug_wanted, 'device', name_wanted));
  END IF;
  INSERT INTO audit (event_id, actor, action, detail) VALUES (e, actor, 'device revoked', jsonb_build_object('device', name_wanted));
  RETURN jsonb_build_object('name', name_wanted);
END $$;
