-- The door.

CREATE TABLE device (
  event_id integer NOT NULL REFERENCES event,
  device_id bigint GENERATED ALWAYS AS IDENTITY, -- from one sequence, so that it is one device's of all events
  name text NOT NULL CHECK (name <> ''),
  point code NOT NULL,
  code_hash bytea, -- of a pairing code
  code_expires_at timestamptz,
  key_hash bytea, -- of the device's key, once paired
  paired_at timestamptz,
  revoked_at timestamptz,
  last_seen_at timestamptz,
  UNIQUE (event_id, name),
  UNIQUE (event_id, code_hash),
  UNIQUE (event_id, key_hash),
  FOREIGN KEY (event_id, point) REFERENCES point
);
-- A door says who it is, and finds its event by that.
CREATE INDEX device_number ON device (device_id);
CREATE INDEX device_code ON device (code_hash);
CREATE INDEX device_key ON device (key_hash);
ALTER TABLE device ADD PRIMARY KEY (event_id, device_id);

-- Every attempt, refusals too, in the order in which they came.
CREATE TABLE scan (
  event_id integer NOT NULL, -- the device's
  scan_id uuid NOT NULL,
  device_id bigint NOT NULL,
  point code NOT NULL,
  scanned_at timestamptz NOT NULL, -- by the door's clock
  received_at timestamptz NOT NULL DEFAULT now(),
  verdict text NOT NULL,
  kind text,
  serial bigint,
  attendee_id bigint,
  first_scan uuid,    -- verdict 'used': the scan that admitted
  digest bytea NOT NULL, -- SHA-256 of what was read; the text itself may be anything, so it is not kept
  PRIMARY KEY (event_id, scan_id),
  FOREIGN KEY (event_id, device_id) REFERENCES device
);

CREATE TRIGGER scan_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON scan
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
REVOKE UPDATE, DELETE, TRUNCATE ON scan FROM lanyard_owner;

CREATE FUNCTION scan_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.tally AS t (event_id, name, part, n)
  SELECT event_id, 'scan:' || verdict, pg_backend_pid() % 64, count(*) FROM added GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT (event_id, name, part) DO UPDATE SET n = t.n + excluded.n;
  RETURN NULL;
END $$;

CREATE TRIGGER scan_tally AFTER INSERT ON scan REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION scan_tally();

-- Who is in: one row wins, the others hear of it. Its attendee is a stored ticket's; a foreign key would lock, and so write, the row
-- of each who comes in.
CREATE TABLE admission (
  event_id integer NOT NULL,
  point code NOT NULL,
  attendee_id bigint NOT NULL,
  day date NOT NULL, -- '-infinity' where a point admits once
  scan_id uuid NOT NULL,
  PRIMARY KEY (event_id, point, attendee_id, day)
);
