-- for: nobody
-- The file's form with what is so today: prices, what is left, whether one can register.
CREATE FUNCTION event_shown(e event) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  shown jsonb := event_show(e.slug);
  today text := price_window_at(e.event_id, now());
  before text := price_window_at(e.event_id, now() - e.grace_minutes * interval '1 minute');
BEGIN
  RETURN (
    WITH places AS MATERIALIZED (
      SELECT quota, capacity - taken AS rest FROM quota WHERE event_id = e.event_id
    ), category_places AS MATERIALIZED (
      -- min passes over what has no limit
      SELECT c.code, min(places.rest) FILTER (WHERE places.quota <> 'event') AS rest, coalesce(min(places.rest) > 0, true) AS available
      FROM category c JOIN places ON places.quota = ANY (c.places)
      WHERE c.event_id = e.event_id GROUP BY c.code
    )
    SELECT shown || jsonb_build_object(
      'id', e.event_id, 'utc_offset', e.utc_offset, 'open', event_is_open(e, now()), 'upcoming', e.state = 'open' AND now() < e.opens_at AND e.opens_at < e.closes_at,
      'window', today, 'held', CASE WHEN before <> today THEN before END, 'left', (SELECT rest FROM places WHERE quota = 'event'),
      'brand', e.brand || coalesce((SELECT jsonb_object_agg(role || '_key', key) FROM event_file f
        WHERE f.event_id = e.event_id AND e.brand ? f.role), '{}'),
      'quotas', (
        SELECT coalesce(jsonb_agg(x || jsonb_build_object('left', places.rest) ORDER BY n), '[]')
        FROM jsonb_array_elements(shown -> 'quotas') WITH ORDINALITY AS list(x, n)
        JOIN places ON places.quota = 'quota:' || (x ->> 'code')),
      'categories', (
        SELECT jsonb_agg(x || jsonb_build_object(
          'price', (x -> 'prices' ->> today)::bigint, 'left', p.rest, 'available', p.available) ORDER BY n)
        FROM jsonb_array_elements(shown -> 'categories') WITH ORDINALITY AS list(x, n)
        JOIN category_places p ON p.code = x ->> 'code'),
      'sessions', (
        SELECT coalesce(jsonb_agg(x || jsonb_build_object('left', places.rest) ORDER BY n), '[]')
        FROM jsonb_array_elements(shown -> 'sessions') WITH ORDINALITY AS list(x, n)
        JOIN places ON places.quota = 'session:' || (x ->> 'code')),
      'consents', (
        SELECT coalesce(jsonb_agg(x || jsonb_build_object('version', c.version) ORDER BY n), '[]')
        FROM jsonb_array_elements(shown -> 'consents') WITH ORDINALITY AS list(x, n)
        JOIN consent c ON c.event_id = e.event_id AND c.code = x ->> 'code')));
END $$;
