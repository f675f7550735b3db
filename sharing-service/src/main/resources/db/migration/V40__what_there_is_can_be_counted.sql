-- What there is to count of an event, by its newest revision: no name, number, place or text. When the event is erased its persons go.
-- A person is the words "category sex ageGroup". accepted_at, reported_at and occurred_at are of the first revision that arrived;
-- occurred_at is absent where it is known to the day or worse. expected and filled are fields, the rest are verdicts.
CREATE TABLE event_tally (
    event_id       uuid        PRIMARY KEY,
    revision       integer     NOT NULL,
    status         text        NOT NULL,
    type           text        NOT NULL,
    originator     text        NOT NULL,
    unit           text,
    real           boolean     NOT NULL,
    occurred_at    timestamptz,
    reported_at    timestamptz NOT NULL,
    accepted_at    timestamptz NOT NULL,
    review_by      date        NOT NULL,
    persons        text[]      NOT NULL,
    expected       smallint    NOT NULL,
    filled         smallint    NOT NULL,
    valid          smallint    NOT NULL,
    invalid        smallint    NOT NULL,
    contradictions smallint    NOT NULL
) WITH (fillfactor = 85);

CREATE INDEX event_tally_by_acceptance ON event_tally (accepted_at);
CREATE INDEX event_tally_by_review ON event_tally (review_by) WHERE status IN ('OPEN', 'CLOSED', 'RESTRICTED');

-- What arrived before there were tallies.
CREATE TABLE tally_due (
    event_id uuid PRIMARY KEY
);

INSERT INTO tally_due SELECT event_id FROM event_head;

-- Rows of each feed by day, class and kind. special: the event has special categories, and what was offered did not withhold them.
CREATE TABLE offered (
    feed     smallint NOT NULL REFERENCES feed,
    day      date     NOT NULL,
    class_id bigint   NOT NULL REFERENCES disclosure_class,
    kind     smallint NOT NULL,
    special  boolean  NOT NULL,
    items    bigint   NOT NULL,
    PRIMARY KEY (day, feed, class_id, kind, special)
);

-- How far each feed has been counted.
CREATE TABLE offered_until (
    feed smallint PRIMARY KEY REFERENCES feed,
    seq  bigint   NOT NULL
);
