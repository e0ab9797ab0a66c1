ALTER TABLE test_sessions DROP COLUMN outcome_reason;
ALTER TABLE gates DROP COLUMN planned_at, DROP COLUMN planned_by;
ALTER TABLE hypotheses DROP COLUMN added_by;
