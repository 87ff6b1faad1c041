-- for: lanyard_web
-- The slugs of the events that have a registration with this code.
CREATE FUNCTION order_events(wanted text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('events', coalesce(jsonb_agg(e.slug ORDER BY e.slug), '[]'))
    FROM orders o JOIN event e USING (event_id) WHERE o.code = upper(wanted));
END $$;
