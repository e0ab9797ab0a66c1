//! What people can do with ideas: find, authorise, decide, write, record.
use super::{
    rules::{self, Clock, Wording},
    store,
};
use crate::domains::campaigns::{self, store::Campaign};
use crate::kernel::{
    EditIdea, Event, FollowIdea, Granted, IdeaId, IdeaSource, IdeaState, ItemKind, ItemRef, ModerateIdea, Permission, PersonId, Sight,
    SubmitIdea, WithdrawIdea, authorize,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};
use uuid::Uuid;

/// An idea to submit.
#[derive(Debug, Clone)]
pub struct NewIdea<'c> {
    /// The campaign it answers; its days until the answer count.
    pub campaign: Option<&'c Campaign>,
    /// Who had it.
    pub author: PersonId,
    /// Title; empty for one derived from the text.
    pub title: String,
    /// Text, Markdown.
    pub body: String,
    /// How it came in.
    pub source: IdeaSource,
    /// Who may see it.
    pub sight: Sight,
    /// Tags as typed.
    pub tags: Vec<String>,
    /// Values of the campaign's extra fields, checked by the caller.
    pub fields: Vec<(Uuid, String)>,
    /// The state it starts in.
    pub state: IdeaState,
}

/// Submits an idea: its row, first version and author as follower. The id is the one of the grant's place
/// ([`store::new_place`]); the caller records. Its id and number.
///
/// # Errors
/// [`AppError::Invalid`] for wrong wording or tags.
pub fn submit(tx: &mut Tx<'_>, new: NewIdea<'_>, granted: &Granted<SubmitIdea>) -> AppResult<(IdeaId, i64)> {
    let ItemRef { kind: ItemKind::Idea, id } = granted.place().item else {
        return Err(anyhow::anyhow!("an idea is submitted under a grant for its own new id").into());
    };
    let wording = Wording::parse(&new.title, &new.body).map_err(AppError::Invalid)?;
    let tags = rules::tags(new.tags.iter().map(String::as_str)).map_err(|refusal| AppError::Invalid(vec![refusal]))?;
    let answer_days = new.campaign.map_or(rules::ANSWER_DAYS, |campaign| campaign.answer_days);
    let row = store::Row {
        id: IdeaId(id),
        campaign_id: new.campaign.map(|campaign| campaign.id),
        author: new.author,
        state: new.state,
        source: new.source,
        wording: &wording,
        sight: new.sight,
        clock: Clock::started(tx.now(), answer_days),
    };
    let number = store::put(tx, granted, &row)?;
    if let Some(campaign) = row.campaign_id.filter(|_| rules::is_on_show(row.state)) {
        campaigns::store::add_counts(tx, granted, campaign, 1, 0)?;
    }
    if !tags.is_empty() {
        store::set_tags(tx, granted, row.id, &tags)?;
    }
    if !new.fields.is_empty() {
        store::set_fields(tx, granted, row.id, &new.fields)?;
    }
    Ok((row.id, number))
}

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
    let before = rules::state_to_return_to(idea.state, to);
    let clock = idea.clock().moved(to, tx.now());
    store::put_move(tx, granted, idea.id, (idea.state, to), before, clock, reason.trim())?;
    let shown = i32::from(rules::is_on_show(to)) - i32::from(rules::is_on_show(idea.state));
    if let Some(campaign) = idea.campaign_id.filter(|_| shown != 0) {
        campaigns::store::add_counts(tx, granted, campaign, shown, 0)?;
    }
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

/// A change of an idea's wording, tags and fields, against the version that was read.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The version that was edited; another one stored means that somebody was faster.
    pub version: i32,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Tags as typed; `None` leaves them.
    pub tags: Option<Vec<String>>,
}

/// Edits an idea: a new version when the wording changed. The idea as it was, and its version now.
///
/// # Errors
/// [`AppError::Stale`] when it was changed in the meantime, refusals of wording and tags, and of the idea's state.
pub fn edit(tx: &mut Tx<'_>, number: i64, edit: &Edit) -> AppResult<(store::VisibleIdea, i32)> {
    let idea = store::lock_visible(tx, number)?;
    let place = idea.place(tx.doer());
    let granted = authorize::<EditIdea>(tx.doer(), place).ok_or_else(AppError::forbidden::<EditIdea>)?;
    let moderates = authorize::<ModerateIdea>(tx.doer(), place).is_some();
    rules::check_edit(idea.state, moderates)?;
    if idea.version != edit.version {
        return Err(AppError::Stale);
    }
    let wording = Wording::parse(&edit.title, &edit.body).map_err(AppError::Invalid)?;
    let tags = edit.tags.as_ref().map(|tags| rules::tags(tags.iter().map(String::as_str))).transpose();
    let tags = tags.map_err(|refusal| AppError::Invalid(vec![refusal]))?;
    let mut version = idea.version;
    if (wording.title(), wording.body()) != (idea.title.as_str(), idea.body.as_str()) {
        let editor = granted.person_id().ok_or(AppError::Unauthenticated)?;
        version = store::put_version(tx, &granted, idea.id, editor, &wording)?;
        tx.record(&granted, &Event::IdeaEdited { idea: idea.id, version })?;
    }
    if let Some(tags) = tags.filter(|_| edit.tags.is_some()) {
        let known = store::list_tags(tx.reading(), idea.id)?;
        if known != tags {
            store::set_tags(tx, &granted, idea.id, &tags)?;
            tx.record(&granted, &Event::IdeaTagged { idea: idea.id, tags })?;
        }
    }
    Ok((idea, version))
}

/// The author takes the idea back, or brings it back again.
///
/// # Errors
/// A refusal when it is too late.
pub fn withdraw(tx: &mut Tx<'_>, number: i64, back: bool) -> AppResult<store::VisibleIdea> {
    let idea = store::lock_visible(tx, number)?;
    let granted = authorize::<WithdrawIdea>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<WithdrawIdea>)?;
    let to = match (back, idea.state_before) {
        (false, _) => IdeaState::Withdrawn,
        (true, Some(before)) if idea.state == IdeaState::Withdrawn => before,
        (true, _) => return Err(rules::MOVE_NOT_POSSIBLE.into()),
    };
    if !rules::can_move(idea.state, to, WithdrawIdea::KEY) {
        return Err(rules::WITHDRAW_CLOSED.into());
    }
    move_to(tx, &granted, &idea, to, "")?;
    Ok(idea)
}

/// The author answers what they were asked: the answer becomes part of the text, and the clock runs on.
///
/// # Errors
/// A refusal when nothing was asked or nothing is said.
pub fn answer_clarification(tx: &mut Tx<'_>, number: i64, answer: &str) -> AppResult<store::VisibleIdea> {
    let idea = store::lock_visible(tx, number)?;
    let granted = authorize::<EditIdea>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<EditIdea>)?;
    if idea.state != IdeaState::Clarification {
        return Err(rules::MOVE_NOT_POSSIBLE.into());
    }
    if answer.trim().is_empty() {
        return Err(rules::CLARIFICATION_EMPTY.into());
    }
    let body = format!("{}\n\n{}", idea.body, answer.trim());
    let wording = Wording::parse(&idea.title, &body).map_err(|_| rules::CLARIFICATION_TOO_LONG)?;
    let editor = granted.person_id().ok_or(AppError::Unauthenticated)?;
    store::put_version(tx, &granted, idea.id, editor, &wording)?;
    move_to(tx, &granted, &idea, idea.state_before.unwrap_or(IdeaState::Open), "")?;
    tx.record(&granted, &Event::ClarificationAnswered { idea: idea.id })?;
    Ok(idea)
}

/// Keeping order: approve what waits, take off the board as off-topic or binned, or bring back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moderation {
    /// Onto the board.
    Approve,
    /// Off the board: not a matter of this place.
    OffTopic,
    /// Off the board: spam, or harmful.
    Bin,
    /// Back to where it was.
    Restore,
}

/// Moderates an idea. The idea as it was.
///
/// # Errors
/// A refusal when the life cycle has no such move, or the reason is missing.
pub fn moderate(tx: &mut Tx<'_>, number: i64, what: Moderation, reason: &str) -> AppResult<store::VisibleIdea> {
    let idea = store::lock_visible(tx, number)?;
    let granted = authorize::<ModerateIdea>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<ModerateIdea>)?;
    let to = match what {
        Moderation::Approve => IdeaState::Open,
        Moderation::OffTopic => IdeaState::OffTopic,
        Moderation::Bin => IdeaState::Binned,
        Moderation::Restore => idea.state_before.ok_or(rules::MOVE_NOT_POSSIBLE)?,
    };
    move_to(tx, &granted, &idea, to, reason)?;
    Ok(idea)
}
