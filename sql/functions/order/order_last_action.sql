-- for: nobody
-- By what the order has the status that it has; NULL: by how it came.
CREATE FUNCTION order_last_action(o orders) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT action FROM audit WHERE event_id = o.event_id AND order_id = o.order_id AND action <> 'registered' AND detail ? 'to'
    ORDER BY audit_id DESC LIMIT 1);
END $$;
