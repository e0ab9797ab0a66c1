-- Votes are most of what a busy day writes, so each carries only what is asked for.
-- A vote is written while its idea is held by the same transaction, for a person who has just been recognised; ideas and
-- people stay (an erased person keeps the row), so looking both up once more costs a quarter of the write and finds nothing.
ALTER TABLE votes DROP CONSTRAINT votes_idea_id_fkey, DROP CONSTRAINT votes_voter_id_fkey;

-- Whoever follows one verb follows any but these; votes are read in the order of the spine, of which they are the most.
DROP INDEX events_of_a_verb;
CREATE INDEX events_of_a_verb ON events (verb, xid, seq) WHERE verb NOT IN ('vote.cast', 'vote.withdrawn');

-- What happened to an item is told without its votes, of which it may have tens of thousands.
CREATE INDEX events_told ON events (stream_id, seq DESC) WHERE verb NOT IN ('vote.cast', 'vote.withdrawn');
