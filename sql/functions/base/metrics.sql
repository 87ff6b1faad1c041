-- for: lanyard_web
-- From what is kept: no row of anybody is counted.
CREATE FUNCTION metrics() RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    WITH total AS (SELECT name, sum(n)::bigint AS n FROM tally GROUP BY name HAVING sum(n) > 0)
    SELECT jsonb_build_object(
      'registrations', coalesce(jsonb_object_agg(substr(name, 7), n) FILTER (WHERE name LIKE 'order:%'), '{}'),
      'scans', coalesce(jsonb_object_agg(substr(name, 6), n) FILTER (WHERE name LIKE 'scan:%'), '{}'))
    FROM total);
END $$;
