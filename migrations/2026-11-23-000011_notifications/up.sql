-- Notifications (owner: notifications): a reader of the spine tells each person what concerns them, once.
CREATE TABLE notifications (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    event_seq bigint NOT NULL,
    verb text NOT NULL,
    item_kind item_kind NOT NULL,
    item_id uuid NOT NULL,
    -- Why this person was told.
    because text NOT NULL CONSTRAINT notifications_because
        CHECK (because IN ('author', 'follower', 'mention', 'reply', 'comment', 'reviewer', 'owner', 'lead', 'facilitator')),
    -- What it is about: the comment, the gate, or the item itself.
    subject_id uuid NOT NULL,
    actor_id uuid,
    created_at timestamptz NOT NULL,
    read_at timestamptz,
    CONSTRAINT notifications_once UNIQUE (person_id, event_seq)
);
CREATE INDEX notifications_by_person ON notifications (person_id, created_at DESC, id DESC);
CREATE INDEX notifications_unread ON notifications (person_id) WHERE read_at IS NULL;
