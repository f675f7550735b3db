-- Roots of complete subtrees of the log's Merkle tree: node (level, index) is over the leaves index * 2^level up to, not including,
-- (index + 1) * 2^level. Kept from level 6 on, which is one row for 32 entries; what lies below is made again from at most 64 lines.
CREATE TABLE audit_node (
    level smallint NOT NULL,
    index bigint   NOT NULL,
    hash  bytea    NOT NULL,
    PRIMARY KEY (level, index)
);

-- What is sealed already.
INSERT INTO audit_node (level, index, hash)
SELECT 0, leaf, sha256('\x00'::bytea || convert_to(line, 'UTF8')) FROM audit_entry WHERE leaf IS NOT NULL;

DO $$
BEGIN
    FOR higher IN 1..62 LOOP
        INSERT INTO audit_node (level, index, hash)
        SELECT higher, l.index / 2, sha256('\x01'::bytea || l.hash || r.hash)
        FROM audit_node l JOIN audit_node r ON r.level = l.level AND r.index = l.index + 1
        WHERE l.level = higher - 1 AND l.index % 2 = 0;
        EXIT WHEN NOT FOUND;
    END LOOP;
END
$$;

DELETE FROM audit_node WHERE level < 6;

CREATE TRIGGER audit_node_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_node
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
