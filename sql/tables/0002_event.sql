-- What an organizer sets up.
-- A text that people read is a string, in the event's first language, or an object of strings by language: event_words.

CREATE DOMAIN wording AS jsonb CHECK (jsonb_typeof(VALUE) IN ('string', 'object'));

CREATE TABLE event (
  event_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY CHECK (event_id BETWEEN 1 AND 65535), -- 16 bits of a token
  slug code NOT NULL UNIQUE,
  version integer NOT NULL DEFAULT 0, -- each change raises it
  title wording NOT NULL,
  summary wording NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
  starts_on date NOT NULL,
  ends_on date NOT NULL CHECK (ends_on >= starts_on),
  time_zone text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  languages jsonb NOT NULL DEFAULT '[]', -- none: the texts are in English, and every language is offered
  venue jsonb NOT NULL,
  contact text NOT NULL,
  utc_offset integer NOT NULL DEFAULT 0, -- minutes east of UTC on the first day: kept by event_keep_times
  organizer jsonb NOT NULL DEFAULT '{}',
  links jsonb NOT NULL DEFAULT '{}',
  brand jsonb NOT NULL DEFAULT '{}',
  opens text, -- a day or a minute, as in the file
  closes text,
  after_end boolean NOT NULL DEFAULT false,
  instructions wording, -- how to pay
  due_days integer CHECK (due_days >= 0),
  grace_minutes integer NOT NULL DEFAULT 30 CHECK (grace_minutes >= 0),
  -- When registration is possible, from the above, the time zone and the price windows: kept by event_keep_times.
  opens_at timestamptz NOT NULL DEFAULT 'infinity',
  closes_at timestamptz NOT NULL DEFAULT '-infinity' -- that instant no more
);
CREATE INDEX event_open ON event (starts_on, slug) WHERE state = 'open';

CREATE TABLE price_window (
  event_id integer NOT NULL REFERENCES event,
  code code NOT NULL,
  position integer NOT NULL,
  title wording NOT NULL,
  until text, -- its last day or the minute at which it ends, as in the file; NULL: no end
  ends_at timestamptz NOT NULL DEFAULT 'infinity', -- that instant no more: kept by event_keep_times
  PRIMARY KEY (event_id, code)
);

CREATE TABLE category (
  event_id integer NOT NULL REFERENCES event,
  code code NOT NULL,
  position integer NOT NULL,
  title wording NOT NULL,
  badge wording, -- NULL: the title
  description wording NOT NULL,
  color text NOT NULL CHECK (color ~ '^#[0-9a-f]{6}$'),
  approval boolean NOT NULL,
  waiting_list boolean NOT NULL,
  remote boolean NOT NULL DEFAULT false,
  places text[] NOT NULL, -- the quotas of each of which one who comes takes a place
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

-- Places that several categories share.
CREATE TABLE shared_quota (
  event_id integer NOT NULL REFERENCES event,
  code code NOT NULL,
  position integer NOT NULL,
  title wording NOT NULL,
  categories text[] NOT NULL,
  PRIMARY KEY (event_id, code)
);

CREATE TABLE session (
  event_id integer NOT NULL REFERENCES event,
  code code NOT NULL,
  position integer NOT NULL,
  title wording NOT NULL,
  kind text NOT NULL,
  room wording NOT NULL,
  starts timestamp NOT NULL, -- in the event's time zone
  ends timestamp NOT NULL CHECK (ends > starts),
  price bigint NOT NULL CHECK (price >= 0),
  PRIMARY KEY (event_id, code)
);

CREATE TABLE point (
  event_id integer NOT NULL REFERENCES event,
  code code NOT NULL,
  position integer NOT NULL,
  title wording NOT NULL,
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
  version integer NOT NULL, -- of its wording
  PRIMARY KEY (event_id, code)
);

-- Each wording that people were asked, for as long as somebody may have agreed to it.
CREATE TABLE consent_version (
  event_id integer NOT NULL,
  consent code NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  title wording NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (event_id, consent, version),
  FOREIGN KEY (event_id, consent) REFERENCES consent ON DELETE CASCADE
);

-- Logo and art.
CREATE TABLE event_file (
  event_id integer NOT NULL REFERENCES event,
  role text NOT NULL CHECK (role IN ('logo', 'art')),
  name text NOT NULL, -- as the event's file has it
  key text NOT NULL, -- in its address: of its bytes' hash
  type text NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (event_id, role)
);

-- What an event was called before: old addresses lead on.
CREATE TABLE event_former (
  event_id integer NOT NULL REFERENCES event,
  slug code NOT NULL, -- one event's alone: event_rename
  PRIMARY KEY (event_id, slug)
);
CREATE INDEX event_former_slug ON event_former (slug);

-- Places: 'event' in all, 'category:CODE', 'quota:CODE' of those that share them, 'session:CODE'. The row is the lock on which
-- buyers queue.
CREATE TABLE quota (
  event_id integer NOT NULL REFERENCES event,
  quota text NOT NULL,
  capacity integer CHECK (capacity >= 0), -- NULL: no limit; 0: closed
  taken integer NOT NULL DEFAULT 0 CHECK (taken >= 0),
  PRIMARY KEY (event_id, quota),
  CONSTRAINT quota_never_exceeded CHECK (taken <= capacity)
) WITH (fillfactor = 20); -- room for updates in place
