//! The reader of the spine: its cursor moves in the same transaction as the notices and mails it makes.
use super::{
    mails,
    rules::{self, Because},
    store::{self, Wanted},
};
use crate::kernel::Event;
use crate::platform::{db::Tx, error::AppResult, spine, spine::Recorded, web::State};
use actix_web::web;
use std::collections::HashMap;

/// Name of the cursor.
const READER: &str = "notifications";

/// Reads what is new on the spine, one batch; how many events it read.
///
/// # Errors
/// When the database fails; nothing is told then, and the same batch comes again.
pub async fn read_batch(state: &web::Data<State>) -> AppResult<usize> {
    let parts = state.clone();
    spine::advance(&state.db, READER, rules::UNTOLD, move |tx, events| tell(tx, &parts, events)).await
}

/// Reads on until there is nothing new; how many events it read.
///
/// # Errors
/// As [`read_batch`].
pub async fn read_spine(state: &web::Data<State>) -> AppResult<usize> {
    let mut read = 0;
    loop {
        match read_batch(state).await? {
            0 => return Ok(read),
            more => read += more,
        }
    }
}

fn tell(tx: &mut Tx<'_>, state: &State, events: &[Recorded]) -> AppResult<()> {
    let known: HashMap<i64, (&Recorded, Event)> =
        events.iter().filter_map(|recorded| Some((recorded.seq, (recorded, recorded.event()?)))).collect();
    let wanted: Vec<Wanted> = events
        .iter()
        .filter_map(|recorded| known.get(&recorded.seq))
        .flat_map(|(recorded, event)| rules::concerns(event).iter().map(|because| Wanted { seq: recorded.seq, because: *because }))
        .collect();
    if wanted.is_empty() {
        return Ok(());
    }
    for told in store::put(tx, &wanted)? {
        let Some((recorded, event)) = known.get(&told.seq) else {
            continue;
        };
        let because = Because::ALL.iter().find(|because| because.as_str() == told.because);
        if because.is_some_and(|because| rules::is_mailed(event, *because, recorded.occurred_at, tx.now())) {
            mails::queue(tx, state, &told, event)?;
        }
    }
    Ok(())
}
