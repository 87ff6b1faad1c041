-- for: nobody
-- What a file says of the event itself, into its row; the number of the row.
CREATE FUNCTION event_put(definition jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  e integer;
BEGIN
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
  RETURN e;
END $$;
