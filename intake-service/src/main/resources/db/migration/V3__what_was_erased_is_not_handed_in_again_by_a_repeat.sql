-- What an erased event said and under which name, as one digest, until no repeat of it is on its way any more. A repeat would otherwise find neither name nor
-- content and be a new event. The content is in the digest, so that it cannot be found by trying names; whoever has all of the content learns that it was
-- erased, and nobody else learns anything.
CREATE TABLE erased_content (
    digest bytea PRIMARY KEY,
    until  date  NOT NULL
);

CREATE INDEX erased_content_by_day ON erased_content (until);

CREATE FUNCTION said_under_name(originator text, reference text, idempotency_key text, content_sha256 text) RETURNS bytea
    LANGUAGE sql STABLE AS $$
SELECT sha256(convert_to(CAST(jsonb_build_array(originator, reference, idempotency_key, content_sha256) AS text), 'UTF8'))
$$;
