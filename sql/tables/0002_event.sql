-- What an organizer sets up.

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
  closes_on date CHECK (closes_on >= opens_on),
  -- When registration is possible, from the days above, the time zone and the price windows: kept by event_apply.
  opens_at timestamptz NOT NULL DEFAULT 'infinity',
  closes_at timestamptz NOT NULL DEFAULT '-infinity' -- that instant no more
);
CREATE INDEX event_open ON event (starts_on, slug) WHERE state = 'open';

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
