-- for: lanyard_owner
CREATE FUNCTION registration_cancel(slug_wanted text, wanted text, reason text, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(slug_wanted, wanted);
BEGIN
  IF o.status <> 'cancelled' THEN
    IF o.status IN ('confirmed', 'pending_payment') THEN
      PERFORM order_places(o, -1);
    END IF;
    PERFORM order_set_status(o, 'cancelled', NULL, actor, jsonb_build_object('reason', reason));
    UPDATE ticket t SET revoked_at = now(), revoked_reason = 'cancelled'
    FROM attendee a
    WHERE a.event_id = o.event_id AND a.order_id = o.order_id AND t.event_id = a.event_id
      AND t.attendee_id = a.attendee_id AND t.revoked_at IS NULL;
  END IF;
  RETURN jsonb_build_object('code', o.code, 'status', 'cancelled');
END $$;
