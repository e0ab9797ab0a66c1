-- Discussion (owner: discussion): comments with one level of replies, and notes for staff only.
CREATE TABLE comments (
    id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT comments_number UNIQUE,
    idea_id uuid NOT NULL REFERENCES ideas ON DELETE CASCADE,
    parent_id uuid REFERENCES comments ON DELETE CASCADE,
    author_id uuid NOT NULL REFERENCES people,
    text text NOT NULL CONSTRAINT comments_length CHECK (length(text) BETWEEN 1 AND 10000),
    staff_only boolean NOT NULL DEFAULT false,
    answer_marked_by uuid REFERENCES people,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    edited_at timestamptz,
    deleted_at timestamptz,
    deleted_by uuid REFERENCES people
);
CREATE INDEX comments_by_idea ON comments (idea_id, created_at, id) WHERE parent_id IS NULL;
CREATE INDEX comments_by_parent ON comments (parent_id, created_at, id) WHERE parent_id IS NOT NULL;
CREATE INDEX comments_by_author ON comments (author_id, created_at DESC);

CREATE TABLE comment_versions (
    comment_id uuid NOT NULL REFERENCES comments ON DELETE CASCADE,
    version int NOT NULL,
    text text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (comment_id, version)
);
CREATE TABLE mentions (
    comment_id uuid NOT NULL REFERENCES comments ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    PRIMARY KEY (comment_id, person_id)
);
