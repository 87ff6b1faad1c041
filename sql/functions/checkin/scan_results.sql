-- for: nobody
-- What the door is told of a stored scan: the same however often it asks. An id that stands for another scan
-- tells nothing of that one; of what is not stored the service is told to look at the signature first.
CREATE FUNCTION scan_results(items scan_item[]) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT json_agg(CASE
      WHEN asked.fate = 'stranger' THEN NULL
      WHEN s.scan_id IS NULL THEN json_build_object('id', asked.scan_id, 'verdict', 'undecided', 'unchecked', true, 'repeated', false)
      WHEN s.device_id <> asked.device_id OR s.digest <> asked.digest THEN
        json_build_object('id', s.scan_id, 'verdict', 'undecided', 'hint', 'id_reused', 'repeated', true)
      ELSE json_build_object(
        'id', s.scan_id, 'verdict', s.verdict, 'kind', s.kind, 'serial', s.serial, 'repeated', asked.fate <> 'new',
        'hint', CASE WHEN asked.by_code THEN 'by_code' END, 'attendee', asked.attendee,
        'status', CASE WHEN s.verdict = 'not_confirmed' THEN (SELECT o.status FROM attendee a JOIN orders o USING (event_id, order_id)
          WHERE a.event_id = s.event_id AND a.attendee_id = s.attendee_id) END,
        'revoked', CASE WHEN s.verdict = 'revoked' THEN (SELECT json_build_object('at', rfc3339(t.revoked_at), 'reason', t.revoked_reason)
          FROM ticket t WHERE t.event_id = s.event_id AND t.serial = s.serial) END,
        'first', CASE WHEN s.first_scan IS NOT NULL THEN (SELECT json_build_object('at', rfc3339(f.scanned_at), 'device', d.name, 'point', event_words(p.title, e.languages, 'en'))
          FROM scan f
          JOIN device d ON d.event_id = f.event_id AND d.device_id = f.device_id
          JOIN event e ON e.event_id = f.event_id
          JOIN point p ON p.event_id = f.event_id AND p.code = f.point
          WHERE f.event_id = s.event_id AND f.scan_id = s.first_scan) END)
    END ORDER BY asked.ordinality)
  FROM unnest(items) WITH ORDINALITY AS asked
  LEFT JOIN scan s ON s.event_id = asked.event_id AND s.scan_id = asked.scan_id);
END $$;
