-- Voting (owner: voting). The ledger is append-only; `votes` is its present state, `vote_budgets` its guard.
CREATE TYPE ledger_entry AS ENUM ('cast', 'withdraw', 'adjust');
CREATE TYPE stance AS ENUM ('agree', 'disagree', 'pass');

CREATE TABLE votes (
    idea_id uuid NOT NULL REFERENCES ideas ON DELETE CASCADE,
    voter_id uuid NOT NULL REFERENCES people,
    cast_at timestamptz NOT NULL,
    PRIMARY KEY (idea_id, voter_id)
);
CREATE INDEX votes_by_voter ON votes (voter_id, cast_at DESC);

CREATE TABLE vote_ledger (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    idea_id uuid NOT NULL REFERENCES ideas ON DELETE CASCADE,
    voter_id uuid NOT NULL REFERENCES people,
    entry ledger_entry NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX vote_ledger_by_idea ON vote_ledger (idea_id, seq DESC);

-- Everyone who voted in a campaign has a row; cap is null where there is no budget.
CREATE TABLE vote_budgets (
    campaign_id uuid NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    voter_id uuid NOT NULL REFERENCES people,
    spent int NOT NULL DEFAULT 0,
    cap int,
    PRIMARY KEY (campaign_id, voter_id),
    CONSTRAINT vote_budgets_within CHECK (spent >= 0 AND (cap IS NULL OR spent <= cap))
);

-- Where people stand on a statement; a vote says "I want this", a stance also keeps no and pass.
CREATE TABLE stances (
    idea_id uuid NOT NULL REFERENCES ideas ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES people,
    stance stance NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (idea_id, person_id)
);

-- An idea and everything merged into it at present, however deep.
CREATE FUNCTION with_duplicates(kept uuid) RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE ROWS 2 AS $$
    WITH RECURSIVE family (id) AS (
        SELECT kept
        UNION SELECT m.duplicate_id FROM family f JOIN public.idea_merges m ON m.kept_id = f.id AND m.undone_at IS NULL)
    SELECT id FROM family
$$;

-- Whether a person's vote counts for an idea: cast on it, or on a duplicate merged into it.
CREATE FUNCTION voted_for(idea uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM public.votes v WHERE v.idea_id = idea AND v.voter_id = person) THEN true
        WHEN NOT EXISTS (SELECT 1 FROM public.idea_merges m WHERE m.kept_id = idea AND m.undone_at IS NULL) THEN false
        ELSE EXISTS (SELECT 1 FROM public.votes v WHERE v.voter_id = person AND v.idea_id IN (SELECT public.with_duplicates(idea)))
    END
$$;
