-- for: nobody
-- A wording as a program shows it that has one line for it: in the wanted language ("zh" also where it is "zh-Hant", and the other
-- way round), else in the event's first, else in whichever there is. As event_text_in (services/event), which marks it as well.
CREATE FUNCTION event_words(given jsonb, languages jsonb, wanted text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF given IS NULL OR jsonb_typeof(given) = 'string' THEN
    RETURN given #>> '{}';
  END IF;
  RETURN coalesce(given ->> wanted,
    (SELECT value FROM jsonb_each_text(given) WHERE split_part(lower(key), '-', 1) = split_part(lower(wanted), '-', 1) ORDER BY key LIMIT 1),
    given ->> (languages ->> 0), given ->> 'en',
    (SELECT value FROM jsonb_each_text(given) ORDER BY key LIMIT 1));
END $$;
