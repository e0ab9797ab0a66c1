-- What reviewers of a campaign look for, in words that everybody who is asked can read (owner: campaigns).
ALTER TABLE campaigns ADD COLUMN criteria text NOT NULL DEFAULT '' CONSTRAINT campaigns_criteria_length CHECK (length(criteria) <= 4000);
