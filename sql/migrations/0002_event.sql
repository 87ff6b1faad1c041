-- Events: as the file says, as the public sees them, and how a file is applied.

CREATE FUNCTION event_show(wanted text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'slug', e.slug, 'title', e.title, 'summary', e.summary, 'state', e.state,
    'starts_on', e.starts_on, 'ends_on', e.ends_on, 'time_zone', e.time_zone, 'currency', e.currency,
    'languages', e.languages, 'venue', e.venue, 'contact', e.contact,
    'registration', jsonb_build_object('opens', e.opens_on, 'closes', e.closes_on),
    'capacity', (SELECT capacity FROM quota q WHERE q.event_id = e.event_id AND quota = 'event'),
    'windows', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('code', code, 'title', title, 'until', until) ORDER BY position), '[]')
      FROM price_window w WHERE w.event_id = e.event_id),
    'categories', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'code', c.code, 'title', c.title, 'description', c.description, 'color', c.color,
        'capacity', q.capacity, 'approval', c.approval, 'waiting_list', c.waiting_list,
        'prices', (SELECT coalesce(jsonb_object_agg(p.price_window, p.amount), '{}') FROM price p
                   WHERE p.event_id = e.event_id AND p.category = c.code)) ORDER BY c.position), '[]')
      FROM category c JOIN quota q ON q.event_id = c.event_id AND q.quota = 'category:' || c.code
      WHERE c.event_id = e.event_id),
    'sessions', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'code', s.code, 'title', s.title, 'kind', s.kind, 'room', s.room,
        'starts', to_char(s.starts, 'YYYY-MM-DD"T"HH24:MI'), 'ends', to_char(s.ends, 'YYYY-MM-DD"T"HH24:MI'),
        'capacity', q.capacity, 'price', s.price) ORDER BY s.position), '[]')
      FROM session s JOIN quota q ON q.event_id = s.event_id AND q.quota = 'session:' || s.code
      WHERE s.event_id = e.event_id),
    'points', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'code', code, 'title', title, 'kinds', to_jsonb(kinds), 'entry', entry, 'session', session)
        ORDER BY position), '[]')
      FROM point p WHERE p.event_id = e.event_id),
    'consents', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('code', code, 'title', title) ORDER BY position), '[]')
      FROM consent c WHERE c.event_id = e.event_id))
  FROM event e WHERE e.slug = wanted
$$;

-- What the file's lists have, into the tables.
CREATE FUNCTION event_put_lists(e integer, definition jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO price_window (event_id, code, position, title, until)
  SELECT e, x ->> 'code', n, x ->> 'title', (x ->> 'until')::date
  FROM jsonb_array_elements(definition -> 'windows') WITH ORDINALITY AS list(x, n)
  ON CONFLICT (event_id, code) DO UPDATE
    SET position = excluded.position, title = excluded.title, until = excluded.until;

  INSERT INTO category (event_id, code, position, title, description, color, approval, waiting_list)
  SELECT e, x ->> 'code', n, x ->> 'title', coalesce(x ->> 'description', ''), coalesce(x ->> 'color', '#444444'),
    coalesce((x ->> 'approval')::boolean, false), coalesce((x ->> 'waiting_list')::boolean, false)
  FROM jsonb_array_elements(definition -> 'categories') WITH ORDINALITY AS list(x, n)
  ON CONFLICT (event_id, code) DO UPDATE
    SET position = excluded.position, title = excluded.title, description = excluded.description,
      color = excluded.color, approval = excluded.approval, waiting_list = excluded.waiting_list;

  INSERT INTO price (event_id, category, price_window, amount)
  SELECT e, x ->> 'code', p.key, p.value::bigint
  FROM jsonb_array_elements(definition -> 'categories') x, jsonb_each_text(x -> 'prices') p
  ON CONFLICT (event_id, category, price_window) DO UPDATE SET amount = excluded.amount;

  INSERT INTO session (event_id, code, position, title, kind, room, starts, ends, price)
  SELECT e, x ->> 'code', n, x ->> 'title', x ->> 'kind', coalesce(x ->> 'room', ''),
    (x ->> 'starts')::timestamp, (x ->> 'ends')::timestamp, coalesce((x ->> 'price')::bigint, 0)
  FROM jsonb_array_elements(definition -> 'sessions') WITH ORDINALITY AS list(x, n)
  ON CONFLICT (event_id, code) DO UPDATE
    SET position = excluded.position, title = excluded.title, kind = excluded.kind, room = excluded.room,
      starts = excluded.starts, ends = excluded.ends, price = excluded.price;

  INSERT INTO point (event_id, code, position, title, kinds, entry, session)
  SELECT e, x ->> 'code', n, x ->> 'title', ARRAY(SELECT jsonb_array_elements_text(x -> 'kinds')),
    coalesce(x ->> 'entry', 'once'), x ->> 'session'
  FROM jsonb_array_elements(definition -> 'points') WITH ORDINALITY AS list(x, n)
  ON CONFLICT (event_id, code) DO UPDATE
    SET position = excluded.position, title = excluded.title, kinds = excluded.kinds, entry = excluded.entry,
      session = excluded.session;

  INSERT INTO consent (event_id, code, position, title)
  SELECT e, x ->> 'code', n, x ->> 'title'
  FROM jsonb_array_elements(definition -> 'consents') WITH ORDINALITY AS list(x, n)
  ON CONFLICT (event_id, code) DO UPDATE SET position = excluded.position, title = excluded.title;
END $$;

CREATE FUNCTION event_codes(definition jsonb, list text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
  SELECT x ->> 'code' FROM jsonb_array_elements(definition -> list) x
$$;

-- What the lists no longer have goes, unless it is in use. After what stays is put in: a point may have let go of its session.
CREATE FUNCTION event_drop_leftovers(e integer, definition jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  held text;
BEGIN
  SELECT path INTO held FROM (
    SELECT 'categories.' || category AS path FROM attendee
    WHERE event_id = e AND category NOT IN (SELECT event_codes(definition, 'categories'))
    UNION ALL SELECT 'sessions.' || session FROM attendee_session
    WHERE event_id = e AND session NOT IN (SELECT event_codes(definition, 'sessions'))
    UNION ALL SELECT 'consents.' || consent FROM attendee_consent
    WHERE event_id = e AND consent NOT IN (SELECT event_codes(definition, 'consents'))
    UNION ALL SELECT 'points.' || point FROM device
    WHERE event_id = e AND point NOT IN (SELECT event_codes(definition, 'points'))) in_use
  LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('LY409', held, 'is in use, so the file must not leave it out; a category or session is closed by '
      'a capacity of what is taken, or of 0');
  END IF;

  DELETE FROM point WHERE event_id = e AND code NOT IN (SELECT event_codes(definition, 'points'));
  DELETE FROM consent WHERE event_id = e AND code NOT IN (SELECT event_codes(definition, 'consents'));
  DELETE FROM session WHERE event_id = e AND code NOT IN (SELECT event_codes(definition, 'sessions'));
  DELETE FROM category WHERE event_id = e AND code NOT IN (SELECT event_codes(definition, 'categories'));
  DELETE FROM price_window WHERE event_id = e AND code NOT IN (SELECT event_codes(definition, 'windows'));
END $$;

-- The quotas that a definition asks for, and where in it each stands.
CREATE FUNCTION event_quotas(definition jsonb) RETURNS TABLE (quota text, capacity integer, path text) LANGUAGE sql IMMUTABLE AS $$
  SELECT 'event', (definition ->> 'capacity')::integer, 'capacity'
  UNION ALL
  SELECT 'category:' || (x ->> 'code'), (x ->> 'capacity')::integer, 'categories.' || (x ->> 'code') || '.capacity'
  FROM jsonb_array_elements(definition -> 'categories') x
  UNION ALL
  SELECT 'session:' || (x ->> 'code'), (x ->> 'capacity')::integer, 'sessions.' || (x ->> 'code') || '.capacity'
  FROM jsonb_array_elements(definition -> 'sessions') x
$$;

CREATE FUNCTION event_apply_quotas(e integer, definition jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  short record;
BEGIN
  SELECT w.path, w.capacity, q.taken INTO short
  FROM event_quotas(definition) w JOIN quota q ON q.event_id = e AND q.quota = w.quota
  WHERE q.taken > w.capacity LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('LY409', short.path, format('%s places are taken already, so it cannot be %s', short.taken, short.capacity));
  END IF;

  DELETE FROM quota WHERE event_id = e AND quota NOT IN (SELECT w.quota FROM event_quotas(definition) w);
  INSERT INTO quota (event_id, quota, capacity) SELECT e, w.quota, w.capacity FROM event_quotas(definition) w
  ON CONFLICT (event_id, quota) DO UPDATE SET capacity = excluded.capacity
    WHERE quota.capacity IS DISTINCT FROM excluded.capacity;
END $$;

CREATE FUNCTION event_apply(definition jsonb, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  before jsonb;
  e integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lanyard event apply'));
  before := event_show(definition ->> 'slug');

  -- Not "on conflict": that would spend one of 65535 numbers at each apply.
  UPDATE event SET title = definition ->> 'title', summary = coalesce(definition ->> 'summary', ''),
    state = coalesce(definition ->> 'state', 'draft'), starts_on = (definition ->> 'starts_on')::date,
    ends_on = (definition ->> 'ends_on')::date, time_zone = definition ->> 'time_zone',
    currency = definition ->> 'currency', languages = coalesce(definition -> 'languages', '["en"]'),
    venue = coalesce(definition -> 'venue', '{}'), contact = coalesce(definition ->> 'contact', ''),
    opens_on = (definition #>> '{registration,opens}')::date, closes_on = (definition #>> '{registration,closes}')::date
  WHERE slug = definition ->> 'slug' RETURNING event_id INTO e;
  IF NOT FOUND THEN
    INSERT INTO event (slug, title, summary, state, starts_on, ends_on, time_zone, currency, languages, venue, contact,
      opens_on, closes_on)
    VALUES (definition ->> 'slug', definition ->> 'title', coalesce(definition ->> 'summary', ''),
      coalesce(definition ->> 'state', 'draft'), (definition ->> 'starts_on')::date, (definition ->> 'ends_on')::date,
      definition ->> 'time_zone', definition ->> 'currency', coalesce(definition -> 'languages', '["en"]'),
      coalesce(definition -> 'venue', '{}'), coalesce(definition ->> 'contact', ''),
      (definition #>> '{registration,opens}')::date, (definition #>> '{registration,closes}')::date)
    RETURNING event_id INTO e;
  END IF;

  -- The quotas before the rest, as registrations take them: else one of the two would wait for the other.
  PERFORM FROM quota WHERE event_id = e ORDER BY quota FOR UPDATE;
  PERFORM event_put_lists(e, definition);
  PERFORM event_drop_leftovers(e, definition);
  PERFORM event_apply_quotas(e, definition);
  IF event_show(definition ->> 'slug') IS DISTINCT FROM before THEN
    INSERT INTO audit (event_id, actor, action, detail)
    VALUES (e, actor, 'event applied', jsonb_build_object('created', before IS NULL));
  END IF;
  RETURN jsonb_build_object('created', before IS NULL);
END $$;

CREATE FUNCTION event_number(wanted text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT event_id FROM event WHERE slug = wanted
$$;

CREATE FUNCTION event_id_of(wanted text) RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
  e integer;
BEGIN
  SELECT event_id INTO e FROM event WHERE slug = wanted;
  IF NOT FOUND THEN
    PERFORM refuse('LY404', 'event', format('there is no event %s', wanted));
  END IF;
  RETURN e;
END $$;

-- The price window that holds at an instant, or NULL after the last.
CREATE FUNCTION price_window_at(e integer, zone text, at timestamptz) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT code FROM price_window
  WHERE event_id = e AND (until IS NULL OR at < (until + 1)::timestamp AT TIME ZONE zone)
  ORDER BY position LIMIT 1);
END $$;

CREATE FUNCTION event_is_open(e event, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT e.state = 'open'
    AND (e.opens_on IS NULL OR at >= e.opens_on::timestamp AT TIME ZONE e.time_zone)
    AND (e.closes_on IS NULL OR at < (e.closes_on + 1)::timestamp AT TIME ZONE e.time_zone)
    AND price_window_at(e.event_id, e.time_zone, at) IS NOT NULL
$$;

CREATE FUNCTION quota_left(e integer, wanted text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT capacity - taken FROM quota WHERE event_id = e AND quota = wanted
$$;

CREATE FUNCTION event_public(wanted text) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT event_show(wanted) || jsonb_build_object(
    'id', e.event_id, 'open', event_is_open(e, now()), 'window', w.code, 'left', quota_left(e.event_id, 'event'),
    'categories', (
      SELECT jsonb_agg(x || jsonb_build_object(
        'price', (x -> 'prices' ->> w.code)::bigint, 'left', l.places,
        'available', coalesce(l.places > 0, true) AND coalesce(quota_left(e.event_id, 'event') > 0, true)) ORDER BY n)
      FROM jsonb_array_elements(event_show(wanted) -> 'categories') WITH ORDINALITY AS list(x, n),
        quota_left(e.event_id, 'category:' || (x ->> 'code')) AS l(places)),
    'sessions', (
      SELECT coalesce(jsonb_agg(x || jsonb_build_object('left', quota_left(e.event_id, 'session:' || (x ->> 'code'))) ORDER BY n), '[]')
      FROM jsonb_array_elements(event_show(wanted) -> 'sessions') WITH ORDINALITY AS list(x, n)))
  FROM event e, price_window_at(e.event_id, e.time_zone, now()) AS w(code)
  WHERE e.slug = wanted AND e.state <> 'draft'
$$;

CREATE FUNCTION event_list() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(event_public(slug) ORDER BY starts_on, slug), '[]')
  FROM event e WHERE event_is_open(e, now())
$$;

GRANT EXECUTE ON FUNCTION event_public, event_list TO lanyard_web;

-- For organizers: every event, drafts too.
CREATE FUNCTION event_summary() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('slug', slug, 'title', title, 'state', state, 'starts_on', starts_on,
    'ends_on', ends_on, 'taken', (SELECT taken FROM quota q WHERE q.event_id = e.event_id AND quota = 'event'))
    ORDER BY starts_on, slug), '[]')
  FROM event e
$$;
