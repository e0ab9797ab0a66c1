-- Places on the spine are numbers of transactions, and those belong to one server: a backup that is restored on
-- another one, or moved there, brings places that the new server reaches only in years. So places run ahead of the
-- server's own numbers by this much. It is changed at the start of the program alone, and read by everything that
-- writes or compares a place; being a constant that is laid into the plan it costs a statement nothing. Not IMMUTABLE:
-- Postgres would not plan anew what was prepared before a change.
CREATE FUNCTION spine_ahead() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE RETURN 0::bigint;

-- The place of what this transaction writes.
CREATE FUNCTION spine_xid() RETURNS bigint LANGUAGE sql STABLE
    RETURN pg_current_xact_id()::text::bigint + spine_ahead();

-- Below it every place is settled: no transaction that is still running can write there.
CREATE FUNCTION spine_horizon() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN pg_snapshot_xmin(pg_current_snapshot())::text::bigint + spine_ahead();

ALTER TABLE events ALTER COLUMN xid SET DEFAULT spine_xid();
