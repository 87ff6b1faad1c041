-- for: lanyard_web
-- Everything that a door need know, or NULL.
CREATE FUNCTION device_find(key bytea) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object(
    'device', d.device_id, 'name', d.name,
    'event', jsonb_build_object('id', e.event_id, 'slug', e.slug, 'title', event_words(e.title, e.languages, 'en'), 'time_zone', e.time_zone),
    'point', jsonb_build_object('code', p.code, 'title', event_words(p.title, e.languages, 'en'), 'kinds', to_jsonb(p.kinds)),
    'keys', (SELECT coalesce(jsonb_agg(jsonb_build_object('number', key_number, 'public', encode(public_key, 'hex'))
      ORDER BY key_number), '[]') FROM ticket_key))
  FROM device d JOIN event e USING (event_id) JOIN point p ON p.event_id = d.event_id AND p.code = d.point
  WHERE d.key_hash = key AND d.revoked_at IS NULL);
END $$;
