CREATE OR REPLACE FUNCTION idea_word_shares() RETURNS TABLE (word text, share real, often real) LANGUAGE plpgsql STABLE ROWS 500 AS $$
BEGIN
    RETURN QUERY SELECT s.word, s.share, (s.share * c.reltuples)::real FROM pg_stats p, pg_class c,
            LATERAL unnest(p.most_common_elems::text::text[], p.most_common_elem_freqs) AS s (word, share)
        WHERE p.schemaname = current_schema() AND p.tablename = 'ideas' AND p.attname = 'search' AND c.oid = 'ideas'::regclass AND s.word IS NOT NULL;
END $$;
ALTER INDEX idea_words_trigrams RESET (fastupdate);
DROP TRIGGER ideas_texts_of_changed ON ideas;
DROP TRIGGER ideas_texts_of_new ON ideas;
DROP FUNCTION keep_text_of_changed_idea, keep_texts_of_new_ideas;
ALTER TABLE ideas ADD COLUMN search tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('public.proofbench', title), 'A') || setweight(to_tsvector('public.proofbench', body), 'B')) STORED;
CREATE INDEX ideas_search ON ideas USING gin (search);
DROP TABLE idea_texts;
DROP FUNCTION idea_text;
