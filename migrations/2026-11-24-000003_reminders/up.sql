-- Who is to be told when a coming campaign opens (owner: campaigns).
CREATE TABLE campaign_reminders (
    campaign_id uuid NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    asked_at timestamptz NOT NULL,
    PRIMARY KEY (campaign_id, person_id)
);
CREATE INDEX campaign_reminders_by_person ON campaign_reminders (person_id);

-- Counts that are seen too early shift what people think, so a campaign hides them until somebody has voted.
ALTER TABLE campaigns ALTER COLUMN counts SET DEFAULT 'after_vote';

-- Why somebody was told is a word of the program, which has more of them over time.
ALTER TABLE notifications DROP CONSTRAINT notifications_because;
ALTER TABLE notifications ADD CONSTRAINT notifications_because CHECK (because ~ '^[a-z_]{1,40}$');
