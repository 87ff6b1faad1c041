-- for: nobody
-- Which event's registration is meant: the one of the slug, or, where that is NULL, of the one event that has the code.
-- NULL when there is none; refuses when there is no such event, and when several have the code.
CREATE FUNCTION order_event(slug_wanted text, wanted text) RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
  owners integer[];
BEGIN
  IF slug_wanted IS NOT NULL THEN
    RETURN event_id_of(slug_wanted);
  END IF;
  owners := ARRAY(SELECT event_id FROM orders WHERE code = upper(wanted) LIMIT 100);
  IF cardinality(owners) > 1 THEN
    PERFORM refuse('LY409', 'event', 'refusal.order.several', jsonb_build_object('code', upper(wanted),
      'events', (SELECT string_agg(slug, ', ' ORDER BY slug) FROM event WHERE event_id = ANY (owners))));
  END IF;
  RETURN owners[1];
END $$;
