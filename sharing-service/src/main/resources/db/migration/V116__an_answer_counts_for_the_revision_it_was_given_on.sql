-- The newest revision that was there when the originator answered, NULL where it lets nothing out: what it would let out of a later one has to be the
-- same, or it is asked again. What was answered before counts for what had arrived by then.
ALTER TABLE subject_item ADD COLUMN answer_of integer;

UPDATE subject_item i SET answer_of = greatest(i.legal_basis_of, (
    SELECT max(v.revision) FROM event_revision v WHERE v.event_id = i.event_id AND v.received_at <= i.answered_at))
WHERE i.answer IN ('DISCLOSE', 'PARTLY');

-- What was read before did not show all that may be let out: it has to be read again.
UPDATE subject_item SET revision_shown = NULL WHERE answer IS NULL;
