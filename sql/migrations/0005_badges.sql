-- What the badge program reads, what it records, and what the service counts.

-- A barrier, or a condition that fails on a row tells of it in its message before this view has left the row out.
CREATE VIEW badge_row WITH (security_barrier) AS
  SELECT e.slug, o.code, a.category, a.badge_name, a.name, a.affiliation, a.country, c.title AS category_title,
    c.color AS category_color, o.locale, t.token, t.serial, c.position AS category_position, o.created_at
  FROM ticket t
  JOIN event e USING (event_id)
  JOIN attendee a USING (event_id, attendee_id)
  JOIN category c ON c.event_id = a.event_id AND c.code = a.category
  JOIN orders o ON o.event_id = a.event_id AND o.order_id = a.order_id
  WHERE t.kind = 'badge' AND t.revoked_at IS NULL AND o.status = 'confirmed';

CREATE VIEW badge_event WITH (security_barrier) AS
  SELECT slug, jsonb_build_object('title', title, 'starts_on', starts_on, 'ends_on', ends_on, 'time_zone', time_zone,
    'place', coalesce(venue ->> 'name', ''),
    'categories', (SELECT jsonb_agg(c.code ORDER BY c.position) FROM category c WHERE c.event_id = event.event_id)) AS document
  FROM event;

CREATE FUNCTION print_run_add(slug_wanted text, options jsonb, badges integer, pages integer, sha256 text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  run bigint;
BEGIN
  INSERT INTO print_run (event_id, options, badges, pages, sha256)
  VALUES (event_id_of(slug_wanted), options, badges, pages, sha256) RETURNING run_id INTO run;
  RETURN jsonb_build_object('run', run);
END $$;

CREATE FUNCTION metrics() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'registrations', (SELECT coalesce(jsonb_object_agg(status, n), '{}') FROM (SELECT status, count(*) AS n FROM orders GROUP BY 1) x),
    'scans', (SELECT coalesce(jsonb_object_agg(verdict, n), '{}') FROM (SELECT verdict, count(*) AS n FROM scan GROUP BY 1) x))
$$;

GRANT SELECT ON badge_row, badge_event TO lanyard_badges;
GRANT EXECUTE ON FUNCTION print_run_add TO lanyard_badges;
GRANT EXECUTE ON FUNCTION metrics TO lanyard_web;
