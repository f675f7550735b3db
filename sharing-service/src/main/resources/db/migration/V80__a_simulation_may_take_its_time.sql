-- What officers asked to be simulated. A row outlives the request and the instance that carries it out. It is written again only when it ends:
-- how far it is stands beside it, so that what is told meanwhile does not disturb the snapshot in which it ends.
CREATE TABLE simulation (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kind          text        NOT NULL CHECK (kind IN ('POLICIES', 'REGISTRY')),
    version       integer     NOT NULL,
    backfill_from timestamptz,
    agency        text        NOT NULL,
    subject       text        NOT NULL,
    client        text        NOT NULL,
    state         text        NOT NULL DEFAULT 'UNDER_WAY' CHECK (state IN ('UNDER_WAY', 'DONE', 'REFUSED')),
    since         timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended         timestamptz,
    result        text,
    refusal       text,
    faults        text        NOT NULL DEFAULT '[]'
);

-- What an officer asks again while it is under way is the same simulation.
CREATE UNIQUE INDEX simulation_under_way ON simulation (kind, version, agency, subject, coalesce(backfill_from, '-infinity'))
    WHERE state = 'UNDER_WAY';

-- Who carries a simulation out and how far it is; nobody yet without a holder. looked is the last class that is decided; touched is when the
-- holder last told anything; times is how often it was begun.
CREATE TABLE simulation_progress (
    simulation uuid PRIMARY KEY REFERENCES simulation ON DELETE CASCADE,
    holder     uuid,
    touched    timestamptz NOT NULL DEFAULT clock_timestamp(),
    times      integer     NOT NULL DEFAULT 0,
    stage      text        NOT NULL DEFAULT 'QUEUED' CHECK (stage IN ('QUEUED', 'DECIDING', 'WALKING')),
    looked     bigint      NOT NULL DEFAULT 0,
    walked     bigint      NOT NULL DEFAULT 0,
    events     bigint      NOT NULL DEFAULT 0
);
