-- Lineage (owner: lineage): which item came from which. An edge ends when the step behind it is undone.
CREATE TYPE relation AS ENUM ('written_in', 'promoted_to', 'merged_into', 'graduated_to', 'decided_by', 'asked_in', 'imported_into');
CREATE TABLE lineage_edges (
    id uuid PRIMARY KEY,
    from_kind item_kind NOT NULL,
    from_id uuid NOT NULL,
    relation relation NOT NULL,
    to_kind item_kind NOT NULL,
    to_id uuid NOT NULL,
    made_by uuid REFERENCES people,
    made_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE UNIQUE INDEX lineage_edges_once ON lineage_edges (from_id, relation, to_id) WHERE ended_at IS NULL;
CREATE INDEX lineage_edges_from ON lineage_edges (from_id) WHERE ended_at IS NULL;
CREATE INDEX lineage_edges_to ON lineage_edges (to_id) WHERE ended_at IS NULL;
