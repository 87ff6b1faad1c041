-- for: nobody
-- A day ("2027-02-28") or a minute ("2027-02-28T18:00") of the event's file as an instant: a day by its first minute, or, as an end,
-- the first that is no more of it. Where clocks go back a minute, or a midnight, comes twice: a beginning and a day's end are the
-- first, the end of a minute's is the second. One that is left out, as clocks go forward, is when they do. NULL stays NULL.
CREATE FUNCTION event_instant(given text, zone text, is_end boolean) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
  is_day boolean := length(given) = 10;
  local timestamp := CASE WHEN is_day AND is_end THEN given::date + 1 ELSE given::timestamp END;
  usual timestamptz := local AT TIME ZONE zone;
  first timestamptz;
  last timestamptz;
BEGIN
  SELECT min(at), max(at) INTO first, last
  FROM (SELECT usual + make_interval(mins => m) AS at FROM unnest(ARRAY[-120, -60, -30, 0, 30, 60, 120]) m) near
  WHERE at AT TIME ZONE zone = local;
  RETURN coalesce(CASE WHEN is_end AND NOT is_day THEN last ELSE first END, usual);
END $$;
