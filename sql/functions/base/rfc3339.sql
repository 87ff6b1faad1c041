-- for: nobody
-- Instants as programs read them: RFC 3339, UTC, milliseconds. In SQL, so that it becomes part of what calls it.
CREATE FUNCTION rfc3339(at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
