-- for: nobody
-- A day ("2027-02-28") or a minute ("2027-02-28T18:00") of the event's file as an instant: a day by its first minute, or, as an end,
-- the first that is no more of it. Where clocks go back a minute, or a midnight, comes twice: a beginning and a day's end are the
-- first, the end of a minute's is the second. One that is left out, as clocks go forward, is when they do. NULL stays NULL.
CREATE FUNCTION event_instant(given text, zone text, is_end boolean) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
  is_day boolean := length(given) = 10;
  local timestamp := CASE WHEN is_day AND is_end THEN given::date + 1 ELSE given::timestamp END;
  readings timestamptz[] := event_readings(local, zone);
  beyond timestamptz := local AT TIME ZONE zone; -- of one that is left out: as far behind the change as it would be
BEGIN
  IF cardinality(readings) > 0 THEN
    RETURN readings[CASE WHEN is_end AND NOT is_day THEN cardinality(readings) ELSE 1 END];
  END IF;
  RETURN (SELECT min(at) FROM generate_series(beyond - (beyond AT TIME ZONE zone - local), beyond, interval '1 minute') at
    WHERE at AT TIME ZONE zone >= local);
END $$;
