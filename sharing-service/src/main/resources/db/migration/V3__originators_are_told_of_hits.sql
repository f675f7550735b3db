-- By which reference an agency speaks of a link that it may not read. Random, so that it cannot be made from the ids of the events: who
-- knows both ids could make the link's own.
CREATE TABLE hit_reference (
    reference uuid     PRIMARY KEY DEFAULT gen_random_uuid(),
    link      uuid     NOT NULL,
    feed      smallint NOT NULL REFERENCES feed,
    UNIQUE (link, feed)
);

-- How far the hit notices of one agency have grown. The row is the lock under which they grow.
CREATE TABLE hit_list (
    feed     smallint PRIMARY KEY REFERENCES feed,
    last_seq bigint   NOT NULL
) WITH (fillfactor = 50);

-- kind: 1 HIT, 2 ENDED, 3 ASKED. event_id and revision are the agency's own event, never the other one.
CREATE TABLE hit_notice (
    feed      smallint    NOT NULL,
    seq       bigint      NOT NULL,
    reference uuid        NOT NULL REFERENCES hit_reference,
    kind      smallint    NOT NULL CHECK (kind BETWEEN 1 AND 3),
    event_id  uuid        NOT NULL,
    revision  integer     NOT NULL,
    asked_by  text,
    at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (feed, seq)
);

CREATE INDEX hit_notice_by_reference ON hit_notice (reference, seq);

-- A product may be marked while it is being looked at: marks never wait for each other.
ALTER TABLE product_due DROP CONSTRAINT product_due_pkey;
ALTER TABLE product_due ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;
CREATE INDEX product_due_by_product ON product_due (product);
