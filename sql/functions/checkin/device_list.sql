-- for: lanyard_owner
CREATE FUNCTION device_list(slug_wanted text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  e integer := event_id_of(slug_wanted);
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('name', name, 'point', point,
    'state', CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN key_hash IS NOT NULL THEN 'paired'
      WHEN code_expires_at > now() THEN 'waiting' ELSE 'expired' END,
    'paired_at', rfc3339(paired_at), 'last_seen_at', rfc3339(last_seen_at)) ORDER BY name), '[]')
  FROM device WHERE event_id = e);
END $$;
