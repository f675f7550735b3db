-- Every policy set there ever was. Texts never change; a change is another version. Exactly one is active.
CREATE TABLE policy_version (
    version          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state            text        NOT NULL CHECK (state IN ('DRAFT', 'VALIDATED', 'APPROVED', 'ACTIVE', 'RETIRED')),
    author_agency    text        NOT NULL,
    author_subject   text        NOT NULL,
    note             text        NOT NULL,
    texts            text        NOT NULL,
    digest           text        NOT NULL,
    schema_digest    text        NOT NULL,
    faults           text        NOT NULL,
    drafted_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    approver_agency  text,
    approver_subject text,
    approved_at      timestamptz,
    backfill_from    timestamptz,
    activated_at     timestamptz
);

CREATE UNIQUE INDEX policy_version_one_active ON policy_version (state) WHERE state = 'ACTIVE';

-- Which policy set an epoch decides by. in_force_since is absent while an epoch is only prepared: decided, but not current.
ALTER TABLE epoch
    ADD COLUMN policy_version integer REFERENCES policy_version,
    ADD COLUMN in_force_since timestamptz;

UPDATE epoch SET in_force_since = since;
