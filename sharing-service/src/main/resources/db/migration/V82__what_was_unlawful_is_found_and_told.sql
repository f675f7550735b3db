-- A declaration by policy ends where it says; without an end it is of everything since.
ALTER TABLE declaration ADD COLUMN until timestamptz, ADD CHECK (until IS NULL OR policy IS NOT NULL);

-- By which class a revision was decided before, and until when. A class moves when another country is sought in events, and when the sources of
-- a product change; what was shown under the earlier one was decided by it.
CREATE TABLE class_before (
    event_id uuid        NOT NULL,
    revision integer     NOT NULL,
    class_id bigint      NOT NULL,
    until    timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX class_before_by_revision ON class_before (event_id, revision, until);

CREATE FUNCTION class_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO class_before (event_id, revision, class_id) VALUES (OLD.event_id, OLD.revision, OLD.class_id);
    RETURN NULL;
END
$$;

CREATE TRIGGER event_revision_class_before AFTER UPDATE OF class_id ON event_revision
    FOR EACH ROW WHEN (OLD.class_id <> NEW.class_id) EXECUTE FUNCTION class_moves();

-- The class by which a revision was decided at a time, where its class of today is known.
CREATE FUNCTION class_at(event uuid, rev integer, today bigint, moment timestamptz) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce((
        SELECT b.class_id FROM class_before b WHERE b.event_id = event AND b.revision = rev AND b.until > moment ORDER BY b.until LIMIT 1
    ), today);

-- 5 RELEASE_TAKEN_BACK: what was released at once for a threat to life was not confirmed, and is recalled.
ALTER TABLE notice DROP CONSTRAINT notice_kind_check, ADD CONSTRAINT notice_kind_check CHECK (kind BETWEEN 1 AND 5);
