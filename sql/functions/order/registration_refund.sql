-- for: lanyard_owner
-- Money that went back: no more than is not owed; sum_wanted NULL: all of that.
CREATE FUNCTION registration_refund(slug_wanted text, wanted text, sum_wanted bigint, reference_given text, actor text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(slug_wanted, wanted);
  left_over bigint := order_overpaid(o);
  is_known boolean := EXISTS (SELECT FROM payment p WHERE p.event_id = o.event_id AND p.order_id = o.order_id
    AND p.reference = reference_given AND p.refund AND p.reversed_at IS NULL AND sum_wanted IS NULL);
BEGIN
  is_known := is_known OR order_transfer_known(o, -sum_wanted, reference_given);
  IF NOT is_known THEN
    IF left_over = 0 OR sum_wanted > left_over THEN
      PERFORM refuse('LY409', 'amount', 'refusal.payment.refund', jsonb_build_object('code', o.code,
        'overpaid', jsonb_build_object('amount', left_over, 'currency', o.currency)));
    END IF;
    PERFORM order_transfer(o, -coalesce(sum_wanted, left_over), reference_given, o.status, NULL, actor, 'refunded');
  END IF;
  RETURN order_money(o.event_id, o.order_id, reference_given, is_known);
END $$;
