-- What interests a CSIRT stands far apart in a feed; MISP asks for all of it at each pull. Whether a row brings such content is known when it
-- is appended, and an index over renditions held everybody's.
ALTER TABLE feed_row ADD COLUMN cyber boolean NOT NULL DEFAULT false;

UPDATE feed_row r SET cyber = true FROM rendition n
WHERE n.event_id = r.event_id AND n.revision = r.revision AND n.variant = r.variant AND r.kind IN (1, 2, 3)
    AND (strpos(n.body, '"type":"CYBER_INCIDENT"') > 0 OR strpos(n.body, '"kind":"CYBER_OBSERVABLE"') > 0);

CREATE INDEX feed_row_cyber ON feed_row (feed, seq) WHERE cyber;
DROP INDEX rendition_cyber;
