-- for: nobody
-- What a file says of the event itself, into its row; the number of the row.
CREATE FUNCTION event_put(definition jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  e integer;
  currency_before text;
BEGIN
  SELECT event_id, currency INTO e, currency_before FROM event WHERE slug = definition ->> 'slug';
  -- Not "on conflict": that would spend one of 65535 numbers at each apply.
  IF NOT FOUND THEN
    INSERT INTO event (slug, title, summary, state, starts_on, ends_on, time_zone, currency, venue, contact)
    VALUES (definition ->> 'slug', '""', '""', 'draft', (definition ->> 'starts_on')::date, (definition ->> 'ends_on')::date,
      '', definition ->> 'currency', '{}', '') RETURNING event_id INTO e;
  END IF;
  IF currency_before <> definition ->> 'currency' AND EXISTS (SELECT FROM orders WHERE event_id = e AND (amount <> 0 OR paid <> 0)) THEN
    PERFORM refuse('LY409', 'currency', 'refusal.event.currency', jsonb_build_object('event', definition ->> 'slug', 'currency', currency_before));
  END IF;
  UPDATE event SET title = definition -> 'title', summary = coalesce(definition -> 'summary', '""'),
    state = coalesce(definition ->> 'state', 'draft'), starts_on = (definition ->> 'starts_on')::date,
    ends_on = (definition ->> 'ends_on')::date, time_zone = definition ->> 'time_zone', currency = definition ->> 'currency',
    languages = coalesce(definition -> 'languages', '[]'), venue = coalesce(definition -> 'venue', '{}'),
    contact = coalesce(definition ->> 'contact', ''), organizer = coalesce(definition -> 'organizer', '{}'),
    links = coalesce(definition -> 'links', '{}'), brand = coalesce(definition -> 'brand', '{}'),
    opens = definition #>> '{registration,opens}', closes = definition #>> '{registration,closes}',
    after_end = coalesce((definition #>> '{registration,after_end}')::boolean, false),
    instructions = nullif(definition #> '{payment,instructions}', 'null'), due_days = (definition #>> '{payment,due_days}')::integer,
    grace_minutes = coalesce((definition #>> '{payment,grace_minutes}')::integer, 30)
  WHERE event_id = e;
  RETURN e;
END $$;
