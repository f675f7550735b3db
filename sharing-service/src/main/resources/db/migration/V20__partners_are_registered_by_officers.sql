-- Every registry of agencies and partners there ever was, kept as policy sets are: texts never change, exactly one is active.
CREATE TABLE registry_version (LIKE policy_version INCLUDING ALL);

-- The version that a proposal was made from; it goes in force in that one's place and in no other's.
ALTER TABLE policy_version ADD COLUMN base integer;
ALTER TABLE registry_version ADD COLUMN base integer;

-- Which registry an epoch decides by, beside its policy set.
ALTER TABLE epoch ADD COLUMN registry_version integer REFERENCES registry_version;

-- Countries that are sought in events, because a partner comes or may come from there. done: events received earlier have been looked
-- through as well.
CREATE TABLE country_sought (
    country text    PRIMARY KEY,
    done    boolean NOT NULL DEFAULT false
);
