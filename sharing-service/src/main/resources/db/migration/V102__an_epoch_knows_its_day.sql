-- The day for which an epoch's decisions were made; what begins behind it begins by the calendar.
ALTER TABLE epoch ADD COLUMN day date;

UPDATE epoch SET day = CAST(since AT TIME ZONE 'UTC' AS date);
