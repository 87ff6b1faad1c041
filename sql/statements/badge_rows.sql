-- The badges of an event: $1 its number, $2 category, $3 code, $4 sort (name, category, code, registered), $5 limit;
-- $2, $3 and $5 may be NULL. The last column says how many rows there are. The serial ends the order, so that the same data
-- always gives the same one.
SELECT badge_name, name, affiliation, country, category_title, category_color, locale, token, serial, badge_code,
  to_char(issued_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS issued_at, count(*) OVER () AS total
FROM (
  SELECT badge_name, name, affiliation, country, category_title, category_color, locale, token, serial, badge_code, issued_at,
    CASE $4 WHEN 'category' THEN category_position END AS by_category,
    CASE $4 WHEN 'code' THEN code END AS by_code,
    CASE $4 WHEN 'registered' THEN created_at END AS by_time
  FROM badge_row
  WHERE event_id = $1::integer AND ($2::text IS NULL OR category = $2) AND ($3::text IS NULL OR code = upper($3))
  ORDER BY by_category, by_code, by_time, name COLLATE "und-x-icu", serial
  LIMIT $5::bigint) chosen
ORDER BY by_category, by_code, by_time, name COLLATE "und-x-icu", serial
