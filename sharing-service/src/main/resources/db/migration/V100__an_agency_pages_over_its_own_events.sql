-- A preview goes over the events that an agency said itself, so many at a time, and looks at nobody else's.
CREATE INDEX event_head_of_originator ON event_head (originator, event_id);
