-- for: lanyard_web
-- Takes a group of registrations; the answers come in the items' order. sql/README.md describes both.
-- In PL/pgSQL and with generic plans, as all that runs for each group: a session plans once. It may do so while the tables are
-- empty, so no table is read whole whatever it costs then; and what is to be looked up stands in arrays, since of a subquery the
-- planner would expect thousands.
CREATE FUNCTION registration_group(items jsonb) RETURNS json LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  inputs registration_input[] := ARRAY(SELECT i FROM jsonb_populate_recordset(NULL::registration_input, items) i);
  asked_events integer[] := ARRAY(SELECT DISTINCT event FROM unnest(inputs));
  events integer[];    -- of every quota concerned: its event, and beside it
  quotas text[];       -- its name
  categories text[] := ARRAY(SELECT DISTINCT category FROM unnest(inputs));
  quota_keys text[];   -- 'EVENT QUOTA' of those that there are, and beside it
  places integer[];    -- what is left
  used integer[];      -- what this group takes
  wanted integer[];    -- positions in the above, for one item
  full_at integer;
  may_wait boolean;
  item record;
  decision registration_decision;
  decisions registration_decision[] := '{}';
  answers json;
BEGIN
  SELECT array_agg(event), array_agg(quota) INTO events, quotas
  FROM (
    SELECT c.event_id AS event, unnest(c.places) AS quota FROM category c WHERE c.event_id = ANY (asked_events) AND c.code = ANY (categories)
    UNION SELECT event, 'session:' || session FROM unnest(inputs), unnest(sessions) AS session
  ) AS concerned;

  -- One order of locking for all, or two writers wait for each other.
  SELECT array_agg(q.event_id || ' ' || q.quota), array_agg(coalesce(q.capacity - q.taken, 2147483647)), array_agg(0)
  INTO quota_keys, places, used
  FROM (
    SELECT q.event_id, q.quota, q.capacity, q.taken
    FROM unnest(events, quotas) AS concerned(event, quota)
    JOIN quota q ON q.event_id = concerned.event AND q.quota = concerned.quota
    ORDER BY q.event_id, q.quota FOR UPDATE OF q
  ) q;

  -- Only now, with the locks held, is what others have committed seen in full: what is asked, beside what is offered today.
  FOR item IN
    WITH asked AS MATERIALIZED (
      SELECT ordinality AS n, i.event, i.category, i.key, i.code, i.sessions, coalesce(jsonb_array_length(i.tickets), 0) AS signed, i.seen,
        row_number() OVER (PARTITION BY event, key ORDER BY ordinality) AS turn_of_key,
        row_number() OVER (PARTITION BY event, code ORDER BY ordinality) AS turn_of_code
      FROM unnest(inputs) WITH ORDINALITY AS i
    ), place AS MATERIALIZED (
      SELECT e.event_id, e.currency, event_is_open(e, now()) AS open, order_due_on(e) AS due_on, price_window_at(e.event_id, now()) AS price_window,
        price_window_at(e.event_id, now() - e.grace_minutes * interval '1 minute') AS window_before
      FROM event e WHERE e.event_id = ANY (events)
    ), offer AS MATERIALIZED (
      SELECT c.event_id, c.code, c.approval, c.places, place.currency, place.open, place.due_on, place.price_window, place.window_before,
        p.amount, b.amount AS amount_before, c.waiting_list, c.waiting_list AND EXISTS (
          SELECT FROM waiting w WHERE w.event_id = c.event_id AND w.category = c.code) AS has_queue
      FROM place
      JOIN category c ON c.event_id = place.event_id AND c.code = ANY (categories)
      LEFT JOIN price p ON p.event_id = c.event_id AND p.category = c.code AND p.price_window = place.price_window
      LEFT JOIN price b ON b.event_id = c.event_id AND b.category = c.code AND b.price_window = place.window_before
    )
    SELECT a.n, a.event, a.category, a.key, a.signed, o.places || s.quotas AS takes,
      CASE WHEN holds THEN o.window_before ELSE o.price_window END AS price_window,
      CASE WHEN holds THEN o.amount_before ELSE o.amount END AS price,
      CASE WHEN holds THEN o.amount_before ELSE o.amount END + s.price AS amount,
      o.currency, o.due_on, o.approval, o.waiting_list, o.has_queue,
      a.turn_of_key > 1 AS is_twin, -- another in the group has its key, and comes first
      CASE WHEN known.idempotency_key IS NOT NULL THEN 'repeated'
           WHEN o.code IS NULL OR s.unknown THEN 'changed'
           WHEN NOT o.open OR o.amount IS NULL THEN 'closed'
           WHEN a.seen < o.amount + s.price AND NOT holds THEN 'dearer'
           WHEN a.turn_of_code > 1 OR taken.code IS NOT NULL THEN 'code_taken'
      END AS outcome -- NULL: still to decide
    FROM asked a
    LEFT JOIN offer o ON o.event_id = a.event AND o.code = a.category
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg('session:' || x.code ORDER BY x.code), '{}') AS quotas, coalesce(sum(session.price), 0)::bigint AS price,
        count(session.code) < count(x.code) AS unknown
      FROM unnest(a.sessions) AS x(code)
      LEFT JOIN session ON session.event_id = a.event AND session.code = x.code
    ) s
    -- For some time after its window has ended, a price holds for who has seen it.
    CROSS JOIN LATERAL (SELECT coalesce(a.seen < o.amount + s.price AND o.amount_before + s.price <= a.seen, false) AS holds) seen
    -- In an order, which only the right index gives: else any that begins with the event would seem as good while there are few, and
    -- be read from end to end when there are many.
    LEFT JOIN LATERAL (SELECT idempotency_key FROM orders WHERE event_id = a.event AND idempotency_key >= a.key AND idempotency_key <= a.key
      ORDER BY idempotency_key LIMIT 1) known ON true
    LEFT JOIN LATERAL (SELECT code FROM orders WHERE event_id = a.event AND code >= a.code AND code <= a.code
      ORDER BY code LIMIT 1) taken ON true
    ORDER BY a.n
  LOOP
    decision := NULL;
    decision.outcome := item.outcome;
    -- A twin of what is accepted repeats it; one of what is refused is decided by itself. (Apart, or each item would run the query.)
    IF item.is_twin THEN
      IF EXISTS (SELECT FROM unnest(inputs) WITH ORDINALITY i JOIN unnest(decisions) WITH ORDINALITY d USING (ordinality)
        WHERE i.event = item.event AND i.key = item.key AND d.status IS NOT NULL) THEN
        decision.outcome := 'repeated';
      END IF;
    END IF;
    decision.amount := item.amount;
    decision.currency := item.currency;
    IF decision.outcome IS NULL THEN
      decision.price_window := item.price_window;
      decision.price := item.price;
      IF item.approval THEN
        decision.status := 'pending_approval'; -- takes no place until it is approved
      ELSE
        wanted := ARRAY(SELECT array_position(quota_keys, item.event || ' ' || quota) FROM unnest(item.takes) WITH ORDINALITY AS t(quota, n)
          ORDER BY n);
        full_at := NULL;
        FOR i IN 1 .. cardinality(wanted) LOOP
          IF places[wanted[i]] <= 0 THEN
            full_at := i;
            decision.full_quota := item.takes[i];
          END IF;
        END LOOP;
        may_wait := item.waiting_list AND (full_at IS NOT NULL OR item.has_queue) AND coalesce(decision.full_quota, '') NOT LIKE 'session:%';
        IF array_position(wanted, NULL) IS NOT NULL THEN
          decision.outcome := 'changed'; -- of what it takes of, something is new since the locks were taken
        ELSIF (may_wait OR (full_at IS NULL AND item.amount = 0)) AND item.signed = 0 THEN
          decision.outcome := 'changed'; -- it was not free, or nobody waited, when it was asked
        ELSIF full_at IS NULL AND NOT item.has_queue THEN -- or those who wait for it would be passed
          decision.status := CASE WHEN item.amount = 0 THEN 'confirmed' ELSE 'pending_payment' END;
          decision.due_on := CASE WHEN item.amount > 0 THEN item.due_on END;
          FOR i IN 1 .. cardinality(wanted) LOOP
            places[wanted[i]] := places[wanted[i]] - 1;
            used[wanted[i]] := used[wanted[i]] + 1;
          END LOOP;
        ELSIF may_wait THEN
          decision.status := 'waitlisted';
        ELSE
          decision.outcome := 'sold_out';
        END IF;
      END IF;
    END IF;
    decision.outcome := coalesce(decision.outcome, 'created');
    decisions := decisions || decision;
  END LOOP;

  PERFORM registration_store(inputs, decisions);

  UPDATE quota q SET taken = q.taken + u.places
  FROM unnest(quota_keys, used) AS u(key, places)
  WHERE u.places > 0 AND q.event_id = split_part(u.key, ' ', 1)::integer AND q.quota = split_part(u.key, ' ', 2);

  SELECT json_agg(CASE a.outcome
      WHEN 'created' THEN json_build_object('outcome', 'created', 'code', a.code, 'status', a.status,
        'amount', a.amount, 'currency', a.currency, 'due_on', a.due_on,
        'tickets', CASE WHEN a.status = 'confirmed' THEN (
          SELECT json_agg(json_build_object('kind', t -> 'kind', 'serial', t -> 'serial', 'token', t -> 'token'))
          FROM jsonb_array_elements(a.tickets) t WHERE t ->> 'kind' = 'ticket') ELSE '[]' END)
      WHEN 'repeated' THEN registration_first_answer(a.event, a.key, a.input)
      WHEN 'dearer' THEN json_build_object('outcome', 'dearer', 'field', 'amount', 'amount', a.amount, 'currency', a.currency)
      ELSE json_build_object('outcome', a.outcome,
        'field', CASE WHEN a.full_quota LIKE 'session:%' THEN 'sessions' WHEN a.full_quota IS NOT NULL THEN 'category' END,
        'detail', quota_title(a.event, a.full_quota, a.locale))
    END ORDER BY a.ordinality)
  INTO answers
  FROM ROWS FROM (unnest(inputs), unnest(decisions)) WITH ORDINALITY AS a;
  RETURN answers;
END $$;
