-- What was released until a time that is over counts as refused from that time on, also before it was looked at.
DROP INDEX release_refused;
CREATE INDEX release_refused ON release (event_id, feed)
    WHERE state IN ('REJECTED', 'REVOKED') OR (state IN ('LAPSED', 'APPROVED') AND until IS NOT NULL);

-- Whoever looks for what is over goes on as long as it finds something, the longest over first.
CREATE INDEX release_over ON release (until, id) WHERE state = 'APPROVED' AND until IS NOT NULL;
