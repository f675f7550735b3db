-- 8 is a CORRECTION without the event: what the partner has was wrong, and what is right may not leave for it.
ALTER TABLE feed_row DROP CONSTRAINT feed_row_kind_check;
ALTER TABLE feed_row ADD CONSTRAINT feed_row_kind_check CHECK (kind BETWEEN 1 AND 8);

-- It asks for an outcome, and takes back what was brought before.
DROP INDEX feed_row_recalls;
CREATE INDEX feed_row_recalls ON feed_row (feed, seq) WHERE kind IN (3, 4, 5, 6, 8);
DROP INDEX feed_row_ends;
CREATE INDEX feed_row_ends ON feed_row (event_id, feed, seq) WHERE kind IN (7, 8) OR cause = 4;
