-- How the phases of a campaign stood before somebody last moved them by hand (owner: campaigns). It leads back for as long as
-- the campaign has the version that the move made.
CREATE TABLE campaign_ways_back (
    campaign_id uuid PRIMARY KEY REFERENCES campaigns ON DELETE CASCADE,
    version int NOT NULL,
    state campaign_state NOT NULL,
    phases jsonb NOT NULL,
    answer_by timestamptz,
    moved_at timestamptz NOT NULL
);
