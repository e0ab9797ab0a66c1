-- What an idea answers to its campaign's own questions, as a list that reads without them (owner: ideas).
CREATE FUNCTION answers_of(answering uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('field', q.id, 'label', q.label, 'value', v.value) ORDER BY q.position, q.id), '[]')
    FROM idea_fields v JOIN campaign_fields q ON q.id = v.field_id WHERE v.idea_id = answering AND v.value <> ''
$$;
-- A version keeps its answers with the questions as they were asked: both may change later.
ALTER TABLE idea_versions ADD COLUMN answers jsonb NOT NULL DEFAULT '[]';
UPDATE idea_versions v SET answers = answers_of(v.idea_id) WHERE EXISTS (SELECT 1 FROM idea_fields f WHERE f.idea_id = v.idea_id);

-- A photo that was taken away can be brought back for a day; then row and file go (owner: platform).
ALTER TABLE blobs ADD COLUMN removed_at timestamptz;
CREATE INDEX blobs_removed ON blobs (removed_at) WHERE removed_at IS NOT NULL;
