-- The version that was active when this one was approved: whoever put an earlier registry back in force undoes what came since, and the approver
-- must have seen it.
ALTER TABLE policy_version ADD COLUMN approved_over integer;
ALTER TABLE registry_version ADD COLUMN approved_over integer;

-- Drafts of the installation's file that were never active: made from what was active when they were kept, as far as that can be known.
UPDATE registry_version d SET base = coalesce((
    SELECT a.version FROM registry_version a WHERE a.activated_at <= d.drafted_at ORDER BY a.activated_at DESC LIMIT 1
), 1)
WHERE d.base IS NULL AND d.activated_at IS NULL;
