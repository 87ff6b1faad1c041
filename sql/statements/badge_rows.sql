-- The badges of an event: $1 event, $2 category, $3 code, $4 sort (name, category, code, registered), $5 limit;
-- $2, $3 and $5 may be NULL. The serial comes last, so that the same data always gives the same order.
SELECT badge_name, name, affiliation, country, category_title, category_color, locale, token, serial
FROM badge_row
WHERE slug = $1 AND ($2::text IS NULL OR category = $2) AND ($3::text IS NULL OR code = upper($3))
ORDER BY
  CASE WHEN $4 = 'category' THEN category_position END,
  CASE WHEN $4 = 'code' THEN code END,
  CASE WHEN $4 = 'registered' THEN created_at END,
  name COLLATE "und-x-icu", serial
LIMIT $5::bigint
