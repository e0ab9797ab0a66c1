//! The worker that moves campaigns when their phases are due.
use super::actions;
use crate::kernel::Doer;
use crate::platform::{error::AppResult, web::State};
use std::time::Duration;

/// Campaigns moved in one transaction.
const MOST: i64 = 50;
/// How often the calendar is read. A phase begins at most this late.
const PAUSE: Duration = Duration::from_secs(2);

/// Moves every campaign that is due by the clock; how many moved. Safe to run in several processes at once.
///
/// # Errors
/// When the database cannot be asked.
pub async fn tick(state: &State) -> AppResult<usize> {
    state.db.write(Doer::System("scheduler"), |tx| actions::follow_calendar(tx, MOST)).await
}

/// Reads the calendar for as long as the process lives.
pub async fn run(state: actix_web::web::Data<State>) {
    loop {
        if let Err(error) = tick(&state).await {
            tracing::warn!(?error, "the calendar of campaigns could not be followed; trying again");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
