-- for: nobody
-- How the order stands with money, and which others have the reference too.
CREATE FUNCTION order_money(e integer, number bigint, reference_given text, repeated boolean) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  o orders;
BEGIN
  SELECT * INTO o FROM orders WHERE event_id = e AND order_id = number;
  RETURN jsonb_build_object('code', o.code, 'status', o.status, 'paid', o.paid,
    'due', order_due(o), 'overpaid', order_overpaid(o), 'currency', o.currency, 'repeated', repeated,
    'elsewhere', order_reference_elsewhere(e, number, reference_given));
END $$;
