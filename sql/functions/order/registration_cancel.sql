-- for: lanyard_owner
CREATE FUNCTION registration_cancel(slug_wanted text, wanted text, reason text, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(slug_wanted, wanted);
  promoted text[] := '{}';
BEGIN
  IF o.status <> 'cancelled' THEN
    IF o.status IN ('confirmed', 'pending_payment') THEN
      PERFORM order_places(o, -1);
    END IF;
    PERFORM order_set_status(o, 'cancelled', NULL, actor, 'cancelled', jsonb_build_object('reason', reason));
    PERFORM order_revoke(o, 'cancelled');
    promoted := waiting_promote(o.event_id, actor);
  END IF;
  RETURN order_decided(o, 'cancelled', promoted);
END $$;
