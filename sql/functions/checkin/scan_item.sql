-- for: nobody
-- One scan beside what is known of its device, ticket and order.
CREATE TYPE scan_item AS (
  scan_id uuid, device_id bigint, event_id integer, point text, scanned_at timestamptz, kind text, serial bigint,
  attendee_id bigint, attendee json, digest bytea, entry text, day date,
  verdict text, -- NULL: admitted unless somebody was before
  by_code boolean, -- somebody typed it
  fate text     -- 'new', of which alone something is stored; 'repeated': the scan id is known, or stands earlier in the group;
                -- 'unchecked': not a stored token, and nobody looked at its signature yet; 'stranger': not from a device that may scan
);
