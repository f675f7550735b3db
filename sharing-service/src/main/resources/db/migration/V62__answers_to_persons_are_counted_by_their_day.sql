-- The report counts a request by the day it was answered on. Of those closed before, the day they were closed on is what is known.
ALTER TABLE subject_statistic ADD COLUMN answered date;
UPDATE subject_statistic SET answered = closed;
ALTER TABLE subject_statistic ALTER COLUMN answered SET NOT NULL;
