-- A holder that wants to pass an item on asks the originator (Directive (EU) 2016/680 Art. 35(1)(e), Regulation (EU) 2016/794 Art. 19(2)).
CREATE TABLE onward_request (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feed            smallint    NOT NULL REFERENCES feed,
    holder          text        NOT NULL,
    event_id        uuid        NOT NULL,
    revision        integer     NOT NULL,
    originator      text        NOT NULL,
    recipient       text        NOT NULL,
    purpose         text        NOT NULL,
    reason          text        NOT NULL,
    subject         text        NOT NULL,
    client          text        NOT NULL,
    state           text        NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'APPROVED', 'REJECTED', 'REVOKED')),
    asked_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    deadline        timestamptz NOT NULL,
    decided_subject text,
    decided_reason  text,
    case_reference  text,
    decided_at      timestamptz,
    until           timestamptz
);

CREATE UNIQUE INDEX onward_request_once ON onward_request (event_id, feed, recipient) WHERE state IN ('PENDING', 'APPROVED');
CREATE INDEX onward_request_of_originator ON onward_request (originator, state, deadline, id);
