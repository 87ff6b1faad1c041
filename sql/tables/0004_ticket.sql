-- Keys, and what they sign.

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
  FOREIGN KEY (event_id, attendee_id) REFERENCES attendee,
  CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
);
CREATE INDEX ticket_attendee ON ticket (event_id, attendee_id); -- a repeated request is told of revoked ones too
CREATE UNIQUE INDEX ticket_one_live_of_a_kind ON ticket (event_id, attendee_id, kind) WHERE revoked_at IS NULL;
ALTER TABLE ticket ADD PRIMARY KEY (event_id, serial);
