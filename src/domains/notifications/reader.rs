//! The reader of the spine: its cursor moves in the same transaction as the notices and mails it makes.
use super::{
    mails,
    rules::{self, Because},
    store::{self, Told, Wanted},
};
use crate::kernel::{Event, IdeaState, ItemRef};
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
        if letters.take_back(recorded.seq, event) {
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
    seq: i64,
    item: ItemRef,
    key: String,
    event: Event,
    fresh: Option<Told>,
}

/// Mails on their way, oldest first.
struct Letters {
    all: Vec<Letter>,
    /// Moves into clarification, by their places in the spine.
    asked: Vec<(i64, Event)>,
    taken_back: Vec<String>,
}

impl Letters {
    /// Those that wait about the items of these events, as far as an event could take one back.
    fn waiting<'e>(tx: &mut Tx<'_>, events: impl Iterator<Item = &'e Event>) -> AppResult<Self> {
        let items: Vec<_> = events
            .filter(|event| matches!(event, Event::IdeaMoved { .. } | Event::OfficialAnswerWithdrawn { .. }))
            .map(|event| event.stream().id)
            .collect();
        let (mut all, mut asked) = (Vec::new(), Vec::new());
        if !items.is_empty() {
            // Twice the time: the queue may be late.
            let since = tx.now() - rules::MAIL_WAITS * 2;
            asked = store::list_asked(tx.reading(), &items, since)?;
            let recent = store::list_recent(tx.reading(), &items, since)?;
            let keys: Vec<String> = recent.iter().map(|told| mails::key(told.person_id, told.seq)).collect();
            let waiting = mail::lock_waiting(tx, &keys)?;
            all = recent
                .iter()
                .zip(keys)
                .filter(|(_, key)| waiting.contains(key))
                .filter_map(|(told, key)| {
                    let event = Event::parse(&told.verb, &told.payload)?;
                    Some(Letter { seq: told.seq, item: event.stream(), key, event, fresh: None })
                })
                .collect();
        }
        Ok(Self { all, asked, taken_back: Vec::new() })
    }

    fn add(&mut self, told: Told, event: &Event) {
        let (seq, key) = (told.seq, mails::key(told.person_id, told.seq));
        self.all.push(Letter { seq, item: event.stream(), key, event: event.clone(), fresh: Some(told) });
    }

    /// Drops the mails of the newest event that this one takes back; whether this one is no news by itself then.
    fn take_back(&mut self, seq: i64, event: &Event) -> bool {
        let taken = |letter: &&Letter| letter.item == event.stream() && rules::takes_back(event, &letter.event);
        let Some(newest) = self.all.iter().rfind(taken).map(|letter| letter.seq) else {
            return false;
        };
        let (dropped, left): (Vec<Letter>, Vec<Letter>) =
            std::mem::take(&mut self.all).into_iter().partition(|letter| letter.seq == newest);
        self.all = left;
        self.taken_back.extend(dropped.into_iter().filter(|letter| letter.fresh.is_none()).map(|letter| letter.key));
        rules::leads_back(event, self.asked_from(seq, event))
    }

    /// The state that the idea had before it was last put into clarification, ahead of this place in the spine.
    fn asked_from(&self, seq: i64, event: &Event) -> Option<IdeaState> {
        let (_, asked) = self.asked.iter().rfind(|(at, asked)| *at < seq && asked.stream() == event.stream())?;
        if let Event::IdeaMoved { before, .. } = asked { Some(*before) } else { None }
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
