//! The worker that removes what nobody needs any more. Each owner of a table says what that is.
use crate::{
    domains::people,
    kernel::Doer,
    platform::{
        db::{Db, Tx},
        drafts,
        error::AppResult,
        files::Files,
        jobs, web as site,
    },
};
use std::time::Duration;

/// Rows of one transaction, so that no lock is held for long.
const BATCH: i64 = 1_000;
/// Pause between two rounds.
const PAUSE: Duration = Duration::from_secs(3_600);
/// A start has better things to do.
const FIRST: Duration = Duration::from_secs(60);

/// Removes some rows that are too old, as many as it is told at most; how many.
type Remove = fn(&mut Tx<'_>, i64) -> AppResult<usize>;

const OLD: &[(&str, Remove)] = &[
    ("answers to repeated requests", site::remove_old_keys),
    ("counted tries", site::remove_old_tries),
    ("drafts", drafts::remove_old),
    ("jobs", jobs::remove_done),
    ("sign-in codes", people::store::signing_in::remove_old_codes),
    ("sessions", people::store::sessions::remove_expired),
];

/// Removes all that is too old; how many rows. Safe to run in several processes at once.
///
/// # Errors
/// When the database fails; what was removed before stays removed.
pub async fn remove_old(db: &Db, files: &Files) -> AppResult<usize> {
    let mut removed = 0;
    for (what, remove) in OLD {
        removed += remove_all(db, what, *remove).await?;
    }
    let files = files.clone();
    removed += remove_all(db, "pictures that were taken away", move |tx, most| files.delete_removed(tx, most)).await?;
    Ok(removed)
}

async fn remove_all<R>(db: &Db, what: &str, remove: R) -> AppResult<usize>
where
    R: Fn(&mut Tx<'_>, i64) -> AppResult<usize> + Clone + Send + 'static,
{
    let mut removed = 0;
    loop {
        let remove = remove.clone();
        let rows = db.write(Doer::System("expiry"), move |tx| remove(tx, BATCH)).await?;
        removed += rows;
        if i64::try_from(rows).unwrap_or(BATCH) < BATCH {
            return Ok(removed);
        }
        tracing::debug!(what, rows, "more is too old");
    }
}

/// Removes for as long as the process lives.
pub(super) async fn run(db: Db, files: Files) {
    tokio::time::sleep(FIRST).await;
    loop {
        if let Err(error) = remove_old(&db, &files).await {
            tracing::warn!(worker = "expiry", ?error, "what is too old stays for another while");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
