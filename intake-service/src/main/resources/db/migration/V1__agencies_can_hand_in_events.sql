-- An event by its originator's names for it, and where it stands. Both unique keys are what makes a repeat a repeat.
CREATE TABLE event (
    id              uuid    PRIMARY KEY,
    originator      text    NOT NULL,
    reference       text,
    idempotency_key text,
    type            text    NOT NULL,
    status          text    NOT NULL,
    revision        integer NOT NULL CHECK (revision > 0),
    position        bigint  NOT NULL,
    UNIQUE (originator, reference),
    UNIQUE (originator, idempotency_key)
);

-- What was accepted, as it was accepted: the event as it travels, and the receipt, character for character.
CREATE TABLE event_revision (
    event_id    uuid        NOT NULL REFERENCES event (id),
    revision    integer     NOT NULL CHECK (revision > 0),
    kind        text        NOT NULL,
    status      text        NOT NULL,
    sha256      text        NOT NULL,
    accepted_at timestamptz NOT NULL,
    receipt     text        NOT NULL,
    content     text        NOT NULL,
    topic       text        NOT NULL,
    position    bigint      NOT NULL,
    PRIMARY KEY (event_id, revision)
);

CREATE INDEX event_by_position ON event (originator, position);
CREATE INDEX event_revision_by_topic ON event_revision (topic, position);

CREATE SEQUENCE event_position;

-- The next position in the order in which an originator reads its own events again. It is given under a lock that all writers of
-- an originator share until they commit; a reader who takes the lock alone for a moment knows that everything below the last position is
-- decided, so that it never passes over an event still on its way.
CREATE FUNCTION next_position(originator text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1001, hashtext(originator));
    RETURN nextval('event_position');
END
$$;
