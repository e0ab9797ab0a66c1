//! The hot writes of a room: notes and dots. What many people do within two milliseconds is decided
//! and written together, and each gets an own answer after the commit.
use super::{allow, rules, store};
use crate::kernel::{ClusterId, Doer, Event, Granted, NoteId, ParticipantId, RoundId, TakePartInBrainstorm};
use crate::platform::{
    batch::{self, Batch},
    db::{Db, Entry, Tx},
    error::{AppError, AppResult},
    web::Claim,
};
use rules::Ballot;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{NewNote, Placed, Seat};
use uuid::Uuid;

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
    /// The request that carried it, for the audit trail.
    pub request: Option<Uuid>,
    /// The idempotency key that it uses up.
    pub claim: Option<Claim>,
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
    /// The request that carried it, for the audit trail.
    pub request: Option<Uuid>,
    /// The idempotency key that it uses up.
    pub claim: Option<Claim>,
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
            notes: Batch::start(batch::WRITING, move |commands: &[WriteNote], committed| {
                for_notes.blocking_write_in_line(&Doer::System("notes"), committed, |tx| write_notes(tx, commands))
            }),
            dots: Batch::start(batch::WRITING, move |commands: &[PlaceDots], committed| {
                for_dots.blocking_write_in_line(&Doer::System("dots"), committed, |tx| place_dots(tx, commands))
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

/// Uses up the idempotency keys of what may be done; what was refused keeps its key for another try. Whose key
/// another request has is answered as that.
fn take_claims<'c, T>(
    tx: &mut Tx<'_>,
    claims: impl Iterator<Item = Option<&'c Claim>>,
    decided: Vec<AppResult<T>>,
) -> AppResult<Vec<AppResult<T>>> {
    let claims: Vec<Option<&Claim>> = claims.zip(&decided).map(|(claim, decided)| claim.filter(|_| decided.is_ok())).collect();
    let wanted: Vec<&Claim> = claims.iter().flatten().copied().collect();
    let mut free = Claim::take_each(tx, &wanted)?.into_iter();
    let answers = decided.into_iter().zip(claims).map(|(decided, claim)| match claim {
        Some(_) if !free.next().unwrap_or(false) => Err(AppError::KeyReused("in use")),
        _ => decided,
    });
    Ok(answers.collect())
}

/// A note that passed every check: hung up by whom, or there already.
type Passed = Option<(Grant, NewNote)>;

fn write_notes(tx: &mut Tx<'_>, commands: &[WriteNote]) -> AppResult<Vec<AppResult<Written>>> {
    let seats = seats(tx, commands.iter().map(|command| command.participant))?;
    let passed = pass_notes(tx, &seats, commands)?;
    let passed = take_claims(tx, commands.iter().map(|command| command.claim.as_ref()), passed)?;
    let fresh = || passed.iter().filter_map(|passed| passed.as_ref().ok()?.as_ref());
    let Some((first, _)) = fresh().next() else {
        return Ok(passed.into_iter().map(|passed| passed.map(|_| Written::Known)).collect());
    };
    let rows: Vec<NewNote> = fresh().map(|(_, row)| row.clone()).collect();
    let hung: BTreeSet<NoteId> = store::put_notes(tx, first, &rows)?.into_iter().collect();
    let events: Vec<(&Grant, Event, Option<Uuid>)> = passed
        .iter()
        .zip(commands)
        .filter_map(|(passed, command)| Some((passed.as_ref().ok()?.as_ref()?, command.request)))
        .filter(|((_, row), _)| hung.contains(&row.id))
        .map(|((granted, row), request)| (granted, Event::NoteWritten { brainstorm: row.brainstorm_id, note: row.id }, request))
        .collect();
    record(tx, &events)?;
    // Between our look and our write another process may have hung up the same note.
    let others: Vec<NoteId> = rows.iter().map(|row| row.id).filter(|id| !hung.contains(id)).collect();
    let writers = writers(tx, &others)?;
    let answers = passed.into_iter().map(|passed| match passed? {
        Some((_, row)) if hung.contains(&row.id) => Ok(Written::New),
        Some((_, row)) if writers.get(&row.id) != Some(&row.participant_id) => Err(rules::NOTE_TAKEN.into()),
        _ => Ok(Written::Known),
    });
    Ok(answers.collect())
}

fn writers(tx: &mut Tx<'_>, ids: &[NoteId]) -> AppResult<HashMap<NoteId, ParticipantId>> {
    Ok(store::list_writers(tx, ids)?.into_iter().map(|(note, writer, ..)| (note, writer)).collect())
}

fn pass_notes(tx: &mut Tx<'_>, seats: &HashMap<ParticipantId, Seat>, commands: &[WriteNote]) -> AppResult<Vec<AppResult<Passed>>> {
    let mut known = writers(tx, &commands.iter().map(|command| command.note).collect::<Vec<_>>())?;
    let mut written: HashMap<ParticipantId, i64> = seats.values().map(|seat| (seat.participant, seat.written)).collect();
    let rounds: BTreeSet<RoundId> = seats.values().map(|seat| seat.round).collect();
    let mut hanging = store::count_notes(tx.reading(), &rounds.into_iter().collect::<Vec<_>>())?;
    let now = tx.now();
    let passed = commands.iter().map(|command| {
        let (seat, granted) = seat_of(seats, command.participant, &command.doer)?;
        match known.get(&command.note) {
            Some(writer) if *writer == command.participant => return Ok(None),
            Some(_) => return Err(rules::NOTE_TAKEN.into()),
            None => {}
        }
        rules::may_write(seat.state, seat.step)?;
        let text = rules::note_text(&command.text)?;
        let count = written.entry(command.participant).or_default();
        if *count >= rules::MOST_NOTES {
            return Err(rules::NOTES_MANY.into());
        }
        let on_wall = hanging.entry(seat.round).or_default();
        if *on_wall >= rules::MOST_ON_WALL {
            return Err(rules::WALL_FULL.into());
        }
        *count += 1;
        *on_wall += 1;
        known.insert(command.note, command.participant);
        let row = NewNote {
            id: command.note,
            brainstorm_id: seat.room,
            round_id: seat.round,
            participant_id: command.participant,
            text,
            colour: seat.colour,
            created_at: now,
        };
        Ok(Some((granted, row)))
    });
    Ok(passed.collect())
}

fn record(tx: &mut Tx<'_>, happened: &[(&Grant, Event, Option<Uuid>)]) -> AppResult<()> {
    if !happened.is_empty() {
        tx.record_entries(happened.iter().map(|(granted, event, request)| Entry { granted: *granted, event, request: *request }))?;
    }
    Ok(())
}

/// Dots that passed every check.
struct Laid {
    granted: Grant,
    spot: (ParticipantId, ClusterId),
    event: Event,
    changed: bool,
    dots: i16,
}

fn place_dots(tx: &mut Tx<'_>, commands: &[PlaceDots]) -> AppResult<Vec<AppResult<i16>>> {
    let seats = seats(tx, commands.iter().map(|command| command.participant))?;
    let mut placed = placed_by(tx, &seats, commands)?;
    let laid = lay(tx, &seats, &mut placed, commands)?;
    let laid = take_claims(tx, commands.iter().map(|command| command.claim.as_ref()), laid)?;
    let changed: Vec<(&Laid, Option<Uuid>)> = laid
        .iter()
        .zip(commands)
        .filter_map(|(laid, command)| Some((laid.as_ref().ok()?, command.request)))
        .filter(|(laid, _)| laid.changed)
        .collect();
    if let Some((first, _)) = changed.first() {
        let spots: BTreeSet<_> = changed.iter().map(|(laid, _)| laid.spot).collect();
        let rows: Vec<Placed> = spots
            .into_iter()
            .map(|(participant, cluster)| Placed { participant, cluster, dots: placed.get(&(participant, cluster)).copied().unwrap_or(0) })
            .collect();
        store::put_dots(tx, &first.granted, &rows)?;
        let events: Vec<_> = changed.iter().map(|(laid, request)| (&laid.granted, laid.event.clone(), *request)).collect();
        record(tx, &events)?;
    }
    Ok(laid.into_iter().map(|laid| laid.map(|laid| laid.dots)).collect())
}

type Books = BTreeMap<(ParticipantId, ClusterId), i16>;

/// Where the dots of these people lie, their budgets locked.
fn placed_by(tx: &mut Tx<'_>, seats: &HashMap<ParticipantId, Seat>, commands: &[PlaceDots]) -> AppResult<Books> {
    let budgets: BTreeSet<(RoundId, ParticipantId, i16)> = commands
        .iter()
        .filter_map(|command| seat_of(seats, command.participant, &command.doer).ok())
        .map(|(seat, _)| (seat.round, seat.participant, seat.dots_each))
        .collect();
    if budgets.is_empty() {
        return Ok(Books::new());
    }
    let voting: Vec<_> = budgets.into_iter().collect();
    store::lock_budgets(tx, &voting)?;
    let (rounds, participants): (Vec<RoundId>, Vec<ParticipantId>) =
        voting.iter().map(|(round, participant, _)| (*round, *participant)).unzip();
    Ok(store::list_placed(tx, &rounds, &participants)?.into_iter().map(|row| ((row.participant, row.cluster), row.dots)).collect())
}

fn lay(
    tx: &mut Tx<'_>,
    seats: &HashMap<ParticipantId, Seat>,
    placed: &mut Books,
    commands: &[PlaceDots],
) -> AppResult<Vec<AppResult<Laid>>> {
    let ids: Vec<ClusterId> = commands.iter().map(|command| command.cluster).collect();
    let standing: HashMap<ClusterId, RoundId> = store::list_standing(tx, &ids)?.into_iter().collect();
    let laid = commands.iter().map(|command| {
        let (seat, granted) = seat_of(seats, command.participant, &command.doer)?;
        if standing.get(&command.cluster) != Some(&seat.round) {
            return Err(AppError::NotFound("cluster"));
        }
        let spot = (command.participant, command.cluster);
        let before = placed.get(&spot).copied().unwrap_or(0);
        let all: i16 = placed.iter().filter(|((who, _), _)| *who == command.participant).map(|(_, dots)| dots).sum();
        let (budget, cap) = (seat.dots_each, seat.dots_per_cluster);
        rules::place_dots(&Ballot { state: seat.state, step: seat.step, budget, cap, elsewhere: all - before }, command.dots)?;
        placed.insert(spot, command.dots);
        let event = Event::DotsPlaced { brainstorm: seat.room, round: seat.round };
        Ok(Laid { granted, spot, event, changed: before != command.dots, dots: command.dots })
    });
    Ok(laid.collect())
}
