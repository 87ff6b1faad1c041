-- for: nobody
-- The instants at which the event's windows end and its registration begins and ends, so that nobody need work them out again, and
-- no question about many events meets the time zone of one. Registration ends no later than the last price and, unless it shall go
-- on, the last day.
CREATE FUNCTION event_keep_times(e integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE price_window w SET ends_at = coalesce(event_instant(w.until, event.time_zone, true), 'infinity')
  FROM event WHERE w.event_id = e AND event.event_id = e;
  UPDATE event SET
    utc_offset = extract(epoch FROM (starts_on + interval '12 hours') - (event_instant(starts_on || 'T12:00', time_zone, false) AT TIME ZONE 'UTC')) / 60,
    opens_at = coalesce(event_instant(opens, time_zone, false), '-infinity'),
    closes_at = least(coalesce(event_instant(closes, time_zone, true), 'infinity'),
      CASE WHEN after_end THEN 'infinity' ELSE event_instant(ends_on::text, time_zone, true) END,
      coalesce((SELECT max(ends_at) FROM price_window w WHERE w.event_id = e), '-infinity'))
  WHERE event_id = e;
END $$;
