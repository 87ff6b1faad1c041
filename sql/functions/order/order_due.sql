-- for: nobody
-- What of an order is still to be paid. In SQL, so that it becomes part of what calls it.
CREATE FUNCTION order_due(o orders) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN o.status IN ('declined', 'cancelled') THEN 0 ELSE greatest(o.amount - o.paid, 0) END
$$;
