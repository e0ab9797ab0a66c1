-- Who adds a part of a prototype can take it back for a day; where it was not known who did, it is kept from now on.
ALTER TABLE hypotheses ADD COLUMN added_by uuid;
ALTER TABLE gates ADD COLUMN planned_by uuid, ADD COLUMN planned_at timestamptz;
-- Why somebody set an outcome against its readings.
ALTER TABLE test_sessions ADD COLUMN outcome_reason text NOT NULL DEFAULT '';
