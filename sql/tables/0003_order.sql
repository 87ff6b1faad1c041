-- What attendees do.

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
  ('confirmed', 'cancelled'),
  -- Back: a payment that was none, a refusal and a cancelling that were mistakes.
  ('confirmed', 'pending_payment'), ('declined', 'pending_approval'),
  ('cancelled', 'confirmed'), ('cancelled', 'pending_payment'), ('cancelled', 'pending_approval'), ('cancelled', 'waitlisted');

-- "order" is a reserved word.
CREATE TABLE orders (
  event_id integer NOT NULL REFERENCES event,
  order_id bigint GENERATED ALWAYS AS IDENTITY,
  code text NOT NULL CHECK (code ~ '^[2-9A-HJ-NP-Z]{8}$'),
  status text NOT NULL
    CHECK (status IN ('confirmed', 'pending_payment', 'pending_approval', 'waitlisted', 'declined', 'cancelled')),
  first_status text NOT NULL CHECK (first_status IN ('confirmed', 'pending_payment', 'pending_approval', 'waitlisted')),
  currency char(3) NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0),
  paid bigint NOT NULL DEFAULT 0, -- kept by a trigger: what its payments come to
  due_on date, -- in the event's time zone; NULL: nobody said
  secret_version integer NOT NULL DEFAULT 0, -- how often the secret of its page was replaced
  locale text NOT NULL,
  idempotency_key bytea NOT NULL CHECK (length(idempotency_key) IN (16, 32)), -- a UUID, or a hash of something else
  input_hash bytea NOT NULL CHECK (length(input_hash) = 16),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (event_id, code),
  UNIQUE (event_id, idempotency_key)
);
CREATE INDEX orders_code ON orders (code); -- which event's it is, where nobody says
CREATE INDEX orders_status ON orders (event_id, status, order_id);
-- As order_overpaid.
CREATE INDEX orders_overpaid ON orders (event_id, order_id) WHERE paid > 0 AND (paid > amount OR status IN ('declined', 'cancelled'));
-- Here and below the primary key comes last: of indexes that cost the same, as all do while a table is too new to have statistics,
-- the planner takes the last, and a foreign key's check would read another by its first column alone.
ALTER TABLE orders ADD PRIMARY KEY (event_id, order_id);

-- What became of it, one after the other. That it came is in the order itself.
CREATE INDEX audit_order ON audit (event_id, order_id, audit_id) WHERE order_id IS NOT NULL AND action <> 'registered';

-- Those with the status waitlisted, in the order in which they came: who is first has the next place of the category.
CREATE TABLE waiting (
  event_id integer NOT NULL,
  order_id bigint NOT NULL,
  category code NOT NULL,
  tickets jsonb, -- signed in advance: by then nothing may be left to pay
  FOREIGN KEY (event_id, order_id) REFERENCES orders
);
CREATE INDEX waiting_category ON waiting (event_id, category, order_id);
ALTER TABLE waiting ADD PRIMARY KEY (event_id, order_id);

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
  FOREIGN KEY (event_id, order_id) REFERENCES orders,
  FOREIGN KEY (event_id, category) REFERENCES category
);
CREATE INDEX attendee_order ON attendee (event_id, order_id);
ALTER TABLE attendee ADD PRIMARY KEY (event_id, attendee_id);

-- By which parts of what is said of a person a search finds it: registration_fold fills it, so that nobody who registers pays for it.
CREATE TABLE attendee_search (
  event_id integer NOT NULL,
  attendee_id bigint NOT NULL,
  parts tsvector NOT NULL, -- 'EVENT ABC' of each three letters: without the event, each would look through all
  PRIMARY KEY (event_id, attendee_id),
  FOREIGN KEY (event_id, attendee_id) REFERENCES attendee ON DELETE CASCADE
);
-- What is not in its place yet is read whole at each search, so that may not be much.
CREATE INDEX attendee_search_parts ON attendee_search USING gin (parts) WITH (gin_pending_list_limit = 128);

-- Who is not folded in since they came or changed: from one number to another, in one row for all that came together.
-- Its row is seen exactly when they are, so a search that looks at these too misses nobody.
CREATE TABLE attendee_unfolded (
  event_id integer NOT NULL,
  part_id bigint GENERATED ALWAYS AS IDENTITY,
  first_id bigint NOT NULL,
  last_id bigint NOT NULL CHECK (last_id >= first_id),
  PRIMARY KEY (event_id, part_id)
);

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
  version integer NOT NULL DEFAULT 1, -- of the wording that was agreed to
  language text NOT NULL DEFAULT 'en', -- in which it was read
  given_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz CHECK (revoked_at >= given_at),
  PRIMARY KEY (event_id, attendee_id, consent, given_at),
  FOREIGN KEY (event_id, attendee_id) REFERENCES attendee,
  FOREIGN KEY (event_id, consent, version) REFERENCES consent_version
);

-- Money that came, or went back.
CREATE TABLE payment (
  event_id integer NOT NULL,
  payment_id bigint GENERATED ALWAYS AS IDENTITY,
  order_id bigint NOT NULL,
  amount bigint NOT NULL CHECK (amount <> 0), -- under 0: a refund
  refund boolean NOT NULL GENERATED ALWAYS AS (amount < 0) STORED,
  reference text NOT NULL CHECK (reference <> ''),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  reversed_at timestamptz, -- it was a mistake, and counts no more
  reversed_by text,
  reversed_reason text,
  FOREIGN KEY (event_id, order_id) REFERENCES orders,
  CHECK ((reversed_at IS NULL) = (reversed_by IS NULL) AND (reversed_at IS NULL) = (reversed_reason IS NULL))
);
CREATE UNIQUE INDEX payment_once ON payment (event_id, order_id, reference, refund) WHERE reversed_at IS NULL;
CREATE INDEX payment_reference ON payment (event_id, reference);
CREATE INDEX payment_order ON payment (event_id, order_id);
ALTER TABLE payment ADD PRIMARY KEY (event_id, payment_id);

-- Rules that constraints cannot say ------------------------------------------------------------------------------------

CREATE FUNCTION order_status_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.order_transition WHERE from_status = OLD.status AND to_status = NEW.status) THEN
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

-- Money is counted apart by whom it is counted, as scans are: two who come need not wait for each other.
CREATE FUNCTION order_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.tally AS t (event_id, name, part, n)
  SELECT event_id, 'day:' || (created_at AT TIME ZONE 'UTC')::date, pg_backend_pid() % 64, count(*) FROM added GROUP BY 1, 2
  UNION ALL
  SELECT event_id, 'money:due', pg_backend_pid() % 64, sum(amount) FROM added WHERE status = 'pending_payment' GROUP BY 1
  UNION ALL
  SELECT event_id, 'order:' || status, 0, count(*) FROM added GROUP BY 1, 2
  ORDER BY 1, 2
  ON CONFLICT (event_id, name, part) DO UPDATE SET n = t.n + excluded.n;
  RETURN NULL;
END $$;

CREATE TRIGGER order_tally AFTER INSERT ON orders REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION order_tally();

-- What is due of an order now, what came for it, and what of that is not owed, as it is and taken off as it was: as order_due and
-- order_overpaid, but that nothing is due of an order whose places are not given yet.
CREATE FUNCTION order_change_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.tally AS t (event_id, name, part, n)
  SELECT NEW.event_id, money.name, pg_backend_pid() % 64, sum(o.sign * money.n)
  FROM (VALUES (1, NEW.status, NEW.amount, NEW.paid), (-1, OLD.status, OLD.amount, OLD.paid)) AS o(sign, status, amount, paid)
  CROSS JOIN LATERAL (VALUES
    ('money:due', CASE WHEN o.status IN ('pending_payment', 'confirmed') THEN greatest(o.amount - o.paid, 0) ELSE 0 END),
    ('money:overpaid', CASE WHEN o.status IN ('declined', 'cancelled') THEN greatest(o.paid, 0) ELSE greatest(o.paid - o.amount, 0) END),
    ('money:received', o.paid)) AS money(name, n)
  GROUP BY money.name HAVING sum(o.sign * money.n) <> 0
  UNION ALL
  SELECT NEW.event_id, 'order:' || change.status, 0, change.n
  FROM (VALUES (OLD.status, -1), (NEW.status, 1)) AS change(status, n) WHERE OLD.status <> NEW.status
  ORDER BY 2
  ON CONFLICT (event_id, name, part) DO UPDATE SET n = t.n + excluded.n;
  RETURN NULL;
END $$;

CREATE TRIGGER order_change_tally AFTER UPDATE OF status, amount, paid ON orders
  FOR EACH ROW WHEN ((OLD.status, OLD.amount, OLD.paid) IS DISTINCT FROM (NEW.status, NEW.amount, NEW.paid)) EXECUTE FUNCTION order_change_tally();

CREATE FUNCTION attendee_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.attendee_unfolded (event_id, first_id, last_id)
  SELECT event_id, min(attendee_id), max(attendee_id) FROM added GROUP BY event_id;
  RETURN NULL;
END $$;

CREATE TRIGGER attendee_came AFTER INSERT ON attendee REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION attendee_came();

CREATE FUNCTION attendee_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.attendee_unfolded (event_id, first_id, last_id) VALUES (NEW.event_id, NEW.attendee_id, NEW.attendee_id);
  RETURN NULL;
END $$;

CREATE TRIGGER attendee_changed AFTER UPDATE ON attendee FOR EACH ROW
  WHEN ((OLD.name, OLD.badge_name, OLD.email, OLD.affiliation) IS DISTINCT FROM (NEW.name, NEW.badge_name, NEW.email, NEW.affiliation))
  EXECUTE FUNCTION attendee_changed();

CREATE FUNCTION payment_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public.orders SET paid = paid + CASE TG_OP WHEN 'INSERT' THEN NEW.amount ELSE -OLD.amount END
  WHERE event_id = NEW.event_id AND order_id = NEW.order_id;
  RETURN NULL;
END $$;

CREATE TRIGGER payment_came AFTER INSERT ON payment FOR EACH ROW EXECUTE FUNCTION payment_kept();
CREATE TRIGGER payment_reversed AFTER UPDATE OF reversed_at ON payment
  FOR EACH ROW WHEN (OLD.reversed_at IS NULL AND NEW.reversed_at IS NOT NULL) EXECUTE FUNCTION payment_kept();
