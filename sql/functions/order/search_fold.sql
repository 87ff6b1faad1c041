-- for: nobody
-- As it is compared: whatever its letters' size and width, wherever the database stands. In SQL, so that it becomes part of what calls it.
CREATE FUNCTION search_fold(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT lower(normalize(given, NFKC) COLLATE "und-x-icu")
$$;
