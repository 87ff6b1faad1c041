-- for: nobody
-- What all times are reckoned with knows the zones that there are; abbreviations, which it takes too, mean one thing here and
-- another there.
CREATE FUNCTION event_check_zone(zone text) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT event_zone_is_known(zone) THEN
    PERFORM refuse('LY400', 'time_zone', 'refusal.event.zone', jsonb_build_object('zone', zone));
  END IF;
END $$;
