-- for: nobody
-- What the first request with this key was told.
CREATE FUNCTION registration_first_answer(e integer, key bytea, input bytea) RETURNS json LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT CASE WHEN o.input_hash = input
    THEN json_build_object('outcome', 'repeated', 'code', o.code, 'status', o.first_status,
      'amount', o.amount, 'currency', o.currency, 'due_on', o.due_on, 'tickets', order_tickets(e, o.order_id, o.created_at))
    ELSE json_build_object('outcome', 'key_reused') END
  FROM orders o WHERE o.event_id = e AND o.idempotency_key = key);
END $$;
