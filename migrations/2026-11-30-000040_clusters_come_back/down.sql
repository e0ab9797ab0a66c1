ALTER TABLE clusters DROP COLUMN removed_notes;
