-- for: lanyard_owner
-- How an event stands, from what is kept: no row of anybody is counted. Days are UTC's, the last fourteen.
CREATE FUNCTION event_status(wanted text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  e event;
  days text[] := ARRAY(SELECT ((now() AT TIME ZONE 'UTC')::date - i)::text FROM generate_series(13, 0, -1) i);
BEGIN
  SELECT * INTO e FROM event WHERE event_id = event_id_of(wanted);
  RETURN jsonb_build_object('event', e.slug, 'title', event_words(e.title, e.languages, 'en'), 'state', e.state,
    'open', event_is_open(e, now()), 'opens_at', CASE WHEN isfinite(e.opens_at) THEN rfc3339(e.opens_at) END,
    'closes_at', CASE WHEN isfinite(e.closes_at) THEN rfc3339(e.closes_at) END, 'starts_on', e.starts_on, 'ends_on', e.ends_on,
    'currency', e.currency,
    'statuses', (SELECT coalesce(jsonb_object_agg(s.status, coalesce((SELECT sum(n) FROM tally WHERE event_id = e.event_id AND name = 'order:' || s.status), 0)
        ORDER BY s.place), '{}')
      FROM unnest(ARRAY['confirmed', 'pending_payment', 'pending_approval', 'waitlisted', 'declined', 'cancelled']) WITH ORDINALITY s(status, place)),
    'due', event_tally(e.event_id, 'money:due'), 'received', event_tally(e.event_id, 'money:received'),
    'overpaid', event_tally(e.event_id, 'money:overpaid'),
    'places', (SELECT jsonb_agg(jsonb_build_object('kind', p.kind, 'code', p.code, 'title', event_words(p.title, e.languages, 'en'), 'taken', q.taken,
        'capacity', q.capacity) ORDER BY p.rank, p.position)
      FROM (SELECT 1 AS rank, 0 AS position, 'event' AS kind, e.slug::text AS code, e.title::jsonb AS title, 'event' AS quota
        UNION ALL SELECT 2, position, 'quota', code, title, 'quota:' || code FROM shared_quota WHERE event_id = e.event_id
        UNION ALL SELECT 3, position, 'category', code, title, 'category:' || code FROM category WHERE event_id = e.event_id
        UNION ALL SELECT 4, position, 'session', code, title, 'session:' || code FROM session WHERE event_id = e.event_id) p
      JOIN quota q ON q.event_id = e.event_id AND q.quota = p.quota),
    'days', (SELECT jsonb_agg(jsonb_build_object('day', d.day, 'registrations', event_tally(e.event_id, 'day:' || d.day)) ORDER BY d.day) FROM unnest(days) d(day)));
END $$;
