-- By which keyed hashes of identifying values an event is found: never a value. Rows go with the content of their event.
CREATE TABLE subject_index (
    fingerprint uuid     NOT NULL,
    event_id    uuid     NOT NULL,
    kind        smallint NOT NULL,
    revision    integer  NOT NULL,
    PRIMARY KEY (fingerprint, event_id, kind)
);

CREATE INDEX subject_index_by_event ON subject_index (event_id);

-- How far events that arrived before there was an index are in it; form is how values were compared when it was begun.
CREATE TABLE subject_index_progress (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    form   integer NOT NULL DEFAULT 0,
    looked uuid    NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    done   boolean NOT NULL DEFAULT false
);

INSERT INTO subject_index_progress DEFAULT VALUES;

-- What a person asked of an agency. given is what the person said of themselves; all of it goes some time after closing.
CREATE TABLE subject_request (
    id             uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    agency         text        NOT NULL,
    kind           text        NOT NULL CHECK (kind IN ('ACCESS', 'RECTIFICATION', 'ERASURE', 'RESTRICTION')),
    received       date        NOT NULL,
    due            date        NOT NULL,
    reference      text        NOT NULL,
    verified       text        NOT NULL,
    given          text        NOT NULL,
    salt           bytea       NOT NULL DEFAULT uuid_send(gen_random_uuid()),
    state          text        NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'ANSWERED', 'CLOSED')),
    opened_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    outcome        text,
    ground         text,
    reasons        text,
    answered_on    date,
    complaint_told boolean,
    closed_at      timestamptz
);

CREATE INDEX subject_request_by_agency ON subject_request (agency, state, due);
CREATE INDEX subject_request_closed ON subject_request (closed_at) WHERE state = 'CLOSED';

-- An event in which the person may be named, what its originator said to it, and until when it was asked.
CREATE TABLE subject_item (
    id          uuid     PRIMARY KEY DEFAULT gen_random_uuid(),
    request     uuid     NOT NULL REFERENCES subject_request,
    event_id    uuid     NOT NULL,
    originator  text     NOT NULL,
    matched     text     NOT NULL,
    verdict     text     NOT NULL DEFAULT 'PROPOSED' CHECK (verdict IN ('PROPOSED', 'CONFIRMED', 'REJECTED')),
    revision    integer,
    asked_at    timestamptz,
    answer_due  date,
    answer      text,
    ground      text,
    groups      text,
    answered_at timestamptz,
    UNIQUE (request, event_id)
);

CREATE INDEX subject_item_by_originator ON subject_item (originator, answer_due) WHERE verdict = 'CONFIRMED';

-- What stays of a request: numbers, and nothing of the person.
CREATE TABLE subject_statistic (
    agency  text    NOT NULL,
    kind    text    NOT NULL,
    outcome text    NOT NULL,
    ground  text    NOT NULL,
    closed  date    NOT NULL,
    days    integer NOT NULL,
    overdue boolean NOT NULL
);
