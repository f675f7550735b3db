-- Secrets this installation generated because none were configured.
CREATE TABLE secret (
    name  text PRIMARY KEY,
    value bytea NOT NULL
);

-- A policy epoch: the rules of one version, until the next. Exactly one is current.
CREATE TABLE epoch (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version text        NOT NULL,
    since   timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE current_epoch (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch bigint NOT NULL REFERENCES epoch
);

-- Every set of disclosure facts that was ever seen, once.
CREATE TABLE disclosure_class (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text NOT NULL UNIQUE,
    facts  text NOT NULL
);

-- One feed per partner. The row is the lock under which the feed grows.
CREATE TABLE feed (
    id         smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partner    text        NOT NULL UNIQUE,
    last_seq   bigint      NOT NULL DEFAULT 0,
    last_added timestamptz NOT NULL DEFAULT '2000-01-01T00:00:00Z'
) WITH (fillfactor = 50);

-- What one partner may have of one class in one epoch. Never changed: another epoch decides anew.
CREATE TABLE decision (
    epoch    bigint   NOT NULL,
    class_id bigint   NOT NULL REFERENCES disclosure_class,
    feed     smallint NOT NULL REFERENCES feed,
    decision text     NOT NULL,
    PRIMARY KEY (epoch, class_id, feed)
);

-- The newest revision of each event that has arrived. Its row is the lock under which anything about the event is decided.
CREATE TABLE event_head (
    event_id   uuid     PRIMARY KEY,
    revision   integer  NOT NULL,
    status     text     NOT NULL,
    originator text     NOT NULL
) WITH (fillfactor = 80);

-- Every revision that has arrived, once: its key is the inbox. body goes when the event is erased.
CREATE TABLE event_revision (
    event_id    uuid    NOT NULL,
    revision    integer NOT NULL,
    class_id    bigint  NOT NULL,
    body        text,
    salt        bytea DEFAULT uuid_send(gen_random_uuid()),
    traceparent text,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (event_id, revision)
);

-- What leaves of a revision: one per profile and pseudonym domain, shared by all partners that get the same bytes. Deleted on erasure.
CREATE TABLE rendition (
    event_id uuid     NOT NULL,
    revision integer  NOT NULL,
    variant  smallint NOT NULL,
    profile  text     NOT NULL,
    domain   text     NOT NULL,
    body     text     NOT NULL,
    withheld text     NOT NULL,
    PRIMARY KEY (event_id, revision, variant),
    UNIQUE (event_id, revision, profile, domain)
);

-- The conditions that travel with items, each wording once.
CREATE TABLE terms (
    id     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text NOT NULL UNIQUE,
    text   text NOT NULL
);

-- kind: 1 NEW, 2 UPDATE, 3 CORRECTION, 4 RESTRICTION, 5 WITHDRAWAL, 6 ERASURE, 7 NO_LONGER_OFFERED.
-- cause: 0 the revision arrived, 1 a release was decided, 2 the policies changed, 3 a product's sources changed.
CREATE TABLE feed_row (
    feed     smallint    NOT NULL,
    seq      bigint      NOT NULL,
    added    timestamptz NOT NULL,
    event_id uuid        NOT NULL,
    revision integer     NOT NULL,
    terms    integer,
    variant  smallint,
    kind     smallint    NOT NULL CHECK (kind BETWEEN 1 AND 7),
    cause    smallint    NOT NULL,
    PRIMARY KEY (feed, seq)
);

-- At most one row per feed and revision because the revision arrived; and who had an event, without looking at anything else.
CREATE UNIQUE INDEX feed_row_once_per_arrival ON feed_row (event_id, feed, revision) WHERE cause = 0;
CREATE INDEX feed_row_decided_later ON feed_row (event_id, feed) WHERE cause <> 0;

-- What waits for people. holds are whose word is needed, in order; step is how many have given it.
CREATE TABLE release (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feed           smallint    NOT NULL REFERENCES feed,
    partner        text        NOT NULL,
    event_id       uuid        NOT NULL,
    revision       integer     NOT NULL,
    class_id       bigint      NOT NULL REFERENCES disclosure_class,
    originator     text        NOT NULL,
    gateway        text        NOT NULL,
    profile        text        NOT NULL,
    holds          text        NOT NULL,
    step           integer     NOT NULL DEFAULT 0,
    awaiting       text        NOT NULL,
    state          text        NOT NULL
        CHECK (state IN ('PENDING', 'APPROVED', 'REJECTED', 'REVOKED', 'SUPERSEDED', 'LAPSED')),
    until          timestamptz,
    since          timestamptz NOT NULL DEFAULT clock_timestamp(),
    decided_at     timestamptz
);

CREATE UNIQUE INDEX release_one_pending ON release (event_id, feed) WHERE state = 'PENDING';
CREATE UNIQUE INDEX release_one_approved ON release (event_id, feed) WHERE state = 'APPROVED';
CREATE INDEX release_queue ON release (awaiting, state, id);

-- What officers said, each once. second is whether it completed a decision that needs two.
CREATE TABLE release_decision (
    release_id     bigint      NOT NULL REFERENCES release,
    step           integer     NOT NULL,
    decision       text        NOT NULL CHECK (decision IN ('APPROVE', 'REJECT', 'REVOKE')),
    agency         text        NOT NULL,
    subject        text        NOT NULL,
    reason         text        NOT NULL,
    case_reference text        NOT NULL,
    until          timestamptz,
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (release_id, step, decision, subject)
);

-- What a partner did about a recall. A row of a recalling kind without an answer here is open.
CREATE TABLE outcome (
    feed          smallint    NOT NULL,
    seq           bigint      NOT NULL,
    event_id      uuid        NOT NULL,
    revision      integer     NOT NULL,
    outcome       text        NOT NULL CHECK (outcome IN ('RECTIFIED', 'ERASED', 'RESTRICTED', 'KEPT_WITH_JUSTIFICATION')),
    justification text,
    subject       text        NOT NULL,
    client        text        NOT NULL,
    at            timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (feed, seq)
);

CREATE INDEX outcome_by_event ON outcome (event_id);

-- Bytes that would have carried a withheld value: held for that partner until someone mends profile or event. Never the value.
CREATE TABLE leak (
    feed     smallint    NOT NULL,
    event_id uuid        NOT NULL,
    revision integer     NOT NULL,
    pointers text        NOT NULL,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (event_id, revision, feed)
);

-- Recalls of a feed, to find those without an answer: 3 CORRECTION, 4 RESTRICTION, 5 WITHDRAWAL, 6 ERASURE.
CREATE INDEX feed_row_recalls ON feed_row (feed, seq) WHERE kind IN (3, 4, 5, 6);

-- What each product was made from, by the newest revision of the product.
CREATE TABLE product_source (
    product  uuid    NOT NULL,
    source   uuid    NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (product, source, revision)
);

CREATE INDEX product_source_by_source ON product_source (source);

-- Products to be looked at: they arrived, or one of their sources changed.
CREATE TABLE product_due (
    product uuid PRIMARY KEY
);
