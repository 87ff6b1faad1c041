-- What all tables stand on. Here and in the files after it: tables, constraints, and triggers with their functions; every other
-- function stands in sql/functions/. event_id stands first in every key of a table that has one, so that tables can be
-- partitioned or distributed by event; only event itself, the directory by which events are found, has keys of its own.

-- Nobody runs a function or reads a table without a grant that names it.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE DOMAIN code AS text CHECK (VALUE ~ '^[a-z0-9][a-z0-9_-]{0,31}$');

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'LY409';
END $$;

CREATE TABLE audit (
  event_id integer NOT NULL DEFAULT 0, -- 0: of the installation
  audit_id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  order_id bigint,
  detail jsonb,
  PRIMARY KEY (event_id, audit_id)
);

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM lanyard_owner;

-- How many there are of what, kept by triggers in the transaction that makes one more, so that nobody need count rows.
-- Whoever changes several locks them in the order of the key, after quotas and never before.
CREATE TABLE tally (
  event_id integer NOT NULL,
  name text NOT NULL,     -- 'order:STATUS', 'day:YYYY-MM-DD', 'money:due', 'scan:VERDICT'
  part bigint NOT NULL,   -- those that would wait for each other count apart: sessions by their process, or 0
  n bigint NOT NULL,
  PRIMARY KEY (event_id, name, part)
) WITH (fillfactor = 20); -- room for updates in place
