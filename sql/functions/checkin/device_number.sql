-- for: lanyard_web
-- Asked before every batch of scans.
CREATE FUNCTION device_number(key bytea) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT device_id FROM device WHERE key_hash = key AND revoked_at IS NULL);
END $$;
