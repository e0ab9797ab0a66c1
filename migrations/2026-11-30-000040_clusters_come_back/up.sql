-- Clusters (owner: brainstorms): one that was merged or dissolved can come back with the notes that were in it.
ALTER TABLE clusters ADD COLUMN removed_notes uuid[] NOT NULL DEFAULT '{}';
