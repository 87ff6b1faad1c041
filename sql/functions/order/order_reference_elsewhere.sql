-- for: nobody
-- The codes of the event's other orders that have a payment with the reference, twenty at most: "cash" may be that of thousands.
-- In an order that only the index by reference gives, or what knows how many have it would read all payments for some of them.
CREATE FUNCTION order_reference_elsewhere(e integer, number bigint, reference_given text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(o.code ORDER BY o.code), '[]')
    FROM (
      SELECT order_id FROM payment
      WHERE event_id = e AND reference >= reference_given AND reference <= reference_given AND order_id <> number
        AND reversed_at IS NULL AND NOT refund
      ORDER BY reference LIMIT 20) p
    JOIN orders o ON o.event_id = e AND o.order_id = p.order_id);
END $$;
