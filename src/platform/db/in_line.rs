//! Transactions that stand in line, one behind the other, and do not wait for each other's disk.
use super::{AppResult, Db, Tx, attempt_write, sql};
use crate::kernel::Doer;
use diesel::{
    connection::{AnsiTransactionManager, TransactionManager},
    prelude::*,
    result::Error,
};

impl Db {
    /// As [`Db::write`], on this thread, for writes that are done one after the other: `committed` is called as soon as
    /// others see the transaction, so that the next may begin while this one is still on its way to the disk. It comes
    /// back when it is there. Whatever the next one builds on is safe with it, because the log is written in order.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn blocking_write_in_line<T>(&self, doer: &Doer, committed: &dyn Fn(), work: impl Fn(&mut Tx<'_>) -> AppResult<T>) -> AppResult<T> {
        self.blocking_here(|connection, last_try| {
            attempt_write(connection, last_try, |conn, began| {
                let value = commit_ahead_of_disk(conn, |conn| {
                    *began = true;
                    Tx::run(conn, doer.clone(), self.clock.now(), None, &work)
                })?;
                committed();
                // A commit that waits for the disk waits for all that was logged before it. On the same connection: had the
                // database lost the transaction in a fall, it would have lost the connection, too.
                sql("SELECT pg_logical_emit_message(true, 'proofbench', '')").execute(conn)?;
                Ok(value)
            })
        })
    }
}

/// Rows are named by their keys here. Reading a small table whole looks cheaper to the planner, and is not while every
/// batch leaves dead rows in it.
const BEGIN: &str = "BEGIN; SET LOCAL synchronous_commit = off; SET LOCAL enable_seqscan = off";

fn commit_ahead_of_disk<T>(conn: &mut PgConnection, work: impl FnOnce(&mut PgConnection) -> AppResult<T>) -> AppResult<T> {
    AnsiTransactionManager::begin_transaction_sql(conn, BEGIN)?;
    match work(conn) {
        Ok(value) => {
            AnsiTransactionManager::commit_transaction(conn)?;
            Ok(value)
        }
        Err(error) => match AnsiTransactionManager::rollback_transaction(conn) {
            Ok(()) | Err(Error::BrokenTransactionManager) => Err(error),
            Err(rollback) => Err(rollback.into()),
        },
    }
}
