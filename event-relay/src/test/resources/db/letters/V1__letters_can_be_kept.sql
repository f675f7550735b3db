CREATE TABLE letter (
    event_id text   NOT NULL,
    revision bigint NOT NULL CHECK (revision > 0),
    times    int    NOT NULL DEFAULT 1,
    PRIMARY KEY (event_id, revision)
);
