DELETE FROM triage_decisions WHERE step::text IN ('shortlist', 'park', 'reopen');
ALTER TYPE triage_step RENAME TO triage_step_wide;
CREATE TYPE triage_step AS ENUM ('accept', 'duplicate', 'decline', 'snooze', 'ask');
ALTER TABLE triage_decisions ALTER COLUMN step TYPE triage_step USING step::text::triage_step;
DROP TYPE triage_step_wide;
