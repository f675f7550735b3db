-- Orders of officers to put a version in force. An order outlives the request and the instance that took it: whoever holds its row decides the
-- next classes. looked is the last class that is decided in its epoch; touched is when somebody last worked on it.
CREATE TABLE activation_order (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind          text        NOT NULL CHECK (kind IN ('POLICIES', 'REGISTRY')),
    version       integer     NOT NULL,
    agency        text        NOT NULL,
    subject       text        NOT NULL,
    client        text        NOT NULL,
    reason        text        NOT NULL,
    backfill_from timestamptz,
    rollback      boolean     NOT NULL,
    state         text        NOT NULL DEFAULT 'DECIDING' CHECK (state IN ('DECIDING', 'DONE', 'REFUSED')),
    since         timestamptz NOT NULL DEFAULT clock_timestamp(),
    touched       timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended         timestamptz,
    epoch         bigint REFERENCES epoch,
    looked        bigint      NOT NULL DEFAULT 0,
    failures      integer     NOT NULL DEFAULT 0,
    refusal       text,
    faults        text        NOT NULL DEFAULT '[]'
);

-- A version is put in force by one order at a time.
CREATE UNIQUE INDEX activation_order_under_way ON activation_order (kind, version) WHERE state = 'DECIDING';
