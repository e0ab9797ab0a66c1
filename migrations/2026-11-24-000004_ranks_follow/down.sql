CREATE OR REPLACE FUNCTION pass_hidden_counts_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ideas SET counts_hidden = NOT counts_hidden, rising_at = '-infinity',
        rising = CASE WHEN counts_hidden THEN rising ELSE least(rising, 0) END
    WHERE campaign_id = NEW.id AND counts_hidden <> hides_counts(NEW.counts, NEW.state);
    RETURN NULL;
END $$;
DROP TRIGGER ideas_counts_of_new_campaign ON ideas;
DROP FUNCTION note_counts_of_new_campaign;
DROP TRIGGER ideas_hidden_counts ON ideas;
CREATE OR REPLACE FUNCTION note_hidden_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.counts_hidden := coalesce((SELECT hides_counts(c.counts, c.state) FROM campaigns c WHERE c.id = NEW.campaign_id), false);
    RETURN NEW;
END $$;
CREATE TRIGGER ideas_hidden_counts BEFORE INSERT OR UPDATE OF campaign_id ON ideas FOR EACH ROW EXECUTE FUNCTION note_hidden_counts();
DELETE FROM vote_ledger l WHERE NOT EXISTS (SELECT FROM ideas i WHERE i.id = l.idea_id) OR NOT EXISTS (SELECT FROM people p WHERE p.id = l.voter_id);
ALTER TABLE vote_ledger ADD CONSTRAINT vote_ledger_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES ideas ON DELETE CASCADE,
    ADD CONSTRAINT vote_ledger_voter_id_fkey FOREIGN KEY (voter_id) REFERENCES people;
DROP TABLE stale_ranks;
ALTER TABLE ideas RESET (fillfactor);
DROP INDEX ideas_wanted, ideas_campaign_wanted, ideas_state_wanted, ideas_source_wanted;
ALTER TABLE ideas DROP COLUMN ranked_votes;
ALTER TABLE ideas ADD COLUMN ranked_votes int NOT NULL GENERATED ALWAYS AS (CASE WHEN counts_hidden THEN 0 ELSE vote_count END) STORED;
CREATE INDEX ideas_wanted ON ideas (ranked_votes DESC, id DESC) WHERE state IN ('open', 'in_review', 'shortlisted', 'in_prototype', 'parked');
CREATE INDEX ideas_campaign_wanted ON ideas (campaign_id, ranked_votes DESC, id DESC);
CREATE INDEX ideas_state_wanted ON ideas (state, ranked_votes DESC, id DESC);
CREATE INDEX ideas_source_wanted ON ideas (source, ranked_votes DESC, id DESC) WHERE source <> 'customer';
