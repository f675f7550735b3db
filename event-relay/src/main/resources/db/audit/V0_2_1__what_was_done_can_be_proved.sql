-- One row per act. The columns beside the line are for questions; the line is what is sealed and shown.
-- leaf is the row's place in the Merkle tree, given by the sealer after commit; nothing else is ever updated.
CREATE TABLE audit_entry (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    operation  text        NOT NULL,
    action     text        NOT NULL,
    agency     text        NOT NULL,
    recipient  text,
    event_id   uuid,
    feed       text,
    first_row  bigint,
    last_row   bigint,
    line       text        NOT NULL,
    leaf       bigint UNIQUE
);

CREATE INDEX audit_entry_unsealed ON audit_entry (id) WHERE leaf IS NULL;
CREATE INDEX audit_entry_by_event ON audit_entry (event_id, id) WHERE event_id IS NOT NULL;
CREATE INDEX audit_entry_by_feed ON audit_entry (feed, first_row) WHERE feed IS NOT NULL;
CREATE INDEX audit_entry_by_time ON audit_entry (at);

-- Whoever locks the single row is the sealer. frontier holds the roots of the complete subtrees, the largest first:
-- with it the tree grows without reading what is sealed already.
CREATE TABLE audit_tree (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    size     bigint NOT NULL DEFAULT 0,
    frontier bytea  NOT NULL DEFAULT ''
);

INSERT INTO audit_tree DEFAULT VALUES;

-- The signing keys. private_key is filled only where no key file is configured.
CREATE TABLE audit_key (
    id          text PRIMARY KEY,
    public_key  bytea       NOT NULL,
    private_key bytea,
    since       timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Signed tree heads; signature is over the characters of head.
CREATE TABLE audit_checkpoint (
    size      bigint PRIMARY KEY,
    head      text        NOT NULL,
    key_id    text        NOT NULL REFERENCES audit_key,
    signature bytea       NOT NULL,
    at        timestamptz NOT NULL
);

-- Nobody may change or remove what was written, not even by mistake.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log only grows';
END
$$;

CREATE TRIGGER audit_entry_is_append_only BEFORE DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_entry_line_stays BEFORE UPDATE OF at, operation, action, agency, recipient, event_id, feed, first_row, last_row, line
    ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_checkpoint_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
