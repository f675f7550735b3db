-- What a partner has of the events that a product names, as before; now of those that the revision in question names. product_source knows those of
-- the newest one only, and an earlier row may name an event that a later revision left out. Where a link, or content, cannot be asked about, nothing
-- is shown.
CREATE OR REPLACE FUNCTION named_sources(of_product uuid, of_revision integer, under_profile text, for_feed smallint, in_epoch bigint)
RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    link CONSTANT boolean := EXISTS (SELECT 1 FROM event_revision v JOIN disclosure_class c ON c.id = v.class_id
        WHERE v.event_id = of_product AND v.revision = of_revision AND CAST(c.facts AS jsonb) ->> 'type' IN ('LINK', 'LINK_NOTICE'));
    content CONSTANT text := (SELECT n.body FROM rendition n
        WHERE NOT link AND n.event_id = of_product AND n.revision = of_revision AND n.profile = under_profile LIMIT 1);
    said CONSTANT jsonb := (SELECT CAST(v.body AS jsonb) -> 'detail' FROM event_revision v
        WHERE v.event_id = of_product AND v.revision = of_revision);
BEGIN
    IF said IS NULL AND content IS NOT NULL THEN
        RETURN '[{"own": false}]';
    END IF;
    RETURN coalesce((
        SELECT CAST(jsonb_agg(jsonb_build_object(
            'own', coalesce(h.originator = f.partner, false),
            'kind', last.kind,
            'decision', d.decision,
            'holds', (SELECT x.holds FROM release x WHERE x.event_id = p.source AND x.feed = for_feed AND x.state = 'APPROVED'
                AND (x.until IS NULL OR x.until > clock_timestamp())))) AS text)
        FROM (
            SELECT DISTINCT CAST(split_part(s, '/', 1) AS uuid) AS source
            FROM jsonb_array_elements_text(jsonb_build_array(said -> 'first', said -> 'second') || coalesce(said -> 'sources', '[]')) AS s
            WHERE s IS NOT NULL
        ) p
        JOIN feed f ON f.id = for_feed
        LEFT JOIN event_head h ON h.event_id = p.source
        LEFT JOIN LATERAL (
            SELECT r.kind, r.revision FROM (
                SELECT x.seq, x.kind, x.revision FROM feed_row x WHERE x.event_id = p.source AND x.feed = for_feed AND x.cause = 0
                UNION ALL
                SELECT x.seq, x.kind, x.revision FROM feed_row x WHERE x.event_id = p.source AND x.feed = for_feed AND x.cause <> 0
            ) r ORDER BY r.seq DESC LIMIT 1
        ) last ON true
        LEFT JOIN event_revision v ON v.event_id = p.source AND v.revision = last.revision
        LEFT JOIN decision d ON d.epoch = in_epoch AND d.class_id = v.class_id AND d.feed = for_feed
        WHERE link OR strpos(content, CAST(p.source AS text)) > 0
    ), CASE WHEN link THEN '[{"own": false}]' END);
END $$;
