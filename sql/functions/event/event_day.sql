-- for: nobody
-- Which day it is there. Where the zone is none any more (other zone data, a system without the old names), by the distance from UTC
-- that the event had on its first day: it goes on, and so do those that are decided together with it.
CREATE FUNCTION event_day(at timestamptz, zone text, utc_offset integer) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (at AT TIME ZONE zone)::date;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN (at AT TIME ZONE 'UTC' + make_interval(mins => utc_offset))::date;
END $$;
