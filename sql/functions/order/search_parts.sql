-- for: nobody
-- Of each place of a folded text its three letters, of the last two what is left: a text of one letter or two begins one of them.
-- Three letters and not words, since names in Chinese, Japanese or Thai have no spaces, and half a word is searched too.
CREATE FUNCTION search_parts(e integer, folded text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  parts text[] := '{}';
BEGIN
  FOR i IN 1 .. length(folded) LOOP
    parts[i] := e || ' ' || substr(folded, i, 3);
  END LOOP;
  RETURN array_to_tsvector(parts);
END $$;
