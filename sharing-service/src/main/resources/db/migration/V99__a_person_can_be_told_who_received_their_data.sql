-- The categories of recipients that the originator was shown when it was asked about its event, and those it let out with its answer: their codes,
-- '' for nobody, NULL for not shown and not let out. What was answered before let out none.
ALTER TABLE subject_item ADD COLUMN recipients_shown text, ADD COLUMN recipients text;
