-- What ideas are found by, in a table of its own (owner: ideas): ideas change often, when ranks follow votes or fall with
-- age, and their text seldom. Nothing waits in a list to be put into the index, so that searches need not read that list.
CREATE FUNCTION idea_text(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT setweight(to_tsvector('public.proofbench', title), 'A') || setweight(to_tsvector('public.proofbench', body), 'B') $$;
CREATE TABLE idea_texts (
    idea_id uuid PRIMARY KEY REFERENCES ideas ON DELETE CASCADE,
    search tsvector NOT NULL
);
INSERT INTO idea_texts (idea_id, search) SELECT id, search FROM ideas;
CREATE INDEX idea_texts_search ON idea_texts USING gin (search) WITH (fastupdate = off);
ALTER TABLE ideas DROP COLUMN search;

CREATE FUNCTION keep_texts_of_new_ideas() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO idea_texts (idea_id, search) SELECT id, idea_text(title, body) FROM written;
    RETURN NULL;
END $$;
CREATE TRIGGER ideas_texts_of_new AFTER INSERT ON ideas REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION keep_texts_of_new_ideas();
CREATE FUNCTION keep_text_of_changed_idea() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE idea_texts SET search = idea_text(NEW.title, NEW.body) WHERE idea_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER ideas_texts_of_changed AFTER UPDATE OF title, body ON ideas FOR EACH ROW
    WHEN (OLD.title <> NEW.title OR OLD.body <> NEW.body) EXECUTE FUNCTION keep_text_of_changed_idea();

ALTER INDEX idea_words_trigrams SET (fastupdate = off);
SELECT gin_clean_pending_list('idea_words_trigrams');

CREATE OR REPLACE FUNCTION idea_word_shares() RETURNS TABLE (word text, share real, often real) LANGUAGE plpgsql STABLE ROWS 500 AS $$
BEGIN
    RETURN QUERY SELECT s.word, s.share, (s.share * c.reltuples)::real FROM pg_stats p, pg_class c,
            LATERAL unnest(p.most_common_elems::text::text[], p.most_common_elem_freqs) AS s (word, share)
        WHERE p.schemaname = current_schema() AND p.tablename = 'idea_texts' AND p.attname = 'search' AND c.oid = 'idea_texts'::regclass
            AND s.word IS NOT NULL;
END $$;
