-- for: lanyard_owner
CREATE FUNCTION key_retire(wanted integer, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ticket_key WHERE key_number = wanted) THEN
    PERFORM refuse('LY404', 'number', 'refusal.key.unknown', jsonb_build_object('number', wanted));
  END IF;
  UPDATE ticket_key SET retired_at = now() WHERE key_number = wanted AND retired_at IS NULL;
  IF FOUND THEN
    INSERT INTO audit (actor, action, detail) VALUES (actor, 'key retired', jsonb_build_object('number', wanted));
  END IF;
  RETURN jsonb_build_object('number', wanted,
    'retired_at', (SELECT rfc3339(retired_at) FROM ticket_key WHERE key_number = wanted),
    'left', (SELECT count(*) FROM ticket_key WHERE retired_at IS NULL));
END $$;
