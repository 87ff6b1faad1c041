-- for: nobody
-- What was scanned, beside what is known of device, ticket and order; what an unknown device sent is left out.
CREATE FUNCTION scan_items(items jsonb) RETURNS scan_item[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  inputs scan_input[] := ARRAY(SELECT i FROM jsonb_populate_recordset(NULL::scan_input, items) i);
  devices bigint[] := ARRAY(SELECT DISTINCT device FROM unnest(inputs));
  seen record;
  item scan_item;
  known scan_item[] := '{}';
BEGIN
  FOR seen IN
    WITH asked AS MATERIALIZED (
      SELECT i.*, row_number() OVER (PARTITION BY id ORDER BY ordinality) AS turn FROM unnest(inputs) WITH ORDINALITY AS i
    ), place AS MATERIALIZED (
      SELECT d.device_id, d.event_id, p.code, p.kinds, p.entry, p.session, e.time_zone
      FROM device d JOIN point p ON p.event_id = d.event_id AND p.code = d.point JOIN event e ON e.event_id = d.event_id
      WHERE d.device_id = ANY (devices)
    )
    SELECT a.id, a.device, p.event_id, p.code AS point, a.at, a.kind, a.serial, t.attendee_id, a.digest, p.entry,
      -- A scan from the future comes from a clock that is wrong; it must not use up a day to come.
      CASE p.entry WHEN 'daily' THEN (least(a.at, now()) AT TIME ZONE p.time_zone)::date ELSE '-infinity' END AS day,
      CASE
        WHEN a.verdict IS NOT NULL THEN a.verdict
        WHEN NOT a.parsed THEN 'forged'
        WHEN a.event <> p.event_id THEN 'wrong_event'
        WHEN a.kind = 'practice' THEN 'practice'
        WHEN NOT a.kind = ANY (p.kinds) THEN 'wrong_kind'
        WHEN t.serial IS NULL THEN 'unknown'
        WHEN t.revoked_at IS NOT NULL THEN 'revoked'
        WHEN o.status <> 'confirmed' THEN 'not_confirmed'
        WHEN p.session IS NOT NULL AND NOT EXISTS (
          SELECT FROM attendee_session b
          WHERE b.event_id = p.event_id AND b.attendee_id = t.attendee_id AND b.session = p.session) THEN 'not_booked'
      END AS verdict,
      a.turn > 1 OR s.scan_id IS NOT NULL AS repeated
    FROM asked a
    JOIN place p ON p.device_id = a.device
    LEFT JOIN ticket t ON a.verdict IS NULL AND t.event_id = p.event_id AND a.event = p.event_id AND t.serial = a.serial AND t.kind = a.kind
    LEFT JOIN attendee h ON h.event_id = t.event_id AND h.attendee_id = t.attendee_id
    LEFT JOIN orders o ON o.event_id = h.event_id AND o.order_id = h.order_id
    LEFT JOIN LATERAL (SELECT scan_id FROM scan WHERE event_id = p.event_id AND scan_id = a.id LIMIT 1) s ON true
    ORDER BY a.ordinality
  LOOP
    item.scan_id := seen.id;
    item.device_id := seen.device;
    item.event_id := seen.event_id;
    item.point := seen.point;
    item.scanned_at := seen.at;
    item.kind := seen.kind;
    item.serial := seen.serial;
    item.attendee_id := seen.attendee_id;
    item.digest := seen.digest;
    item.entry := seen.entry;
    item.day := seen.day;
    item.verdict := seen.verdict;
    item.repeated := seen.repeated;
    known := known || item;
  END LOOP;
  RETURN known;
END $$;
