-- for: nobody
CREATE FUNCTION event_apply_quotas(e integer, definition jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  short record;
BEGIN
  SELECT w.path, w.capacity, q.taken INTO short
  FROM event_quotas(definition) w JOIN quota q ON q.event_id = e AND q.quota = w.quota
  WHERE q.taken > w.capacity LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('LY409', short.path, 'refusal.event.capacity',
      jsonb_build_object('taken', short.taken, 'capacity', short.capacity));
  END IF;

  DELETE FROM quota WHERE event_id = e AND quota NOT IN (SELECT w.quota FROM event_quotas(definition) w);
  INSERT INTO quota (event_id, quota, capacity) SELECT e, w.quota, w.capacity FROM event_quotas(definition) w
  ON CONFLICT (event_id, quota) DO UPDATE SET capacity = excluded.capacity
    WHERE quota.capacity IS DISTINCT FROM excluded.capacity;
END $$;
