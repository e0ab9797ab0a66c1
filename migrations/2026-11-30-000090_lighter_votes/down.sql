DROP INDEX events_told;
DROP INDEX events_of_a_verb;
CREATE INDEX events_of_a_verb ON events (verb, xid, seq);
ALTER TABLE votes
    ADD CONSTRAINT votes_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES ideas (id) ON DELETE CASCADE,
    ADD CONSTRAINT votes_voter_id_fkey FOREIGN KEY (voter_id) REFERENCES people (id);
