-- A vote changes one count and no index: ranks, which boards are ordered by, follow within a second (owner: ideas).
ALTER TABLE ideas ALTER COLUMN ranked_votes DROP EXPRESSION;
ALTER TABLE ideas ALTER COLUMN ranked_votes SET DEFAULT 0;
-- Room on each page for the next version of its rows, so that a count is changed in place (a heap-only tuple).
ALTER TABLE ideas SET (fillfactor = 85);

-- Ideas whose counts have changed since their ranks were set.
CREATE TABLE stale_ranks (
    idea_id uuid PRIMARY KEY REFERENCES ideas ON DELETE CASCADE
);

-- The ledger is a log: its ids were checked with the vote that it tells of.
ALTER TABLE vote_ledger DROP CONSTRAINT vote_ledger_idea_id_fkey, DROP CONSTRAINT vote_ledger_voter_id_fkey;

-- On insert only: any trigger before an update makes Postgres compute the search text of the row anew at every update.
DROP TRIGGER ideas_hidden_counts ON ideas;
CREATE OR REPLACE FUNCTION note_hidden_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.counts_hidden := coalesce((SELECT hides_counts(c.counts, c.state) FROM campaigns c WHERE c.id = NEW.campaign_id), false);
    NEW.ranked_votes := CASE WHEN NEW.counts_hidden THEN 0 ELSE NEW.vote_count END;
    RETURN NEW;
END $$;
CREATE TRIGGER ideas_hidden_counts BEFORE INSERT ON ideas FOR EACH ROW EXECUTE FUNCTION note_hidden_counts();

CREATE FUNCTION note_counts_of_new_campaign() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ideas i SET counts_hidden = now.hidden, ranked_votes = CASE WHEN now.hidden THEN 0 ELSE i.vote_count END
    FROM (SELECT coalesce((SELECT hides_counts(c.counts, c.state) FROM campaigns c WHERE c.id = NEW.campaign_id), false) AS hidden) AS now
    WHERE i.id = NEW.id AND i.counts_hidden <> now.hidden;
    RETURN NULL;
END $$;
CREATE TRIGGER ideas_counts_of_new_campaign AFTER UPDATE OF campaign_id ON ideas FOR EACH ROW
    WHEN (OLD.campaign_id IS DISTINCT FROM NEW.campaign_id) EXECUTE FUNCTION note_counts_of_new_campaign();

CREATE OR REPLACE FUNCTION pass_hidden_counts_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ideas SET counts_hidden = NOT counts_hidden, ranked_votes = CASE WHEN counts_hidden THEN vote_count ELSE 0 END, rising_at = '-infinity',
        rising = CASE WHEN counts_hidden THEN rising ELSE least(rising, 0) END
    WHERE campaign_id = NEW.id AND counts_hidden <> hides_counts(NEW.counts, NEW.state);
    RETURN NULL;
END $$;
