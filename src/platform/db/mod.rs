//! The only door to Postgres. `read` and `write` hide the pool, the blocking thread and the transaction.
#![expect(clippy::disallowed_methods, reason = "this module is what the lint points everyone to")]
mod in_line;
mod pool;
mod single;
mod sql;
mod transaction;

use super::error::{AppError, AppResult};
use crate::kernel::{Clock, Doer};
use actix_web::web;
use diesel::{
    connection::Connection as _,
    prelude::*,
    r2d2::{Pool, R2D2Connection},
    result::DatabaseErrorKind,
};
use pool::{Connection, Manager};
pub use single::connect_once;
pub use sql::{Statement, sql};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
pub use transaction::{Entry, Tx};
use uuid::Uuid;

/// How long a request waits for a connection before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(2);
/// Tries of a transaction that Postgres rolled back for another's sake.
const TRIES: usize = 5;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    pool: Pool<Manager>,
    permits: Arc<Semaphore>,
    statements: Arc<AtomicU64>,
    size: u32,
    clock: Clock,
}

impl Db {
    /// A pool of `size` connections to `url`; opens none yet, so it never fails for a server that is away.
    ///
    /// # Errors
    /// When the pool cannot be built.
    pub fn connect(url: &str, size: u32, statement_timeout: Duration, clock: Clock) -> anyhow::Result<Self> {
        let statements = Arc::new(AtomicU64::new(0));
        let pool = pool::open(url, size, statement_timeout, statements.clone())?;
        Ok(Self { pool, permits: Arc::new(Semaphore::new(size as usize)), statements, size, clock })
    }

    /// Statements sent so far, `BEGIN` and `COMMIT` left out as far as they carry nothing.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Connections that are free at this moment.
    pub fn free_connections(&self) -> usize {
        self.permits.available_permits()
    }

    /// Runs `work` in a read-only snapshot: Postgres itself refuses a write.
    ///
    /// # Errors
    /// Whatever `work` says; [`AppError::Busy`] when no connection came free in time.
    pub async fn read<T: Send + 'static>(&self, work: impl Fn(&mut PgConnection) -> AppResult<T> + Send + 'static) -> AppResult<T> {
        self.blocking(move |connection, last_try| {
            let result = connection.inner.build_transaction().read_only().repeatable_read().run(&work);
            // A read can be asked again of a fresh connection, whenever the old one was lost.
            Attempt::of(result, connection, last_try)
        })
        .await
    }

    /// Runs one statement that reads on this thread, which has to be one that may block: it is its own snapshot, without
    /// the two round trips of a transaction around it. More than one statement belongs into [`Db::read`].
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn blocking_read_one<T>(&self, work: impl Fn(&mut PgConnection) -> AppResult<T>) -> AppResult<T> {
        self.blocking_here(|connection, last_try| Attempt::of(work(&mut connection.inner), connection, last_try))
    }

    /// Runs `work` in one transaction, again when Postgres rolled it back for another's sake;
    /// it commits only if every write was also recorded as an event.
    ///
    /// # Errors
    /// Whatever `work` says; [`AppError::Busy`] when no connection came free in time.
    pub async fn write<T: Send + 'static>(
        &self,
        doer: impl Into<Doer>,
        work: impl Fn(&mut Tx<'_>) -> AppResult<T> + Send + 'static,
    ) -> AppResult<T> {
        let (doer, clock) = (doer.into(), self.clock.clone());
        self.write_as(doer, None, clock, work).await
    }

    /// As [`Db::write`], with the id of the request for the audit trail.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_as<T: Send + 'static>(
        &self,
        doer: Doer,
        request: Option<Uuid>,
        clock: Clock,
        work: impl Fn(&mut Tx<'_>) -> AppResult<T> + Send + 'static,
    ) -> AppResult<T> {
        self.blocking(move |connection, last_try| {
            attempt_write(connection, last_try, |conn, began| {
                conn.transaction(|conn| {
                    *began = true;
                    Tx::run(conn, doer.clone(), clock.now(), request, &work)
                })
            })
        })
        .await
    }

    /// Waits for a free connection without holding a thread, then works on a blocking thread.
    async fn blocking<T: Send + 'static>(&self, work: impl Fn(&mut Connection, bool) -> Attempt<T> + Send + 'static) -> AppResult<T> {
        let permit = self.permit().await?;
        let (pool, spare) = (self.pool.clone(), self.size);
        web::block(move || {
            let _permit = permit;
            work_on(&pool, spare, work)
        })
        .await
        .map_err(anyhow::Error::from)?
    }

    /// As [`Db::blocking`], on a thread of the caller's that may block, inside a runtime.
    fn blocking_here<T>(&self, work: impl Fn(&mut Connection, bool) -> Attempt<T>) -> AppResult<T> {
        let _permit = match self.permits.clone().try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => Handle::current().block_on(self.permit())?,
        };
        work_on(&self.pool, self.size, work)
    }

    async fn permit(&self) -> AppResult<OwnedSemaphorePermit> {
        let permit = timeout(PATIENCE, self.permits.clone().acquire_owned()).await.map_err(|_| AppError::Busy)?;
        Ok(permit.map_err(anyhow::Error::from)?)
    }
}

/// Works on a connection. Those that Postgres dropped are thrown away and the work is tried on the next one.
fn work_on<T>(pool: &Pool<Manager>, spare: u32, work: impl Fn(&mut Connection, bool) -> Attempt<T>) -> AppResult<T> {
    for tries_left in (0..=spare).rev() {
        let mut connection = pool.get().map_err(|error| {
            tracing::warn!(%error, "no connection to the database");
            AppError::Busy
        })?;
        if let Attempt::Done(result) = work(&mut connection, tries_left == 0) {
            return result;
        }
    }
    Err(AppError::Busy)
}

/// One transaction on one connection, again when Postgres rolled it back for another's sake. `transact` says when it began.
fn attempt_write<T>(
    connection: &mut Connection,
    last_try: bool,
    transact: impl Fn(&mut PgConnection, &mut bool) -> AppResult<T>,
) -> Attempt<T> {
    let mut began = false;
    for tries_left in (0..TRIES).rev() {
        match transact(&mut connection.inner, &mut began) {
            Err(AppError::Database(error)) if tries_left > 0 && is_rolled_back_for_another(&error) => {}
            // Nothing was sent yet, so another connection may try; after that only the person may.
            result => return Attempt::of(result, connection, last_try || began),
        }
    }
    Attempt::Done(Err(AppError::Busy))
}

/// What came of one try on one connection.
enum Attempt<T> {
    Done(AppResult<T>),
    ConnectionLost,
}

impl<T> Attempt<T> {
    fn of(result: AppResult<T>, connection: &mut Connection, final_word: bool) -> Self {
        match result {
            Err(AppError::Database(error)) if is_lost_connection(&error, connection) => {
                connection.broken = true;
                if final_word {
                    tracing::warn!(%error, "the database went away");
                    Self::Done(Err(AppError::Busy))
                } else {
                    Self::ConnectionLost
                }
            }
            Err(AppError::Database(error)) if is_out_of_time(&error) => {
                tracing::warn!(%error, "a statement took too long");
                Self::Done(Err(AppError::Busy))
            }
            result => Self::Done(result),
        }
    }
}

/// Where the error does not say it, the connection itself does: a server that stops says why in its own language.
fn is_lost_connection(error: &diesel::result::Error, connection: &mut Connection) -> bool {
    use diesel::result::Error;
    match error {
        Error::DatabaseError(DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand, _)
        | Error::BrokenTransactionManager => true,
        Error::DatabaseError(DatabaseErrorKind::Unknown, _) => connection.inner.ping().is_err(),
        Error::RollbackErrorOnCommit { rollback_error, commit_error } => {
            is_lost_connection(rollback_error, connection) || is_lost_connection(commit_error, connection)
        }
        _ => false,
    }
}

/// The text of an error that diesel has no kind for.
fn words_of(error: &diesel::result::Error) -> &str {
    match error {
        diesel::result::Error::DatabaseError(DatabaseErrorKind::Unknown, info) => info.message(),
        _ => "",
    }
}

/// `lock_timeout` (55P03) and `statement_timeout` (57014).
fn is_out_of_time(error: &diesel::result::Error) -> bool {
    words_of(error).starts_with("canceling statement due to")
}

fn is_rolled_back_for_another(error: &diesel::result::Error) -> bool {
    matches!(error, diesel::result::Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _))
        || words_of(error).starts_with("deadlock detected")
}
