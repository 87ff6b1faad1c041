-- for: lanyard_web, lanyard_owner
-- Everything about one registration, for its attendee; NULL when there is none.
CREATE FUNCTION registration_find(slug_wanted text, wanted text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  number integer := order_event(slug_wanted, wanted);
BEGIN
  RETURN (SELECT jsonb_build_object(
    'code', o.code, 'status', o.status, 'event', e.slug, 'event_title', event_words(e.title, e.languages, o.locale), 'time_zone', e.time_zone,
    'category', a.category, 'category_title', event_words(c.title, e.languages, o.locale), 'name', a.name, 'badge_name', a.badge_name, 'email', a.email,
    'affiliation', a.affiliation, 'country', a.country, 'locale', o.locale, 'amount', o.amount, 'currency', o.currency,
    'paid', o.paid, 'overpaid', order_overpaid(o), 'due_on', CASE WHEN o.status = 'pending_payment' THEN o.due_on END,
    'created_at', rfc3339(o.created_at), 'secret_version', o.secret_version,
    'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('code', s.code, 'title', event_words(s.title, e.languages, o.locale),
        'room', event_words(s.room, e.languages, o.locale),
        'starts', to_char(s.starts, 'YYYY-MM-DD"T"HH24:MI'), 'ends', to_char(s.ends, 'YYYY-MM-DD"T"HH24:MI'))
        ORDER BY s.position), '[]')
      FROM attendee_session b JOIN session s ON s.event_id = b.event_id AND s.code = b.session
      WHERE b.event_id = a.event_id AND b.attendee_id = a.attendee_id),
    'consents', (SELECT coalesce(jsonb_object_agg(n.code, EXISTS (
        -- To the words that are asked today, in the language in which they were read: others are another question.
        SELECT FROM attendee_consent g
        JOIN consent_version was ON was.event_id = g.event_id AND was.consent = g.consent AND was.version = g.version
        JOIN consent_version today ON today.event_id = n.event_id AND today.consent = n.code AND today.version = n.version
        WHERE g.event_id = a.event_id AND g.attendee_id = a.attendee_id AND g.consent = n.code AND g.revoked_at IS NULL
          AND (g.version = n.version
            OR event_words(was.title, e.languages, g.language) = event_words(today.title, e.languages, g.language)))), '{}')
      FROM consent n WHERE n.event_id = e.event_id),
    'tickets', order_tickets(o.event_id, o.order_id, NULL))
  FROM orders o
  JOIN event e USING (event_id)
  JOIN attendee a USING (event_id, order_id)
  JOIN category c ON c.event_id = a.event_id AND c.code = a.category
  WHERE o.event_id = number AND o.code = upper(wanted));
END $$;
