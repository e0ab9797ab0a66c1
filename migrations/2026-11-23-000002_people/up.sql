-- People (owner: people): accounts, roles, spaces, sessions, tokens, expertise.
CREATE TYPE space_kind AS ENUM ('internal', 'partner', 'customer');
CREATE TYPE role AS ENUM ('customer', 'partner', 'contributor', 'rnd', 'moderator', 'gatekeeper', 'executive', 'compliance', 'admin');
CREATE TYPE tag_source AS ENUM ('hr', 'self', 'endorsed');
CREATE TYPE theme AS ENUM ('auto', 'light', 'dark');
CREATE TYPE density AS ENUM ('comfortable', 'compact');

CREATE TABLE spaces (
    id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT spaces_number UNIQUE,
    slug text NOT NULL CONSTRAINT spaces_slug UNIQUE,
    name text NOT NULL CONSTRAINT spaces_name_length CHECK (length(name) BETWEEN 1 AND 120),
    kind space_kind NOT NULL,
    about text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL
);

-- All personal data of an account stands in this row; the rest of the database knows the id alone.
CREATE TABLE people (
    id uuid PRIMARY KEY,
    handle text NOT NULL CONSTRAINT people_handle UNIQUE,
    name text NOT NULL CONSTRAINT people_name_length CHECK (length(name) BETWEEN 1 AND 120),
    email citext CONSTRAINT people_email UNIQUE,
    title text NOT NULL DEFAULT '',
    site text NOT NULL DEFAULT '',
    unit text NOT NULL DEFAULT '',
    company text NOT NULL DEFAULT '',
    bio text NOT NULL DEFAULT '',
    languages text[] NOT NULL DEFAULT '{}',
    password_hash text,
    security_stamp uuid NOT NULL,
    lang text,
    time_zone text,
    theme theme NOT NULL DEFAULT 'auto',
    density density NOT NULL DEFAULT 'comfortable',
    keys_on boolean NOT NULL DEFAULT true,
    hints_seen text[] NOT NULL DEFAULT '{}',
    listed boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    deactivated_at timestamptz,
    erased_at timestamptz
);
CREATE INDEX people_by_name ON people (name, id) WHERE erased_at IS NULL;
CREATE INDEX people_search ON people USING gin (fold(name || ' ' || title || ' ' || unit || ' ' || site) gin_trgm_ops);

CREATE TABLE space_members (
    space_id uuid NOT NULL REFERENCES spaces ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    joined_at timestamptz NOT NULL,
    PRIMARY KEY (space_id, person_id)
);
CREATE INDEX space_members_by_person ON space_members (person_id);

CREATE TABLE expertise_tags (
    id uuid PRIMARY KEY,
    slug text NOT NULL CONSTRAINT expertise_tags_slug UNIQUE,
    name text NOT NULL
);
CREATE TABLE person_tags (
    person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    tag_id uuid NOT NULL REFERENCES expertise_tags ON DELETE CASCADE,
    source tag_source NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, tag_id, source)
);
CREATE INDEX person_tags_by_tag ON person_tags (tag_id);

-- The browser holds the secret, the database its SHA-256.
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL CONSTRAINT sessions_token UNIQUE,
    person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    security_stamp uuid NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    browser text NOT NULL DEFAULT '',
    network text NOT NULL DEFAULT ''
);
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- One-time codes, bound to the browser that asked.
CREATE TABLE sign_in_codes (
    id uuid PRIMARY KEY,
    email citext NOT NULL,
    code_hash bytea NOT NULL,
    browser_hash bytea NOT NULL,
    attempts smallint NOT NULL DEFAULT 0 CONSTRAINT sign_in_codes_attempts CHECK (attempts BETWEEN 0 AND 5),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX sign_in_codes_by_email ON sign_in_codes (email, created_at DESC);

CREATE TABLE api_tokens (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    name text NOT NULL CONSTRAINT api_tokens_name_length CHECK (length(name) BETWEEN 1 AND 80),
    token_hash bytea NOT NULL CONSTRAINT api_tokens_token UNIQUE,
    hint text NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX api_tokens_by_person ON api_tokens (person_id, created_at DESC);

-- What somebody wrote before signing in, or has not sent yet (owner: platform). `owner` is a person's id or the hash of a browser's key.
CREATE TABLE drafts (
    owner text NOT NULL,
    form text NOT NULL,
    fields jsonb NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (owner, form)
);
CREATE INDEX drafts_age ON drafts (saved_at);

-- Files people sent (owner: platform files). Bytes live in the object store under `id`.
CREATE TABLE blobs (
    id uuid PRIMARY KEY,
    sha256 bytea NOT NULL,
    media_type text NOT NULL,
    size_bytes bigint NOT NULL,
    width int NOT NULL,
    height int NOT NULL,
    alt text NOT NULL DEFAULT '',
    owner_kind item_kind NOT NULL,
    owner_id uuid NOT NULL,
    position smallint NOT NULL DEFAULT 0,
    uploaded_by uuid REFERENCES people,
    uploaded_at timestamptz NOT NULL
);
CREATE INDEX blobs_by_owner ON blobs (owner_id, position);

-- Named people of an audience 'people', for any kind of item.
CREATE TABLE audience_members (
    item_id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    PRIMARY KEY (item_id, person_id)
);
CREATE INDEX audience_members_by_person ON audience_members (person_id);
