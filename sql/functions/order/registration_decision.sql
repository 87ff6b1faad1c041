-- for: nobody
-- What became of one registration.
CREATE TYPE registration_decision AS (
  outcome text,
  status text, -- NULL: it is not stored
  full_quota text, -- sold_out: whose places are gone
  price_window text, price bigint, amount bigint, currency text, due_on date
);
