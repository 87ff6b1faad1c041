-- Registrations: a group in one transaction, each succeeding or failing by itself; then payment, approval, cancelling.

-- The tickets that the public may have: not the badge's, which is worn, not mailed.
-- at: those of that instant, revoked or not, as a repeated request is told; NULL: the live ones.
CREATE FUNCTION order_tickets(e integer, o bigint, at timestamptz) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(json_agg(json_build_object('kind', t.kind, 'serial', t.serial, 'token', t.token) ORDER BY t.serial), '[]')
  FROM attendee a JOIN ticket t USING (event_id, attendee_id)
  WHERE a.event_id = e AND a.order_id = o AND t.kind = 'ticket'
    AND (t.issued_at = at OR (at IS NULL AND t.revoked_at IS NULL)));
END $$;

CREATE TYPE registration_item AS (
  n integer, event integer, category text, name text, badge_name text, email text, affiliation text, country text,
  locale text, code text, key text, input text, sessions text[], consents text[], tickets jsonb,
  price_window text, price bigint, amount bigint, currency text, approval boolean, waiting_list boolean,
  twin boolean, -- another in the group has its key, and comes first
  outcome text  -- decided before places are counted: repeated, closed, changed, code_taken; NULL: still to decide
);

-- What is asked, beside what the event offers today.
-- In PL/pgSQL, as all that runs for each group: a session keeps its plans, where a function in SQL is planned at each call.
CREATE FUNCTION registration_items(items jsonb) RETURNS registration_item[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (WITH asked AS MATERIALIZED (
    SELECT ordinality::integer AS n, i.*,
      row_number() OVER (PARTITION BY event, key ORDER BY ordinality) AS turn_of_key,
      row_number() OVER (PARTITION BY code ORDER BY ordinality) AS turn_of_code
    FROM ROWS FROM (jsonb_to_recordset(items) AS (event integer, category text, name text, badge_name text, email text,
      affiliation text, country text, locale text, code text, key text, input text, sessions jsonb, consents jsonb,
      tickets jsonb)) WITH ORDINALITY AS i
  ), offer AS MATERIALIZED (
    SELECT c.event_id, c.code, c.approval, c.waiting_list, e.currency, w.code AS price_window, p.amount,
      event_is_open(e, now()) AS open
    FROM event e
    JOIN category c USING (event_id)
    CROSS JOIN LATERAL price_window_at(e.event_id, e.time_zone, now()) AS w(code)
    LEFT JOIN price p ON p.event_id = e.event_id AND p.category = c.code AND p.price_window = w.code
    WHERE (c.event_id, c.code) IN (SELECT event, category FROM asked)
  )
  SELECT array_agg(ROW(a.n, a.event, a.category, a.name, a.badge_name, a.email, a.affiliation, a.country, a.locale,
      a.code, a.key, a.input, s.codes, c.codes, a.tickets,
      o.price_window, o.amount, o.amount + s.price, o.currency, o.approval, o.waiting_list,
      a.turn_of_key > 1,
      CASE WHEN EXISTS (SELECT FROM orders WHERE event_id = a.event AND idempotency_key = a.key) THEN 'repeated'
           WHEN o.code IS NULL OR s.unknown THEN 'changed'
           WHEN NOT o.open OR o.amount IS NULL THEN 'closed'
           WHEN a.turn_of_code > 1 OR EXISTS (SELECT FROM orders WHERE code = a.code) THEN 'code_taken'
      END)::registration_item ORDER BY a.n)
  FROM asked a
  LEFT JOIN offer o ON o.event_id = a.event AND o.code = a.category
  CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(x.code ORDER BY x.code), '{}') AS codes, coalesce(sum(session.price), 0)::bigint AS price,
      count(session.code) < count(x.code) AS unknown
    FROM jsonb_array_elements_text(a.sessions) AS x(code)
    LEFT JOIN session ON session.event_id = a.event AND session.code = x.code
  ) s
  CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(key), '{}') AS codes FROM jsonb_each(a.consents) WHERE value = 'true'
  ) c);
END $$;

-- The quotas that one item takes a place of.
CREATE FUNCTION registration_quotas(category text, sessions text[]) RETURNS text[] LANGUAGE sql IMMUTABLE
  RETURN ARRAY['event', 'category:' || category] || array(SELECT 'session:' || s FROM unnest(sessions) s);

-- What a quota's places are of, for a person: a title, or NULL.
CREATE FUNCTION quota_title(e integer, wanted text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce((SELECT title FROM session WHERE event_id = e AND code = substr(wanted, 9) AND wanted LIKE 'session:%'),
    (SELECT title FROM category WHERE event_id = e AND code = substr(wanted, 10) AND wanted LIKE 'category:%'),
    (SELECT title FROM event WHERE event_id = e AND wanted = 'event'));
END $$;

-- Takes a group of registrations; the answers come in the items' order. sql/README.md describes both.
CREATE FUNCTION registration_group(items jsonb) RETURNS json LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  asked registration_item[];
  item registration_item;
  quota_keys text[];  -- 'EVENT QUOTA' of every quota concerned, and beside it
  places integer[];   -- what is left
  used integer[];     -- what this group takes
  wanted integer[];   -- positions in the above, for one item
  full_at integer;
  outcomes text[] := '{}';
  fields text[] := '{}';
  statuses text[] := '{}';
  status text;
  answers json;
BEGIN
  -- One order of locking for all, or two writers wait for each other.
  SELECT array_agg(q.event_id || ' ' || q.quota), array_agg(coalesce(q.capacity - q.taken, 2147483647)), array_agg(0)
  INTO quota_keys, places, used
  FROM (
    SELECT event_id, quota, capacity, taken FROM quota
    WHERE (event_id, quota) IN (
      SELECT (x ->> 'event')::integer, 'event' FROM jsonb_array_elements(items) x
      UNION SELECT (x ->> 'event')::integer, 'category:' || (x ->> 'category') FROM jsonb_array_elements(items) x
      UNION SELECT (x ->> 'event')::integer, 'session:' || s
        FROM jsonb_array_elements(items) x, jsonb_array_elements_text(x -> 'sessions') s)
    ORDER BY event_id, quota FOR UPDATE
  ) q;

  -- Only now, with the locks held, is what others have committed seen in full.
  asked := registration_items(items);

  FOREACH item IN ARRAY asked LOOP
    status := NULL;
    full_at := NULL;
    -- A twin of what is accepted repeats it; one of what is refused is decided by itself.
    IF item.twin THEN
      IF EXISTS (
        SELECT FROM unnest(asked) i JOIN unnest(statuses) WITH ORDINALITY AS s(status, n) USING (n)
        WHERE i.event = item.event AND i.key = item.key AND s.status IS NOT NULL) THEN
        item.outcome := 'repeated';
      END IF;
    END IF;
    IF item.outcome IS NULL THEN
      IF item.approval THEN
        status := 'pending_approval'; -- takes no place until it is approved
      ELSE
        wanted := '{}';
        FOR i IN 1 .. 2 + cardinality(item.sessions) LOOP
          wanted[i] := array_position(quota_keys, item.event || ' ' || CASE i
            WHEN 1 THEN 'event' WHEN 2 THEN 'category:' || item.category ELSE 'session:' || item.sessions[i - 2] END);
          IF places[wanted[i]] <= 0 THEN
            full_at := i;
          END IF;
        END LOOP;
        IF full_at IS NULL THEN
          status := CASE WHEN item.amount = 0 THEN 'confirmed' ELSE 'pending_payment' END;
          IF status = 'confirmed' AND coalesce(jsonb_array_length(item.tickets), 0) = 0 THEN
            status := NULL; -- it was not free when it was asked
            item.outcome := 'changed';
          ELSE
            FOR i IN 1 .. cardinality(wanted) LOOP
              places[wanted[i]] := places[wanted[i]] - 1;
              used[wanted[i]] := used[wanted[i]] + 1;
            END LOOP;
          END IF;
        ELSIF full_at <= 2 AND item.waiting_list THEN
          status := 'waitlisted';
        ELSE
          item.outcome := 'sold_out';
        END IF;
      END IF;
    END IF;
    outcomes := outcomes || coalesce(item.outcome, 'created');
    statuses := array_append(statuses, status);
    fields := array_append(fields, CASE WHEN full_at > 2 THEN 'session:' || item.sessions[full_at - 2]
                                        WHEN full_at = 2 THEN 'category:' || item.category
                                        WHEN full_at = 1 THEN 'event' END);
  END LOOP;

  PERFORM registration_store(asked, statuses);

  UPDATE quota q SET taken = q.taken + u.places
  FROM unnest(quota_keys, used) AS u(key, places)
  WHERE u.places > 0 AND q.event_id = split_part(u.key, ' ', 1)::integer AND q.quota = split_part(u.key, ' ', 2);

  SELECT json_agg(CASE
      WHEN o.outcome = 'created' THEN json_build_object('outcome', 'created', 'code', i.code, 'status', o.status,
        'tickets', CASE WHEN o.status = 'confirmed' THEN (
          SELECT json_agg(json_build_object('kind', t -> 'kind', 'serial', t -> 'serial', 'token', t -> 'token'))
          FROM jsonb_array_elements(i.tickets) t WHERE t ->> 'kind' = 'ticket') ELSE '[]' END)
      WHEN o.outcome = 'repeated' THEN registration_first_answer(i.event, i.key, i.input)
      ELSE json_build_object('outcome', o.outcome,
        'field', CASE WHEN o.field LIKE 'session:%' THEN 'sessions' WHEN o.field IS NOT NULL THEN 'category' END,
        'detail', quota_title(i.event, o.field))
    END ORDER BY i.n)
  INTO answers
  FROM unnest(asked) i JOIN unnest(outcomes, statuses, fields) WITH ORDINALITY AS o(outcome, status, field, n) USING (n);
  RETURN answers;
END $$;

CREATE FUNCTION registration_store(asked registration_item[], statuses text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH accepted AS MATERIALIZED (
    SELECT i.*, s.status, nextval('orders_order_id_seq') AS order_id, nextval('attendee_attendee_id_seq') AS attendee_id
    FROM unnest(asked) i JOIN unnest(statuses) WITH ORDINALITY AS s(status, n) USING (n)
    WHERE s.status IS NOT NULL
  ), stored_orders AS (
    INSERT INTO orders (event_id, order_id, code, status, first_status, currency, amount, locale, idempotency_key, input_hash)
    OVERRIDING SYSTEM VALUE
    SELECT event, order_id, code, status, status, currency, amount, locale, key, input FROM accepted ORDER BY n
  ), stored_attendees AS (
    INSERT INTO attendee (event_id, attendee_id, order_id, category, price_window, price, name, badge_name, email,
      affiliation, country)
    OVERRIDING SYSTEM VALUE
    SELECT event, attendee_id, order_id, category, price_window, price, name, badge_name, email, affiliation, country
    FROM accepted ORDER BY n
  ), stored_sessions AS (
    INSERT INTO attendee_session (event_id, attendee_id, session, price)
    SELECT a.event, a.attendee_id, s.code, s.price
    FROM accepted a, unnest(a.sessions) x JOIN session s ON s.code = x
    WHERE s.event_id = a.event
  ), stored_consents AS (
    INSERT INTO attendee_consent (event_id, attendee_id, consent)
    SELECT event, attendee_id, x FROM accepted, unnest(consents) x
  ), stored_tickets AS (
    INSERT INTO ticket (event_id, serial, kind, attendee_id, key_number, token)
    SELECT a.event, t.serial, t.kind, a.attendee_id, t.key, t.token
    FROM accepted a, jsonb_to_recordset(a.tickets) AS t(kind text, serial bigint, key smallint, token text)
    WHERE a.status = 'confirmed'
  )
  INSERT INTO audit (event_id, actor, action, order_id, detail)
  SELECT event, 'attendee', 'registered', order_id, jsonb_build_object('status', status) FROM accepted ORDER BY n;
END $$;

-- What the first request with this key was told.
CREATE FUNCTION registration_first_answer(e integer, key text, input text) RETURNS json LANGUAGE sql VOLATILE AS $$
  SELECT CASE WHEN o.input_hash = input
    THEN json_build_object('outcome', 'repeated', 'code', o.code, 'status', o.first_status,
      'tickets', order_tickets(e, o.order_id, o.created_at))
    ELSE json_build_object('outcome', 'key_reused') END
  FROM orders o WHERE o.event_id = e AND o.idempotency_key = key
$$;

CREATE FUNCTION order_paid(e integer, o bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(amount), 0)::bigint FROM payment WHERE event_id = e AND order_id = o
$$;

-- Everything about one registration, for its attendee.
CREATE FUNCTION registration_find(wanted text) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'code', o.code, 'status', o.status, 'event', e.slug, 'event_title', e.title, 'time_zone', e.time_zone,
    'category', a.category, 'category_title', c.title, 'name', a.name, 'badge_name', a.badge_name, 'email', a.email,
    'affiliation', a.affiliation, 'country', a.country, 'locale', o.locale, 'amount', o.amount, 'currency', o.currency,
    'paid', order_paid(o.event_id, o.order_id), 'created_at', rfc3339(o.created_at),
    'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('code', s.code, 'title', s.title, 'room', s.room,
        'starts', to_char(s.starts, 'YYYY-MM-DD"T"HH24:MI'), 'ends', to_char(s.ends, 'YYYY-MM-DD"T"HH24:MI'))
        ORDER BY s.position), '[]')
      FROM attendee_session b JOIN session s ON s.event_id = b.event_id AND s.code = b.session
      WHERE b.event_id = a.event_id AND b.attendee_id = a.attendee_id),
    'consents', (SELECT coalesce(jsonb_object_agg(n.code, EXISTS (
        SELECT FROM attendee_consent g WHERE g.event_id = a.event_id AND g.attendee_id = a.attendee_id
          AND g.consent = n.code AND g.revoked_at IS NULL)), '{}')
      FROM consent n WHERE n.event_id = e.event_id),
    'tickets', order_tickets(o.event_id, o.order_id, NULL))
  FROM orders o
  JOIN event e USING (event_id)
  JOIN attendee a USING (event_id, order_id)
  JOIN category c ON c.event_id = a.event_id AND c.code = a.category
  WHERE o.code = upper(wanted)
$$;

CREATE FUNCTION registration_list(slug_wanted text, status_wanted text, search text, most integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(row), '[]') FROM (
    SELECT jsonb_build_object('code', o.code, 'status', o.status, 'name', a.name, 'email', a.email,
      'category', a.category, 'amount', o.amount, 'currency', o.currency, 'created_at', rfc3339(o.created_at)) AS row
    FROM orders o JOIN attendee a USING (event_id, order_id)
    WHERE o.event_id = (SELECT event_id FROM event WHERE slug = slug_wanted) -- so that the newest are read from the key's end
      AND (status_wanted IS NULL OR o.status = status_wanted)
      AND (search IS NULL OR position(lower(search) IN lower(concat_ws(' ', o.code, a.name, a.badge_name, a.email, a.affiliation))) > 0)
    ORDER BY o.order_id DESC LIMIT most
  ) rows
$$;

-- What organizers do ---------------------------------------------------------------------------------------------

-- Locks the order; refuses when there is none.
CREATE FUNCTION order_lock(wanted text) RETURNS orders LANGUAGE plpgsql AS $$
DECLARE
  o orders;
BEGIN
  SELECT * INTO o FROM orders WHERE code = upper(wanted) FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM refuse('LY404', 'code', format('there is no registration %s', wanted));
  END IF;
  RETURN o;
END $$;

CREATE FUNCTION order_set_status(o orders, wanted text, tickets jsonb, actor text, detail jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE orders SET status = wanted WHERE event_id = o.event_id AND order_id = o.order_id;
  INSERT INTO audit (event_id, actor, action, order_id, detail)
  VALUES (o.event_id, actor, wanted, o.order_id, detail || jsonb_build_object('from', o.status));
  IF wanted = 'confirmed' THEN
    INSERT INTO ticket (event_id, serial, kind, attendee_id, key_number, token)
    SELECT o.event_id, t.serial, t.kind, a.attendee_id, t.key, t.token
    FROM attendee a, jsonb_to_recordset(tickets) AS t(kind text, serial bigint, key smallint, token text)
    WHERE a.event_id = o.event_id AND a.order_id = o.order_id;
  END IF;
END $$;

-- Takes (sign 1) or gives back (sign -1) the order's places; refuses when there are none left.
CREATE FUNCTION order_places(o orders, sign integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  places text[];
  full_one text;
BEGIN
  SELECT array_agg(q) INTO places
  FROM attendee a, unnest(registration_quotas(a.category, ARRAY(
    SELECT s.session::text FROM attendee_session s WHERE s.event_id = a.event_id AND s.attendee_id = a.attendee_id))) q
  WHERE a.event_id = o.event_id AND a.order_id = o.order_id;
  PERFORM FROM quota WHERE event_id = o.event_id AND quota = ANY (places) ORDER BY quota FOR UPDATE;
  SELECT quota INTO full_one FROM quota
  WHERE event_id = o.event_id AND quota = ANY (places) AND taken + sign > capacity ORDER BY quota LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('LY409', CASE WHEN full_one LIKE 'session:%' THEN 'sessions' ELSE 'category' END,
      format('no place is left for registration %s in %s', o.code, quota_title(o.event_id, full_one)));
  END IF;
  UPDATE quota SET taken = taken + sign WHERE event_id = o.event_id AND quota = ANY (places);
END $$;

CREATE FUNCTION registration_pay(wanted text, sum_paid bigint, reference_given text, tickets jsonb, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(wanted);
  known bigint;
  paid bigint;
BEGIN
  SELECT p.amount INTO known FROM payment p
  WHERE p.event_id = o.event_id AND p.order_id = o.order_id AND p.reference = reference_given;
  IF FOUND AND known <> sum_paid THEN
    PERFORM refuse('LY409', 'reference', format('payment %s of registration %s is recorded already with another amount', reference_given, o.code));
  ELSIF known IS NULL THEN
    IF o.status <> 'pending_payment' THEN
      PERFORM refuse('LY409', 'status', format('registration %s is %s, so it takes no payment', o.code, o.status));
    END IF;
    IF order_paid(o.event_id, o.order_id) + sum_paid > o.amount THEN
      PERFORM refuse('LY409', 'amount', format('registration %s owes less than that', o.code));
    END IF;
    INSERT INTO payment (event_id, order_id, amount, reference, actor)
    VALUES (o.event_id, o.order_id, sum_paid, reference_given, actor);
    INSERT INTO audit (event_id, actor, action, order_id, detail)
    VALUES (o.event_id, actor, 'payment recorded', o.order_id, jsonb_build_object('amount', sum_paid, 'reference', reference_given));
    IF order_paid(o.event_id, o.order_id) >= o.amount THEN
      PERFORM order_set_status(o, 'confirmed', tickets, actor, '{}');
      o.status := 'confirmed';
    END IF;
  END IF;
  paid := order_paid(o.event_id, o.order_id);
  RETURN jsonb_build_object('code', o.code, 'status', o.status, 'paid', paid, 'due', o.amount - paid,
    'currency', o.currency, 'repeated', known IS NOT NULL);
END $$;

CREATE FUNCTION registration_approve(wanted text, tickets jsonb, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(wanted);
  next_status text := CASE WHEN o.amount = 0 THEN 'confirmed' ELSE 'pending_payment' END;
BEGIN
  IF o.status IN ('pending_approval', 'waitlisted') THEN
    PERFORM order_places(o, 1);
    PERFORM order_set_status(o, next_status, tickets, actor, '{"approved": true}');
  ELSIF o.status NOT IN ('confirmed', 'pending_payment') OR o.first_status NOT IN ('pending_approval', 'waitlisted') THEN
    PERFORM refuse('LY409', 'status', format('registration %s is %s, so there is nothing to approve', o.code, o.status));
  ELSE
    next_status := o.status;
  END IF;
  RETURN jsonb_build_object('code', o.code, 'status', next_status);
END $$;

CREATE FUNCTION registration_decline(wanted text, reason text, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(wanted);
BEGIN
  IF o.status <> 'declined' THEN
    PERFORM order_set_status(o, 'declined', NULL, actor, jsonb_build_object('reason', reason));
  END IF;
  RETURN jsonb_build_object('code', o.code, 'status', 'declined');
END $$;

CREATE FUNCTION registration_cancel(wanted text, reason text, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(wanted);
BEGIN
  IF o.status <> 'cancelled' THEN
    PERFORM order_set_status(o, 'cancelled', NULL, actor, jsonb_build_object('reason', reason));
    IF o.status IN ('confirmed', 'pending_payment') THEN
      PERFORM order_places(o, -1);
    END IF;
    UPDATE ticket t SET revoked_at = now(), revoked_reason = 'cancelled'
    FROM attendee a
    WHERE a.event_id = o.event_id AND a.order_id = o.order_id AND t.event_id = a.event_id
      AND t.attendee_id = a.attendee_id AND t.revoked_at IS NULL;
  END IF;
  RETURN jsonb_build_object('code', o.code, 'status', 'cancelled');
END $$;

-- Keys and serials --------------------------------------------------------------------------------------------------

CREATE FUNCTION ticket_serials() RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  RETURN nextval('ticket_serial_block') * 4096;

-- NULL when somebody else took the number meanwhile.
CREATE FUNCTION key_add(number integer, public_hex text, sealed_hex text, actor text) RETURNS jsonb LANGUAGE sql VOLATILE AS $$
  WITH added AS (
    INSERT INTO ticket_key (key_number, public_key, sealed)
    VALUES (number, decode(public_hex, 'hex'), decode(sealed_hex, 'hex'))
    ON CONFLICT DO NOTHING
    RETURNING jsonb_build_object('number', key_number) AS key
  )
  INSERT INTO audit (actor, action, detail) SELECT actor, 'key added', key FROM added RETURNING detail
$$;

CREATE FUNCTION key_next() RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT n FROM generate_series(0, 255) n WHERE n > coalesce((SELECT max(key_number) FROM ticket_key), -1) ORDER BY n LIMIT 1
$$;

CREATE FUNCTION key_list() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('number', key_number, 'public', encode(public_key, 'hex'),
    'sealed', encode(sealed, 'hex'), 'created_at', rfc3339(created_at), 'retired_at', rfc3339(retired_at))
    ORDER BY key_number DESC), '[]')
  FROM ticket_key
$$;

CREATE FUNCTION key_retire(wanted integer, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ticket_key WHERE key_number = wanted) THEN
    PERFORM refuse('LY404', 'number', format('there is no key %s', wanted));
  END IF;
  UPDATE ticket_key SET retired_at = now() WHERE key_number = wanted AND retired_at IS NULL;
  IF FOUND THEN
    INSERT INTO audit (actor, action, detail) VALUES (actor, 'key retired', jsonb_build_object('number', wanted));
  END IF;
  RETURN jsonb_build_object('number', wanted,
    'retired_at', (SELECT rfc3339(retired_at) FROM ticket_key WHERE key_number = wanted),
    'left', (SELECT count(*) FROM ticket_key WHERE retired_at IS NULL));
END $$;

GRANT EXECUTE ON FUNCTION registration_group, registration_find, ticket_serials, key_list TO lanyard_web;
