//! Keeps the ranks of boards fresh: they follow the counts, and rising scores fall with age, also when nobody does anything.
use super::store;
use crate::kernel::Doer;
use crate::platform::{error::AppResult, web::State};
use actix_web::web;
use chrono::TimeDelta;
use std::time::Duration;

/// Pause between two rounds.
const PAUSE: Duration = Duration::from_secs(60);
/// A score older than this is stale.
const STALE: TimeDelta = TimeDelta::minutes(10);
/// Rows of one statement, so that no lock is held for long.
pub const BATCH: i64 = 500;
/// Statements of one round; at 200,000 ideas a round over all of them takes about two hours.
const BATCHES: usize = 4;

/// Brings stale scores up to date, stalest first, 2,000 at most; how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn refresh_rising(state: &State) -> AppResult<usize> {
    let stale_before = state.clock.now() - STALE;
    let mut refreshed = 0;
    for _ in 0..BATCHES {
        let clock = state.clock.clone();
        let rows = state.db.write_as(Doer::System("ranks"), None, clock, move |tx| store::refresh_rising(tx, stale_before, BATCH)).await?;
        refreshed += rows;
        if i64::try_from(rows).unwrap_or(BATCH) < BATCH {
            break;
        }
    }
    Ok(refreshed)
}

/// Lets ranks follow the counts that have changed, [`BATCH`] at most; how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn follow_counts(state: &State) -> AppResult<usize> {
    state.db.write_as(Doer::System("ranks"), None, state.clock.clone(), |tx| store::follow_counts(tx, BATCH)).await
}

/// Refreshes for as long as the process lives.
pub async fn run(state: web::Data<State>) {
    loop {
        if let Err(error) = refresh_rising(&state).await {
            tracing::warn!(worker = "rising", ?error, "a worker waits and tries again");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
