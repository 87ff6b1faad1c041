-- for: nobody
-- The day until which to pay what is owed from now on; NULL: nobody said. In SQL, so that it becomes part of what calls it.
CREATE FUNCTION order_due_on(e event) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN e.due_days IS NOT NULL THEN event_day(now(), e.time_zone, e.utc_offset) + e.due_days END
$$;
