-- A sign-in code lives for minutes: it does not wait behind the thousand reminders of a campaign.
ALTER TABLE jobs ADD COLUMN urgent boolean NOT NULL DEFAULT false;
CREATE INDEX jobs_next ON jobs (urgent DESC, run_at) WHERE done_at IS NULL AND failed_at IS NULL;
