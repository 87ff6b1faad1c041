-- The tables, and the rules that hold whatever a program does. event_id stands first in every key, so that
-- tables can be partitioned or distributed by event.

-- Nobody runs a function or reads a table without a grant that names it.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE DOMAIN code AS text CHECK (VALUE ~ '^[a-z0-9][a-z0-9_-]{0,31}$');

-- What an organizer sets up ------------------------------------------------------------------------------------

CREATE TABLE event (
  event_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY CHECK (event_id BETWEEN 1 AND 65535), -- 16 bits of a token
  slug code NOT NULL UNIQUE,
  title text NOT NULL,
  summary text NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
  starts_on date NOT NULL,
  ends_on date NOT NULL CHECK (ends_on >= starts_on),
  time_zone text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  languages jsonb NOT NULL,
  venue jsonb NOT NULL,
  contact text NOT NULL,
  opens_on date,
  closes_on date CHECK (closes_on >= opens_on)
);

CREATE TABLE price_window (
  event_id integer NOT NULL REFERENCES event,
  code code NOT NULL,
  position integer NOT NULL,
  title text NOT NULL,
  until date, -- its last day in the event's time zone; NULL: no end
  PRIMARY KEY (event_id, code)
);

CREATE TABLE category (
  event_id integer NOT NULL REFERENCES event,
  code code NOT NULL,
  position integer NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  color text NOT NULL CHECK (color ~ '^#[0-9a-f]{6}$'),
  approval boolean NOT NULL,
  waiting_list boolean NOT NULL,
  PRIMARY KEY (event_id, code)
);

CREATE TABLE price (
  event_id integer NOT NULL,
  category code NOT NULL,
  price_window code NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0), -- minor units of the event's currency
  PRIMARY KEY (event_id, category, price_window),
  FOREIGN KEY (event_id, category) REFERENCES category ON DELETE CASCADE,
  FOREIGN KEY (event_id, price_window) REFERENCES price_window ON DELETE CASCADE
);

CREATE TABLE session (
  event_id integer NOT NULL REFERENCES event,
  code code NOT NULL,
  position integer NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  room text NOT NULL,
  starts timestamp NOT NULL, -- in the event's time zone
  ends timestamp NOT NULL CHECK (ends > starts),
  price bigint NOT NULL CHECK (price >= 0),
  PRIMARY KEY (event_id, code)
);

CREATE TABLE point (
  event_id integer NOT NULL REFERENCES event,
  code code NOT NULL,
  position integer NOT NULL,
  title text NOT NULL,
  kinds text[] NOT NULL CHECK (kinds <@ ARRAY['ticket', 'badge'] AND cardinality(kinds) > 0),
  entry text NOT NULL CHECK (entry IN ('once', 'daily', 'unlimited')),
  session code,
  PRIMARY KEY (event_id, code),
  FOREIGN KEY (event_id, session) REFERENCES session
);

CREATE TABLE consent (
  event_id integer NOT NULL REFERENCES event,
  code code NOT NULL,
  position integer NOT NULL,
  title text NOT NULL,
  PRIMARY KEY (event_id, code)
);

-- Places: 'event' in all, 'category:CODE', 'session:CODE'. The row is the lock on which buyers queue.
CREATE TABLE quota (
  event_id integer NOT NULL REFERENCES event,
  quota text NOT NULL,
  capacity integer CHECK (capacity >= 0), -- NULL: no limit; 0: closed
  taken integer NOT NULL DEFAULT 0 CHECK (taken >= 0),
  PRIMARY KEY (event_id, quota),
  CONSTRAINT quota_never_exceeded CHECK (taken <= capacity)
) WITH (fillfactor = 20); -- room for updates in place

-- What attendees do --------------------------------------------------------------------------------------------

CREATE TABLE order_transition (
  from_status text NOT NULL,
  to_status text NOT NULL,
  PRIMARY KEY (from_status, to_status)
);

INSERT INTO order_transition VALUES
  ('pending_approval', 'confirmed'), ('pending_approval', 'pending_payment'),
  ('pending_approval', 'declined'), ('pending_approval', 'cancelled'),
  ('waitlisted', 'confirmed'), ('waitlisted', 'pending_payment'), ('waitlisted', 'cancelled'),
  ('pending_payment', 'confirmed'), ('pending_payment', 'cancelled'),
  ('confirmed', 'cancelled');

-- "order" is a reserved word.
CREATE TABLE orders (
  event_id integer NOT NULL REFERENCES event,
  order_id bigint GENERATED ALWAYS AS IDENTITY,
  code text NOT NULL UNIQUE CHECK (code ~ '^[2-9A-HJ-NP-Z]{8}$'),
  status text NOT NULL
    CHECK (status IN ('confirmed', 'pending_payment', 'pending_approval', 'waitlisted', 'declined', 'cancelled')),
  first_status text NOT NULL CHECK (first_status IN ('confirmed', 'pending_payment', 'pending_approval', 'waitlisted')),
  currency text NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0),
  locale text NOT NULL,
  idempotency_key text NOT NULL,
  input_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (event_id, order_id),
  UNIQUE (event_id, idempotency_key)
) WITH (fillfactor = 90);

CREATE TABLE attendee (
  event_id integer NOT NULL,
  attendee_id bigint GENERATED ALWAYS AS IDENTITY,
  order_id bigint NOT NULL,
  category code NOT NULL,
  price_window code NOT NULL,
  price bigint NOT NULL CHECK (price >= 0),
  name text NOT NULL,
  badge_name text NOT NULL,
  email text NOT NULL,
  affiliation text,
  country text CHECK (country ~ '^[A-Z]{2}$'),
  PRIMARY KEY (event_id, attendee_id),
  FOREIGN KEY (event_id, order_id) REFERENCES orders,
  FOREIGN KEY (event_id, category) REFERENCES category
);
CREATE INDEX attendee_order ON attendee (event_id, order_id);

CREATE TABLE attendee_session (
  event_id integer NOT NULL,
  attendee_id bigint NOT NULL,
  session code NOT NULL,
  price bigint NOT NULL CHECK (price >= 0),
  PRIMARY KEY (event_id, attendee_id, session),
  FOREIGN KEY (event_id, attendee_id) REFERENCES attendee,
  FOREIGN KEY (event_id, session) REFERENCES session
);

-- A row is a consent given; none is none. Revoking one dates it.
CREATE TABLE attendee_consent (
  event_id integer NOT NULL,
  attendee_id bigint NOT NULL,
  consent code NOT NULL,
  given_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz CHECK (revoked_at >= given_at),
  PRIMARY KEY (event_id, attendee_id, consent, given_at),
  FOREIGN KEY (event_id, attendee_id) REFERENCES attendee,
  FOREIGN KEY (event_id, consent) REFERENCES consent
);

CREATE TABLE payment (
  event_id integer NOT NULL,
  payment_id bigint GENERATED ALWAYS AS IDENTITY,
  order_id bigint NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  reference text NOT NULL CHECK (reference <> ''),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  PRIMARY KEY (event_id, payment_id),
  UNIQUE (event_id, order_id, reference),
  FOREIGN KEY (event_id, order_id) REFERENCES orders
);

-- Tickets --------------------------------------------------------------------------------------------------------

CREATE TABLE ticket_key (
  key_number smallint PRIMARY KEY CHECK (key_number BETWEEN 0 AND 255), -- 8 bits of a token
  public_key bytea NOT NULL CHECK (length(public_key) = 32),
  sealed bytea NOT NULL, -- private key, readable only with the installation's secret
  created_at timestamptz NOT NULL DEFAULT now(),
  retired_at timestamptz
);

-- Each value stands for a block of 4096 serials.
CREATE SEQUENCE ticket_serial_block AS integer MINVALUE 0 MAXVALUE 1048575;

CREATE TABLE ticket (
  event_id integer NOT NULL,
  serial bigint NOT NULL CHECK (serial BETWEEN 0 AND 4294967295), -- 32 bits of a token
  kind text NOT NULL CHECK (kind IN ('ticket', 'badge')),
  attendee_id bigint NOT NULL,
  key_number smallint NOT NULL REFERENCES ticket_key,
  token text NOT NULL,
  issued_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  revoked_reason text,
  PRIMARY KEY (event_id, serial),
  FOREIGN KEY (event_id, attendee_id) REFERENCES attendee,
  CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
);
CREATE INDEX ticket_attendee ON ticket (event_id, attendee_id); -- a repeated request is told of revoked ones too
CREATE UNIQUE INDEX ticket_one_live_of_a_kind ON ticket (event_id, attendee_id, kind) WHERE revoked_at IS NULL;

-- The door ---------------------------------------------------------------------------------------------------------

CREATE TABLE device (
  event_id integer NOT NULL REFERENCES event,
  device_id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  name text NOT NULL CHECK (name <> ''),
  point code NOT NULL,
  code_hash text UNIQUE, -- of a pairing code
  code_expires_at timestamptz,
  key_hash text UNIQUE, -- of the device's key, once paired
  paired_at timestamptz,
  revoked_at timestamptz,
  last_seen_at timestamptz,
  PRIMARY KEY (event_id, device_id),
  UNIQUE (event_id, name),
  FOREIGN KEY (event_id, point) REFERENCES point
);

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
  digest text NOT NULL, -- SHA-256 of what was read; the text itself may be anything, so it is not kept
  PRIMARY KEY (event_id, scan_id),
  FOREIGN KEY (event_id, device_id) REFERENCES device
);

-- Who is in: one row wins, the others hear of it.
CREATE TABLE admission (
  event_id integer NOT NULL,
  point code NOT NULL,
  attendee_id bigint NOT NULL,
  day date NOT NULL, -- '-infinity' where a point admits once
  scan_id uuid NOT NULL,
  PRIMARY KEY (event_id, point, attendee_id, day),
  FOREIGN KEY (event_id, attendee_id) REFERENCES attendee
);

-- The record ---------------------------------------------------------------------------------------------------------

CREATE TABLE audit (
  event_id integer, -- NULL: of the installation
  audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  order_id bigint,
  detail jsonb
);
CREATE INDEX audit_order ON audit (event_id, order_id) WHERE order_id IS NOT NULL;

CREATE TABLE print_run (
  event_id integer NOT NULL REFERENCES event,
  run_id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL DEFAULT session_user,
  options jsonb NOT NULL,
  badges integer NOT NULL CHECK (badges >= 0),
  pages integer NOT NULL CHECK (pages >= 0),
  sha256 text NOT NULL,
  PRIMARY KEY (event_id, run_id)
);

-- Rules that constraints cannot say ------------------------------------------------------------------------------------

CREATE FUNCTION order_status_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM order_transition WHERE from_status = OLD.status AND to_status = NEW.status) THEN
    RAISE EXCEPTION 'registration % is %, so it cannot become %', OLD.code, OLD.status, NEW.status
      USING ERRCODE = 'LY409', COLUMN = 'status';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER order_status_guard BEFORE UPDATE OF status ON orders
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION order_status_guard();

-- An order begins in its first status, which then stays what it was.
CREATE FUNCTION order_first_status_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'registration % cannot begin as %', NEW.code, NEW.status USING ERRCODE = 'LY409', COLUMN = 'status';
END $$;

CREATE TRIGGER order_begins BEFORE INSERT ON orders
  FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM NEW.first_status) EXECUTE FUNCTION order_first_status_guard();
CREATE TRIGGER order_began BEFORE UPDATE OF first_status ON orders
  FOR EACH ROW WHEN (OLD.first_status IS DISTINCT FROM NEW.first_status) EXECUTE FUNCTION order_first_status_guard();

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'LY409';
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER scan_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON scan
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();

REVOKE UPDATE, DELETE, TRUNCATE ON audit, scan FROM lanyard_owner;

-- Instants as programs read them: RFC 3339, UTC, milliseconds.
CREATE FUNCTION rfc3339(at timestamptz) RETURNS text LANGUAGE sql STABLE
  RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

CREATE FUNCTION refuse(kind text, field text, message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', message USING ERRCODE = kind, COLUMN = coalesce(field, '');
END $$;
