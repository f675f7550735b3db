-- Agencies that are let in no more for the time being, as sharing said last, and since when this is known here.
CREATE TABLE suspension (
    agency text        PRIMARY KEY,
    since  timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The number of what sharing said last. What has no higher one is older, and changes nothing.
CREATE TABLE suspension_number (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    number bigint  NOT NULL
);

INSERT INTO suspension_number (number) VALUES (0);
