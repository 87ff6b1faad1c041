-- for: nobody
CREATE FUNCTION registration_store(inputs registration_input[], decisions registration_decision[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH accepted AS MATERIALIZED (
    SELECT a.*, nextval('orders_order_id_seq') AS order_id, nextval('attendee_attendee_id_seq') AS attendee_id
    FROM ROWS FROM (unnest(inputs), unnest(decisions)) WITH ORDINALITY AS a
    WHERE a.status IS NOT NULL
  ), stored_orders AS (
    INSERT INTO orders (event_id, order_id, code, status, first_status, currency, amount, due_on, locale, idempotency_key, input_hash)
    OVERRIDING SYSTEM VALUE
    SELECT event, order_id, code, status, status, currency, amount, due_on, locale, key, input FROM accepted ORDER BY ordinality
  ), stored_attendees AS (
    INSERT INTO attendee (event_id, attendee_id, order_id, category, price_window, price, name, badge_name, email,
      affiliation, country)
    OVERRIDING SYSTEM VALUE
    SELECT event, attendee_id, order_id, category, price_window, price, name, badge_name, email, affiliation, country
    FROM accepted ORDER BY ordinality
  ), stored_sessions AS (
    INSERT INTO attendee_session (event_id, attendee_id, session, price)
    SELECT a.event, a.attendee_id, s.code, s.price
    FROM accepted a, unnest(a.sessions) x JOIN session s ON s.code = x
    WHERE s.event_id = a.event
  ), stored_consents AS (
    INSERT INTO attendee_consent (event_id, attendee_id, consent, version, language)
    SELECT a.event, a.attendee_id, x.key, v.version, event_language(v.title, e.languages, a.locale)
    FROM accepted a JOIN event e ON e.event_id = a.event CROSS JOIN jsonb_each(a.consents) x
    JOIN consent c ON c.event_id = a.event AND c.code = x.key
    JOIN consent_version v ON v.event_id = c.event_id AND v.consent = c.code AND v.version = c.version
    WHERE x.value = 'true'
  ), stored_tickets AS (
    INSERT INTO ticket (event_id, serial, kind, attendee_id, key_number, token)
    SELECT a.event, t.serial, t.kind, a.attendee_id, t.key, t.token
    FROM accepted a, jsonb_to_recordset(a.tickets) AS t(kind text, serial bigint, key smallint, token text)
    WHERE a.status = 'confirmed'
  ), stored_waiting AS (
    INSERT INTO waiting (event_id, order_id, category, tickets)
    SELECT event, order_id, category, tickets FROM accepted WHERE status = 'waitlisted'
  )
  INSERT INTO audit (event_id, actor, action, order_id, detail)
  SELECT event, 'attendee', 'registered', order_id, jsonb_build_object('status', status) FROM accepted ORDER BY ordinality;
END $$;
