-- for: nobody
-- Whether it is recorded already; refuses what is recorded with another amount.
CREATE FUNCTION order_transfer_known(o orders, amount_given bigint, reference_given text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  known bigint := (SELECT p.amount FROM payment p WHERE p.event_id = o.event_id AND p.order_id = o.order_id
    AND p.reference = reference_given AND p.refund = (amount_given < 0) AND p.reversed_at IS NULL);
BEGIN
  IF known <> amount_given THEN
    PERFORM refuse('LY409', 'reference', 'refusal.payment.repeated', jsonb_build_object('code', o.code, 'reference', reference_given,
      'amount', jsonb_build_object('amount', abs(known), 'currency', o.currency)));
  END IF;
  RETURN known IS NOT NULL;
END $$;
