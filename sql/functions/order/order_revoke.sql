-- for: nobody
CREATE FUNCTION order_revoke(o orders, reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ticket t SET revoked_at = now(), revoked_reason = reason FROM attendee a
  WHERE a.event_id = o.event_id AND a.order_id = o.order_id AND t.event_id = a.event_id
    AND t.attendee_id = a.attendee_id AND t.revoked_at IS NULL;
END $$;
