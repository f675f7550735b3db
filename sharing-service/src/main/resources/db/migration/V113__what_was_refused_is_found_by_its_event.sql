-- A change of the rules asks of each event it concerns what officers have refused, or taken back, or let go until a time that is over.
CREATE INDEX release_refused ON release (event_id, feed)
    WHERE state IN ('REJECTED', 'REVOKED') OR (state = 'LAPSED' AND until IS NOT NULL);
