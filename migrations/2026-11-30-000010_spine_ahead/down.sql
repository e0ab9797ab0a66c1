ALTER TABLE events ALTER COLUMN xid SET DEFAULT (pg_current_xact_id()::text::bigint);
DROP FUNCTION spine_horizon();
DROP FUNCTION spine_xid();
DROP FUNCTION spine_ahead();
