-- The floor of a registration: rows like those that are stored, inserted in groups of 300 from arrays that are there already, a
-- commit a group. Same tables, indexes, constraints and triggers; nothing is decided, counted or answered. Prints microseconds of
-- processor a registration.  -v event=(its number) -v hz=(ticks a second)
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;

-- People who are stored, as often as it takes; what is unique is made anew, as scattered as it is.
CREATE TEMP TABLE person AS
SELECT n, o.event_id, last.order_id + n AS order_id, o.currency, o.amount, o.locale, o.status,
  translate(lpad(to_hex(n * 2654435761 % 4294967296), 8, '0'), '01abcdef', 'GHABCDEF') AS code,
  sha256(int8send(n)) AS key, substr(sha256(int8send(-n)), 1, 16) AS input, last.attendee_id + n AS attendee_id, a.category,
  a.price_window, a.price, a.name, a.badge_name, a.email, a.affiliation, a.country, 2147483648 + 2 * n AS serial, t.key_number, t.token
FROM (SELECT row_number() OVER (ORDER BY order_id) AS r, count(*) OVER () AS people, * FROM orders WHERE event_id = :event) o
JOIN attendee a USING (event_id, order_id)
JOIN ticket t ON t.event_id = o.event_id AND t.attendee_id = a.attendee_id AND t.kind = 'ticket'
CROSS JOIN (SELECT max(order_id) AS order_id, max(attendee_id) AS attendee_id FROM attendee) last
JOIN LATERAL generate_series(o.r, 30000, o.people) n ON true;

CREATE TEMP TABLE item AS
SELECT (n - 1) / 300 AS turn, array_agg(event_id ORDER BY n) AS event, array_agg(order_id ORDER BY n) AS order_id,
  array_agg(code ORDER BY n) AS code, array_agg(status ORDER BY n) AS status, array_agg(currency ORDER BY n) AS currency,
  array_agg(amount ORDER BY n) AS amount, array_agg(locale ORDER BY n) AS locale, array_agg(key ORDER BY n) AS key,
  array_agg(input ORDER BY n) AS input, array_agg(attendee_id ORDER BY n) AS attendee_id, array_agg(category::text ORDER BY n) AS category,
  array_agg(price_window::text ORDER BY n) AS price_window, array_agg(price ORDER BY n) AS price, array_agg(name ORDER BY n) AS name,
  array_agg(badge_name ORDER BY n) AS badge_name, array_agg(email ORDER BY n) AS email, array_agg(affiliation ORDER BY n) AS affiliation,
  array_agg(country ORDER BY n) AS country, array_agg(serial ORDER BY n) AS serial, array_agg(key_number ORDER BY n) AS key_number,
  array_agg(token ORDER BY n) AS token
FROM person GROUP BY 1;
ANALYZE item;

CREATE PROCEDURE pg_temp.store(first integer, last integer) LANGUAGE plpgsql AS $$
DECLARE
  g item;
BEGIN
  FOR i IN first .. last LOOP
    SELECT * INTO g FROM item WHERE turn = i;
    INSERT INTO orders (event_id, order_id, code, status, first_status, currency, amount, locale, idempotency_key, input_hash)
    OVERRIDING SYSTEM VALUE
    SELECT event, order_id, code, status, status, currency, amount, locale, key, input
    FROM unnest(g.event, g.order_id, g.code, g.status, g.currency, g.amount, g.locale, g.key, g.input)
      AS x(event, order_id, code, status, currency, amount, locale, key, input);
    INSERT INTO attendee (event_id, attendee_id, order_id, category, price_window, price, name, badge_name, email, affiliation, country)
    OVERRIDING SYSTEM VALUE
    SELECT * FROM unnest(g.event, g.attendee_id, g.order_id, g.category, g.price_window, g.price, g.name, g.badge_name, g.email,
      g.affiliation, g.country);
    INSERT INTO attendee_consent (event_id, attendee_id, consent)
    SELECT event, attendee_id, 'photos' FROM unnest(g.event, g.attendee_id) AS x(event, attendee_id);
    INSERT INTO ticket (event_id, serial, kind, attendee_id, key_number, token)
    SELECT event, serial + which, kind, attendee_id, key_number, token
    FROM unnest(g.event, g.serial, g.attendee_id, g.key_number, g.token) AS x(event, serial, attendee_id, key_number, token),
      (VALUES (0, 'ticket'), (1, 'badge')) AS k(which, kind);
    INSERT INTO audit (event_id, actor, action, order_id, detail)
    SELECT event, 'attendee', 'registered', order_id, '{"status": "confirmed"}' FROM unnest(g.event, g.order_id) AS x(event, order_id);
    COMMIT;
  END LOOP;
END $$;

-- Of this session, in ticks.
CREATE FUNCTION pg_temp.ticks() RETURNS bigint LANGUAGE sql AS $$
  SELECT f[12]::bigint + f[13]::bigint FROM (SELECT string_to_array(regexp_replace(pg_read_file('/proc/self/stat'), '.*\) ', ''), ' ')) AS x(f)
$$;

CALL pg_temp.store(0, 9);
SELECT pg_temp.ticks() AS before \gset
CALL pg_temp.store(10, 99);
SELECT round((pg_temp.ticks() - :before) * 1e6 / :hz / (90 * 300), 1);
