-- What questions are asked by stands in columns made from the line itself, so a column can never say anything else than what is sealed.
CREATE FUNCTION audit_said(line text, field text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CAST(line AS jsonb) ->> field;

CREATE FUNCTION audit_policies(line text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT array_agg(policy) FROM jsonb_array_elements_text(CAST(line AS jsonb) -> 'policies') AS policy);

ALTER TABLE audit_entry
    ADD COLUMN purpose  text   GENERATED ALWAYS AS (audit_said(line, 'purpose')) STORED,
    ADD COLUMN subject  text   GENERATED ALWAYS AS (audit_said(line, 'subject')) STORED,
    ADD COLUMN client   text   GENERATED ALWAYS AS (audit_said(line, 'client')) STORED,
    ADD COLUMN epoch    bigint GENERATED ALWAYS AS (CAST(audit_said(line, 'epoch') AS bigint)) STORED,
    ADD COLUMN policies text[] GENERATED ALWAYS AS (audit_policies(line)) STORED,
    ADD COLUMN items    bigint GENERATED ALWAYS AS
        (CAST(coalesce(CAST(line AS jsonb) #>> '{rows,items}', CAST(line AS jsonb) ->> 'count') AS bigint)) STORED;

-- Each ends with the id, in which order answers come: a page reads as many rows as it shows, however long the log is.
CREATE INDEX audit_entry_by_agency ON audit_entry (agency, id);
CREATE INDEX audit_entry_by_recipient ON audit_entry (recipient, id) WHERE recipient IS NOT NULL;
CREATE INDEX audit_entry_by_purpose ON audit_entry (purpose, id) WHERE purpose IS NOT NULL;
CREATE INDEX audit_entry_by_subject ON audit_entry (subject, id) WHERE subject IS NOT NULL;
CREATE INDEX audit_entry_by_client ON audit_entry (client, id) WHERE client IS NOT NULL;
CREATE INDEX audit_entry_by_operation ON audit_entry (operation, id);
CREATE INDEX audit_entry_by_epoch ON audit_entry (epoch, id) WHERE epoch IS NOT NULL;
CREATE INDEX audit_entry_by_action ON audit_entry (action, id);
CREATE INDEX audit_entry_by_policy ON audit_entry USING gin (policies) WHERE policies IS NOT NULL;
