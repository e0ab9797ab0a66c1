//! The hot writes of a room: notes and dots. What many people do within two milliseconds is decided
//! and written together, and each gets an own answer after the commit.
use super::{allow, rules, store};
use crate::kernel::{ClusterId, Doer, Event, Granted, NoteId, ParticipantId, RoundId, TakePartInBrainstorm};
use crate::platform::{
    batch::Batch,
    db::{Db, Tx},
    error::{AppError, AppResult},
};
use rules::Ballot;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{NewNote, Placed, Seat};

type Grant = Granted<TakePartInBrainstorm>;

/// A note on its way.
#[derive(Debug, Clone)]
pub struct WriteNote {
    /// Who writes.
    pub doer: Doer,
    /// As whom in the room.
    pub participant: ParticipantId,
    /// Made by the device, so that the same note sent twice is one note.
    pub note: NoteId,
    /// As typed.
    pub text: String,
}

/// What became of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It hangs.
    New,
    /// It hung already.
    Known,
}

/// Dots on their way: so many shall lie on this cluster.
#[derive(Debug, Clone)]
pub struct PlaceDots {
    /// Who votes.
    pub doer: Doer,
    /// As whom in the room.
    pub participant: ParticipantId,
    /// Where.
    pub cluster: ClusterId,
    /// How many then.
    pub dots: i16,
}

/// Takes notes and dots in. One per process.
pub struct Desk {
    notes: Batch<WriteNote, Written>,
    dots: Batch<PlaceDots, i16>,
}

impl Desk {
    /// Starts the workers.
    pub fn start(db: &Db) -> Self {
        let (for_notes, for_dots) = (db.clone(), db.clone());
        Self {
            notes: Batch::start(move |commands| {
                let db = for_notes.clone();
                async move { db.write(Doer::System("notes"), move |tx| write_notes(tx, &commands)).await }
            }),
            dots: Batch::start(move |commands| {
                let db = for_dots.clone();
                async move { db.write(Doer::System("dots"), move |tx| place_dots(tx, &commands)).await }
            }),
        }
    }

    /// Hangs a note up.
    ///
    /// # Errors
    /// Why not.
    pub async fn write_note(&self, command: WriteNote) -> AppResult<Written> {
        self.notes.submit(command).await
    }

    /// Places dots; how many lie there now.
    ///
    /// # Errors
    /// Why not.
    pub async fn place_dots(&self, command: PlaceDots) -> AppResult<i16> {
        self.dots.submit(command).await
    }
}

fn seats(tx: &mut Tx<'_>, participants: impl Iterator<Item = ParticipantId>) -> AppResult<HashMap<ParticipantId, Seat>> {
    let ids: Vec<ParticipantId> = participants.collect::<BTreeSet<_>>().into_iter().collect();
    Ok(store::share_seats(tx, &ids)?.into_iter().map(|seat| (seat.participant, seat)).collect())
}

fn seat_of<'s>(seats: &'s HashMap<ParticipantId, Seat>, participant: ParticipantId, doer: &Doer) -> AppResult<(&'s Seat, Grant)> {
    let seat = seats.get(&participant).ok_or(AppError::NotFound("brainstorm"))?;
    Ok((seat, allow(doer, seat.place())?))
}

fn write_notes(tx: &mut Tx<'_>, commands: &[WriteNote]) -> AppResult<Vec<AppResult<Written>>> {
    let seats = seats(tx, commands.iter().map(|command| command.participant))?;
    let ids: Vec<NoteId> = commands.iter().map(|command| command.note).collect();
    let mut known: HashMap<NoteId, ParticipantId> =
        store::list_writers(tx, &ids)?.into_iter().map(|(note, writer, ..)| (note, writer)).collect();
    let mut written: HashMap<ParticipantId, i64> = seats.values().map(|seat| (seat.participant, seat.written)).collect();
    let (mut rows, mut happened, mut answers, now) = (Vec::new(), Vec::new(), Vec::new(), tx.now());
    for command in commands {
        answers.push((|| {
            let (seat, granted) = seat_of(&seats, command.participant, &command.doer)?;
            match known.get(&command.note) {
                Some(writer) if *writer == command.participant => return Ok(Written::Known),
                Some(_) => return Err(rules::NOTE_TAKEN.into()),
                None => {}
            }
            rules::may_write(seat.state, seat.step)?;
            let text = rules::note_text(&command.text)?;
            let count = written.entry(command.participant).or_default();
            if *count >= rules::MOST_NOTES {
                return Err(rules::NOTES_MANY.into());
            }
            *count += 1;
            known.insert(command.note, command.participant);
            rows.push(NewNote {
                id: command.note,
                brainstorm_id: seat.room,
                round_id: seat.round,
                participant_id: command.participant,
                text,
                colour: seat.colour,
                created_at: now,
            });
            happened.push((granted, Event::NoteWritten { brainstorm: seat.room, note: command.note }));
            Ok(Written::New)
        })());
    }
    if let Some((first, _)) = happened.first() {
        store::put_notes(tx, first, &rows)?;
        record(tx, &happened)?;
    }
    Ok(answers)
}

fn record(tx: &mut Tx<'_>, happened: &[(Grant, Event)]) -> AppResult<()> {
    let happened: Vec<(&Grant, &Event)> = happened.iter().map(|(granted, event)| (granted, event)).collect();
    tx.record_each(&happened)?;
    Ok(())
}

fn place_dots(tx: &mut Tx<'_>, commands: &[PlaceDots]) -> AppResult<Vec<AppResult<i16>>> {
    let seats = seats(tx, commands.iter().map(|command| command.participant))?;
    let ids: Vec<ClusterId> = commands.iter().map(|command| command.cluster).collect();
    let standing: HashMap<ClusterId, RoundId> = store::list_standing(tx, &ids)?.into_iter().collect();
    let granted: Vec<AppResult<(&Seat, Grant)>> =
        commands.iter().map(|command| seat_of(&seats, command.participant, &command.doer)).collect();
    let Some(first) = granted.iter().find_map(|seat| seat.as_ref().ok()).map(|(_, granted)| granted.clone()) else {
        return Ok(granted.into_iter().map(|seat| seat.map(|_| 0)).collect());
    };
    let budgets: BTreeSet<(RoundId, ParticipantId, i16)> =
        granted.iter().flatten().map(|(seat, _)| (seat.round, seat.participant, seat.dots_each)).collect();
    let voting: Vec<_> = budgets.into_iter().collect();
    store::lock_budgets(tx, &voting)?;
    let (rounds, participants): (Vec<RoundId>, Vec<ParticipantId>) =
        voting.iter().map(|(round, participant, _)| (*round, *participant)).unzip();
    let mut placed: BTreeMap<(ParticipantId, ClusterId), i16> =
        store::list_placed(tx, &rounds, &participants)?.into_iter().map(|row| ((row.participant, row.cluster), row.dots)).collect();
    let (mut changed, mut happened, mut answers) = (BTreeSet::new(), Vec::new(), Vec::new());
    for (command, seat) in commands.iter().zip(granted) {
        answers.push((|| {
            let (seat, granted) = seat?;
            if standing.get(&command.cluster) != Some(&seat.round) {
                return Err(AppError::NotFound("cluster"));
            }
            let spot = (command.participant, command.cluster);
            let before = placed.get(&spot).copied().unwrap_or(0);
            let all: i16 = placed.iter().filter(|((who, _), _)| *who == command.participant).map(|(_, dots)| dots).sum();
            let (budget, cap) = (seat.dots_each, seat.dots_per_cluster);
            rules::place_dots(&Ballot { state: seat.state, step: seat.step, budget, cap, elsewhere: all - before }, command.dots)?;
            if before != command.dots {
                placed.insert(spot, command.dots);
                changed.insert(spot);
                happened.push((granted, Event::DotsPlaced { brainstorm: seat.room, round: seat.round }));
            }
            Ok(command.dots)
        })());
    }
    if !happened.is_empty() {
        let rows: Vec<Placed> = changed
            .into_iter()
            .map(|(participant, cluster)| Placed { participant, cluster, dots: placed.get(&(participant, cluster)).copied().unwrap_or(0) })
            .collect();
        store::put_dots(tx, &first, &rows)?;
        record(tx, &happened)?;
    }
    Ok(answers)
}
