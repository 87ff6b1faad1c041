-- for: nobody
-- What was scanned, beside what is known of device, ticket and order, in the items' order. A token that is the stored one is
-- genuine; of any other its signature tells who made it, and it admits nobody.
CREATE FUNCTION scan_items(items jsonb) RETURNS SETOF scan_item LANGUAGE plpgsql STABLE AS $$
DECLARE
  inputs scan_input[] := ARRAY(SELECT i FROM jsonb_populate_recordset(NULL::scan_input, items) i);
  devices bigint[] := ARRAY(SELECT DISTINCT device FROM unnest(inputs));
BEGIN
  IF EXISTS (SELECT FROM unnest(inputs) i WHERE i.code IS NOT NULL) THEN
    inputs := scan_by_code(inputs);
  END IF;
  RETURN QUERY
  WITH place AS MATERIALIZED (
    SELECT d.device_id, d.event_id, p.code, p.kinds, p.entry, p.session, e.time_zone, e.utc_offset, e.languages
    FROM device d JOIN point p ON p.event_id = d.event_id AND p.code = d.point JOIN event e ON e.event_id = d.event_id
    WHERE d.device_id = ANY (devices) AND d.revoked_at IS NULL
  )
  SELECT a.id, a.device, p.event_id, p.code::text, a.at, a.kind, a.serial,
    h.attendee_id, CASE WHEN h.attendee_id IS NOT NULL THEN json_build_object('name', h.name, 'badge_name', h.badge_name,
      'affiliation', h.affiliation, 'category', h.category, 'category_title', event_words(c.title, p.languages, 'en')) END, a.digest, p.entry,
    -- A scan from the future comes from a clock that is wrong; it must not use up a day to come.
    CASE p.entry WHEN 'daily' THEN event_day(least(a.at, now()), p.time_zone, p.utc_offset) ELSE '-infinity' END,
    CASE
      WHEN a.verdict IS NOT NULL THEN a.verdict
      WHEN a.event <> p.event_id THEN 'wrong_event'
      WHEN a.kind = 'practice' THEN 'practice'
      WHEN NOT a.kind = ANY (p.kinds) THEN 'wrong_kind'
      WHEN t.serial IS NULL THEN 'unknown'
      WHEN t.revoked_at IS NOT NULL THEN 'revoked'
      WHEN o.status <> 'confirmed' THEN 'not_confirmed'
      WHEN p.session IS NOT NULL AND NOT EXISTS (
        SELECT FROM attendee_session b
        WHERE b.event_id = p.event_id AND b.attendee_id = t.attendee_id AND b.session = p.session) THEN 'not_booked'
    END,
    a.code IS NOT NULL,
    CASE
      WHEN p.event_id IS NULL THEN 'stranger'
      WHEN s.scan_id IS NOT NULL THEN 'repeated'
      WHEN unchecked THEN 'unchecked'
      WHEN row_number() OVER (PARTITION BY p.event_id, a.id, unchecked ORDER BY a.ordinality) > 1 THEN 'repeated'
      ELSE 'new'
    END
  FROM unnest(inputs) WITH ORDINALITY AS a
  LEFT JOIN place p ON p.device_id = a.device
  LEFT JOIN ticket t ON a.verdict IS NULL AND t.event_id = a.event AND t.serial = a.serial AND t.token = a.token
  LEFT JOIN attendee h ON h.event_id = p.event_id AND h.attendee_id = CASE t.event_id WHEN p.event_id THEN t.attendee_id ELSE a.attendee END
  LEFT JOIN category c ON c.event_id = h.event_id AND c.code = h.category
  LEFT JOIN orders o ON o.event_id = h.event_id AND o.order_id = h.order_id
  LEFT JOIN LATERAL (SELECT scan_id FROM scan WHERE event_id = p.event_id AND scan_id = a.id LIMIT 1) s ON true
  CROSS JOIN LATERAL (SELECT a.verdict IS NULL AND t.serial IS NULL AND a.genuine IS NOT TRUE AS unchecked) u
  ORDER BY a.ordinality;
END $$;
