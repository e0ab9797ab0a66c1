//! What people can do with ideas: find, authorise, decide, write, record.
use super::{rules, store};
use crate::kernel::{Event, FollowIdea, Granted, IdeaState, Permission, authorize};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};

/// Moves an idea along its life cycle: state, clocks, the line its author reads, and the event.
///
/// # Errors
/// A refusal when the life cycle has no such move under this permission, or the reason is missing.
pub fn move_to<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    idea: &store::VisibleIdea,
    to: IdeaState,
    reason: &str,
) -> AppResult<()> {
    rules::check_move::<P>(idea.state, to, reason)?;
    let before = rules::pauses_clock(to).then_some(idea.state);
    let clock = idea.clock().moved(to, tx.now());
    store::put_move(tx, granted, idea.id, (idea.state, to), before, clock, reason.trim())?;
    tx.record(granted, &Event::IdeaMoved { idea: idea.id, before: idea.state, after: to })?;
    Ok(())
}

/// Follows an idea; following twice changes nothing.
///
/// # Errors
/// When the idea is not visible or nobody is signed in.
pub fn follow(tx: &mut Tx<'_>, number: i64, on: bool) -> AppResult<store::VisibleIdea> {
    let viewer = tx.doer().viewer();
    let idea = store::find_visible(tx.reading(), &viewer, number)?;
    let granted = authorize::<FollowIdea>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<FollowIdea>)?;
    let person = granted.person_id().ok_or(AppError::Unauthenticated)?;
    let follows = store::is_follower(tx.reading(), idea.id, person)?;
    if on && !follows {
        store::put_follower(tx, &granted, idea.id, person)?;
        tx.record(&granted, &Event::IdeaFollowed { idea: idea.id, person })?;
    } else if follows && !on {
        store::remove_follower(tx, &granted, idea.id, person)?;
        tx.record(&granted, &Event::IdeaUnfollowed { idea: idea.id, person })?;
    }
    Ok(idea)
}
