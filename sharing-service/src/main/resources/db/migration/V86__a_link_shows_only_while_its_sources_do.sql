-- What a partner has of the events that a product names: a page judges the product's row by it. Asked only for rows of products, so it costs other
-- rows nothing; STABLE, so it sees the snapshot of the page. A link names all its sources, another product those in its content; null if none.
CREATE FUNCTION named_sources(of_product uuid, of_revision integer, under_profile text, for_feed smallint, in_epoch bigint)
RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    link CONSTANT boolean := EXISTS (SELECT 1 FROM event_revision v JOIN disclosure_class c ON c.id = v.class_id
        WHERE v.event_id = of_product AND v.revision = of_revision AND CAST(c.facts AS jsonb) ->> 'type' IN ('LINK', 'LINK_NOTICE'));
    content CONSTANT text := (SELECT n.body FROM rendition n
        WHERE NOT link AND n.event_id = of_product AND n.revision = of_revision AND n.profile = under_profile LIMIT 1);
BEGIN
    RETURN (
        SELECT jsonb_agg(jsonb_build_object(
            'own', coalesce(h.originator = f.partner, false),
            'kind', last.kind,
            'decision', d.decision,
            'holds', (SELECT x.holds FROM release x WHERE x.event_id = p.source AND x.feed = for_feed AND x.state = 'APPROVED'
                AND (x.until IS NULL OR x.until > clock_timestamp()))))
        FROM product_source p
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
        WHERE p.product = of_product AND (link OR strpos(content, CAST(p.source AS text)) > 0)
    );
END $$;

-- cause 5: a release of a product was decided. Until now that was cause 1 as for any event, by which a page could not tell whose sources to ask for.
UPDATE feed_row r SET cause = 5 FROM (SELECT DISTINCT product FROM product_source) p WHERE r.event_id = p.product AND r.cause = 1;
