//! Connections: how they are opened, set up, counted, and thrown away when Postgres dropped them.
use diesel::{
    connection::{Connection as _, InstrumentationEvent, SimpleConnection},
    prelude::*,
    r2d2::{ConnectionManager, HandleError, ManageConnection, Pool, R2D2Connection},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// A connection that knows when it is of no more use.
pub(super) struct Connection {
    pub(super) inner: PgConnection,
    pub(super) broken: bool,
}

/// Opens connections with our limits set.
pub(super) struct Manager {
    inner: ConnectionManager<PgConnection>,
    statements: Arc<AtomicU64>,
    statement_timeout: Duration,
}

impl ManageConnection for Manager {
    type Connection = Connection;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Connection, Self::Error> {
        let mut inner = self.inner.connect()?;
        // A short word with one letter wrong still counts as alike; the default of 0.3 wants more. No statement of ours runs
        // for as long as it takes to compile one. What diesel knows no name for is told apart by the server's words.
        // What is read often stays in memory, where a page is as near as the next one. By the default, of disks that turn,
        // the planner reads a small table whole for every row that it looks up there.
        let limits = format!(
            "SET TIME ZONE 'UTC'; SET statement_timeout = {}; SET lock_timeout = 4000; \
             SET idle_in_transaction_session_timeout = 10000; SET plan_cache_mode = auto; \
             SET pg_trgm.similarity_threshold = 0.25; SET jit = off; SET random_page_cost = 1.1; \
             SELECT set_config('lc_messages', 'C', false) WHERE has_parameter_privilege('lc_messages', 'SET')",
            self.statement_timeout.as_millis()
        );
        inner.batch_execute(&limits).map_err(diesel::r2d2::Error::QueryError)?;
        let statements = self.statements.clone();
        inner.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            match event {
                InstrumentationEvent::StartQuery { .. } => statements.fetch_add(1, Ordering::Relaxed),
                // Each is sent as a query of its own that carries nothing.
                InstrumentationEvent::BeginTransaction { .. }
                | InstrumentationEvent::CommitTransaction { .. }
                | InstrumentationEvent::RollbackTransaction { .. } => statements.fetch_sub(1, Ordering::Relaxed),
                _ => 0,
            };
        });
        Ok(Connection { inner, broken: false })
    }

    fn is_valid(&self, connection: &mut Connection) -> Result<(), Self::Error> {
        connection.inner.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, connection: &mut Connection) -> bool {
        connection.broken || connection.inner.is_broken()
    }
}

/// Writes what the pool complains of in one line; errors of Postgres come in several.
#[derive(Debug)]
struct OneLine;

impl HandleError<diesel::r2d2::Error> for OneLine {
    fn handle_error(&self, error: diesel::r2d2::Error) {
        let error = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        tracing::error!(error, "a connection to the database failed");
    }
}

/// A pool of `size` connections; none is tested at check-out, a dead one is found in use and replaced.
pub(super) fn open(url: &str, size: u32, statement_timeout: Duration, statements: Arc<AtomicU64>) -> anyhow::Result<Pool<Manager>> {
    let manager = Manager { inner: ConnectionManager::new(url), statements, statement_timeout };
    Ok(Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .test_on_check_out(false)
        .connection_timeout(Duration::from_secs(2))
        .error_handler(Box::new(OneLine))
        .build_unchecked(manager))
}
