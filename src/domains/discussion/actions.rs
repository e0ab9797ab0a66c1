//! What people can do in a discussion.
use super::{
    rules::{self, CommentText},
    store::{self, VisibleComment},
};
use crate::domains::ideas;
use crate::kernel::{
    CommentId, EditComment, Event, IdeaId, MarkAnswer, ModerateIdea, Permission, PersonId, WriteComment, WriteStaffNote, authorize, holds,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};

/// A comment to be written.
#[derive(Debug, Clone)]
pub struct NewComment {
    /// What it says.
    pub text: CommentText,
    /// Number of the comment it replies to.
    pub parent: Option<i64>,
    /// For staff alone.
    pub staff_only: bool,
}

/// Writes a comment, a reply or a note for staff under an idea; its number.
///
/// # Errors
/// Not found, permission, [`rules::check_open`], [`rules::PARENT_UNFIT`], [`rules::REPLIES_FULL`].
pub fn write(tx: &mut Tx<'_>, idea: i64, new: &NewComment) -> AppResult<i64> {
    let idea = ideas::store::lock_visible(tx, idea)?;
    let parent = new.parent.map(|number| parent(tx, number, idea.id)).transpose()?;
    let staff_only = new.staff_only || parent.as_ref().is_some_and(|parent| parent.comment.staff_only);
    let place = store::place(&idea, tx.doer(), staff_only);
    if staff_only {
        let granted = authorize::<WriteStaffNote>(tx.doer(), place).ok_or_else(AppError::forbidden::<WriteStaffNote>)?;
        let author = granted.person_id().ok_or(AppError::Unauthenticated)?;
        let (id, number) = put(tx, &granted, idea.id, parent.as_ref(), author, new, true)?;
        tx.record(&granted, &Event::StaffNoteWritten { idea: idea.id, comment: id })?;
        return Ok(number);
    }
    let granted = authorize::<WriteComment>(tx.doer(), place).ok_or_else(AppError::forbidden::<WriteComment>)?;
    let author = granted.person_id().ok_or(AppError::Unauthenticated)?;
    rules::check_open(idea.state)?;
    let (id, number) = put(tx, &granted, idea.id, parent.as_ref(), author, new, false)?;
    ideas::store::add_comments(tx, &granted, idea.id, 1)?;
    let parent = parent.map(|parent| parent.comment.id);
    tx.record(&granted, &Event::CommentWritten { idea: idea.id, comment: id, parent })?;
    Ok(number)
}

/// The comment replied to: under the same idea, itself no reply, not deleted, with room below it.
fn parent(tx: &mut Tx<'_>, number: i64, idea: IdeaId) -> AppResult<VisibleComment> {
    let viewer = tx.doer().viewer();
    let parent = store::find_visible(tx.reading(), &viewer, number).map_err(|error| match error {
        AppError::NotFound(_) => rules::PARENT_UNFIT.into(),
        error => error,
    })?;
    if parent.comment.idea_id != idea || parent.comment.parent_id.is_some() || parent.comment.deleted_at.is_some() {
        return Err(rules::PARENT_UNFIT.into());
    }
    if store::count_replies(tx, parent.comment.id)? >= rules::MOST_REPLIES {
        return Err(rules::REPLIES_FULL.into());
    }
    Ok(parent)
}

fn put<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &crate::kernel::Granted<P>,
    idea: IdeaId,
    parent: Option<&VisibleComment>,
    author: PersonId,
    new: &NewComment,
    staff_only: bool,
) -> AppResult<(CommentId, i64)> {
    let text = new.text.as_str();
    let (id, number) = store::put_comment(tx, granted, idea, parent.map(|parent| parent.comment.id), author, text, staff_only)?;
    let handles = rules::mentions(text);
    if !handles.is_empty() {
        store::put_mentions(tx, granted, id, &handles)?;
    }
    Ok((id, number))
}

/// The comment as it must be for a change: the version that was seen, when one was named.
fn found(tx: &mut Tx<'_>, number: i64, seen: Option<i32>) -> AppResult<VisibleComment> {
    let found = store::lock_visible(tx, number)?;
    match seen {
        Some(version) if version != found.comment.version => Err(AppError::Stale),
        _ => Ok(found),
    }
}

/// Replaces the text of a comment; the one before is kept. The same text again changes nothing.
///
/// # Errors
/// Not found, permission, [`rules::DELETED`], [`AppError::Stale`].
pub fn edit(tx: &mut Tx<'_>, number: i64, seen: Option<i32>, text: &CommentText) -> AppResult<VisibleComment> {
    let found = found(tx, number, seen)?;
    let granted = authorize::<EditComment>(tx.doer(), found.place(tx.doer())).ok_or_else(AppError::forbidden::<EditComment>)?;
    let comment = &found.comment;
    if comment.deleted_at.is_some() {
        return Err(rules::DELETED.into());
    }
    if comment.text == text.as_str() {
        return Ok(found);
    }
    store::put_version(tx, &granted, comment, text.as_str())?;
    store::put_mentions(tx, &granted, comment.id, &rules::mentions(text.as_str()))?;
    tx.record(&granted, &Event::CommentEdited { idea: found.idea.id, comment: comment.id, version: comment.version + 1 })?;
    Ok(found)
}

/// Deletes a comment; its place, its replies and who deleted it stay. Deleting again changes nothing.
///
/// # Errors
/// Not found, permission, [`AppError::Stale`].
pub fn delete(tx: &mut Tx<'_>, number: i64, seen: Option<i32>) -> AppResult<VisibleComment> {
    let found = found(tx, number, seen)?;
    let granted = authorize::<EditComment>(tx.doer(), found.place(tx.doer())).ok_or_else(AppError::forbidden::<EditComment>)?;
    if found.comment.deleted_at.is_some() {
        return Ok(found);
    }
    let by = granted.person_id().ok_or(AppError::Unauthenticated)?;
    store::set_deleted(tx, &granted, found.comment.id, Some(by))?;
    if !found.comment.staff_only {
        ideas::store::add_comments(tx, &granted, found.idea.id, -1)?;
    }
    tx.record(&granted, &Event::CommentDeleted { idea: found.idea.id, comment: found.comment.id })?;
    Ok(found)
}

/// Brings a deleted comment back.
///
/// # Errors
/// Not found, permission, [`rules::check_restore`].
pub fn restore(tx: &mut Tx<'_>, number: i64) -> AppResult<VisibleComment> {
    let found = found(tx, number, None)?;
    let place = found.place(tx.doer());
    let granted = authorize::<EditComment>(tx.doer(), place).ok_or_else(AppError::forbidden::<EditComment>)?;
    let by_themselves = granted.person_id().is_some() && found.comment.deleted_by == granted.person_id();
    rules::check_restore(found.comment.deleted_at, by_themselves, holds::<ModerateIdea>(tx.doer(), &place), tx.now())?;
    store::set_deleted(tx, &granted, found.comment.id, None)?;
    if !found.comment.staff_only {
        ideas::store::add_comments(tx, &granted, found.idea.id, 1)?;
    }
    tx.record(&granted, &Event::CommentRestored { idea: found.idea.id, comment: found.comment.id })?;
    Ok(found)
}

/// Marks a comment as the answer, the only one of its idea, or takes the mark away.
///
/// # Errors
/// Not found, permission, [`rules::DELETED`], [`rules::NOTE_NO_ANSWER`].
pub fn mark_answer(tx: &mut Tx<'_>, number: i64, marked: bool) -> AppResult<VisibleComment> {
    let found = found(tx, number, None)?;
    let granted = authorize::<MarkAnswer>(tx.doer(), found.idea.place(tx.doer())).ok_or_else(AppError::forbidden::<MarkAnswer>)?;
    if found.comment.staff_only {
        return Err(rules::NOTE_NO_ANSWER.into());
    }
    if found.comment.deleted_at.is_some() {
        return Err(rules::DELETED.into());
    }
    if found.comment.answer_marked_by.is_some() == marked {
        return Ok(found);
    }
    let (idea, comment) = (found.idea.id, found.comment.id);
    let before = store::clear_answer(tx, &granted, idea)?;
    let mut events: Vec<Event> = before.into_iter().map(|comment| Event::AnswerUnmarked { idea, comment }).collect();
    if marked {
        store::set_answer(tx, &granted, comment, granted.person_id())?;
        events.push(Event::AnswerMarked { idea, comment });
    }
    tx.record_all(&granted, &events)?;
    Ok(found)
}
