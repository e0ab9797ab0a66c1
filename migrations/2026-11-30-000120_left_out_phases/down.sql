DELETE FROM campaign_phases WHERE ends_at = starts_at;
ALTER TABLE campaign_phases DROP CONSTRAINT campaign_phases_order, ADD CONSTRAINT campaign_phases_order CHECK (ends_at > starts_at);
