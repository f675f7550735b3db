-- The revision that the originator was shown when it was asked about its event, and the one whose legal basis it let out with its answer, NULL for
-- none: it is free text, and nobody lets out words they have not read. What was answered before let out none.
ALTER TABLE subject_item ADD COLUMN revision_shown integer, ADD COLUMN legal_basis_of integer;
