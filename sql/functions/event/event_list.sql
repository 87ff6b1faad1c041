-- for: lanyard_web
-- The open events, soonest first, with what a list shows of each; `most` of those after the one named by its first day and slug.
CREATE FUNCTION event_list(after_day date, after_slug text, most integer) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT coalesce(jsonb_agg(jsonb_build_object('slug', slug, 'title', title, 'summary', summary, 'starts_on', starts_on,
      'ends_on', ends_on, 'time_zone', time_zone, 'languages', languages, 'venue', venue, 'contact', contact, 'utc_offset', utc_offset, 'open', true)
      ORDER BY starts_on, slug), '[]')
    FROM (
      SELECT * FROM event e
      WHERE e.state = 'open' AND event_is_open(e, now())
        AND (starts_on, slug) > (coalesce(after_day, '-infinity'), coalesce(after_slug, ''))
      ORDER BY starts_on, slug LIMIT most) open);
END $$;
