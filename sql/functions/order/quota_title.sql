-- for: nobody
-- What a quota's places are of, for a person who reads the language: a title, or NULL.
CREATE FUNCTION quota_title(e integer, wanted text, reader text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN event_words(coalesce((SELECT title FROM session WHERE event_id = e AND code = substr(wanted, 9) AND wanted LIKE 'session:%'),
    (SELECT title FROM category WHERE event_id = e AND code = substr(wanted, 10) AND wanted LIKE 'category:%'),
    (SELECT title FROM shared_quota WHERE event_id = e AND code = substr(wanted, 7) AND wanted LIKE 'quota:%'),
    (SELECT title FROM event WHERE event_id = e AND wanted = 'event')),
    (SELECT languages FROM event WHERE event_id = e), reader);
END $$;
