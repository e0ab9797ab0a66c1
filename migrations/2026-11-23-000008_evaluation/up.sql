-- Evaluation (owner: evaluation): what was decided in the triage inbox, each step with what is needed to undo it.
CREATE TYPE triage_step AS ENUM ('accept', 'duplicate', 'decline', 'snooze', 'ask');

CREATE TABLE triage_decisions (
    id uuid PRIMARY KEY,
    idea_id uuid NOT NULL REFERENCES ideas ON DELETE CASCADE,
    step triage_step NOT NULL,
    reason text NOT NULL DEFAULT '' CONSTRAINT triage_decisions_reason_length CHECK (length(reason) <= 4000),
    duplicate_of uuid REFERENCES ideas,
    snooze_until timestamptz,
    -- The idea as it was before, and as the step left it: state, clocks, snooze. Taking back needs both.
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    decided_by uuid NOT NULL REFERENCES people,
    decided_at timestamptz NOT NULL,
    undone_at timestamptz
);
CREATE INDEX triage_decisions_by_person ON triage_decisions (decided_by, decided_at DESC, id DESC) WHERE undone_at IS NULL;
CREATE INDEX triage_decisions_by_idea ON triage_decisions (idea_id, decided_at DESC);
CREATE INDEX triage_decisions_newest ON triage_decisions (decided_at DESC);
