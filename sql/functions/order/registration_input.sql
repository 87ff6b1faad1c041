-- for: nobody
-- One registration as it comes in: the members of its JSON.
CREATE TYPE registration_input AS (
  event integer, category text, name text, badge_name text, email text, affiliation text, country text, locale text,
  code text, key bytea, input bytea, sessions text[], consents jsonb, tickets jsonb,
  seen bigint -- the amount that was shown; NULL: none was
);
