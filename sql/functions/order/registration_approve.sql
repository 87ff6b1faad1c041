-- for: lanyard_owner
CREATE FUNCTION registration_approve(slug_wanted text, wanted text, without text[], tickets jsonb, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(slug_wanted, wanted);
  next_status text := o.status;
BEGIN
  IF o.status IN ('pending_approval', 'waitlisted') THEN
    o := order_drop_sessions(o, without);
    next_status := CASE WHEN o.paid >= o.amount THEN 'confirmed' ELSE 'pending_payment' END;
    PERFORM order_places(o, 1);
    PERFORM order_set_status(o, next_status, tickets, actor, 'approved', jsonb_build_object('without', nullif(without, '{}')));
  ELSIF o.status NOT IN ('confirmed', 'pending_payment') OR o.first_status NOT IN ('pending_approval', 'waitlisted') THEN
    PERFORM refuse('LY409', 'status', 'refusal.order.approve',
      jsonb_build_object('code', o.code, 'status', jsonb_build_object('word', 'status.' || o.status)));
  END IF;
  RETURN order_decided(o, next_status, '{}');
END $$;
