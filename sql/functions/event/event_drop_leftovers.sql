-- for: nobody
-- What the lists no longer have goes, unless it is in use, which is asked of nothing else: people are many.
-- After what stays is put in: a point may have let go of its session.
CREATE FUNCTION event_drop_leftovers(e integer, definition jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  categories text[] := event_codes(definition, 'categories');
  sessions text[] := event_codes(definition, 'sessions');
  consents text[] := event_codes(definition, 'consents');
  points text[] := event_codes(definition, 'points');
  held text;
BEGIN
  SELECT path INTO held FROM (
    SELECT 'categories.' || code AS path FROM category c WHERE event_id = e AND code <> ALL (categories)
      AND EXISTS (SELECT FROM attendee a WHERE a.event_id = e AND a.category = c.code)
    UNION ALL SELECT 'sessions.' || code FROM session s WHERE event_id = e AND code <> ALL (sessions)
      AND EXISTS (SELECT FROM attendee_session a WHERE a.event_id = e AND a.session = s.code)
    UNION ALL SELECT 'consents.' || code FROM consent c WHERE event_id = e AND code <> ALL (consents)
      AND EXISTS (SELECT FROM attendee_consent a WHERE a.event_id = e AND a.consent = c.code)
    UNION ALL SELECT 'points.' || code FROM point p WHERE event_id = e AND code <> ALL (points)
      AND EXISTS (SELECT FROM device d WHERE d.event_id = e AND d.point = p.code)) in_use
  LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('LY409', held, 'refusal.event.in_use');
  END IF;

  DELETE FROM point WHERE event_id = e AND code <> ALL (points);
  DELETE FROM consent WHERE event_id = e AND code <> ALL (consents);
  DELETE FROM shared_quota WHERE event_id = e AND code <> ALL (event_codes(definition, 'quotas'));
  DELETE FROM session WHERE event_id = e AND code <> ALL (sessions);
  DELETE FROM category WHERE event_id = e AND code <> ALL (categories);
  DELETE FROM price_window WHERE event_id = e AND code <> ALL (event_codes(definition, 'windows'));
END $$;
