-- for: nobody
-- Names all that is full; where it is sessions alone, it can go on without them.
CREATE FUNCTION order_refuse_full(o orders, full_ones text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  sessions text[] := ARRAY(SELECT substr(q, 9) FROM unnest(full_ones) q WHERE q LIKE 'session:%');
  only_sessions boolean := cardinality(sessions) = cardinality(full_ones);
BEGIN
  PERFORM refuse('LY409', CASE WHEN only_sessions THEN 'sessions' ELSE 'category' END,
    CASE WHEN only_sessions THEN 'refusal.order.full_sessions' ELSE 'refusal.order.full' END,
    jsonb_build_object('code', o.code, 'sessions', array_to_string(sessions, ', '), 'title', (
      SELECT string_agg(quota_title(o.event_id, q, 'en'), ', ') FROM unnest(full_ones) q)));
END $$;
