-- A row to lock for each lane: whoever holds it is the only one that publishes that lane.
CREATE TABLE outbox_lane (
    lane smallint PRIMARY KEY CHECK (lane BETWEEN 0 AND 15)
);

INSERT INTO outbox_lane (lane) SELECT generate_series(0, 15);

-- Records that were accepted and are not yet acknowledged by the broker. No foreign key to outbox_lane: its share lock
-- would make every writer wait for the relay that holds the lane.
CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lane        smallint    NOT NULL CHECK (lane BETWEEN 0 AND 15),
    topic       text        NOT NULL,
    record_key  text        NOT NULL,
    headers     jsonb       NOT NULL,
    payload     bytea       NOT NULL,
    traceparent text,
    tracestate  text,
    added_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX outbox_by_lane ON outbox (lane, id);

-- Rows live for milliseconds: without an eager vacuum the indexes fill with the dead.
ALTER TABLE outbox SET (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_insert_threshold = -1,
    autovacuum_vacuum_cost_delay = 0
);
