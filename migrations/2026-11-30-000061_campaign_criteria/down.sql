ALTER TABLE campaigns DROP COLUMN criteria;
