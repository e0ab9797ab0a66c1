-- What happened of one kind, in reading order: a reader who asks for a rare verb does not walk the whole spine.
CREATE INDEX events_of_a_verb ON events (verb, xid, seq);
