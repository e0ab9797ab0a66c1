//! Launching, moving, reopening, closing and archiving.
use crate::domains::campaigns::{
    rules::{Plan, ending, launch, phases, setup, way_back},
    store::{self, Campaign, Marks},
};
use crate::kernel::{CampaignState, Doer, Event, Granted, Moment, PhaseKind, RunCampaign, authorize};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};

fn run(tx: &mut Tx<'_>, slug: &str) -> AppResult<(Campaign, Granted<RunCampaign>)> {
    let campaign = store::lock_visible_by_slug(tx, slug)?;
    let granted = grant(tx, &campaign, campaign.state)?;
    Ok((campaign, granted))
}

/// The grant over a campaign as it stands in `state`; what is recorded under it is seen by those who see it then.
fn grant(tx: &Tx<'_>, campaign: &Campaign, state: CampaignState) -> AppResult<Granted<RunCampaign>> {
    authorize::<RunCampaign>(tx.doer(), campaign.place_in(tx.doer(), state)).ok_or_else(AppError::forbidden::<RunCampaign>)
}

/// Sends a draft out: it is scheduled, and the calendar opens it, at once when its first phase has begun.
///
/// # Errors
/// Everything that is missing, at once.
pub fn launch(tx: &mut Tx<'_>, slug: &str) -> AppResult<Campaign> {
    let (campaign, _) = run(tx, slug)?;
    let (setup, now) = (store::setup(tx.reading(), &campaign)?, tx.now());
    let shut_out = store::shut_out(tx.reading(), campaign.id, &setup)?;
    launch::launch(campaign.state, &setup, shut_out.len(), now).map_err(|missing| match missing.as_slice() {
        [launched] if *launched == launch::LAUNCHED_ALREADY => (*launched).into(),
        _ => AppError::Unready { code: launch::NOT_READY, refusals: missing },
    })?;
    let state = setup.plan.due(CampaignState::Scheduled, now).unwrap_or(CampaignState::Scheduled);
    let granted = grant(tx, &campaign, state)?;
    store::put_state(tx, &granted, &campaign, state, Marks { launched_at: Some(Some(now)), ..Marks::default() })?;
    let mut events = vec![Event::CampaignLaunched { campaign: campaign.id }];
    if state != CampaignState::Scheduled {
        events.push(Event::CampaignMoved { campaign: campaign.id, before: CampaignState::Scheduled, after: state });
    }
    tx.record_all(&granted, &events)?;
    store::find(tx.reading(), campaign.id)
}

/// Takes a launch back: it is a draft again, and gone from everybody's lists.
///
/// # Errors
/// After ten minutes, or once the first idea is there.
pub fn undo_launch(tx: &mut Tx<'_>, slug: &str) -> AppResult<Campaign> {
    let (campaign, granted) = run(tx, slug)?;
    launch::undo_launch(campaign.state, campaign.launched_at, i64::from(campaign.idea_count), tx.now())?;
    store::put_state(tx, &granted, &campaign, CampaignState::Draft, Marks { launched_at: Some(None), ..Marks::default() })?;
    tx.record(&granted, &Event::LaunchUndone { campaign: campaign.id })?;
    store::find(tx.reading(), campaign.id)
}

/// Ends the running phase and begins the next one now.
///
/// # Errors
/// When nothing comes after, or it does not run.
pub fn next_phase(tx: &mut Tx<'_>, slug: &str) -> AppResult<Campaign> {
    let (campaign, granted) = run(tx, slug)?;
    if campaign.state != CampaignState::Scheduled && !campaign.state.is_running() {
        return Err(ending::NOT_RUNNING.into());
    }
    let plan = store::plan(tx.reading(), campaign.id)?;
    let (moved, state) = plan.next_now(campaign.state, tx.now())?;
    store::put_state(tx, &granted, &campaign, state, Marks::default())?;
    store::put_plan(tx, &granted, campaign.id, &moved)?;
    store::put_way_back(tx, &granted, &campaign, &plan)?;
    tx.record(&granted, &Event::CampaignMoved { campaign: campaign.id, before: campaign.state, after: state })?;
    store::find(tx.reading(), campaign.id)
}

/// Moves the end of a phase, and the phases after it by the same span; with them, where asked, the promised answer.
///
/// # Errors
/// When the phase is over or unknown, the end is in the past, or the answer is promised for before the new end.
pub fn end_phase(tx: &mut Tx<'_>, slug: &str, kind: PhaseKind, ends_at: Moment, answer_by: Option<Moment>) -> AppResult<Campaign> {
    let (campaign, granted) = run(tx, slug)?;
    if campaign.state != CampaignState::Scheduled && !campaign.state.is_running() {
        return Err(ending::NOT_RUNNING.into());
    }
    let plan = store::plan(tx.reading(), campaign.id)?;
    let moved = plan.end_at(kind, ends_at, campaign.state, tx.now())?;
    check_answer(&campaign, answer_by, &moved)?;
    store::put_state(tx, &granted, &campaign, campaign.state, Marks { answer_by, ..Marks::default() })?;
    store::put_plan(tx, &granted, campaign.id, &moved)?;
    let starts_at = moved.get(kind).map_or(ends_at, |phase| phase.starts_at);
    store::put_way_back(tx, &granted, &campaign, &plan)?;
    tx.record(&granted, &Event::PhaseDated { campaign: campaign.id, phase: kind, starts_at, ends_at })?;
    store::find(tx.reading(), campaign.id)
}

/// The promise must not come before the end; no promise, no check.
fn check_answer(campaign: &Campaign, answer_by: Option<Moment>, plan: &Plan) -> AppResult<()> {
    let promised = answer_by.or(campaign.answer_by);
    if promised.is_some() && promised < plan.ends_at() { Err(setup::ANSWER_BEFORE_END.into()) } else { Ok(()) }
}

/// Goes back to a phase that was left, also after the close, until `ends_at`.
///
/// # Errors
/// When the campaign has not been there, lies in the archive, or the end is in the past.
pub fn reopen(tx: &mut Tx<'_>, slug: &str, kind: PhaseKind, ends_at: Moment, answer_by: Option<Moment>) -> AppResult<Campaign> {
    let (campaign, granted) = run(tx, slug)?;
    ending::reopen(campaign.state, phases::state_of(kind))?;
    let plan = store::plan(tx.reading(), campaign.id)?;
    let (moved, state) = plan.reopen(kind, ends_at, campaign.closed_at, tx.now())?;
    check_answer(&campaign, answer_by, &moved)?;
    store::put_state(tx, &granted, &campaign, state, Marks { closed_at: Some(None), answer_by, ..Marks::default() })?;
    store::put_plan(tx, &granted, campaign.id, &moved)?;
    tx.record(&granted, &Event::CampaignReopened { campaign: campaign.id, state })?;
    store::find(tx.reading(), campaign.id)
}

/// Takes the last move of the phases back. `version` is the one that the move made.
///
/// # Errors
/// Stale when somebody changed the campaign since; refused where it cannot go back any more ([`way_back::may_go_back`]).
pub fn undo_move(tx: &mut Tx<'_>, slug: &str, version: i32) -> AppResult<Campaign> {
    let (campaign, granted) = run(tx, slug)?;
    let (way, is) = store::ways_back(tx.reading(), &[campaign.id])?.remove(&campaign.id).ok_or(AppError::Stale)?;
    if way.version != version || campaign.version != version {
        return Err(AppError::Stale);
    }
    way_back::may_go_back(&way, &is, tx.now())?;
    let marks = Marks { answer_by: way.answer_by, ..Marks::default() };
    store::put_state(tx, &granted, &campaign, way.state, marks)?;
    store::put_plan(tx, &granted, campaign.id, &way.plan)?;
    tx.record(&granted, &Event::CampaignMoved { campaign: campaign.id, before: campaign.state, after: way.state })?;
    store::find(tx.reading(), campaign.id)
}

/// Locks a campaign for its close, so that no idea comes in while its ideas are counted.
///
/// # Errors
/// Not found, or forbidden without the role.
pub fn lock_for_close(tx: &mut Tx<'_>, slug: &str) -> AppResult<(Campaign, Granted<RunCampaign>)> {
    run(tx, slug)
}

/// Closes a locked campaign. `unanswered` are its ideas that nobody decided; ideas rank higher, so the flow counts them.
///
/// # Errors
/// When ideas still wait, or the summary is missing.
pub fn close(tx: &mut Tx<'_>, campaign: &Campaign, granted: &Granted<RunCampaign>, unanswered: i64, summary: &str) -> AppResult<Campaign> {
    ending::close(campaign.state, unanswered, summary)?;
    let marks = Marks { closed_at: Some(Some(tx.now())), summary: Some(summary.trim().to_owned()), ..Marks::default() };
    store::put_state(tx, granted, campaign, CampaignState::Closed, marks)?;
    tx.record(granted, &Event::CampaignClosed { campaign: campaign.id })?;
    store::find(tx.reading(), campaign.id)
}

/// Puts a closed campaign away.
///
/// # Errors
/// When it is not closed.
pub fn archive(tx: &mut Tx<'_>, slug: &str) -> AppResult<Campaign> {
    let (campaign, granted) = run(tx, slug)?;
    ending::archive(campaign.state)?;
    store::put_state(tx, &granted, &campaign, CampaignState::Archived, Marks::default())?;
    tx.record(&granted, &Event::CampaignArchived { campaign: campaign.id })?;
    store::find(tx.reading(), campaign.id)
}

/// Takes a campaign out of the archive; it is closed, as before.
///
/// # Errors
/// When it is not in the archive.
pub fn unarchive(tx: &mut Tx<'_>, slug: &str) -> AppResult<Campaign> {
    let (campaign, granted) = run(tx, slug)?;
    ending::unarchive(campaign.state)?;
    store::put_state(tx, &granted, &campaign, CampaignState::Closed, Marks::default())?;
    tx.record(&granted, &Event::CampaignReopened { campaign: campaign.id, state: CampaignState::Closed })?;
    store::find(tx.reading(), campaign.id)
}

/// Moves what the calendar says is due; how many campaigns moved. Two processes at once move each of them once.
///
/// # Errors
/// When the database cannot be asked.
pub fn follow_calendar(tx: &mut Tx<'_>, most: i64) -> AppResult<usize> {
    debug_assert!(matches!(tx.doer(), Doer::System(_)), "the calendar moves campaigns, not a person");
    let now = tx.now();
    let due = store::lock_due(tx, now, most)?;
    let ids: Vec<_> = due.iter().map(|campaign| campaign.id).collect();
    let plans = store::plans(tx.reading(), &ids)?;
    let mut moved = 0;
    for campaign in &due {
        let Some(state) = plans.get(&campaign.id).and_then(|plan| plan.due(campaign.state, now)) else {
            continue;
        };
        let granted = grant(tx, campaign, state)?;
        store::put_state(tx, &granted, campaign, state, Marks::default())?;
        tx.record(&granted, &Event::CampaignMoved { campaign: campaign.id, before: campaign.state, after: state })?;
        moved += 1;
    }
    Ok(moved)
}
