-- What went to the partner was a link that names this event of the agency's, not the event itself.
ALTER TABLE notice ADD COLUMN link boolean NOT NULL DEFAULT false;
UPDATE notice n SET link = true FROM release r JOIN product_source s ON s.product = r.event_id
    WHERE n.kind IN (1, 2, 5) AND r.id = n.subject_id AND s.source = n.event_id;
