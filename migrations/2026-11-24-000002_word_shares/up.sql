-- Words that many ideas say, as Postgres last counted: how large a part of all ideas, and about how many. In a function, so that its plan is kept (owner: ideas).
CREATE FUNCTION idea_word_shares() RETURNS TABLE (word text, share real, often real) LANGUAGE plpgsql STABLE ROWS 500 AS $$
BEGIN
    RETURN QUERY SELECT s.word, s.share, (s.share * c.reltuples)::real FROM pg_stats p, pg_class c,
            LATERAL unnest(p.most_common_elems::text::text[], p.most_common_elem_freqs) AS s (word, share)
        WHERE p.schemaname = current_schema() AND p.tablename = 'ideas' AND p.attname = 'search' AND c.oid = 'ideas'::regclass AND s.word IS NOT NULL;
END $$;
