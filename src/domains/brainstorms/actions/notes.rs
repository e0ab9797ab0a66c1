//! Notes after they were written: edit, take off, hang up again, hold back.
use super::{VisibleBrainstorm, allow, rules, steer, store};
use crate::kernel::{Event, Granted, Moment, NoteId, TakePartInBrainstorm};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};
use store::{Note, Round};

/// The present round of a room.
pub(super) fn present_round(tx: &mut Tx<'_>, room: &VisibleBrainstorm) -> AppResult<Round> {
    let rounds = store::list_rounds(tx.reading(), room.id)?;
    store::current(&rounds).and_then(|index| rounds.into_iter().nth(index)).ok_or_else(|| rules::NOT_RUNNING.into())
}

/// The doer's own note while it can be changed: in the step it was written in.
fn own_note(tx: &mut Tx<'_>, number: i64, note: NoteId) -> AppResult<(VisibleBrainstorm, Granted<TakePartInBrainstorm>, Note)> {
    let room = store::lock_visible(tx, number)?;
    let granted = allow(tx.doer(), room.place(tx.doer()))?;
    let note = store::lock_note(tx, room.id, note)?;
    // Another's note is not there, not even as a refusal.
    if room.me.is_none_or(|me| me.participant != note.participant_id) {
        return Err(AppError::NotFound("note"));
    }
    let round = present_round(tx, &room)?;
    rules::may_write(room.state, round.step)?;
    if note.round_id != round.id {
        return Err(rules::NOT_WRITING.into());
    }
    Ok((room, granted, note))
}

/// Another text for one's own note.
///
/// # Errors
/// When it is not the time, or not the doer's note.
pub fn edit_note(tx: &mut Tx<'_>, number: i64, note: NoteId, text: &str) -> AppResult<()> {
    let text = rules::note_text(text)?;
    let (room, granted, found) = own_note(tx, number, note)?;
    if found.removed_at.is_some() {
        return Err(AppError::NotFound("note"));
    }
    if found.text != text {
        store::set_note_text(tx, &granted, note, &text)?;
        tx.record(&granted, &Event::NoteEdited { brainstorm: room.id, note })?;
    }
    Ok(())
}

/// Takes one's own note off, or hangs it up again.
///
/// # Errors
/// As [`edit_note`].
pub fn set_note_removed(tx: &mut Tx<'_>, number: i64, note: NoteId, removed: bool) -> AppResult<()> {
    let (room, granted, found) = own_note(tx, number, note)?;
    let is_removed = |at: Option<Moment>| at.is_some();
    if is_removed(found.removed_at) != removed {
        store::set_note_removed(tx, &granted, note, removed)?;
        let brainstorm = room.id;
        let event = if removed { Event::NoteRemoved { brainstorm, note } } else { Event::NoteRestored { brainstorm, note } };
        tx.record(&granted, &event)?;
    }
    Ok(())
}

/// Holds a note back from the wall, or releases it. Its writer is told, and nobody else sees it.
///
/// # Errors
/// When the doer does not steer the room, or the notes are not shown yet.
pub fn hold_note(tx: &mut Tx<'_>, number: i64, note: NoteId, held: bool) -> AppResult<()> {
    let (room, granted) = steer(tx, number)?;
    let found = store::lock_note(tx, room.id, note)?;
    let rounds = store::list_rounds(tx.reading(), room.id)?;
    let round = rounds.iter().find(|round| round.id == found.round_id).ok_or(AppError::NotFound("note"))?;
    if found.removed_at.is_some() || rules::notes_shown(room.state, round.step, round.finished_at.is_some()) == rules::NotesShown::Own {
        return Err(AppError::NotFound("note"));
    }
    if found.held != held {
        store::set_note_held(tx, &granted, note, held)?;
        tx.record(&granted, &Event::NoteHeld { brainstorm: room.id, note, held })?;
    }
    Ok(())
}
