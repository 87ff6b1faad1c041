-- for: lanyard_web
-- The event as the public sees it, or NULL if there is none or it is a draft.
CREATE FUNCTION event_public(wanted text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  e event;
  shown jsonb;
BEGIN
  SELECT * INTO e FROM event WHERE slug = wanted AND state <> 'draft';
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  shown := event_show(wanted);
  RETURN (
    WITH places AS MATERIALIZED (
      SELECT quota, capacity - taken AS rest FROM quota WHERE event_id = e.event_id
    ), total AS MATERIALIZED (
      SELECT (SELECT rest FROM places WHERE quota = 'event') AS rest, price_window_at(e.event_id, e.time_zone, now()) AS price_window
    )
    SELECT shown || jsonb_build_object(
      'id', e.event_id, 'open', event_is_open(e, now()), 'window', total.price_window, 'left', total.rest,
      'categories', (
        SELECT jsonb_agg(x || jsonb_build_object(
          'price', (x -> 'prices' ->> total.price_window)::bigint, 'left', places.rest,
          'available', coalesce(places.rest > 0, true) AND coalesce(total.rest > 0, true)) ORDER BY n)
        FROM jsonb_array_elements(shown -> 'categories') WITH ORDINALITY AS list(x, n)
        JOIN places ON places.quota = 'category:' || (x ->> 'code')),
      'sessions', (
        SELECT coalesce(jsonb_agg(x || jsonb_build_object('left', places.rest) ORDER BY n), '[]')
        FROM jsonb_array_elements(shown -> 'sessions') WITH ORDINALITY AS list(x, n)
        JOIN places ON places.quota = 'session:' || (x ->> 'code')))
    FROM total);
END $$;
