-- for: nobody
-- The price window that holds at an instant, or NULL after the last.
CREATE FUNCTION price_window_at(e integer, zone text, at timestamptz) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT code FROM price_window
  WHERE event_id = e AND (until IS NULL OR at < (until + 1)::timestamp AT TIME ZONE zone)
  ORDER BY position LIMIT 1);
END $$;
