-- for: nobody
-- As it is compared: whatever its letters' size and width, wherever the database stands, and without what is not seen of it, the
-- same characters as text_is_seen of services/base/text.h. In SQL, so that it becomes part of what calls it.
CREATE FUNCTION search_fold(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT lower(normalize(regexp_replace(given, '[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]',
    '', 'g'), NFKC) COLLATE "und-x-icu")
$$;
