-- Rows of a feed that the export could not say. Their list goes on; what it had of the event is revoked in it, and the row is tried again
-- when the service starts.
CREATE TABLE stix_unsaid (
    list     integer NOT NULL REFERENCES stix_list,
    seq      bigint  NOT NULL,
    event_id uuid    NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (list, seq)
);
