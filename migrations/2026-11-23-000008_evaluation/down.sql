DROP TABLE triage_decisions;
DROP TYPE triage_step;
