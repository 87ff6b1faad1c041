-- for: nobody
-- What is kept under a name, of all that count it apart.
CREATE FUNCTION event_tally(e integer, wanted text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(sum(n), 0)::bigint FROM tally WHERE event_id = e AND name = wanted);
END $$;
