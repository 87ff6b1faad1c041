-- for: nobody
-- One scan beside what is known of its device, ticket and order.
CREATE TYPE scan_item AS (
  scan_id uuid, device_id bigint, event_id integer, point text, scanned_at timestamptz, kind text, serial bigint,
  attendee_id bigint, digest bytea, entry text, day date,
  verdict text, -- NULL: admitted unless somebody was before
  repeated boolean -- the scan id is known, or stands earlier in the group
);
