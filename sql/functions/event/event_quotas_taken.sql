-- for: nobody
-- The quotas that a definition asks for, with what is taken of each: of one over categories, what they have in all.
CREATE FUNCTION event_quotas_taken(e integer, definition jsonb)
RETURNS TABLE (quota text, capacity integer, path text, taken integer) LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY SELECT w.quota, w.capacity, w.path, coalesce(
    CASE WHEN w.quota LIKE 'quota:%' THEN (
      SELECT sum(c.taken)::integer FROM category k JOIN quota c ON c.event_id = e AND c.quota = 'category:' || k.code
      WHERE k.event_id = e AND w.quota = ANY (k.places))
    ELSE (SELECT q.taken FROM quota q WHERE q.event_id = e AND q.quota = w.quota) END, 0)
  FROM event_quotas(definition) w;
END $$;
