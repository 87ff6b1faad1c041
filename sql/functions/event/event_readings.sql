-- for: nobody
-- The instants at which clocks of the zone show the local time: one; none where they pass over it; two where they go back over it.
-- By what they were from UTC a day before and a day after, so that it may be any distance.
CREATE FUNCTION event_readings(local timestamp, zone text) RETURNS timestamptz[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  usual timestamptz := local AT TIME ZONE zone;
BEGIN
  RETURN ARRAY(
    SELECT DISTINCT at FROM unnest(ARRAY[usual - interval '24 hours', usual + interval '24 hours']) AS near(other)
    CROSS JOIN LATERAL (SELECT (local - (other AT TIME ZONE zone - other AT TIME ZONE 'UTC')) AT TIME ZONE 'UTC' AS at) reckoned
    WHERE at AT TIME ZONE zone = local ORDER BY at);
END $$;
