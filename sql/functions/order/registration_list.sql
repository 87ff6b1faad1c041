-- for: lanyard_owner
-- An event's registrations, newest first, a row each: all, those of a status ('overpaid' counts as one), those that have a text, or the one that has a code;
-- after_code: those after the one with that code.
CREATE FUNCTION registration_list(slug_wanted text, status_wanted text, search text, most integer, after_code text)
RETURNS SETOF json LANGUAGE plpgsql STABLE AS $$
DECLARE
  e integer := event_id_of(slug_wanted);
  above bigint := 9223372036854775807;
  one bigint := (SELECT order_id FROM orders WHERE event_id = e AND code = upper(regexp_replace(search, '[[:space:]–—-]', '', 'g')));
  folded text := nullif(search_fold(search), '');
  candidates bigint[];
  chosen bigint[];
BEGIN
  IF after_code IS NOT NULL THEN
    SELECT order_id INTO above FROM orders WHERE event_id = e AND code = upper(after_code);
    IF NOT FOUND THEN
      PERFORM refuse('LY404', 'after', 'refusal.order.unknown', jsonb_build_object('code', after_code));
    END IF;
  END IF;
  IF one IS NOT NULL THEN
    chosen := ARRAY(SELECT order_id FROM orders WHERE event_id = e AND order_id = one AND order_id < above
      AND (status_wanted IS NULL OR status = status_wanted OR status_wanted = 'overpaid' AND order_overpaid(orders) > 0));
  ELSIF folded IS NOT NULL THEN
    candidates := registration_search(e, folded);
    chosen := ARRAY(
      SELECT o.order_id FROM attendee a JOIN orders o USING (event_id, order_id)
      WHERE a.event_id = e AND a.attendee_id = ANY (candidates)
        AND (status_wanted IS NULL OR o.status = status_wanted OR status_wanted = 'overpaid' AND order_overpaid(o) > 0) AND o.order_id < above
        AND position(folded IN search_text(o.code, a)) > 0
      ORDER BY o.order_id DESC LIMIT most);
  ELSIF status_wanted = 'overpaid' THEN -- as the index says it
    chosen := ARRAY(SELECT order_id FROM orders WHERE event_id = e AND order_id < above
      AND paid > 0 AND (paid > amount OR status IN ('declined', 'cancelled')) ORDER BY order_id DESC LIMIT most);
  ELSIF status_wanted IS NOT NULL THEN
    chosen := ARRAY(SELECT order_id FROM orders WHERE event_id = e AND status = status_wanted AND order_id < above
      ORDER BY order_id DESC LIMIT most);
  ELSE
    chosen := ARRAY(SELECT order_id FROM orders WHERE event_id = e AND order_id < above ORDER BY order_id DESC LIMIT most);
  END IF;
  RETURN QUERY SELECT json_build_object('code', o.code, 'status', o.status, 'name', a.name, 'badge_name', a.badge_name, 'email', a.email,
      'category', a.category, 'affiliation', a.affiliation, 'country', a.country, 'locale', o.locale,
      'sessions', ARRAY(SELECT session FROM attendee_session s WHERE s.event_id = a.event_id AND s.attendee_id = a.attendee_id ORDER BY session),
      'consents', ARRAY(SELECT DISTINCT consent FROM attendee_consent g
        WHERE g.event_id = a.event_id AND g.attendee_id = a.attendee_id AND g.revoked_at IS NULL ORDER BY consent),
      'amount', o.amount, 'paid', o.paid, 'due', order_due(o), 'overpaid', order_overpaid(o), 'currency', o.currency, 'created_at', rfc3339(o.created_at))
    FROM orders o JOIN attendee a USING (event_id, order_id)
    WHERE o.event_id = e AND o.order_id = ANY (chosen) ORDER BY o.order_id DESC;
END $$;
