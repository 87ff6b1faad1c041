-- Fills a database, as its owner: :people people in :events events, most of them in one, some twenty in each of the others;
-- half of them where events are too many for that.
-- :definition is the file of an event; each event is that one under another slug. What a column is made of stands in the
-- functions and in "person"; a table that changes is one INSERT to change.
\set ON_ERROR_STOP on
SET synchronous_commit = off;
SET client_min_messages = error; -- VACUUM speaks of each catalogue that is not ours
BEGIN;

-- Stays in the database: what the parameters of the cases are made with.
CREATE SCHEMA growth;

-- What a table keeps of a key or an input.
CREATE FUNCTION growth.digest(what text) RETURNS bytea LANGUAGE sql IMMUTABLE RETURN sha256(convert_to(what, 'UTF8'));

-- The same as a statement takes it: a parameter by itself, and in a document.
CREATE FUNCTION growth.hex(kept bytea) RETURNS text LANGUAGE sql IMMUTABLE RETURN encode(kept, 'hex');
CREATE FUNCTION growth.item(kept bytea) RETURNS text LANGUAGE sql IMMUTABLE RETURN '\x' || encode(kept, 'hex');

-- The code of the n-th registration: scattered, as random ones are.
CREATE FUNCTION growth.code(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(substr('23456789ABCDEFGHJKLMNPQRSTUVWXYZ', (n * 42470972311 >> 5 * i & 31)::integer + 1, 1), '')
  FROM generate_series(0, 7) i
$$;

CREATE FUNCTION growth.token(serial bigint) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN 'LY1' || translate(encode(sha512(int8send(serial)) || sha512(int8send(-serial)), 'base64'), E'\n', '');

CREATE FUNCTION growth.slug(event bigint) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN CASE event WHEN 1 THEN 'big' ELSE 'small-' || event END;

-- What an organizer sets up ------------------------------------------------------------------------------------

SELECT count(event_apply(:'definition'::jsonb || jsonb_build_object('slug', growth.slug(n),
  'state', CASE WHEN n < 4 THEN 'open' WHEN n % 5 = 0 THEN 'draft' WHEN n % 5 = 1 THEN 'closed' ELSE 'open' END),
  '{"files": [{"role": "logo", "name": "logo.svg", "type": "image/svg+xml", "key": "0123456789abcdef", "bytes": "3c7376672f3e"}]}', 'filling'))
FROM generate_series(1, :events) n \g /dev/null

CREATE TEMP TABLE place ON COMMIT DROP AS
SELECT n AS event, event_id FROM generate_series(1, :events) n JOIN event ON slug = growth.slug(n);

INSERT INTO event_former (slug, event_id) SELECT 'former-' || event, event_id FROM place;

-- Half of the devices stand at the desk (odd), half in the hall (even); the last of each event is not paired yet.
CREATE TEMP TABLE door ON COMMIT DROP AS
SELECT event_id, event, i, CASE WHEN event = 1 THEN 20 ELSE 2 END AS pairs FROM place, LATERAL generate_series(1, CASE WHEN event = 1 THEN 41 ELSE 5 END) i;

INSERT INTO device (event_id, name, point, code_hash, code_expires_at, key_hash, paired_at, last_seen_at)
SELECT event_id, 'door-' || i, CASE i % 2 WHEN 1 THEN 'desk' ELSE 'hall' END,
  growth.digest(format('code %s %s', event, i)), now() + interval '1 day',
  CASE WHEN i <= 2 * pairs THEN growth.digest(format('key %s %s', event, i)) END,
  CASE WHEN i <= 2 * pairs THEN now() END, now() - interval '1 hour'
FROM door;

-- What attendees do --------------------------------------------------------------------------------------------

-- A person a registration. r: the how manieth of the event; of each twenty, so many in each status.
CREATE TEMP TABLE person ON COMMIT DROP AS
SELECT n, event_id, event, r, category, CASE category WHEN 'member' THEN 45000 ELSE 0 END AS price, first_status, status,
  now() - interval '90 days' + n * interval '1 minute' AS at
FROM (
  SELECT n, event, row_number() OVER (PARTITION BY event ORDER BY n) AS r
  FROM generate_series(1, :people) n,
    LATERAL (SELECT greatest(2, :people / (20 * (:events - 1))) AS k) every,
    LATERAL (SELECT CASE WHEN n % k = 0 THEN 2 + n / k % (:events - 1) ELSE 1 END AS event) one) people
JOIN place USING (event)
CROSS JOIN LATERAL (
  SELECT CASE WHEN r % 20 < 9 THEN 'free' WHEN r % 20 < 15 THEN 'member' WHEN r % 20 < 18 THEN 'fellow'
      WHEN r % 20 = 19 AND r < :people / 8 THEN 'full' ELSE 'free' END AS category, -- only the oldest wait: they are few, and far back
    CASE WHEN r % 20 < 9 THEN 'confirmed' WHEN r % 20 < 15 THEN 'pending_payment' WHEN r % 20 < 18 THEN 'pending_approval'
      WHEN r % 20 = 19 AND r < :people / 8 THEN 'waitlisted' ELSE 'confirmed' END AS first_status,
    CASE WHEN r % 20 < 13 THEN 'confirmed' WHEN r % 20 < 15 THEN 'pending_payment' WHEN r % 20 = 15 THEN 'pending_approval'
      WHEN r % 20 = 16 THEN 'confirmed' WHEN r % 20 = 17 THEN 'declined' WHEN r % 20 = 18 THEN 'cancelled'
      WHEN r < :people / 8 THEN 'waitlisted' ELSE 'confirmed' END AS status) kind;
ALTER TABLE person ADD PRIMARY KEY (n);
ANALYZE person;

INSERT INTO orders (event_id, order_id, code, status, first_status, currency, amount, locale, idempotency_key, input_hash, created_at)
OVERRIDING SYSTEM VALUE
SELECT event_id, n, growth.code(n), first_status, first_status, 'USD', price, 'en', growth.digest('key ' || n), substr(growth.digest('input ' || n), 1, 16), at
FROM person ORDER BY n;

INSERT INTO attendee (event_id, attendee_id, order_id, category, price_window, price, name, badge_name, email, affiliation, country)
OVERRIDING SYSTEM VALUE
SELECT event_id, n, n, category, 'only', price, format('%s %s', given, family), given, format('person%s@example.org', n),
  CASE WHEN n % 3 > 0 THEN 'Network Operators of Region ' || n % 97 END, (ARRAY['MY', 'KE', 'BR', 'FR', 'EG'])[n % 5 + 1]
FROM person, LATERAL (SELECT
  (ARRAY['Amina', 'Bo', 'Chidi', 'Delia', 'Emeka', 'Farah', 'Goran', 'Hana', 'Ines', 'Jun', 'Kofi', 'Lea'])[n % 12 + 1] AS given,
  (ARRAY['Diallo', 'Lim', 'Okafor', 'Silva', 'Dubois', 'Hassan', 'Novak'])[n % 7 + 1] || ' ' || to_hex(n) AS family) named
ORDER BY n;

INSERT INTO attendee_session (event_id, attendee_id, session, price)
SELECT event_id, n, session, 0 FROM person JOIN (VALUES ('workshop', 2), ('dinner', 3)) AS s(session, every) ON n % every = 0 ORDER BY n;

INSERT INTO attendee_consent (event_id, attendee_id, consent, given_at)
SELECT event_id, n, consent, at FROM person JOIN (VALUES ('participant_list', 1), ('photos', 2)) AS c(consent, every) ON n % every = 0 ORDER BY n;

-- Counted at once: of rows that change one by one, the trigger would leave a version of the same few tallies each, and read through
-- all of them every time.
ALTER TABLE orders DISABLE TRIGGER order_change_tally;
UPDATE orders o SET status = p.status FROM person p
WHERE o.event_id = p.event_id AND o.order_id = p.n AND p.status <> p.first_status;
INSERT INTO waiting (event_id, order_id, category, tickets)
SELECT event_id, n, category, (SELECT jsonb_agg(jsonb_build_object('kind', kind, 'serial', 4 * n + which,
  'key', (SELECT min(key_number) FROM ticket_key), 'token', growth.token(4 * n + which))) FROM (VALUES ('ticket', 0), ('badge', 1)) k(kind, which))
FROM person WHERE status = 'waitlisted' ORDER BY n;

-- The sum of them is kept at once as well. Some that were cancelled had paid.
ALTER TABLE payment DISABLE TRIGGER payment_came;
INSERT INTO payment (event_id, order_id, amount, reference, actor, recorded_at)
SELECT event_id, n, CASE status WHEN 'confirmed' THEN price ELSE 100 END, CASE r % 20 WHEN 12 THEN 'cash' ELSE 'transfer ' || n END, 'treasurer', at + interval '1 day'
FROM person WHERE category = 'member' AND (status = 'confirmed' OR r % 20 = 14) OR status = 'cancelled' AND r < 500 ORDER BY n;
ALTER TABLE payment ENABLE TRIGGER payment_came;
UPDATE orders o SET paid = p.amount FROM payment p WHERE o.event_id = p.event_id AND o.order_id = p.order_id;
ALTER TABLE orders ENABLE TRIGGER order_change_tally;
DELETE FROM tally WHERE name LIKE 'order:%' OR name LIKE 'money:%';
INSERT INTO tally (event_id, name, part, n) SELECT event_id, 'order:' || status, 0, count(*) FROM orders GROUP BY 1, 2 ORDER BY 1, 2;
INSERT INTO tally (event_id, name, part, n)
SELECT event_id, 'money:due', 0, sum(amount - paid) FROM orders WHERE status IN ('pending_payment', 'confirmed') AND amount > paid GROUP BY 1
UNION ALL SELECT event_id, 'money:overpaid', 0, sum(paid) FROM orders WHERE status = 'cancelled' AND paid > 0 GROUP BY 1
UNION ALL SELECT event_id, 'money:received', 0, sum(paid) FROM orders WHERE paid > 0 GROUP BY 1 ORDER BY 1, 2;

UPDATE quota q SET taken = taken.places
FROM (
  SELECT event_id, quota, count(*) AS places
  FROM person LEFT JOIN LATERAL (
    SELECT unnest(c.places) AS quota FROM category c WHERE c.event_id = person.event_id AND c.code = person.category
    UNION ALL SELECT 'session:' || session FROM attendee_session s WHERE s.event_id = person.event_id AND s.attendee_id = n) takes ON true
  WHERE status IN ('confirmed', 'pending_payment') GROUP BY 1, 2) taken
WHERE q.event_id = taken.event_id AND q.quota = taken.quota;

-- All are folded in but some of the last twenty, who came since: a search looks at these one by one.
SELECT sum(registration_fold(growth.slug(event), :people)) FROM place \g /dev/null
DELETE FROM attendee_search s USING person p WHERE s.event_id = p.event_id AND s.attendee_id = p.n AND p.n > :people - 20;
INSERT INTO attendee_unfolded (event_id, first_id, last_id) SELECT event_id, min(n), max(n) FROM person WHERE n > :people - 20 GROUP BY 1;

-- Tickets: one of each kind; what a cancelled one had is revoked, and each ninth has had another badge and ticket before.
INSERT INTO ticket (event_id, serial, kind, attendee_id, key_number, token, issued_at, revoked_at, revoked_reason)
SELECT event_id, serial, kind, n, (SELECT min(key_number) FROM ticket_key), growth.token(serial), issued,
  CASE WHEN gone THEN issued + interval '1 day' END, CASE WHEN gone THEN CASE status WHEN 'cancelled' THEN 'cancelled' ELSE 'lost' END END
FROM person
CROSS JOIN LATERAL (VALUES ('ticket', 0), ('badge', 1)) AS k(kind, which)
CROSS JOIN LATERAL (
  SELECT 4 * n + which AS serial, status = 'cancelled' OR n % 9 = 0 AS gone,
    CASE first_status WHEN 'confirmed' THEN at ELSE at + interval '1 day' END AS issued
  UNION ALL SELECT 4 * n + 2 + which, false, at + interval '3 days' WHERE n % 9 = 0 AND status <> 'cancelled') one
WHERE status IN ('confirmed', 'cancelled')
ORDER BY serial;

-- The door: two of three have come with their ticket and worn their badge, each ninth tried twice.
ANALYZE ticket, device, door;
CREATE TEMP TABLE scanned ON COMMIT DROP AS
SELECT md5(format('%s %s %s', t.serial, d.point, turn))::uuid AS scan_id, turn, p.event_id, p.n, t.kind, t.serial, d.device_id, d.point,
  now() - interval '1 day' + p.n * interval '1 second' AS at
FROM person p
JOIN ticket t ON t.event_id = p.event_id AND t.attendee_id = p.n AND t.revoked_at IS NULL
JOIN door ON door.event_id = p.event_id AND i = 2 * (p.n % pairs) + CASE t.kind WHEN 'ticket' THEN 1 ELSE 2 END
JOIN device d ON d.event_id = p.event_id AND d.name = 'door-' || i
CROSS JOIN LATERAL generate_series(1, CASE WHEN p.n % 9 = 1 THEN 2 ELSE 1 END) turn
WHERE p.status = 'confirmed' AND p.n % 3 > 0;

INSERT INTO admission (event_id, point, attendee_id, day, scan_id)
SELECT event_id, point, n, '-infinity', scan_id FROM scanned WHERE turn = 1 ORDER BY n;

INSERT INTO scan (event_id, scan_id, device_id, point, scanned_at, received_at, verdict, kind, serial, attendee_id, first_scan, digest)
SELECT s.event_id, s.scan_id, s.device_id, s.point, s.at, s.at, CASE turn WHEN 1 THEN 'admitted' ELSE 'used' END, s.kind, s.serial, s.n,
  CASE turn WHEN 2 THEN md5(format('%s %s %s', s.serial, s.point, 1))::uuid END, growth.digest('text ' || s.serial)
FROM scanned s ORDER BY turn, n;

-- The record.
INSERT INTO audit (event_id, actor, action, order_id, detail, at)
SELECT event_id, actor, action, n, CASE action WHEN 'payment recorded' THEN '{"amount": 45000}'::jsonb ELSE '{}' END
  || jsonb_build_object('from', first_status, 'to', status), at FROM person
CROSS JOIN LATERAL (SELECT 'attendee' AS actor, 'registered' AS action
  UNION ALL SELECT 'treasurer', 'payment recorded' WHERE category = 'member' AND status = 'confirmed'
  UNION ALL SELECT 'desk', CASE status WHEN 'confirmed' THEN 'approved' ELSE status END
    WHERE status <> first_status AND category <> 'member') what ORDER BY n;

INSERT INTO print_run (event_id, actor, options, badges, pages, sha256)
SELECT event_id, 'lanyard_badges', '{"sort": "name"}', 10, 2, growth.digest(format('print run %s %s', event, i)) FROM place, generate_series(1, 3) i;

SELECT setval(pg_get_serial_sequence('orders', 'order_id'), :people), setval(pg_get_serial_sequence('attendee', 'attendee_id'), :people) \g /dev/null

-- A planner that keeps a list of all 20 events, but only of some of 400, looks up the ends of indexes for the rest, at each
-- planning. That is no matter of what is stored, so it keeps a short list in both.
SELECT format('ALTER TABLE %s ALTER event_id SET STATISTICS 10', attrelid::regclass)
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE attname = 'event_id' AND relkind = 'r' AND relnamespace = 'public'::regnamespace \gexec

-- Nobody else may vacuum or analyze meanwhile: plans and what is read would depend on the moment.
SELECT format('ALTER TABLE %s SET (autovacuum_enabled = off)', c.oid::regclass)
FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \gexec
COMMIT;
SET default_statistics_target = 400; -- a sample of all rows: the same statistics at each run
VACUUM (ANALYZE);
