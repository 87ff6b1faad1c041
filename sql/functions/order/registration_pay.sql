-- for: lanyard_owner
CREATE FUNCTION registration_pay(slug_wanted text, wanted text, sum_paid bigint, reference_given text, tickets jsonb, actor text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(slug_wanted, wanted);
  known bigint;
  paid bigint;
BEGIN
  SELECT p.amount INTO known FROM payment p
  WHERE p.event_id = o.event_id AND p.order_id = o.order_id AND p.reference = reference_given;
  IF FOUND AND known <> sum_paid THEN
    PERFORM refuse('LY409', 'reference', 'refusal.payment.repeated', jsonb_build_object('code', o.code, 'reference', reference_given,
      'amount', jsonb_build_object('amount', known, 'currency', o.currency)));
  ELSIF known IS NULL THEN
    IF o.status <> 'pending_payment' THEN
      PERFORM refuse('LY409', 'status', 'refusal.payment.status',
        jsonb_build_object('code', o.code, 'status', jsonb_build_object('word', 'status.' || o.status)));
    END IF;
    IF order_paid(o.event_id, o.order_id) + sum_paid > o.amount THEN
      PERFORM refuse('LY409', 'amount', 'refusal.payment.much', jsonb_build_object('code', o.code,
        'due', jsonb_build_object('amount', o.amount - order_paid(o.event_id, o.order_id), 'currency', o.currency)));
    END IF;
    INSERT INTO payment (event_id, order_id, amount, reference, actor)
    VALUES (o.event_id, o.order_id, sum_paid, reference_given, actor);
    INSERT INTO audit (event_id, actor, action, order_id, detail)
    VALUES (o.event_id, actor, 'payment recorded', o.order_id, jsonb_build_object('amount', sum_paid, 'reference', reference_given));
    IF order_paid(o.event_id, o.order_id) >= o.amount THEN
      PERFORM order_set_status(o, 'confirmed', tickets, actor, '{}');
      o.status := 'confirmed';
    END IF;
  END IF;
  paid := order_paid(o.event_id, o.order_id);
  RETURN jsonb_build_object('code', o.code, 'status', o.status, 'paid', paid, 'due', o.amount - paid,
    'currency', o.currency, 'repeated', known IS NOT NULL);
END $$;
