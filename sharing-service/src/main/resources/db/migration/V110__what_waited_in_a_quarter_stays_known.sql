-- What waited at the end of a quarter is asked about for years, and a request is deleted a year after it was closed.
ALTER TABLE subject_statistic ADD COLUMN received date, ADD COLUMN due date;
-- Until when those closed before had time is not known any more: two months, as it is unless somebody sets it, but as late or in time as they were.
UPDATE subject_statistic SET received = answered - days, due = CASE
    WHEN overdue THEN least(CAST(answered - days + interval '2 months' AS date), answered - 1)
    ELSE greatest(CAST(answered - days + interval '2 months' AS date), answered) END;
ALTER TABLE subject_statistic ALTER COLUMN received SET NOT NULL, ALTER COLUMN due SET NOT NULL;
