DELETE FROM blobs WHERE removed_at IS NOT NULL;
DROP INDEX blobs_removed;
ALTER TABLE blobs DROP COLUMN removed_at;
ALTER TABLE idea_versions DROP COLUMN answers;
DROP FUNCTION answers_of;
