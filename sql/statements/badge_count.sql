-- How many rows badge_rows gives: $1 event, $2 category, $3 code, $4 limit; each but the first may be NULL.
SELECT least(count(*), $4::bigint)
FROM badge_row
WHERE slug = $1 AND ($2::text IS NULL OR category = $2) AND ($3::text IS NULL OR code = upper($3))
