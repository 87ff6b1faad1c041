-- The door: devices, and scans in groups, each with the verdict that the whole history gives it.

CREATE TYPE scan_item AS (
  n integer, scan_id uuid, device_id bigint, event_id integer, point text, scanned_at timestamptz, kind text, serial bigint,
  attendee_id bigint, digest text, entry text, day date,
  verdict text, -- NULL: admitted unless somebody was before
  repeated boolean -- the scan id is known, or stands earlier in the group
);

-- What was scanned, beside what is known of device, ticket and order.
CREATE FUNCTION scan_items(items jsonb) RETURNS scan_item[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (WITH asked AS MATERIALIZED (
    SELECT ordinality::integer AS n, i.*, row_number() OVER (PARTITION BY id ORDER BY ordinality) AS turn
    FROM ROWS FROM (jsonb_to_recordset(items) AS (id uuid, device bigint, at timestamptz, parsed boolean, verdict text,
      kind text, event integer, serial bigint, digest text)) WITH ORDINALITY AS i
  ), place AS MATERIALIZED (
    SELECT d.device_id, d.event_id, p.code, p.kinds, p.entry, p.session, e.time_zone
    FROM device d JOIN point p ON p.event_id = d.event_id AND p.code = d.point JOIN event e ON e.event_id = d.event_id
    WHERE d.device_id IN (SELECT device FROM asked)
  )
  SELECT array_agg(ROW(a.n, a.id, a.device, p.event_id, p.code, a.at, a.kind, a.serial, t.attendee_id, a.digest, p.entry,
      -- A scan from the future comes from a clock that is wrong; it must not use up a day to come.
      CASE p.entry WHEN 'daily' THEN (least(a.at, now()) AT TIME ZONE p.time_zone)::date ELSE '-infinity' END,
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
          SELECT FROM attendee_session s
          WHERE s.event_id = p.event_id AND s.attendee_id = t.attendee_id AND s.session = p.session) THEN 'not_booked'
      END,
      a.turn > 1 OR EXISTS (SELECT FROM scan s WHERE s.event_id = p.event_id AND s.scan_id = a.id))::scan_item ORDER BY a.n)
  FROM asked a
  JOIN place p ON p.device_id = a.device
  LEFT JOIN ticket t ON a.verdict IS NULL AND t.event_id = p.event_id AND a.event = p.event_id AND t.serial = a.serial AND t.kind = a.kind
  LEFT JOIN attendee h ON h.event_id = t.event_id AND h.attendee_id = t.attendee_id
  LEFT JOIN orders o ON o.event_id = h.event_id AND o.order_id = h.order_id);
END $$;

-- What the door is told of a stored scan: the same however often it asks. An id that stands for another scan
-- tells nothing of that one.
CREATE FUNCTION scan_results(items scan_item[]) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT json_agg(CASE WHEN s.device_id <> asked.device_id OR s.digest <> asked.digest THEN
      json_build_object('id', s.scan_id, 'verdict', 'undecided', 'hint', 'id_reused', 'repeated', true)
    ELSE json_strip_nulls(json_build_object(
      'id', s.scan_id, 'verdict', s.verdict, 'kind', s.kind, 'serial', s.serial, 'repeated', asked.repeated,
      'attendee', CASE WHEN a.attendee_id IS NOT NULL THEN json_build_object('name', a.name, 'badge_name', a.badge_name,
        'affiliation', a.affiliation, 'category', a.category, 'category_title', c.title) END,
      'status', CASE WHEN s.verdict = 'not_confirmed' THEN o.status END,
      'revoked', CASE WHEN s.verdict = 'revoked' THEN json_build_object('at', rfc3339(t.revoked_at), 'reason', t.revoked_reason) END,
      'first', CASE WHEN f.scan_id IS NOT NULL THEN json_build_object('at', rfc3339(f.scanned_at), 'device', d.name, 'point', p.title) END
    )) END ORDER BY asked.n)
  FROM unnest(items) AS asked
  JOIN scan s ON s.event_id = asked.event_id AND s.scan_id = asked.scan_id
  LEFT JOIN attendee a ON a.event_id = s.event_id AND a.attendee_id = s.attendee_id
  LEFT JOIN category c ON c.event_id = a.event_id AND c.code = a.category
  LEFT JOIN orders o ON o.event_id = a.event_id AND o.order_id = a.order_id
  LEFT JOIN ticket t ON s.verdict = 'revoked' AND t.event_id = s.event_id AND t.serial = s.serial
  LEFT JOIN scan f ON f.event_id = s.event_id AND f.scan_id = s.first_scan
  LEFT JOIN device d ON d.event_id = f.event_id AND d.device_id = f.device_id
  LEFT JOIN point p ON p.event_id = f.event_id AND p.code = f.point);
END $$;

-- Takes a group of scans; the results come in the items' order. sql/README.md describes both.
CREATE FUNCTION scan_group(items jsonb) RETURNS json LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  asked scan_item[] := scan_items(items);
BEGIN
  -- Sorted, or two writers wait for each other; the earliest of a group wins.
  INSERT INTO admission (event_id, point, attendee_id, day, scan_id)
  SELECT DISTINCT ON (event_id, point, attendee_id, day) event_id, point, attendee_id, day, scan_id
  FROM unnest(asked)
  WHERE verdict IS NULL AND NOT repeated AND entry <> 'unlimited'
  ORDER BY event_id, point, attendee_id, day, scanned_at, n
  ON CONFLICT DO NOTHING;

  INSERT INTO scan (event_id, scan_id, device_id, point, scanned_at, verdict, kind, serial, attendee_id, first_scan, digest)
  SELECT i.event_id, i.scan_id, i.device_id, i.point, i.scanned_at,
    CASE WHEN i.verdict IS NOT NULL THEN i.verdict WHEN i.entry = 'unlimited' OR a.scan_id = i.scan_id THEN 'admitted' ELSE 'used' END,
    i.kind, i.serial, i.attendee_id,
    CASE WHEN i.verdict IS NULL AND a.scan_id <> i.scan_id THEN a.scan_id END, i.digest
  FROM unnest(asked) i
  LEFT JOIN admission a USING (event_id, point, attendee_id, day)
  WHERE NOT i.repeated
  ORDER BY i.event_id, i.scan_id
  ON CONFLICT DO NOTHING;

  UPDATE device SET last_seen_at = now()
  WHERE device_id IN (SELECT device_id FROM unnest(asked)) AND (last_seen_at IS NULL OR last_seen_at < now() - interval '1 minute');

  RETURN scan_results(asked);
END $$;

-- Devices ---------------------------------------------------------------------------------------------------------

CREATE FUNCTION device_new(slug_wanted text, name_wanted text, point_wanted text, code text, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  e integer := event_id_of(slug_wanted);
  d device;
BEGIN
  IF NOT EXISTS (SELECT FROM point p WHERE p.event_id = e AND p.code = point_wanted) THEN
    PERFORM refuse('LY404', 'point', format('event %s has no point %s; it has %s', slug_wanted, point_wanted,
      (SELECT string_agg(p.code, ', ' ORDER BY p.position) FROM point p WHERE p.event_id = e)));
  END IF;
  INSERT INTO device (event_id, name, point, code_hash, code_expires_at)
  VALUES (e, name_wanted, point_wanted, code, now() + interval '30 minutes')
  ON CONFLICT (event_id, name) DO UPDATE
    SET point = excluded.point, code_hash = excluded.code_hash, code_expires_at = excluded.code_expires_at
    WHERE device.key_hash IS NULL OR device.revoked_at IS NOT NULL
  RETURNING * INTO d;
  IF NOT FOUND THEN
    PERFORM refuse('LY409', 'name', format('device %s is paired; revoke it first, or choose another name', name_wanted));
  END IF;
  INSERT INTO audit (event_id, actor, action, detail)
  VALUES (e, actor, 'device added', jsonb_build_object('device', name_wanted, 'point', point_wanted));
  RETURN jsonb_build_object('name', d.name, 'point', d.point, 'expires_at', rfc3339(d.code_expires_at));
END $$;

CREATE FUNCTION device_list(slug_wanted text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('name', name, 'point', point,
    'state', CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN key_hash IS NOT NULL THEN 'paired'
      WHEN code_expires_at > now() THEN 'waiting' ELSE 'expired' END,
    'paired_at', rfc3339(paired_at), 'last_seen_at', rfc3339(last_seen_at)) ORDER BY name), '[]')
  FROM device WHERE event_id = event_id_of(slug_wanted)
$$;

CREATE FUNCTION device_revoke(slug_wanted text, name_wanted text, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  e integer := event_id_of(slug_wanted);
BEGIN
  UPDATE device SET revoked_at = coalesce(revoked_at, now()), code_hash = NULL WHERE event_id = e AND name = name_wanted;
  IF NOT FOUND THEN
    PERFORM refuse('LY404', 'name', format('event %s has no device %s', slug_wanted, name_wanted));
  END IF;
  INSERT INTO audit (event_id, actor, action, detail) VALUES (e, actor, 'device revoked', jsonb_build_object('device', name_wanted));
  RETURN jsonb_build_object('name', name_wanted);
END $$;

CREATE FUNCTION device_find(key text) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'device', d.device_id, 'name', d.name,
    'event', jsonb_build_object('id', e.event_id, 'slug', e.slug, 'title', e.title, 'time_zone', e.time_zone),
    'point', jsonb_build_object('code', p.code, 'title', p.title, 'kinds', to_jsonb(p.kinds)),
    'keys', (SELECT coalesce(jsonb_agg(jsonb_build_object('number', key_number, 'public', encode(public_key, 'hex'))
      ORDER BY key_number), '[]') FROM ticket_key))
  FROM device d JOIN event e USING (event_id) JOIN point p ON p.event_id = d.event_id AND p.code = d.point
  WHERE d.key_hash = key AND d.revoked_at IS NULL
$$;

-- Asked before every batch of scans, so it keeps its plan.
CREATE FUNCTION device_number(key text) RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT device_id FROM device WHERE key_hash = key AND revoked_at IS NULL);
END $$;

CREATE FUNCTION device_pair(code text, key text) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d device;
BEGIN
  -- A code is good once; the same device may ask again when the answer was lost.
  UPDATE device SET key_hash = key, paired_at = now(), revoked_at = NULL
  WHERE code_hash = code AND code_expires_at > now() AND (key_hash IS DISTINCT FROM key)
    AND (key_hash IS NULL OR revoked_at IS NOT NULL)
  RETURNING * INTO d;
  IF FOUND THEN
    INSERT INTO audit (event_id, actor, action, detail) VALUES (d.event_id, 'door', 'device paired', jsonb_build_object('device', d.name));
  ELSIF NOT EXISTS (SELECT FROM device WHERE code_hash = code AND key_hash = key AND revoked_at IS NULL) THEN
    PERFORM refuse('LY404', 'code', 'this pairing code is unknown, used or older than 30 minutes');
  END IF;
  RETURN device_find(key);
EXCEPTION WHEN unique_violation THEN
  PERFORM refuse('LY409', 'key', 'another device has this key; a device makes its own');
END $$;

GRANT EXECUTE ON FUNCTION scan_group, device_find, device_number, device_pair TO lanyard_web;
