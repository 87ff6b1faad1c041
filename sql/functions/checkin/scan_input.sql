-- for: nobody
-- One scan as it comes in: the members of its JSON.
CREATE TYPE scan_input AS (
  id uuid, device bigint, at timestamptz, verdict text, kind text, event integer, serial bigint, token text, genuine boolean, digest bytea,
  code text, person integer, place text, -- what was typed instead of a token: see scan_by_code, which fills in the rest
  attendee bigint
);
