-- for: nobody
-- When registration begins and ends, so that nobody need work it out again: from its days, and no later than the last price.
CREATE FUNCTION event_keep_times(e integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE event SET
    opens_at = coalesce(opens_on::timestamp AT TIME ZONE time_zone, '-infinity'),
    closes_at = least(coalesce((closes_on + 1)::timestamp AT TIME ZONE time_zone, 'infinity'),
      coalesce((SELECT max(coalesce((until + 1)::timestamp AT TIME ZONE time_zone, 'infinity'))
        FROM price_window w WHERE w.event_id = e), '-infinity'))
  WHERE event_id = e;
END $$;
