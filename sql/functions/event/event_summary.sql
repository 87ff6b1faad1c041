-- for: lanyard_owner, lanyard_badges
-- For organizers: every event, drafts too.
CREATE FUNCTION event_summary() RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('slug', slug, 'title', event_words(title, languages, 'en'), 'state', state, 'starts_on', starts_on,
    'ends_on', ends_on, 'taken', taken) ORDER BY starts_on, slug), '[]')
  FROM event LEFT JOIN quota USING (event_id) WHERE quota = 'event');
END $$;
