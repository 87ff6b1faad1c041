-- for: lanyard_web
CREATE FUNCTION device_pair(code bytea, key bytea) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  d device;
BEGIN
  -- A key is one device's of all events, which no constraint can say of a table divided by event.
  PERFORM pg_advisory_xact_lock(hashtext('lanyard device key ' || encode(key, 'hex')));
  -- A code is good once; the same device may ask again when the answer was lost. One that two events drew is the newer one's.
  SELECT * INTO d FROM device
  WHERE code_hash = code AND code_expires_at > now() AND (key_hash IS DISTINCT FROM key)
    AND (key_hash IS NULL OR revoked_at IS NOT NULL)
  ORDER BY code_expires_at DESC LIMIT 1 FOR UPDATE;
  IF FOUND THEN
    IF EXISTS (SELECT FROM device WHERE key_hash = key) THEN
      PERFORM refuse('LY409', 'key', 'refusal.pairing.key_used');
    END IF;
    UPDATE device SET key_hash = key, paired_at = now(), revoked_at = NULL WHERE event_id = d.event_id AND device_id = d.device_id;
    INSERT INTO audit (event_id, actor, action, detail) VALUES (d.event_id, 'door', 'device paired', jsonb_build_object('device', d.name));
  ELSIF NOT EXISTS (SELECT FROM device WHERE code_hash = code AND key_hash = key AND revoked_at IS NULL) THEN
    PERFORM refuse('LY404', 'code', 'refusal.pairing.unknown');
  END IF;
  RETURN device_find(key);
END $$;
