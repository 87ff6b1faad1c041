-- for: nobody
-- A day ("2027-02-28") or a minute ("2027-02-28T18:00") of the event's file as an instant: a day by its first minute, or, as an end,
-- the first that is no more of it. NULL stays NULL.
CREATE FUNCTION event_instant(given text, zone text, is_end boolean) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE WHEN length(given) > 10 THEN given::timestamp
    WHEN is_end THEN given::date + 1 ELSE given::date END::timestamp AT TIME ZONE zone;
END $$;
