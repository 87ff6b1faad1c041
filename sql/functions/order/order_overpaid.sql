-- for: nobody
-- What was paid and is not owed. In SQL, so that it becomes part of what calls it.
CREATE FUNCTION order_overpaid(o orders) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN o.status IN ('declined', 'cancelled') THEN greatest(o.paid, 0) ELSE greatest(o.paid - o.amount, 0) END
$$;
