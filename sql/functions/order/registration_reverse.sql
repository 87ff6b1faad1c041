-- for: lanyard_owner
-- A payment that was recorded by mistake counts no more. What is no longer paid in full keeps its places, and waits for its payment.
CREATE FUNCTION registration_reverse(slug_wanted text, wanted text, reference_given text, reason text, actor text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(slug_wanted, wanted);
  p payment;
  is_missed boolean;
BEGIN
  SELECT * INTO p FROM payment WHERE event_id = o.event_id AND order_id = o.order_id AND reference = reference_given
  ORDER BY reversed_at DESC NULLS FIRST, refund, payment_id DESC LIMIT 1;
  IF NOT FOUND THEN
    PERFORM refuse('LY404', 'reference', 'refusal.payment.unknown', jsonb_build_object('code', o.code, 'reference', reference_given));
  ELSIF p.reversed_at IS NULL THEN
    UPDATE payment SET reversed_at = now(), reversed_by = registration_reverse.actor, reversed_reason = order_reason(reason)
    WHERE event_id = p.event_id AND payment_id = p.payment_id;
    is_missed := o.status = 'confirmed' AND o.paid - p.amount < o.amount;
    PERFORM order_note(o, CASE WHEN is_missed THEN 'pending_payment' ELSE o.status END, NULL, actor, 'payment reversed',
      jsonb_build_object('amount', abs(p.amount), 'reference', reference_given, 'reason', reason));
    IF is_missed THEN
      PERFORM order_revoke(o, 'payment reversed');
    END IF;
  END IF;
  RETURN order_money(o.event_id, o.order_id, reference_given, p.reversed_at IS NOT NULL);
END $$;
