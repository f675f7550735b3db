-- The day by which the originator reviews whether to keep an event; without a decision it is erased after it.
ALTER TABLE event ADD COLUMN review_by date;

UPDATE event e SET review_by = CAST(CAST(r.content AS jsonb) #>> '{handling,reviewBy}' AS date)
FROM event_revision r
WHERE r.event_id = e.id AND r.revision = e.revision;

ALTER TABLE event ALTER COLUMN review_by SET NOT NULL;

CREATE INDEX event_to_be_reviewed ON event (review_by) WHERE status <> 'ERASED';
