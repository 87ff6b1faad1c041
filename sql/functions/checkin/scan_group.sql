-- for: lanyard_web
-- Takes a group of scans; the results come in the items' order. sql/README.md describes both. Planned as registration_group is.
CREATE FUNCTION scan_group(items jsonb) RETURNS json LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  asked scan_item[] := ARRAY(SELECT i FROM scan_items(items) i);
BEGIN
  -- Sorted, or two writers wait for each other; the earliest of a group wins.
  INSERT INTO admission (event_id, point, attendee_id, day, scan_id)
  SELECT DISTINCT ON (event_id, point, attendee_id, day) event_id, point, attendee_id, day, scan_id
  FROM unnest(asked) WITH ORDINALITY
  WHERE fate = 'new' AND verdict IS NULL AND entry <> 'unlimited'
  ORDER BY event_id, point, attendee_id, day, scanned_at, ordinality
  ON CONFLICT DO NOTHING;

  INSERT INTO scan (event_id, scan_id, device_id, point, scanned_at, verdict, kind, serial, attendee_id, first_scan, digest)
  SELECT i.event_id, i.scan_id, i.device_id, i.point, i.scanned_at,
    CASE WHEN i.verdict IS NOT NULL THEN i.verdict WHEN i.entry = 'unlimited' OR a.scan_id = i.scan_id THEN 'admitted' ELSE 'used' END,
    i.kind, i.serial, i.attendee_id,
    CASE WHEN i.verdict IS NULL AND a.scan_id <> i.scan_id THEN a.scan_id END, i.digest
  FROM unnest(asked) i
  LEFT JOIN admission a USING (event_id, point, attendee_id, day)
  WHERE i.fate = 'new'
  ORDER BY i.event_id, i.scan_id
  ON CONFLICT DO NOTHING;

  UPDATE device d SET last_seen_at = now()
  FROM (SELECT DISTINCT event_id, device_id FROM unnest(asked)) seen
  WHERE d.event_id = seen.event_id AND d.device_id = seen.device_id
    AND (d.last_seen_at IS NULL OR d.last_seen_at < now() - interval '1 minute');

  RETURN scan_results(asked);
END $$;
