-- A feed said in STIX 2.1 under one profile (1 CORE, 2 FULL). It begins when somebody first asks for it by TAXII. seq is the last row of
-- the feed that is in it, added the last date_added given, in microseconds since 1970; the row is the lock under which the list grows.
CREATE TABLE stix_list (
    id      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feed    smallint NOT NULL REFERENCES feed,
    profile smallint NOT NULL CHECK (profile BETWEEN 1 AND 2),
    seq     bigint   NOT NULL DEFAULT 0,
    added   bigint   NOT NULL DEFAULT 0,
    ready   boolean  NOT NULL DEFAULT false,
    UNIQUE (feed, profile)
) WITH (fillfactor = 50);

-- One version of one object. added is its date_added and its place; created and version are times of the same kind. seq is the row of the
-- feed by which it is judged, 0 for what says nothing of any event. Of a shared object, event_id, class_id and shown_under are those of the
-- holder by which it is judged; class_id is absent while nobody holds it. body goes when what it says is erased.
CREATE TABLE stix_object (
    list        integer  NOT NULL REFERENCES stix_list,
    collection  smallint NOT NULL CHECK (collection BETWEEN 1 AND 4),
    added       bigint   NOT NULL,
    object_id   text     NOT NULL,
    type        text     NOT NULL,
    created     bigint   NOT NULL,
    version     bigint   NOT NULL,
    earliest    boolean  NOT NULL,
    latest      boolean  NOT NULL,
    revoked     boolean  NOT NULL,
    shared      boolean  NOT NULL,
    seq         bigint   NOT NULL,
    event_id    uuid,
    class_id    bigint,
    shown_under text,
    body        text,
    PRIMARY KEY (list, collection, added)
) WITH (fillfactor = 90);

CREATE UNIQUE INDEX stix_object_by_id ON stix_object (list, collection, object_id, version);
CREATE INDEX stix_object_latest ON stix_object (list, collection, added) WHERE latest;
CREATE INDEX stix_object_by_event ON stix_object (event_id, list) WHERE event_id IS NOT NULL;

-- Which events bring a shared object now, by the last row that brought each.
CREATE TABLE stix_holder (
    list        integer  NOT NULL REFERENCES stix_list,
    event_id    uuid     NOT NULL,
    object_id   text     NOT NULL,
    collection  smallint NOT NULL,
    seq         bigint   NOT NULL,
    class_id    bigint   NOT NULL,
    shown_under text     NOT NULL,
    PRIMARY KEY (event_id, list, object_id)
);

CREATE INDEX stix_holder_by_object ON stix_holder (list, collection, object_id, seq);
