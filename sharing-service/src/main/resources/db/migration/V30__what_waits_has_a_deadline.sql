-- By when a word is awaited. What waited before this was told gets the ordinary time.
ALTER TABLE release ADD COLUMN deadline timestamptz;
UPDATE release SET deadline = since + interval '7 days';
ALTER TABLE release ALTER COLUMN deadline SET NOT NULL;

CREATE INDEX release_deadline ON release (awaiting, deadline, id) WHERE state = 'PENDING';

-- Released at once because a life was threatened: a second officer confirms it afterwards, or it is recalled.
ALTER TABLE release ADD COLUMN threat text CHECK (threat IN ('UNCONFIRMED', 'CONFIRMED', 'REFUSED'));
ALTER TABLE release_decision DROP CONSTRAINT release_decision_decision_check;
ALTER TABLE release_decision ADD CONSTRAINT release_decision_decision_check
    CHECK (decision IN ('APPROVE', 'REJECT', 'REVOKE', 'LIFE_THREAT', 'CONFIRM', 'REFUSE'));

CREATE INDEX release_unconfirmed ON release (awaiting, id) WHERE threat = 'UNCONFIRMED';

-- What an originator is told about its own events, in a list that only grows. notice_list is the lock under which it grows.
CREATE TABLE notice_list (
    feed     smallint PRIMARY KEY REFERENCES feed,
    last_seq bigint   NOT NULL
) WITH (fillfactor = 50);

-- kind: 1 CONSENT_REQUEST, 2 RELEASED_FOR_LIFE_THREAT, 3 ONWARD_REQUEST, 4 DECLARED_UNLAWFUL. event_id and revision are the agency's own
-- event, never a link to it. subject_id is the release, request or declaration it is about.
CREATE TABLE notice (
    feed        smallint    NOT NULL REFERENCES feed,
    seq         bigint      NOT NULL,
    kind        smallint    NOT NULL CHECK (kind BETWEEN 1 AND 4),
    event_id    uuid        NOT NULL,
    revision    integer     NOT NULL,
    partner     text        NOT NULL,
    subject_id  bigint      NOT NULL,
    legal_basis text        NOT NULL,
    deadline    timestamptz,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (feed, seq)
);
