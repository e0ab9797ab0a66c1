-- What boards rank by, and the words that a mistyped one is looked up in (owner: ideas).

-- While a campaign hides its counts, no order may tell them: such an idea ranks as if it had no votes.
ALTER TABLE ideas ADD COLUMN counts_hidden boolean NOT NULL DEFAULT false;
ALTER TABLE ideas ADD COLUMN ranked_votes int NOT NULL GENERATED ALWAYS AS (CASE WHEN counts_hidden THEN 0 ELSE vote_count END) STORED;

CREATE FUNCTION hides_counts(shown counts_shown, at campaign_state) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT shown <> 'always' AND at < 'review' $$;

CREATE FUNCTION note_hidden_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.counts_hidden := coalesce((SELECT hides_counts(c.counts, c.state) FROM campaigns c WHERE c.id = NEW.campaign_id), false);
    RETURN NEW;
END $$;
CREATE TRIGGER ideas_hidden_counts BEFORE INSERT OR UPDATE OF campaign_id ON ideas FOR EACH ROW EXECUTE FUNCTION note_hidden_counts();

-- When a campaign begins or ends to hide its counts, its ideas follow in the same transaction; their scores are the next to be refreshed.
CREATE FUNCTION pass_hidden_counts_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ideas SET counts_hidden = NOT counts_hidden, rising_at = '-infinity',
        rising = CASE WHEN counts_hidden THEN rising ELSE least(rising, 0) END
    WHERE campaign_id = NEW.id AND counts_hidden <> hides_counts(NEW.counts, NEW.state);
    RETURN NULL;
END $$;
CREATE TRIGGER campaigns_hidden_counts AFTER UPDATE OF counts, state ON campaigns FOR EACH ROW
    WHEN (hides_counts(OLD.counts, OLD.state) <> hides_counts(NEW.counts, NEW.state)) EXECUTE FUNCTION pass_hidden_counts_on();

UPDATE ideas SET counts_hidden = true, rising = least(rising, 0), rising_at = '-infinity'
    FROM campaigns c WHERE c.id = campaign_id AND hides_counts(c.counts, c.state);

DROP INDEX ideas_wanted, ideas_campaign_wanted, ideas_state_wanted, ideas_inbox;
CREATE INDEX ideas_wanted ON ideas (ranked_votes DESC, id DESC) WHERE state IN ('open', 'in_review', 'shortlisted', 'in_prototype', 'parked');
CREATE INDEX ideas_campaign_wanted ON ideas (campaign_id, ranked_votes DESC, id DESC);
CREATE INDEX ideas_state_wanted ON ideas (state, ranked_votes DESC, id DESC);

-- The order shuffled for one person walks over 1,024 lots of a campaign's ideas in an order of that person's own.
CREATE INDEX ideas_campaign_lots ON ideas (campaign_id, (hashint8(number) & 1023));

-- The triage inbox: oldest promise first, whole, of one campaign, from one source; what sleeps and what is paused.
CREATE INDEX ideas_inbox ON ideas (answer_due_at, id) WHERE triaged_at IS NULL AND state IN ('open', 'submitted', 'clarification');
CREATE INDEX ideas_inbox_campaign ON ideas (campaign_id, answer_due_at, id) WHERE triaged_at IS NULL AND state IN ('open', 'submitted', 'clarification');
CREATE INDEX ideas_inbox_source ON ideas (source, answer_due_at, id) WHERE triaged_at IS NULL AND state IN ('open', 'submitted', 'clarification');
CREATE INDEX ideas_inbox_snoozed ON ideas (answer_due_at, id)
    WHERE triaged_at IS NULL AND state IN ('open', 'submitted', 'clarification') AND snoozed_until IS NOT NULL;
CREATE INDEX ideas_inbox_paused ON ideas (answer_due_at, id)
    WHERE triaged_at IS NULL AND state IN ('open', 'submitted', 'clarification') AND clock_paused_at IS NOT NULL;

-- Words of titles. A mistyped word is looked up among words, which are few, instead of among titles, which are many. Nothing of it is shown.
CREATE TABLE idea_words (
    word text PRIMARY KEY
);
CREATE INDEX idea_words_trigrams ON idea_words USING gin (word gin_trgm_ops);
CREATE FUNCTION keep_idea_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO idea_words (word)
        SELECT DISTINCT w.word FROM written, LATERAL unnest(tsvector_to_array(to_tsvector('simple', fold(written.title)))) AS w (word)
        WHERE length(w.word) BETWEEN 3 AND 40 AND NOT EXISTS (SELECT FROM idea_words known WHERE known.word = w.word) ORDER BY 1
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER ideas_words_of_new AFTER INSERT ON ideas REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION keep_idea_words();
CREATE FUNCTION keep_words_of_new_title() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO idea_words (word)
        SELECT w.word FROM unnest(tsvector_to_array(to_tsvector('simple', fold(NEW.title)))) AS w (word)
        WHERE length(w.word) BETWEEN 3 AND 40 AND NOT EXISTS (SELECT FROM idea_words known WHERE known.word = w.word) ORDER BY 1
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER ideas_words_of_changed AFTER UPDATE OF title ON ideas FOR EACH ROW WHEN (OLD.title <> NEW.title) EXECUTE FUNCTION keep_words_of_new_title();
INSERT INTO idea_words (word)
    SELECT DISTINCT w.word FROM ideas, LATERAL unnest(tsvector_to_array(to_tsvector('simple', fold(title)))) AS w (word) WHERE length(w.word) BETWEEN 3 AND 40;
DROP INDEX ideas_title_trigrams;

-- Ideas that did not come from customers are few among many: boards of one source.
CREATE INDEX ideas_source_rising ON ideas (source, rising DESC, id DESC) WHERE source <> 'customer';
CREATE INDEX ideas_source_wanted ON ideas (source, ranked_votes DESC, id DESC) WHERE source <> 'customer';
CREATE INDEX ideas_source_newest ON ideas (source, created_at DESC, id DESC) WHERE source <> 'customer';
