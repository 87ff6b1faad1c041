-- for: nobody
-- What the file's lists have, into the tables.
CREATE FUNCTION event_put_lists(e integer, definition jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO price_window (event_id, code, position, title, until)
  SELECT e, x ->> 'code', n, x -> 'title', x ->> 'until'
  FROM jsonb_array_elements(definition -> 'windows') WITH ORDINALITY AS list(x, n)
  ON CONFLICT (event_id, code) DO UPDATE
    SET position = excluded.position, title = excluded.title, until = excluded.until;

  INSERT INTO category (event_id, code, position, title, badge, description, color, approval, waiting_list, remote, places)
  SELECT e, x ->> 'code', n, x -> 'title', nullif(x -> 'badge', 'null'), coalesce(x -> 'description', '""'), coalesce(x ->> 'color', '#444444'),
    coalesce((x ->> 'approval')::boolean, false), coalesce((x ->> 'waiting_list')::boolean, false),
    coalesce((x ->> 'remote')::boolean, false), event_places(definition, x ->> 'code')
  FROM jsonb_array_elements(definition -> 'categories') WITH ORDINALITY AS list(x, n)
  ON CONFLICT (event_id, code) DO UPDATE
    SET position = excluded.position, title = excluded.title, badge = excluded.badge, description = excluded.description,
      color = excluded.color, approval = excluded.approval, waiting_list = excluded.waiting_list, remote = excluded.remote,
      places = excluded.places;

  INSERT INTO price (event_id, category, price_window, amount)
  SELECT e, x ->> 'code', p.key, p.value::bigint
  FROM jsonb_array_elements(definition -> 'categories') x, jsonb_each_text(x -> 'prices') p
  ON CONFLICT (event_id, category, price_window) DO UPDATE SET amount = excluded.amount;

  INSERT INTO shared_quota (event_id, code, position, title, categories)
  SELECT e, x ->> 'code', n, x -> 'title', ARRAY(SELECT jsonb_array_elements_text(x -> 'categories'))
  FROM jsonb_array_elements(definition -> 'quotas') WITH ORDINALITY AS list(x, n)
  ON CONFLICT (event_id, code) DO UPDATE
    SET position = excluded.position, title = excluded.title, categories = excluded.categories;

  INSERT INTO session (event_id, code, position, title, kind, room, starts, ends, price)
  SELECT e, x ->> 'code', n, x -> 'title', x ->> 'kind', coalesce(x -> 'room', '""'),
    (x ->> 'starts')::timestamp, (x ->> 'ends')::timestamp, coalesce((x ->> 'price')::bigint, 0)
  FROM jsonb_array_elements(definition -> 'sessions') WITH ORDINALITY AS list(x, n)
  ON CONFLICT (event_id, code) DO UPDATE
    SET position = excluded.position, title = excluded.title, kind = excluded.kind, room = excluded.room,
      starts = excluded.starts, ends = excluded.ends, price = excluded.price;

  INSERT INTO point (event_id, code, position, title, kinds, entry, session)
  SELECT e, x ->> 'code', n, x -> 'title', ARRAY(SELECT jsonb_array_elements_text(x -> 'kinds')),
    coalesce(x ->> 'entry', 'once'), x ->> 'session'
  FROM jsonb_array_elements(definition -> 'points') WITH ORDINALITY AS list(x, n)
  ON CONFLICT (event_id, code) DO UPDATE
    SET position = excluded.position, title = excluded.title, kinds = excluded.kinds, entry = excluded.entry,
      session = excluded.session;

  PERFORM event_put_consents(e, definition);
END $$;
