-- for: nobody
-- What of a registration is searched, folded.
CREATE FUNCTION search_text(code text, a attendee) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT search_fold(code || ' ' || a.name || ' ' || a.badge_name || ' ' || a.email || coalesce(' ' || a.affiliation, ''))
$$;
