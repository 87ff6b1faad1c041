-- for: nobody
-- What the parts of whoever has this folded text in theirs must match; others may too. Of a long text each third part and the last
-- are enough: each costs a look, and all its letters are in them.
CREATE FUNCTION search_query(e integer, folded text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  last integer := greatest(1, length(folded) - 2);
BEGIN
  -- Inside the quotes of a tsquery a quote and a backslash stand twice.
  RETURN (SELECT string_agg(format('''%s''%s', replace(replace(e || ' ' || part, '\', '\\'), '''', ''''''), mark), ' & ')::tsquery
    FROM (SELECT DISTINCT substr(folded, i, 3) AS part, CASE WHEN length(folded) < 3 THEN ':*' ELSE '' END AS mark
      FROM generate_series(1, last) i WHERE last < 8 OR i % 3 = 1 OR i = last) parts);
END $$;
