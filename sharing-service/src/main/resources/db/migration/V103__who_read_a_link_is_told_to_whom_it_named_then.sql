-- The events that a revision of a link, or of a notice of links, names; where its content is gone, those that its newest one named.
CREATE FUNCTION named_in(of_product uuid, of_revision integer) RETURNS TABLE (source uuid, revision integer) LANGUAGE sql STABLE AS $$
    SELECT DISTINCT CAST(split_part(s.id, '/', 1) AS uuid), CAST(split_part(s.id, '/', 2) AS integer)
    FROM event_revision v CROSS JOIN LATERAL (SELECT CAST(v.body AS jsonb) -> 'detail' AS said) d
    CROSS JOIN LATERAL jsonb_array_elements_text(
        jsonb_build_array(d.said -> 'first', d.said -> 'second') || coalesce(d.said -> 'sources', '[]')) AS s (id)
    WHERE v.event_id = of_product AND v.revision = of_revision AND s.id IS NOT NULL
    UNION ALL
    SELECT p.source, p.revision FROM product_source p
    WHERE p.product = of_product AND NOT EXISTS (
        SELECT 1 FROM event_revision v WHERE v.event_id = of_product AND v.revision = of_revision AND CAST(v.body AS jsonb) ? 'detail')
$$;

-- Which links, and notices of links, ever named an event. product_source knows those of their newest revisions; who read an earlier one is told to
-- whoever said an event that was left out since.
CREATE TABLE link_named (
    source uuid NOT NULL,
    link   uuid NOT NULL,
    PRIMARY KEY (source, link)
);

INSERT INTO link_named (source, link)
SELECT DISTINCT n.source, v.event_id FROM event_revision v JOIN disclosure_class c ON c.id = v.class_id
CROSS JOIN LATERAL named_in(v.event_id, v.revision) AS n
WHERE CAST(c.facts AS jsonb) ->> 'type' IN ('LINK', 'LINK_NOTICE');
