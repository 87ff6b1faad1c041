-- for: lanyard_owner
-- The event in the file's form, or NULL.
CREATE FUNCTION event_show(wanted text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object(
    'slug', e.slug, 'version', e.version, 'title', e.title, 'summary', e.summary, 'state', e.state,
    'starts_on', e.starts_on, 'ends_on', e.ends_on, 'time_zone', e.time_zone, 'currency', e.currency,
    'languages', e.languages, 'venue', e.venue, 'contact', e.contact,
    'organizer', e.organizer, 'links', e.links, 'brand', e.brand,
    'registration', jsonb_build_object('opens', e.opens, 'closes', e.closes, 'after_end', e.after_end),
    'payment', jsonb_build_object('instructions', e.instructions, 'due_days', e.due_days, 'grace_minutes', e.grace_minutes),
    'capacity', (SELECT capacity FROM quota q WHERE q.event_id = e.event_id AND quota = 'event'),
    'quotas', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'code', s.code, 'title', s.title, 'capacity', q.capacity, 'categories', to_jsonb(s.categories)) ORDER BY s.position), '[]')
      FROM shared_quota s JOIN quota q ON q.event_id = s.event_id AND q.quota = 'quota:' || s.code
      WHERE s.event_id = e.event_id),
    'windows', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('code', code, 'title', title, 'until', until) ORDER BY position), '[]')
      FROM price_window w WHERE w.event_id = e.event_id),
    'categories', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'code', c.code, 'title', c.title, 'badge', c.badge, 'description', c.description, 'color', c.color,
        'capacity', q.capacity, 'approval', c.approval, 'waiting_list', c.waiting_list, 'remote', c.remote,
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
      SELECT coalesce(jsonb_agg(jsonb_build_object('code', c.code, 'title', v.title) ORDER BY c.position), '[]')
      FROM consent c JOIN consent_version v ON v.event_id = c.event_id AND v.consent = c.code AND v.version = c.version
      WHERE c.event_id = e.event_id))
  FROM event e WHERE e.slug = wanted);
END $$;
