-- for: nobody
-- Of which quotas the order takes a place.
CREATE FUNCTION order_quotas(o orders) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(
    SELECT DISTINCT place FROM attendee a JOIN category c ON c.event_id = a.event_id AND c.code = a.category CROSS JOIN LATERAL (
      SELECT unnest(c.places) AS place
      UNION ALL SELECT 'session:' || s.session FROM attendee_session s WHERE s.event_id = a.event_id AND s.attendee_id = a.attendee_id) p
    WHERE a.event_id = o.event_id AND a.order_id = o.order_id);
END $$;
