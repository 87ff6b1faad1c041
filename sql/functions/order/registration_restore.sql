-- for: lanyard_owner
-- Takes a cancelling back: what it was before, by its places and what is paid.
CREATE FUNCTION registration_restore(slug_wanted text, wanted text, without text[], reason text, tickets jsonb, actor text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(slug_wanted, wanted);
  next_status text := o.status;
  promoted text[] := '{}';
BEGIN
  IF o.status = 'cancelled' THEN
    o := order_drop_sessions(o, without);
    next_status := (SELECT detail ->> 'from' FROM audit WHERE event_id = o.event_id AND order_id = o.order_id AND action = 'cancelled'
      ORDER BY audit_id DESC LIMIT 1);
    IF next_status IN ('confirmed', 'pending_payment') THEN
      next_status := CASE WHEN o.paid >= o.amount THEN 'confirmed' ELSE 'pending_payment' END;
      PERFORM order_places(o, 1);
    END IF;
    PERFORM order_set_status(o, next_status, tickets, actor, 'restored',
      jsonb_build_object('reason', order_reason(reason), 'without', nullif(without, '{}')));
    promoted := waiting_promote(o.event_id, actor); -- itself, if it waited and a place has become free meanwhile
    SELECT status INTO next_status FROM orders WHERE event_id = o.event_id AND order_id = o.order_id;
  ELSIF order_last_action(o) IS DISTINCT FROM 'restored' THEN
    PERFORM refuse('LY409', 'status', 'refusal.order.restore',
      jsonb_build_object('code', o.code, 'status', jsonb_build_object('word', 'status.' || o.status)));
  END IF;
  RETURN order_decided(o, next_status, promoted);
END $$;
