-- When exactly it happened does not stay in sharing either: an erased event is of a day (intake cuts its times the same way).
UPDATE event_tally SET occurred_at = date_trunc('day', occurred_at, 'UTC'), reported_at = date_trunc('day', reported_at, 'UTC')
    WHERE status = 'ERASED';

-- The tag of a revision holds a digest of its content.
CREATE INDEX written_object_by_event ON written_object (event_id) WHERE event_id IS NOT NULL;
UPDATE written_object w SET tag = '"erased"' FROM event_head h
    WHERE h.event_id = w.event_id AND h.status = 'ERASED' AND w.tag IS NOT NULL;

-- What was withdrawn has content until it is erased, so its review can be overdue as well.
DROP INDEX event_tally_by_review;
CREATE INDEX event_tally_by_review ON event_tally (review_by) WHERE status <> 'ERASED';
