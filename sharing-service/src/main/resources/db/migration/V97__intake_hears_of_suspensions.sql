-- The number of the last set of suspended agencies that was told. Whoever tells one locks the row until the commit, so a higher number goes with a
-- later set.
CREATE TABLE suspension_number (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    number bigint  NOT NULL
);

INSERT INTO suspension_number (number) VALUES (0);
