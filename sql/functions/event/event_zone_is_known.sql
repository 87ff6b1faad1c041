-- for: nobody
-- The list of all zones takes a tenth of a second, so it is not asked for one that an event has.
CREATE FUNCTION event_zone_is_known(zone text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN zone = 'UTC' OR (zone LIKE '%/%' AND zone !~ '^(posix|right)/'
    AND (EXISTS (SELECT FROM event WHERE time_zone = zone) OR EXISTS (SELECT FROM pg_timezone_names WHERE name = zone)));
END $$;
