-- The accounts of agencies at the identity provider, and what was last done there. managed: the client is ours to make. Never a secret.
CREATE TABLE agency_account (
    agency          text        PRIMARY KEY,
    managed         boolean     NOT NULL,
    publishes       boolean     NOT NULL DEFAULT false,
    made            boolean     NOT NULL DEFAULT false,
    made_publishing boolean     NOT NULL DEFAULT false,
    made_enabled    boolean     NOT NULL DEFAULT true,
    failures        integer     NOT NULL DEFAULT 0,
    tried_at        timestamptz NOT NULL DEFAULT '2000-01-01T00:00:00Z'
);
