-- for: lanyard_owner
CREATE FUNCTION registration_approve(slug_wanted text, wanted text, tickets jsonb, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(slug_wanted, wanted);
  next_status text := CASE WHEN o.amount = 0 THEN 'confirmed' ELSE 'pending_payment' END;
BEGIN
  IF o.status IN ('pending_approval', 'waitlisted') THEN
    PERFORM order_places(o, 1);
    PERFORM order_set_status(o, next_status, tickets, actor, '{"approved": true}');
  ELSIF o.status NOT IN ('confirmed', 'pending_payment') OR o.first_status NOT IN ('pending_approval', 'waitlisted') THEN
    PERFORM refuse('LY409', 'status', 'refusal.order.approve',
      jsonb_build_object('code', o.code, 'status', jsonb_build_object('word', 'status.' || o.status)));
  ELSE
    next_status := o.status;
  END IF;
  RETURN jsonb_build_object('code', o.code, 'status', next_status);
END $$;
