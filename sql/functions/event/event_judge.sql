-- for: lanyard_owner
-- What PostgreSQL thinks of a file's zone and of its local times ([{"path", "at"}]): {"known": whether there is such a zone,
-- "times": [{"path", "at", "twice": false where clocks pass over it, true where it comes twice}]}.
CREATE FUNCTION event_judge(zone text, times jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  known boolean := event_zone_is_known(zone);
BEGIN
  IF NOT known THEN
    RETURN jsonb_build_object('known', false, 'times', '[]'::jsonb);
  END IF;
  RETURN jsonb_build_object('known', true, 'times', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('path', path, 'at', at, 'twice', count > 0) ORDER BY n), '[]')
    FROM (
      SELECT t.n, t.x ->> 'path' AS path, t.x ->> 'at' AS at, cardinality(event_readings((t.x ->> 'at')::timestamp, zone)) AS count
      FROM jsonb_array_elements(times) WITH ORDINALITY AS t(x, n)) judged
    WHERE count <> 1));
END $$;
