-- for: nobody
-- Before it the categories have their places, and all quotas are locked. A quota over categories counts what they count.
CREATE FUNCTION event_apply_quotas(e integer, definition jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  short record;
BEGIN
  SELECT w.path, w.capacity, w.taken INTO short FROM event_quotas_taken(e, definition) w WHERE w.taken > w.capacity LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('LY409', short.path, 'refusal.event.capacity',
      jsonb_build_object('taken', short.taken, 'capacity', short.capacity));
  END IF;

  DELETE FROM quota WHERE event_id = e AND quota NOT IN (SELECT w.quota FROM event_quotas(definition) w);
  INSERT INTO quota (event_id, quota, capacity, taken) SELECT e, w.quota, w.capacity, w.taken FROM event_quotas_taken(e, definition) w
  ON CONFLICT (event_id, quota) DO UPDATE SET capacity = excluded.capacity, taken = excluded.taken
    WHERE (quota.capacity, quota.taken) IS DISTINCT FROM (excluded.capacity, excluded.taken);
END $$;
