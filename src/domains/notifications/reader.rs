//! The reader of the spine: its cursor moves in the same transaction as the notices and mails it makes.
use super::{
    mails,
    rules::{self, Because},
    store::{self, Told, Wanted},
};
use crate::kernel::{Event, ItemRef};
use crate::platform::{db::Tx, error::AppResult, mail, spine, spine::Recorded, web::State};
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
    let mut told: HashMap<i64, Vec<Told>> = HashMap::new();
    if !wanted.is_empty() {
        for row in store::put(tx, &wanted)? {
            told.entry(row.seq).or_default().push(row);
        }
    }
    let mut letters = Letters::waiting(tx, known.values().map(|(_, event)| event))?;
    for (recorded, event) in events.iter().filter_map(|recorded| known.get(&recorded.seq)) {
        if letters.take_back(event) {
            continue;
        }
        for row in told.remove(&recorded.seq).unwrap_or_default() {
            let because = Because::ALL.iter().find(|because| because.as_str() == row.because);
            if because.is_some_and(|because| rules::is_mailed(event, *because, recorded.occurred_at, tx.now())) {
                letters.add(row, event);
            }
        }
    }
    letters.send(tx, state)
}

/// A mail that nobody has yet: of this batch, or of an earlier one that waits in the queue.
struct Letter {
    item: ItemRef,
    key: String,
    event: Event,
    fresh: Option<Told>,
}

/// Mails on their way, oldest first.
struct Letters {
    all: Vec<Letter>,
    taken_back: Vec<String>,
}

impl Letters {
    /// Those that wait about the items of these events, as far as an event could take one back.
    fn waiting<'e>(tx: &mut Tx<'_>, events: impl Iterator<Item = &'e Event>) -> AppResult<Self> {
        let items: Vec<_> = events
            .filter(|event| matches!(event, Event::IdeaMoved { .. } | Event::OfficialAnswerWithdrawn { .. }))
            .map(|event| event.stream().id)
            .collect();
        let mut all = Vec::new();
        if !items.is_empty() {
            // Twice the time: the queue may be late.
            let since = tx.now() - rules::MAIL_WAITS * 2;
            let recent = store::list_recent(tx.reading(), &items, since)?;
            let keys: Vec<String> = recent.iter().map(|told| mails::key(told.person_id, told.seq)).collect();
            let waiting = mail::lock_waiting(tx, &keys)?;
            all = recent
                .iter()
                .zip(keys)
                .filter(|(_, key)| waiting.contains(key))
                .filter_map(|(told, key)| {
                    let event = Event::parse(&told.verb, &told.payload)?;
                    Some(Letter { item: event.stream(), key, event, fresh: None })
                })
                .collect();
        }
        Ok(Self { all, taken_back: Vec::new() })
    }

    fn add(&mut self, told: Told, event: &Event) {
        self.all.push(Letter { item: event.stream(), key: mails::key(told.person_id, told.seq), event: event.clone(), fresh: Some(told) });
    }

    /// Drops the newest mail that the event takes back; whether there was one. Then neither is told by mail.
    fn take_back(&mut self, event: &Event) -> bool {
        let Some(place) = self.all.iter().rposition(|letter| letter.item == event.stream() && rules::takes_back(event, &letter.event))
        else {
            return false;
        };
        let letter = self.all.remove(place);
        if letter.fresh.is_none() {
            self.taken_back.push(letter.key);
        }
        true
    }

    fn send(self, tx: &mut Tx<'_>, state: &State) -> AppResult<()> {
        if !self.taken_back.is_empty() {
            mail::take_back(tx, &self.taken_back)?;
        }
        self.all
            .into_iter()
            .filter_map(|letter| Some((letter.fresh?, letter.event)))
            .try_for_each(|(told, event)| mails::queue(tx, state, &told, &event))
    }
}
