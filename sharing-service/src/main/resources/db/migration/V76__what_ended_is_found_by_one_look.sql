-- Each row of a feed that is read asks whether a later one took back what it brought. Few rows do.
CREATE INDEX feed_row_ends ON feed_row (event_id, feed, seq) WHERE kind = 7 OR cause = 4;
