-- for: lanyard_owner
-- Money that arrived is recorded whatever the order is.
CREATE FUNCTION registration_pay(slug_wanted text, wanted text, sum_paid bigint, reference_given text, tickets jsonb, actor text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(slug_wanted, wanted);
  is_known boolean := order_transfer_known(o, sum_paid, reference_given);
BEGIN
  IF NOT is_known THEN
    PERFORM order_transfer(o, sum_paid, reference_given,
      CASE WHEN o.status = 'pending_payment' AND o.paid + sum_paid >= o.amount THEN 'confirmed' ELSE o.status END,
      tickets, actor, 'payment recorded');
  END IF;
  RETURN order_money(o.event_id, o.order_id, reference_given, is_known);
END $$;
