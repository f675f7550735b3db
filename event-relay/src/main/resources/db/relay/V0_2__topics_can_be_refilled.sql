-- How far a refill of a topic has come; moved in the transaction that adds the chunk to the outbox.
CREATE TABLE outbox_refill (
    name       text PRIMARY KEY,
    position   bigint      NOT NULL,
    added      bigint      NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
