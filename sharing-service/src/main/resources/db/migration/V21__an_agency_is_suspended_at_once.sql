-- Agencies that are shown nothing for the time being. lift_ is who asked for the end of it; somebody else has to say so too.
CREATE TABLE suspension (
    agency       text        PRIMARY KEY,
    reason       text        NOT NULL,
    since        timestamptz NOT NULL DEFAULT clock_timestamp(),
    by_agency    text        NOT NULL,
    by_subject   text        NOT NULL,
    lift_agency  text,
    lift_subject text
);
