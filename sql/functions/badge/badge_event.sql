-- for: lanyard_badges
CREATE VIEW badge_event WITH (security_barrier) AS
  SELECT slug, jsonb_build_object('number', event_id, 'title', badge_words(title, languages, ''), 'starts_on', starts_on, 'ends_on', ends_on,
    'time_zone', time_zone, 'place', coalesce(badge_words(venue -> 'name', languages, ''), ''),
    'color', brand ->> 'color',
    'categories', (SELECT coalesce(jsonb_agg(c.code ORDER BY c.position), '[]') FROM category c WHERE c.event_id = event.event_id)) AS document
  FROM event;
