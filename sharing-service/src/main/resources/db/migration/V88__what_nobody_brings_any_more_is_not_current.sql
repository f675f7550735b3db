-- An observable that was corrected away is told among earlier versions only, as what referred to it is. Its version is its date_added.
UPDATE stix_object SET latest = latest AND class_id IS NOT NULL, version = added
WHERE shared AND seq > 0 AND (version <> added OR (latest AND class_id IS NULL));
