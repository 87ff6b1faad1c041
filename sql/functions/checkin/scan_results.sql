-- for: nobody
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
    )) END ORDER BY asked.ordinality)
  FROM unnest(items) WITH ORDINALITY AS asked
  JOIN scan s ON s.event_id = asked.event_id AND s.scan_id = asked.scan_id
  LEFT JOIN attendee a ON a.event_id = s.event_id AND a.attendee_id = s.attendee_id
  LEFT JOIN category c ON c.event_id = a.event_id AND c.code = a.category
  LEFT JOIN orders o ON s.verdict = 'not_confirmed' AND o.event_id = a.event_id AND o.order_id = a.order_id
  LEFT JOIN ticket t ON s.verdict = 'revoked' AND t.event_id = s.event_id AND t.serial = s.serial
  LEFT JOIN scan f ON f.event_id = s.event_id AND f.scan_id = s.first_scan
  LEFT JOIN device d ON d.event_id = f.event_id AND d.device_id = f.device_id
  LEFT JOIN point p ON p.event_id = f.event_id AND p.code = f.point);
END $$;
