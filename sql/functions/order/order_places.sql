-- for: nobody
-- Takes (sign 1) or gives back (sign -1) the order's places; refuses when there are none left.
CREATE FUNCTION order_places(o orders, sign integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  places text[];
  full_one text;
BEGIN
  SELECT array_agg(DISTINCT place) INTO places
  FROM attendee a JOIN category c ON c.event_id = a.event_id AND c.code = a.category CROSS JOIN LATERAL (
    SELECT unnest(c.places) AS place
    UNION ALL SELECT 'session:' || s.session FROM attendee_session s WHERE s.event_id = a.event_id AND s.attendee_id = a.attendee_id) p
  WHERE a.event_id = o.event_id AND a.order_id = o.order_id;
  PERFORM FROM quota WHERE event_id = o.event_id AND quota = ANY (places) ORDER BY quota FOR UPDATE;
  SELECT quota INTO full_one FROM quota
  WHERE event_id = o.event_id AND quota = ANY (places) AND taken + sign > capacity ORDER BY quota LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('LY409', CASE WHEN full_one LIKE 'session:%' THEN 'sessions' ELSE 'category' END,
      'refusal.order.full', jsonb_build_object('code', o.code, 'title', quota_title(o.event_id, full_one, 'en')));
  END IF;
  UPDATE quota SET taken = taken + sign WHERE event_id = o.event_id AND quota = ANY (places);
END $$;
