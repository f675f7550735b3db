-- An account is a client and a group: those that were made before there were groups are made as they should be now.
UPDATE agency_account SET made = false WHERE managed;
