DROP INDEX jobs_next;
ALTER TABLE jobs DROP COLUMN urgent;
