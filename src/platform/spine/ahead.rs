//! Places on the spine stay in order when a backup goes on living on another server.
use crate::platform::{db::sql, error::AppResult};
use diesel::{connection::SimpleConnection, prelude::*, sql_types::BigInt};

#[derive(QueryableByName)]
struct Ahead {
    #[diesel(sql_type = BigInt)]
    ahead: i64,
}

fn ahead(conn: &mut PgConnection) -> AppResult<i64> {
    let row: Ahead = sql("SELECT spine_ahead() AS ahead").get_result(conn)?;
    Ok(row.ahead)
}

/// Lets what is written from now on come after all that is there. Only after a restore is there a place that this
/// server could not have given yet: what has committed stands below the end of the snapshot that sees it. The caller
/// holds the lock of the migrations.
///
/// # Errors
/// When a statement fails.
pub fn stay_ahead(conn: &mut PgConnection) -> AppResult<()> {
    let before = ahead(conn)?;
    conn.batch_execute(
        "DO $$
        DECLARE
            farthest bigint;
        BEGIN
            SELECT greatest(
                (SELECT max(xid) FROM events), (SELECT max(xid) FROM reader_cursors), (SELECT max(through_xid) FROM event_seals))
            INTO farthest;
            IF farthest >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + spine_ahead() THEN
                EXECUTE format('CREATE OR REPLACE FUNCTION spine_ahead() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE RETURN %s::bigint',
                    farthest + 1 - pg_snapshot_xmin(pg_current_snapshot())::text::bigint);
            END IF;
        END $$",
    )?;
    let after = ahead(conn)?;
    if after != before {
        tracing::info!(after, "the data comes from another database server: new events are numbered on from there");
    }
    Ok(())
}
