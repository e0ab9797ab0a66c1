//! How the installation is: numbers for the administrators' page and for `doctor`.
use super::{db::sql, error::AppResult};
use crate::kernel::Moment;
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};

/// What one look at the database tells.
#[derive(Debug, Clone, QueryableByName)]
pub struct Health {
    /// Version of the server.
    #[diesel(sql_type = Text)]
    pub postgres: String,
    /// Size of the database, in bytes.
    #[diesel(sql_type = BigInt)]
    pub bytes: i64,
    /// Migrations applied.
    #[diesel(sql_type = BigInt)]
    pub migrations: i64,
    /// The newest of them.
    #[diesel(sql_type = Text)]
    pub newest_migration: String,
    /// Jobs that wait.
    #[diesel(sql_type = BigInt)]
    pub jobs_waiting: i64,
    /// Since when the oldest of them has been due.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub oldest_job: Option<Moment>,
    /// Jobs that were given up.
    #[diesel(sql_type = BigInt)]
    pub jobs_failed: i64,
    /// Events on the spine.
    #[diesel(sql_type = BigInt)]
    pub events: i64,
    /// Events under a seal.
    #[diesel(sql_type = BigInt)]
    pub sealed: i64,
    /// When the last seal was made.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub sealed_at: Option<Moment>,
}

/// Looks once.
///
/// # Errors
/// When the query fails.
pub fn look(conn: &mut PgConnection) -> AppResult<Health> {
    Ok(sql("SELECT current_setting('server_version') AS postgres, pg_database_size(current_database()) AS bytes,
            (SELECT count(*) FROM __diesel_schema_migrations) AS migrations,
            (SELECT coalesce(max(version), '') FROM __diesel_schema_migrations)::text AS newest_migration,
            (SELECT count(*) FROM jobs WHERE done_at IS NULL AND failed_at IS NULL) AS jobs_waiting,
            (SELECT min(run_at) FROM jobs WHERE done_at IS NULL AND failed_at IS NULL) AS oldest_job,
            (SELECT count(*) FROM (SELECT 1 FROM jobs WHERE failed_at IS NOT NULL LIMIT 10000) AS given_up) AS jobs_failed,
            (SELECT coalesce(max(seq), 0) FROM events) AS events,
            (SELECT coalesce(sum(events), 0)::bigint FROM event_seals) AS sealed,
            (SELECT max(sealed_at) FROM event_seals) AS sealed_at")
    .get_result(conn)?)
}

/// A reader of the spine and how far behind it is.
#[derive(Debug, Clone, QueryableByName)]
pub struct ReaderLag {
    /// Its name.
    #[diesel(sql_type = Text)]
    pub reader: String,
    /// Events it has not read yet.
    #[diesel(sql_type = BigInt)]
    pub behind: i64,
    /// When it last moved.
    #[diesel(sql_type = Timestamptz)]
    pub moved_at: Moment,
}

/// The readers of the spine.
///
/// # Errors
/// When the query fails.
pub fn readers(conn: &mut PgConnection) -> AppResult<Vec<ReaderLag>> {
    Ok(sql("SELECT c.reader, c.moved_at,
            (SELECT count(*) FROM (SELECT 1 FROM events e WHERE (e.xid, e.seq) > (c.xid, c.seq) LIMIT 100000) AS unread) AS behind
         FROM reader_cursors c ORDER BY c.reader LIMIT 50")
    .load(conn)?)
}
