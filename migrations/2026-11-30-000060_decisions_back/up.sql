-- Decisions taken on an idea's page are kept beside those of the inbox, so that they can be taken back alike (owner: evaluation).
ALTER TYPE triage_step ADD VALUE IF NOT EXISTS 'shortlist';
ALTER TYPE triage_step ADD VALUE IF NOT EXISTS 'park';
ALTER TYPE triage_step ADD VALUE IF NOT EXISTS 'reopen';
