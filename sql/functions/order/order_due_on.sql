-- for: nobody
-- The day until which to pay what is owed from now on; NULL: nobody said. In SQL, so that it becomes part of what calls it.
CREATE FUNCTION order_due_on(e event) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (now() AT TIME ZONE e.time_zone)::date + e.due_days
$$;
