-- for: lanyard_owner
-- The event in the file's form, or NULL.
CREATE FUNCTION event_show(wanted text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object(
    'slug', e.slug, 'title', e.title, 'summary', e.summary, 'state', e.state,
    'starts_on', e.starts_on, 'ends_on', e.ends_on, 'time_zone', e.time_zone, 'currency', e.currency,
    'languages', e.languages, 'venue', e.venue, 'contact', e.contact,
    'registration', jsonb_build_object('opens', e.opens_on, 'closes', e.closes_on),
    'capacity', (SELECT capacity FROM quota q WHERE q.event_id = e.event_id AND quota = 'event'),
    'windows', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('code', code, 'title', title, 'until', until) ORDER BY position), '[]')
      FROM price_window w WHERE w.event_id = e.event_id),
    'categories', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'code', c.code, 'title', c.title, 'description', c.description, 'color', c.color,
        'capacity', q.capacity, 'approval', c.approval, 'waiting_list', c.waiting_list,
        'prices', (SELECT coalesce(jsonb_object_agg(p.price_window, p.amount), '{}') FROM price p
                   WHERE p.event_id = e.event_id AND p.category = c.code)) ORDER BY c.position), '[]')
      FROM category c JOIN quota q ON q.event_id = c.event_id AND q.quota = 'category:' || c.code
      WHERE c.event_id = e.event_id),
    'sessions', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'code', s.code, 'title', s.title, 'kind', s.kind, 'room', s.room,
        'starts', to_char(s.starts, 'YYYY-MM-DD"T"HH24:MI'), 'ends', to_char(s.ends, 'YYYY-MM-DD"T"HH24:MI'),
        'capacity', q.capacity, 'price', s.price) ORDER BY s.position), '[]')
      FROM session s JOIN quota q ON q.event_id = s.event_id AND q.quota = 'session:' || s.code
      WHERE s.event_id = e.event_id),
    'points', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'code', code, 'title', title, 'kinds', to_jsonb(kinds), 'entry', entry, 'session', session)
        ORDER BY position), '[]')
      FROM point p WHERE p.event_id = e.event_id),
    'consents', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('code', code, 'title', title) ORDER BY position), '[]')
      FROM consent c WHERE c.event_id = e.event_id))
  FROM event e WHERE e.slug = wanted);
END $$;
