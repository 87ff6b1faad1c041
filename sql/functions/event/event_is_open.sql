-- for: nobody
-- In SQL, so that it becomes part of what calls it.
CREATE FUNCTION event_is_open(e event, at timestamptz) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT e.state = 'open' AND at >= e.opens_at AND at < e.closes_at
$$;
