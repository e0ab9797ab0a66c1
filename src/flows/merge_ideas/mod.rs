//! One idea into another, and out again. A merge is an edge: nothing is copied, so taking it apart restores
//! everything. Votes are counted once per person over the idea that stays and everything merged into it.
mod api;
mod pages;

use crate::domains::{
    evaluation::{actions as triage, rules as triage_rules},
    ideas::{self, store::VisibleIdea},
    lineage, voting,
};
use crate::kernel::{
    Audience, Event, Granted, IdeaId, IdeaState, MergeIdeas, Permission, PersonId, Refusal, Relation, Sight, TriageStep, authorize,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};
use actix_web::web::{self, ServiceConfig};
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// An idea is no duplicate of itself.
pub const SAME_IDEA: Refusal = Refusal::of("into", "merge-same-idea");
/// The target is not there, or not to be seen.
pub const NO_TARGET: Refusal = Refusal::of("into", "merge-no-target");
/// The target takes no duplicates in its state.
pub const TARGET_CLOSED: Refusal = Refusal::of("into", "merge-target-closed");
/// The people of the duplicate could not see where their votes went.
pub const TARGET_HIDDEN: Refusal = Refusal::of("into", "merge-target-hidden");
/// Others were merged into it; chains would not come apart exactly.
pub const HAS_DUPLICATES: Refusal = Refusal::new("merge-has-duplicates");
/// It became a prototype, and a prototype goes on alone.
pub const IN_PROTOTYPE: Refusal = Refusal::new("merge-in-prototype");
/// In its state it becomes nobody's duplicate.
pub const NOT_FROM_HERE: Refusal = Refusal::new("merge-not-from-here");
/// It is not merged at present.
pub const NOT_MERGED: Refusal = Refusal::new("merge-not-merged");

/// Pages and forms.
pub fn routes(config: &mut ServiceConfig) {
    config.service(web::resource("/ideas/{idea}/merge").route(web::get().to(pages::show)).route(web::post().to(pages::merge)));
    config.route("/ideas/{idea}/unmerge", web::post().to(pages::unmerge));
    config.route("/triage/{idea}/duplicate", web::post().to(pages::duplicate));
    config.route("/triage/undo", web::post().to(pages::undo));
    config.route("/ideas/{idea}/decision/undo", web::post().to(pages::undo_decision));
}

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    api::api(config);
}

/// Whether an idea in this state takes duplicates.
pub const fn takes_duplicates(state: IdeaState) -> bool {
    use IdeaState::{Clarification, InPrototype, InReview, Open, Parked, Shipped, Shortlisted, Submitted};
    matches!(state, Submitted | Open | InReview | Shortlisted | InPrototype | Shipped | Clarification | Parked)
}

/// Whether an idea in this state can become a duplicate.
///
/// # Errors
/// [`IN_PROTOTYPE`] and [`NOT_FROM_HERE`].
pub fn check_duplicate(state: IdeaState) -> Result<(), Refusal> {
    match state {
        _ if ideas::rules::can_move(state, IdeaState::Merged, MergeIdeas::KEY) => Ok(()),
        IdeaState::InPrototype | IdeaState::Shipped => Err(IN_PROTOTYPE),
        _ => Err(NOT_FROM_HERE),
    }
}

/// Whether everybody who sees `narrow` also sees `wide`.
pub fn covers(wide: Sight, narrow: Sight) -> bool {
    match (wide.audience, narrow.audience) {
        (Audience::Public, _) | (Audience::SignedIn, Audience::SignedIn | Audience::Internal | Audience::Space | Audience::People) => true,
        (Audience::Internal, Audience::Internal) => true,
        (Audience::Space, Audience::Space) => wide.space == narrow.space,
        (Audience::People, Audience::People) => wide.space.is_some() && wide.space == narrow.space,
        _ => false,
    }
}

/// What a merge joined.
pub struct Merged {
    /// The duplicate, as it was before.
    pub duplicate: VisibleIdea,
    /// The idea that stays.
    pub kept: VisibleIdea,
}

/// Merges an idea into another; into what that one was merged into, where it is a duplicate itself.
///
/// # Errors
/// When one of them is not visible, the doer may not merge both, or the two cannot be one.
pub fn merge(tx: &mut Tx<'_>, number: i64, into: i64) -> AppResult<Merged> {
    let duplicate = ideas::store::lock_visible(tx, number)?;
    let granted = allowed(tx, &duplicate)?;
    join(tx, duplicate, &granted, into)
}

fn allowed(tx: &Tx<'_>, idea: &VisibleIdea) -> AppResult<Granted<MergeIdeas>> {
    authorize::<MergeIdeas>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<MergeIdeas>)
}

/// The idea that a wished target stands for: itself, or what it was merged into.
fn root(tx: &mut Tx<'_>, duplicate: IdeaId, into: i64) -> AppResult<VisibleIdea> {
    let viewer = tx.doer().viewer();
    let wished = match ideas::store::find_visible(tx.reading(), &viewer, into) {
        Err(AppError::NotFound(_)) => return Err(NO_TARGET.into()),
        found => found?,
    };
    let id = match wished.state {
        IdeaState::Merged => ideas::store::find_kept(tx.reading(), wished.id)?.ok_or(TARGET_CLOSED)?,
        _ => wished.id,
    };
    if id == duplicate {
        return Err(SAME_IDEA.into());
    }
    // What the doer may not see cannot become a target through another idea either.
    ideas::store::find_visible_by_id(tx.reading(), &viewer, id).map_err(|_| NO_TARGET)?;
    ideas::store::lock(tx, id)
}

fn join(tx: &mut Tx<'_>, duplicate: VisibleIdea, granted: &Granted<MergeIdeas>, into: i64) -> AppResult<Merged> {
    check_duplicate(duplicate.state)?;
    let kept = root(tx, duplicate.id, into)?;
    let granted_kept = allowed(tx, &kept)?;
    if !takes_duplicates(kept.state) {
        return Err(TARGET_CLOSED.into());
    }
    if !covers(kept.sight, duplicate.sight) {
        return Err(TARGET_HIDDEN.into());
    }
    if !ideas::store::list_duplicates(tx.reading(), duplicate.id)?.is_empty() {
        return Err(HAS_DUPLICATES.into());
    }
    let by = granted.person_id().ok_or(AppError::Unauthenticated)?;
    ideas::actions::move_to(tx, granted, &duplicate, IdeaState::Merged, "")?;
    ideas::store::put_merge(tx, granted, duplicate.id, kept.id, by)?;
    voting::store::recount_with_merged(tx, &granted_kept, kept.id)?;
    lineage::store::link(tx, granted, duplicate.id.into(), Relation::MergedInto, kept.id.into())?;
    tx.record(granted, &Event::IdeaMerged { idea: duplicate.id, kept: kept.id })?;
    tx.record(&granted_kept, &Event::DuplicateTaken { idea: kept.id, duplicate: duplicate.id })?;
    Ok(Merged { duplicate, kept })
}

/// Ends the edge of a duplicate, with the votes and the lineage that hung on it; its state is the caller's.
fn part(tx: &mut Tx<'_>, duplicate: &VisibleIdea, granted: &Granted<MergeIdeas>, by: PersonId) -> AppResult<VisibleIdea> {
    let kept = ideas::store::end_merge(tx, granted, duplicate.id, by)?.ok_or(NOT_MERGED)?;
    let kept = ideas::store::lock(tx, kept)?;
    let granted_kept = allowed(tx, &kept)?;
    voting::store::recount_with_merged(tx, &granted_kept, kept.id)?;
    lineage::store::unlink(tx, granted, duplicate.id.into(), Relation::MergedInto, kept.id.into())?;
    tx.record(granted, &Event::IdeaUnmerged { idea: duplicate.id, kept: kept.id })?;
    tx.record(&granted_kept, &Event::DuplicateReturned { idea: kept.id, duplicate: duplicate.id })?;
    Ok(kept)
}

/// Takes a merge apart: the idea is where it was, and has the votes it had; the clock runs on with what was left.
///
/// # Errors
/// When it is not visible, the doer may not merge, or it is not merged.
pub fn unmerge(tx: &mut Tx<'_>, number: i64) -> AppResult<VisibleIdea> {
    let duplicate = ideas::store::lock_visible(tx, number)?;
    let granted = allowed(tx, &duplicate)?;
    if duplicate.state != IdeaState::Merged {
        return Err(NOT_MERGED.into());
    }
    let by = granted.person_id().ok_or(AppError::Unauthenticated)?;
    part(tx, &duplicate, &granted, by)?;
    let back = duplicate.state_before.unwrap_or(IdeaState::Open);
    // A clarification goes on where it was, and so does what it will go back to.
    let before = match back {
        IdeaState::Clarification => ideas::store::find_move_source(tx.reading(), duplicate.id, back)?,
        _ => None,
    };
    let clock = duplicate.clock().moved(back, tx.now());
    ideas::actions::put_state(tx, &granted, &duplicate, back, (before, clock), "")?;
    // The inbox put it away as a duplicate and nothing else; undecided as it is, it waits there again.
    if matches!(back, IdeaState::Open | IdeaState::Submitted | IdeaState::Clarification) {
        ideas::store::set_triage(tx, &granted, duplicate.id, None, duplicate.snoozed_until)?;
    }
    Ok(duplicate)
}

/// The step `duplicate` of the triage inbox.
///
/// # Errors
/// As [`merge`]; also when the idea does not wait in the inbox.
pub fn triage_duplicate(tx: &mut Tx<'_>, number: i64, into: i64) -> AppResult<Merged> {
    let stepping = triage::begin(tx, number, TriageStep::Duplicate)?;
    let granted = allowed(tx, &stepping.idea)?;
    let merged = join(tx, stepping.idea.clone(), &granted, into)?;
    triage::finish(tx, &stepping, "", Some(merged.kept.id), None)?;
    Ok(merged)
}

/// Takes back the doer's last decision, on this idea or on any, a merge in the inbox included; the idea it was on.
///
/// # Errors
/// When there is none, or the idea has moved on since.
pub fn undo_decision(tx: &mut Tx<'_>, number: Option<i64>) -> AppResult<VisibleIdea> {
    let back = triage::begin_undo(tx, number)?;
    if back.decided.step == TriageStep::Duplicate {
        let granted = allowed(tx, &back.idea)?;
        let by = granted.person_id().ok_or(AppError::Unauthenticated)?;
        part(tx, &back.idea, &granted, by).map_err(|error| match error {
            AppError::Refused(refusal) if refusal == NOT_MERGED => triage_rules::MOVED_ON.into(),
            other => other,
        })?;
    }
    triage::finish_undo(tx, &back)?;
    Ok(back.idea)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::SpaceId;

    #[test]
    fn what_became_a_prototype_or_was_decided_becomes_no_duplicate() {
        assert_eq!(check_duplicate(IdeaState::Open), Ok(()));
        assert_eq!(check_duplicate(IdeaState::InPrototype), Err(IN_PROTOTYPE));
        assert_eq!(check_duplicate(IdeaState::Declined), Err(NOT_FROM_HERE));
        assert_eq!(check_duplicate(IdeaState::Merged), Err(NOT_FROM_HERE));
    }

    #[test]
    fn votes_never_go_where_their_people_cannot_look() {
        let space = |id| Sight { audience: Audience::Space, space: Some(id) };
        let (here, there) = (SpaceId::new(), SpaceId::new());
        assert!(covers(Sight::PUBLIC, Sight::INTERNAL) && covers(Sight::INTERNAL, Sight::INTERNAL) && covers(space(here), space(here)));
        assert!(!covers(Sight::INTERNAL, Sight::PUBLIC) && !covers(space(here), space(there)) && !covers(Sight::INTERNAL, space(here)));
    }
}
