-- What an agency wrote by TAXII. A request with its objects is committed before it is answered; a pending object is handed to intake until intake has
-- answered, ever more seldom, and its content goes out of here with that answer. What stays says which version of which object was written and what became
-- of it; the tag is intake's, of the revision it became, so that a later version replaces that revision and no other.
CREATE TABLE write_request (
    id     uuid PRIMARY KEY,
    agency text        NOT NULL,
    unit   text,
    client text        NOT NULL,
    at     timestamptz NOT NULL
);

CREATE TABLE written_object (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request    uuid        NOT NULL REFERENCES write_request,
    place      integer     NOT NULL,
    agency     text        NOT NULL,
    object_id  text        NOT NULL,
    version    text        NOT NULL,
    modified   timestamptz NOT NULL,
    state      text        NOT NULL CHECK (state IN ('PENDING', 'DONE', 'FAILED', 'REPEATED', 'STANDING')),
    digest     text        NOT NULL,
    revokes    boolean     NOT NULL,
    submission text,
    event_id   uuid,
    revision   integer,
    tag        text,
    message    text,
    attempts   integer     NOT NULL DEFAULT 0,
    next_at    timestamptz NOT NULL,
    UNIQUE (request, place)
);

CREATE UNIQUE INDEX written_object_once ON written_object (agency, object_id, modified) WHERE state IN ('PENDING', 'DONE');
CREATE INDEX written_object_of ON written_object (agency, object_id, modified, id);
CREATE INDEX written_object_due ON written_object (agency, object_id, modified, id) WHERE state = 'PENDING';
