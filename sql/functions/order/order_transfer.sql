-- for: nobody
-- Keeps money that came or went back, and what the order is by it from now on (next_status: as it is, or another).
CREATE FUNCTION order_transfer(o orders, amount_given bigint, reference_given text, next_status text, tickets jsonb, actor text, action text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO payment (event_id, order_id, amount, reference, actor)
  VALUES (o.event_id, o.order_id, amount_given, reference_given, actor);
  PERFORM order_note(o, next_status, tickets, actor, action, jsonb_build_object('amount', abs(amount_given), 'reference', reference_given));
END $$;
