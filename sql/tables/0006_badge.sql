-- What was printed.

CREATE TABLE print_run (
  event_id integer NOT NULL REFERENCES event,
  run_id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL DEFAULT session_user,
  options jsonb NOT NULL,
  badges integer NOT NULL CHECK (badges >= 0),
  pages integer NOT NULL CHECK (pages >= 0),
  sha256 bytea NOT NULL,
  PRIMARY KEY (event_id, run_id)
);
