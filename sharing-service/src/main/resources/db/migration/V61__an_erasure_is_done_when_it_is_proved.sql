-- What was erased, without content, and how far it is gone: from the tables, from the topics after compaction, from dead letters after their days.
CREATE TABLE erasure (
    event_id     uuid        PRIMARY KEY,
    revision     integer     NOT NULL,
    originator   text        NOT NULL,
    state        text        NOT NULL DEFAULT 'ERASED_IN_TABLES' CHECK (state IN ('ERASED_IN_TABLES', 'COMPACTED', 'DONE')),
    erased_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    looked_at    timestamptz,
    compacted_at timestamptz,
    done_at      timestamptz
);

CREATE INDEX erasure_to_be_shown ON erasure (state, erased_at) WHERE state <> 'DONE';

INSERT INTO erasure (event_id, revision, originator, erased_at)
SELECT h.event_id, h.revision, h.originator, v.received_at
FROM event_head h JOIN event_revision v ON v.event_id = h.event_id AND v.revision = h.revision
WHERE h.status = 'ERASED';

-- What an erased event had left beside its revisions and renditions, before this was erased with it.
DELETE FROM leak l USING erasure e WHERE l.event_id = e.event_id;
UPDATE release_decision d SET reason = '', case_reference = ''
FROM release r JOIN erasure e ON e.event_id = r.event_id WHERE d.release_id = r.id;
