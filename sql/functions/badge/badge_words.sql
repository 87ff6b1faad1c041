-- for: lanyard_badges
-- A wording, for the views of badges, whose reader calls what they call.
CREATE FUNCTION badge_words(given jsonb, languages jsonb, wanted text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN event_words(given, languages, wanted);
END $$;
