-- Until which day (UTC), included, what was decided for a partner in an epoch stands on an agreement and a transfer basis that are valid. From the
-- next day on it is shown nothing, until it is decided anew.
CREATE TABLE epoch_until (
    epoch   bigint NOT NULL REFERENCES epoch,
    partner text   NOT NULL,
    until   date   NOT NULL,
    PRIMARY KEY (epoch, partner)
);
