-- for: nobody
-- In which language somebody reads a wording: the wanted one ("zh" also where it is "zh-Hant", and the other way round), else the
-- event's first, else whichever there is.
CREATE FUNCTION event_language(given jsonb, languages jsonb, wanted text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  first text := coalesce(languages ->> 0, 'en');
BEGIN
  IF jsonb_typeof(given) = 'string' THEN
    RETURN first;
  ELSIF given ? wanted THEN
    RETURN wanted;
  END IF;
  RETURN (SELECT key FROM jsonb_object_keys(given) key
    ORDER BY split_part(lower(key), '-', 1) = split_part(lower(wanted), '-', 1) DESC, key = first DESC,
      split_part(lower(key), '-', 1) = split_part(lower(first), '-', 1) DESC, key LIMIT 1);
END $$;
