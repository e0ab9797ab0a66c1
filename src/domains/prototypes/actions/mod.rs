//! What people can do with prototypes: find, authorise, decide, write, record.
mod corrections;
mod gates;
mod work;
pub use corrections::{change_build, change_hypothesis, take_back};
pub use gates::{Decided, Decision, check_withdrawal, decide, plan_gate, withdraw};
pub use work::{
    add_build_photo, add_hypothesis, hold_test, judge_hypothesis, judge_test, record_build, take_next_reading, take_reading, write_learning,
};

use super::{
    rules::{self, Framing},
    store::{self, VisiblePrototype},
};
use crate::domains::people;
use crate::kernel::{
    Audience, CampaignId, Event, FramePrototype, Granted, Hatch, IdeaId, IdeaState, Instance, Permission, PersonId, Place, PrototypeId,
    PrototypeStage, Refusal, RunSprint, Sight, WorkOnPrototype, authorize, text,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};
use chrono_tz::Tz;

/// Who acts, as a person: prototypes are worked on by people only.
fn acting<P>(granted: &Granted<P>) -> AppResult<PersonId> {
    granted.person_id().ok_or(AppError::Unauthenticated)
}

/// Finds, locks and authorises: the start of everything that is done to a prototype.
fn working(tx: &mut Tx<'_>, number: i64) -> AppResult<(VisiblePrototype, Granted<WorkOnPrototype>)> {
    let prototype = store::lock_visible(tx, number)?;
    let granted = authorize::<WorkOnPrototype>(tx.doer(), prototype.place(tx.doer())).ok_or_else(AppError::forbidden::<WorkOnPrototype>)?;
    Ok((prototype, granted))
}

/// As [`working`], while the evidence is open.
fn working_openly(tx: &mut Tx<'_>, number: i64) -> AppResult<(VisiblePrototype, Granted<WorkOnPrototype>)> {
    let (prototype, granted) = working(tx, number)?;
    rules::check_open(prototype.stage)?;
    Ok((prototype, granted))
}

/// Several fields that are wrong, as one error.
fn invalid(refusals: Vec<Refusal>) -> AppError {
    AppError::Invalid(refusals)
}

/// What a new prototype is made of.
#[derive(Debug, Clone)]
pub struct NewFrame {
    /// Chosen by the caller, because the grant names it.
    pub id: PrototypeId,
    /// Title and brief.
    pub framing: Framing,
    /// Who leads it.
    pub lead: PersonId,
    /// Its campaign.
    pub campaign: Option<CampaignId>,
    /// Who may see it.
    pub sight: Sight,
    /// Its section hatch.
    pub hatch: Hatch,
    /// The idea it comes from, and the state that idea is in.
    pub idea: Option<(IdeaId, IdeaState)>,
}

/// Puts a prototype on the board, in the sprint that runs today in `zone`. The grant's place is the prototype.
///
/// # Errors
/// A refusal when the idea has a prototype already.
pub fn frame<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, new: NewFrame, zone: Tz) -> AppResult<(PrototypeId, i64)> {
    let today = tx.now().with_timezone(&zone).date_naive();
    let sprint = store::running_sprint(tx.reading(), today)?.map(|running| running.sprint.id);
    let row = store::NewPrototype {
        id: new.id,
        slug: text::slug(&new.framing.title),
        title: new.framing.title,
        brief: new.framing.brief,
        lead: new.lead,
        sight: new.sight,
        hatch: new.hatch,
        campaign: new.campaign,
        sprint,
        idea: new.idea,
    };
    let number = store::put(tx, granted, &row).map_err(|error| match error.constraint() {
        Some("prototypes_one_per_idea") => rules::IDEA_HAS_PROTOTYPE.into(),
        _ => error,
    })?;
    tx.record(granted, &Event::PrototypeFramed { prototype: new.id, idea: new.idea.map(|(idea, _)| idea) })?;
    Ok((new.id, number))
}

/// A prototype that comes from no idea, in the sprint that runs today in `zone`; its number.
///
/// # Errors
/// When the doer may not frame prototypes, or nobody has the lead's handle.
pub fn frame_new(tx: &mut Tx<'_>, framing: &Framing, lead: &str, audience: Audience, hatch: Hatch, zone: Tz) -> AppResult<i64> {
    let id = PrototypeId::new();
    let sight = Sight { audience, space: None };
    let granted = authorize::<FramePrototype>(tx.doer(), Place::of(id, sight)).ok_or_else(AppError::forbidden::<FramePrototype>)?;
    let lead = match lead.trim() {
        "" => acting(&granted)?,
        handle => lead_of(tx, handle)?,
    };
    let new = NewFrame { id, framing: framing.clone(), lead, campaign: None, sight, hatch, idea: None };
    frame(tx, &granted, new, zone).map(|(_, number)| number)
}

fn lead_of(tx: &mut Tx<'_>, handle: &str) -> AppResult<PersonId> {
    let handle = handle.trim().trim_start_matches('@');
    if handle.contains('\0') {
        return Err(rules::LEAD_UNKNOWN.into());
    }
    let found = people::store::find_by_handle(tx.reading(), handle)?;
    Ok(found.ok_or(rules::LEAD_UNKNOWN)?.id)
}

/// Title, brief, lead, hatch and audience as somebody wants them; `None` leaves as it is.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the fields of the form")]
pub struct Wish {
    pub title: Option<String>,
    pub brief: Option<String>,
    pub lead: Option<String>,
    pub hatch: Option<Hatch>,
    pub audience: Option<Audience>,
    /// The version the change was made against.
    pub version: Option<i32>,
}

/// Changes the prototype itself.
///
/// # Errors
/// [`AppError::Stale`] when somebody else changed it since; refusals of wrong fields.
pub fn change(tx: &mut Tx<'_>, number: i64, wish: &Wish) -> AppResult<VisiblePrototype> {
    let (prototype, granted) = working(tx, number)?;
    if wish.version.is_some_and(|version| version != prototype.version) {
        return Err(AppError::Stale);
    }
    let title = wish.title.as_deref().unwrap_or(&prototype.title);
    let brief = wish.brief.as_deref().unwrap_or(&prototype.brief);
    let framing = Framing::parse(title, brief).map_err(invalid)?;
    let lead = match &wish.lead {
        Some(handle) => lead_of(tx, handle)?,
        None => prototype.lead_id,
    };
    let (hatch, audience) = (wish.hatch.unwrap_or(prototype.hatch), wish.audience.unwrap_or(prototype.audience));
    // Which space, or which list of people, only its idea can say.
    if audience != prototype.audience && matches!(audience, Audience::Space | Audience::People) {
        return Err(Refusal::of("audience", "prototype-audience-unknown").into());
    }
    let fields: Vec<String> = [
        ("title", framing.title != prototype.title),
        ("brief", framing.brief != prototype.brief),
        ("lead", lead != prototype.lead_id),
        ("hatch", hatch != prototype.hatch),
        ("audience", audience != prototype.audience),
    ]
    .into_iter()
    .filter(|(_, changed)| *changed)
    .map(|(field, _)| field.to_owned())
    .collect();
    if !fields.is_empty() {
        let change = store::Change { title: framing.title, brief: framing.brief, lead, hatch, audience };
        store::set(tx, &granted, prototype.id, &change)?;
        tx.record(&granted, &Event::PrototypeChanged { prototype: prototype.id, fields })?;
    }
    store::lock_visible(tx, number)
}

/// Moves a prototype by hand. Going to the gate opens the next one and freezes the evidence; holding needs a reason.
///
/// # Errors
/// A refusal when only a gate's decision leads there, when no gate is planned, or the reason is missing.
pub fn move_by_hand(tx: &mut Tx<'_>, number: i64, to: PrototypeStage, reason: &str) -> AppResult<VisiblePrototype> {
    let (prototype, granted) = working(tx, number)?;
    let reason = rules::paragraph("reason", reason, 2_000, true)?;
    if to == PrototypeStage::OnHold && prototype.stage != to && reason.is_empty() {
        return Err(rules::HOLD_REASON_MISSING.into());
    }
    move_stage(tx, &granted, &prototype, to, &reason)?;
    Ok(prototype)
}

/// Takes the newest move back, as far as it can be made by hand.
///
/// # Errors
/// A refusal when there is none, or when it was a decision.
pub fn undo_move(tx: &mut Tx<'_>, number: i64) -> AppResult<VisiblePrototype> {
    let (prototype, granted) = working(tx, number)?;
    let way = store::ways_back(tx.reading(), &[prototype.id])?.remove(&prototype.id).ok_or(rules::NOTHING_TO_UNDO)?;
    let back_to = way.check()?;
    move_stage(tx, &granted, &prototype, back_to, "")?;
    Ok(prototype)
}

fn move_stage(
    tx: &mut Tx<'_>,
    granted: &Granted<WorkOnPrototype>,
    prototype: &VisiblePrototype,
    to: PrototypeStage,
    reason: &str,
) -> AppResult<()> {
    let from = prototype.stage;
    let planned = store::next_gate(tx.reading(), prototype.id)?;
    let open = if from == PrototypeStage::Gate { store::open_gate(tx.reading(), prototype.id)? } else { None };
    let untouched = match &open {
        Some(gate) => gates::is_untouched(tx, prototype.id, gate.id)?,
        None => false,
    };
    rules::check_move_by_hand(from, to, planned.is_some(), untouched)?;
    if let (PrototypeStage::Gate, Some(gate)) = (to, &planned) {
        let evidence = gates::snapshot(tx, prototype)?;
        store::set_gate_open(tx, granted, gate.id, Some(&evidence))?;
        tx.record(granted, &Event::GateOpened { prototype: prototype.id, gate: gate.id })?;
    }
    if let Some(gate) = &open {
        store::set_gate_open(tx, granted, gate.id, None)?;
        tx.record(granted, &Event::GateOpeningUndone { prototype: prototype.id, gate: gate.id })?;
    }
    // A prototype on hold that goes to the gate still came from where it was worked on.
    let came_from = if rules::is_working(from) { from } else { prototype.stage_before.unwrap_or(PrototypeStage::Framed) };
    store::put_move(tx, granted, prototype.id, (from, to), came_from, reason, acting(granted)?)?;
    tx.record(granted, &Event::PrototypeMoved { prototype: prototype.id, before: from, after: to })?;
    Ok(())
}

/// Sets up a sprint; its slug.
///
/// # Errors
/// A refusal when a sprint of that name is there already.
pub fn start_sprint(tx: &mut Tx<'_>, sprint: &rules::Sprint) -> AppResult<String> {
    let granted = authorize::<RunSprint>(tx.doer(), Place::INSTANCE).ok_or_else(AppError::forbidden::<RunSprint>)?;
    let slug = text::slug(&sprint.title);
    let id = store::put_sprint(tx, &granted, sprint, &slug).map_err(|error| match error.constraint() {
        Some("sprints_slug") => Refusal::of("title", "sprint-title-taken").into(),
        _ => error,
    })?;
    tx.record(&granted, &Event::SprintStarted { instance: Instance, sprint: id })?;
    Ok(slug)
}
