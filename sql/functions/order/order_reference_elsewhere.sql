-- for: nobody
-- The codes of the event's other orders that have a payment with the reference.
CREATE FUNCTION order_reference_elsewhere(e integer, number bigint, reference_given text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(DISTINCT o.code), '[]') FROM payment p JOIN orders o USING (event_id, order_id)
    WHERE p.event_id = e AND p.reference = reference_given AND p.order_id <> number AND p.reversed_at IS NULL AND NOT p.refund);
END $$;
