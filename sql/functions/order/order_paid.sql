-- for: nobody
CREATE FUNCTION order_paid(e integer, o bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(sum(amount), 0)::bigint FROM payment WHERE event_id = e AND order_id = o);
END $$;
