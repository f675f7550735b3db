-- What the originator had before it when it let a holder pass an item on: the disclosure class, and the profile the holder had it under. A later
-- revision that shows more is not covered by it.
ALTER TABLE onward_request ADD COLUMN class_id bigint REFERENCES disclosure_class;
ALTER TABLE onward_request ADD COLUMN profile text;
UPDATE onward_request o SET class_id = v.class_id, profile = d.decision::jsonb ->> 'profile'
    FROM current_epoch e, event_revision v, decision d
    WHERE o.state = 'APPROVED' AND v.event_id = o.event_id AND v.revision = o.revision
    AND d.epoch = e.epoch AND d.class_id = v.class_id AND d.feed = o.feed;

-- An authorisation that holds no more lapses when it is asked for again, a request that nobody has answered when its event is erased.
ALTER TABLE onward_request DROP CONSTRAINT onward_request_state_check;
ALTER TABLE onward_request ADD CONSTRAINT onward_request_state_check
    CHECK (state IN ('PENDING', 'APPROVED', 'REJECTED', 'REVOKED', 'LAPSED'));

-- For another purpose is another question.
DROP INDEX onward_request_once;
CREATE UNIQUE INDEX onward_request_once ON onward_request (event_id, feed, recipient, purpose) WHERE state IN ('PENDING', 'APPROVED');

-- What erased events had left in words, before these were erased with them.
UPDATE onward_request n SET reason = '', decided_reason = '', case_reference = '', state = CASE n.state WHEN 'PENDING' THEN 'LAPSED' ELSE n.state END
FROM erasure e WHERE e.event_id = n.event_id;
UPDATE declaration d SET reason = '', case_reference = '' FROM erasure e WHERE e.event_id = d.event_id;
UPDATE outcome a SET justification = NULL FROM erasure e WHERE e.event_id = a.event_id;
