-- A change of rules that the feeds follow, in chunks. before are the epochs whose rows may still stand in them; feeds is where each feed
-- ended at the watermark; looked is the last event that was looked at.
CREATE TABLE epoch_change (
    epoch         bigint      PRIMARY KEY REFERENCES epoch,
    before        bigint[]    NOT NULL,
    watermark     timestamptz NOT NULL,
    feeds         text        NOT NULL,
    backfill_from timestamptz,
    state         text        NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'DONE', 'SUPERSEDED')),
    looked        uuid        NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    events        bigint      NOT NULL DEFAULT 0,
    feed_rows     bigint      NOT NULL DEFAULT 0,
    done_at       timestamptz
);

CREATE INDEX epoch_change_running ON epoch_change (epoch) WHERE state = 'RUNNING';
