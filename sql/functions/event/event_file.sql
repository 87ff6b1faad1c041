-- for: lanyard_web
-- Logo or art of an event, by the key that its address has; NULL if there is none.
CREATE FUNCTION event_file(wanted text, wanted_key text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('type', f.type, 'bytes', encode(f.bytes, 'hex'))
    FROM event e JOIN event_file f USING (event_id) WHERE e.slug = wanted AND f.key = wanted_key LIMIT 1);
END $$;
