-- That earlier disclosures were unlawful (Directive (EU) 2016/680 Art. 7(3)), said by one policy officer and confirmed by another: of one event, or
-- by one policy since a time; to one partner, or to all.
CREATE TABLE declaration (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id       uuid,
    policy         text,
    since          timestamptz,
    partner        text,
    state          text        NOT NULL DEFAULT 'PROPOSED' CHECK (state IN ('PROPOSED', 'CONFIRMED', 'REFUSED')),
    agency         text        NOT NULL,
    subject        text        NOT NULL,
    reason         text        NOT NULL,
    case_reference text        NOT NULL,
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    second_agency  text,
    second_subject text,
    answered_at    timestamptz,
    CHECK ((event_id IS NULL) <> (policy IS NULL)),
    CHECK ((policy IS NULL) = (since IS NULL))
);

-- Whom it recalled what from. The ERASURE row says the rest.
CREATE TABLE declared_unlawful (
    declaration bigint   NOT NULL REFERENCES declaration,
    event_id    uuid     NOT NULL,
    feed        smallint NOT NULL REFERENCES feed,
    PRIMARY KEY (declaration, event_id, feed)
);
