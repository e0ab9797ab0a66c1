-- Ground: extensions, the words every table shares, and the spine that every change of state is written to.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS citext;

-- Lower case without accents. The dictionary is named, so the result can never change under an index.
CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$;

-- English stems over unaccented words: "schäume" and "schaume", "tapes" and "tape" meet.
CREATE TEXT SEARCH CONFIGURATION proofbench (COPY = english);
ALTER TEXT SEARCH CONFIGURATION proofbench
    ALTER MAPPING FOR hword, hword_part, word, asciiword, asciihword, hword_asciipart WITH unaccent, english_stem;

CREATE TYPE audience AS ENUM ('public', 'signed_in', 'internal', 'space', 'people');
CREATE TYPE item_kind AS ENUM ('campaign', 'idea', 'comment', 'brainstorm', 'note', 'cluster', 'prototype', 'gate', 'person', 'space', 'signal', 'document', 'ask', 'instance');
CREATE TYPE actor_kind AS ENUM ('person', 'guest', 'system');

-- The spine (owner: platform). One row per change of state; never updated, never deleted.
-- `payload` is json, not jsonb: the audit seal hashes the stored bytes.
CREATE TABLE events (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL,
    -- The writing transaction. Readers take only rows below the snapshot's xmin: sequence numbers alone skip late commits.
    xid bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_kind actor_kind NOT NULL,
    -- A pseudonym: no foreign key, so that erasing a person never touches the spine.
    actor_id uuid,
    permission text NOT NULL,
    verb text NOT NULL,
    -- The item whose activity list and live topic this belongs to.
    stream_kind item_kind NOT NULL,
    stream_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    audience audience NOT NULL,
    space_id uuid,
    request_id uuid,
    payload json NOT NULL
);
CREATE INDEX events_reading_order ON events (xid, seq);
CREATE INDEX events_by_stream ON events (stream_id, seq DESC);
CREATE INDEX events_by_actor ON events (actor_id, seq DESC);

-- Hash chain over batches of events (owner: platform).
CREATE TABLE event_seals (
    number bigint PRIMARY KEY,
    through_xid bigint NOT NULL,
    through_seq bigint NOT NULL,
    events bigint NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- How far each reader of the spine has come (owner: platform).
CREATE TABLE reader_cursors (
    reader text PRIMARY KEY,
    xid bigint NOT NULL DEFAULT 0,
    seq bigint NOT NULL DEFAULT 0,
    moved_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Work outside the database: mail, later webhooks (owner: platform). `key` makes a retry the same job.
CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    key text NOT NULL CONSTRAINT jobs_key UNIQUE,
    payload jsonb NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    locked_until timestamptz,
    done_at timestamptz,
    failed_at timestamptz,
    last_error text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX jobs_waiting ON jobs (run_at) WHERE done_at IS NULL AND failed_at IS NULL;
CREATE INDEX jobs_newest ON jobs (kind, created_at DESC, id DESC);

-- Answers already given to unsafe requests (owner: platform).
CREATE TABLE idempotency_keys (
    actor text NOT NULL,
    route text NOT NULL,
    key text NOT NULL CONSTRAINT idempotency_key_length CHECK (length(key) BETWEEN 1 AND 128),
    body_hash bytea NOT NULL,
    status smallint,
    headers jsonb,
    response bytea,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (actor, route, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- Tries per window, shared by every process (owner: platform). Losing it in a crash only forgives tries.
CREATE UNLOGGED TABLE rate_counters (
    bucket text NOT NULL,
    window_start timestamptz NOT NULL,
    used int NOT NULL,
    PRIMARY KEY (bucket, window_start)
);

-- Settings of the whole instance that are changed at run time (owner: platform).
CREATE TABLE instance_settings (
    key text PRIMARY KEY,
    value jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The one visibility rule, in a form the planner can inline. `spaces` null means every space.
CREATE FUNCTION may_see(shown_to audience, in_space uuid, item uuid, signed_in boolean, staff boolean, spaces uuid[], named uuid[])
    RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT shown_to = 'public' OR (signed_in AND (
        shown_to = 'signed_in'
        OR (staff AND shown_to = 'internal')
        OR (shown_to = 'space' AND (spaces IS NULL OR in_space = ANY (spaces)))
        OR (shown_to = 'people' AND item = ANY (named))))
$$;
