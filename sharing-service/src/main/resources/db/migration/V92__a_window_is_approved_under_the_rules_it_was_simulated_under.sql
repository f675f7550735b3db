-- Which rules a finished simulation compares with, and under which rules a version was approved: what a back-fill window brings depends on both.
ALTER TABLE simulation ADD COLUMN epoch bigint;
ALTER TABLE policy_version ADD COLUMN approved_epoch bigint;
ALTER TABLE registry_version ADD COLUMN approved_epoch bigint;
