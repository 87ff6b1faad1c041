-- for: nobody
-- A wording as a program shows it that has one line for it, in event_language's. As event_text_in (services/event), which tells the
-- language as well.
CREATE FUNCTION event_words(given jsonb, languages jsonb, wanted text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN CASE WHEN given IS NULL OR jsonb_typeof(given) = 'string' THEN given #>> '{}'
    WHEN given ? wanted THEN given ->> wanted ELSE given ->> event_language(given, languages, wanted) END;
END $$;
