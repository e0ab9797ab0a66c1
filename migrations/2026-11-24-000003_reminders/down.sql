DELETE FROM notifications WHERE because = 'reminder';
ALTER TABLE notifications DROP CONSTRAINT notifications_because;
ALTER TABLE notifications ADD CONSTRAINT notifications_because
    CHECK (because IN ('author', 'follower', 'mention', 'reply', 'comment', 'reviewer', 'owner', 'lead', 'facilitator'));
ALTER TABLE campaigns ALTER COLUMN counts SET DEFAULT 'always';
DROP TABLE campaign_reminders;
