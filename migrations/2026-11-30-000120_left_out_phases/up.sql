-- A phase without length was left out: the campaign was closed before it began, and then reopened at a later one.
ALTER TABLE campaign_phases DROP CONSTRAINT campaign_phases_order, ADD CONSTRAINT campaign_phases_order CHECK (ends_at >= starts_at);
