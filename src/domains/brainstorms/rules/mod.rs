//! What a room allows: its life cycle, the steps of a round, the clock, notes and dots. Pure.
mod code;
mod dots;
pub mod refusals;
mod setup;
mod shown;
mod steps;
mod timer;
mod wording;
pub use code::{Code, spoken};
pub use dots::{Ballot, place_dots, places};
pub use refusals::*;
pub use setup::{MOST_ROUNDS, SAME_AUDIENCE, Setup, SetupInput};
pub use shown::{NotesShown, notes_shown, totals_shown};
pub use steps::{RECIPE, Spot, back, is_timed, next, ready_key};
pub use timer::Timer;
pub use wording::{NOTE_LENGTH, note_text, optional_text, text};

use crate::kernel::{BrainstormState, Moment, NoteColour, ParticipantRole, Refusal, RoundStep};
use chrono::TimeDelta;

/// Participants of one room at most.
pub const MOST_PARTICIPANTS: i64 = 300;
/// Notes of one participant in one round at most.
pub const MOST_NOTES: i64 = 60;
/// Notes of one round at most: what a wall shows at once.
pub const MOST_ON_WALL: i64 = 2_000;
/// Clusters of one round at most.
pub const MOST_CLUSTERS: i64 = 60;

/// A closed room can be opened again for so long.
const REOPENS: TimeDelta = TimeDelta::minutes(10);

/// # Errors
/// [`NOT_REOPENED`] unless it was closed just now.
pub fn may_reopen(state: BrainstormState, closed_at: Option<Moment>, now: Moment) -> Result<(), Refusal> {
    match (state, closed_at) {
        (BrainstormState::Closed, Some(at)) if now - at <= REOPENS => Ok(()),
        _ => Err(NOT_REOPENED),
    }
}

/// People can come in.
pub const fn is_joinable(state: BrainstormState) -> bool {
    matches!(state, BrainstormState::Lobby | BrainstormState::Running)
}

/// # Errors
/// [`NOT_WRITING`] outside the steps for it.
pub fn may_write(state: BrainstormState, step: RoundStep) -> Result<(), Refusal> {
    match (state, step) {
        (BrainstormState::Running, RoundStep::Write | RoundStep::Rotate) => Ok(()),
        _ => Err(NOT_WRITING),
    }
}

/// # Errors
/// [`NOT_CLUSTERING`] outside the step for it.
pub fn may_cluster(state: BrainstormState, step: RoundStep) -> Result<(), Refusal> {
    if state == BrainstormState::Running && step == RoundStep::Cluster { Ok(()) } else { Err(NOT_CLUSTERING) }
}

/// May steer the room.
pub const fn steers(role: ParticipantRole) -> bool {
    matches!(role, ParticipantRole::Facilitator | ParticipantRole::CoFacilitator)
}

/// Paper of the next participant.
pub fn colour(joined: usize) -> NoteColour {
    NoteColour::ALL.get(joined % NoteColour::ALL.len()).copied().unwrap_or(NoteColour::Lime)
}
