-- The feeds that are brought it again although the rules of the moment may give what they have: a page may have hidden it since a change of the rules.
ALTER TABLE product_due ADD COLUMN again smallint[];
