-- for: nobody
-- The price window that holds at an instant, or NULL after the last.
CREATE FUNCTION price_window_at(e integer, at timestamptz) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT code FROM price_window WHERE event_id = e AND at < ends_at ORDER BY position LIMIT 1);
END $$;
