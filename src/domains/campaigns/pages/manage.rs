//! The desk of those who run a campaign: launch, phases, archive.
use super::{
    Nothing, local,
    view::{Card, Reading, phase_key},
    wizard::render_launch,
};
use crate::domains::{
    campaigns::{
        actions,
        rules::{Plan, launch::UNDO_WITHIN, phases::state_of, setup::full_hour},
        store::{self, Campaign},
    },
    ideas,
};
use crate::kernel::{Actor, CampaignState, Moment, PhaseKind, Refusal};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    web::{Page, Posted, ProblemField, Queried, Section, State, Title, Toast, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

const NOT_A_MOMENT: Refusal = Refusal::of("ends_at", "campaign-moment-unreadable");
const ANSWER_NOT_A_MOMENT: Refusal = Refusal::of("answer_by", "campaign-moment-unreadable");

/// A phase with what can be done to it.
#[derive(Serialize)]
struct PhaseDesk {
    kind: PhaseKind,
    key: &'static str,
    starts_at: String,
    ends_at: String,
    now: bool,
    /// It lies behind, whether or not it can be gone back to.
    over: bool,
    /// It never ran, and its dates mean nothing.
    left_out: bool,
    may_end: bool,
    may_reopen: bool,
    ends_field: String,
    answer_field: String,
    ends_error: String,
    answer_error: String,
}

#[derive(Serialize)]
struct DeskPage {
    card: Card,
    slug: String,
    state: CampaignState,
    phases: Vec<PhaseDesk>,
    next_key: Option<&'static str>,
    unanswered: i64,
    answer_by: Option<String>,
    may_undo_launch: bool,
    may_close: bool,
    may_archive: bool,
    may_unarchive: bool,
    errors: Vec<ProblemField>,
    zone: String,
}

impl Page for DeskPage {
    const TEMPLATE: &'static str = "campaigns/run.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Text(self.card.title().to_owned())
    }
}

/// What somebody typed for one phase, to show again beside what was wrong.
struct Typed {
    kind: PhaseKind,
    form: DateForm,
}

/// The desk.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
) -> AppResult<HttpResponse> {
    render(&state, &visit, &actor, &request, path.into_inner(), None, &[], StatusCode::OK).await
}

#[expect(clippy::too_many_arguments, reason = "everything a form that came back needs")]
async fn render(
    state: &State,
    visit: &Visit,
    actor: &Actor,
    request: &HttpRequest,
    slug: String,
    typed: Option<Typed>,
    refusals: &[Refusal],
    status: StatusCode,
) -> AppResult<HttpResponse> {
    let who = actor.clone();
    let (campaign, plan, unanswered) = state
        .db
        .read(move |conn| {
            let campaign = actions::find_run_by(conn, &who, &slug)?;
            let plan = store::plan(conn, campaign.id)?;
            let unanswered = ideas::store::outcome::count_unanswered(conn, campaign.id)?;
            Ok((campaign, plan, unanswered))
        })
        .await?;
    let errors: Vec<ProblemField> =
        refusals.iter().map(|refusal| ProblemField::of(&state.words, visit.preferences.lang, refusal)).collect();
    let launched = campaign.launched_at.filter(|_| campaign.state > CampaignState::Draft && campaign.state < CampaignState::Closed);
    let page = DeskPage {
        card: Reading::of(state, visit).card(&campaign, &plan),
        slug: campaign.slug.clone(),
        state: campaign.state,
        phases: plan.phases().iter().map(|phase| desk(&campaign, &plan, phase.kind, visit, typed.as_ref(), &errors)).collect(),
        next_key: next_key(&campaign, &plan),
        unanswered,
        answer_by: campaign.answer_by.map(|at| at.to_rfc3339()),
        may_undo_launch: launched.is_some_and(|at| visit.now - at <= UNDO_WITHIN) && campaign.idea_count == 0,
        may_close: campaign.state.is_running(),
        may_archive: campaign.state == CampaignState::Closed,
        may_unarchive: campaign.state == CampaignState::Archived,
        errors,
        zone: visit.preferences.zone.name().replace('_', " "),
    };
    state.page_with(request, visit, &page, status)
}

fn desk(campaign: &Campaign, plan: &Plan, kind: PhaseKind, visit: &Visit, typed: Option<&Typed>, errors: &[ProblemField]) -> PhaseDesk {
    let (own, zone) = (state_of(kind), visit.preferences.zone);
    let live = campaign.state == CampaignState::Scheduled || campaign.state.is_running();
    let (starts_at, planned_end) = plan.get(kind).map_or((visit.now, visit.now), |phase| (phase.starts_at, phase.ends_at));
    let ends_at = plan.get(kind).map_or(planned_end, |phase| phase.over_at(campaign.closed_at));
    let may_reopen = campaign.state > own && campaign.state < CampaignState::Archived && campaign.state > CampaignState::Scheduled;
    let typed = typed.filter(|typed| typed.kind == kind);
    let error = |field: &str| {
        let error = errors.iter().find(|error| typed.is_some() && error.field == field);
        error.map_or_else(String::new, |error| error.text.clone())
    };
    // A phase that is over or was left out is offered another week from now.
    let left_out = plan.get(kind).is_some_and(|phase| phase.is_left_out(campaign.closed_at));
    let offered = if may_reopen || left_out { full_hour(visit.now + TimeDelta::days(7)) } else { planned_end };
    // The promised answer keeps its distance from the end of the phases that follow.
    let later = plan.reopen(kind, offered, campaign.closed_at, visit.now).ok().filter(|_| may_reopen);
    let span =
        later.and_then(|(later, _)| Some(later.ends_at()? - plan.ends_at()?)).map_or(TimeDelta::zero(), |span| span.max(TimeDelta::zero()));
    let answer_by = campaign.answer_by.map(|at| at + span);
    PhaseDesk {
        kind,
        key: phase_key(kind),
        starts_at: starts_at.to_rfc3339(),
        ends_at: ends_at.to_rfc3339(),
        now: campaign.state == own,
        over: campaign.state > own,
        left_out,
        may_end: live && campaign.state <= own,
        may_reopen,
        ends_field: typed.map_or_else(|| local::field(offered, zone), |typed| typed.form.ends_at.clone()),
        answer_field: typed
            .map_or_else(|| answer_by.map_or_else(String::new, |at| local::field(at, zone)), |typed| typed.form.answer_by.clone()),
        ends_error: error("ends_at"),
        answer_error: error("answer_by"),
    }
}

/// The phase that "next phase now" begins.
fn next_key(campaign: &Campaign, plan: &Plan) -> Option<&'static str> {
    let live = campaign.state == CampaignState::Scheduled || campaign.state.is_running();
    let next = plan.ahead(campaign.state).next().map(|phase| phase_key(phase.kind));
    next.or_else(|| (campaign.state < CampaignState::Decide).then_some(phase_key(PhaseKind::Decide))).filter(|_| live)
}

/// Launches a draft.
pub async fn launch(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
    _form: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let slug = path.into_inner();
    let asked = slug.clone();
    match state.write(&visit, actor.clone(), move |tx| actions::launch(tx, &asked)).await {
        Ok(campaign) => {
            let undo = format!("{}/launch/undo", campaign.path());
            Ok(see_other_with(&state, campaign.path(), &Toast::undoable("toast-campaign-launched", undo)))
        }
        Err(AppError::Unready { refusals, .. }) => {
            render_launch(&state, &visit, &actor, &request, slug, &refusals, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(AppError::Refused(refusal)) => {
            render_launch(&state, &visit, &actor, &request, slug, &[refusal], StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    }
}

/// Takes a launch back.
pub async fn undo_launch(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<String>,
    _form: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let slug = path.into_inner();
    let campaign = state.write(&visit, actor, move |tx| actions::undo_launch(tx, &slug)).await?;
    Ok(see_other_with(&state, format!("{}/edit/launch", campaign.path()), &Toast::new("toast-campaign-launch-undone")))
}

/// Takes back the move that made this version, as long as nothing else changed.
fn undo_path(campaign: &Campaign) -> String {
    format!("{}/phases/undo?version={}", campaign.path(), campaign.version)
}

/// Ends the running phase and begins the next one.
pub async fn next_phase(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<String>,
    _form: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let slug = path.into_inner();
    let campaign = state.write(&visit, actor, move |tx| actions::next_phase(tx, &slug)).await?;
    Ok(see_other_with(&state, format!("{}/run", campaign.path()), &Toast::undoable("toast-campaign-moved", undo_path(&campaign))))
}

/// Which move an undo is for: the one that made this version.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndoQuery {
    version: i32,
}

/// Takes a move of the phases back.
pub async fn undo_move(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<String>,
    query: Queried<UndoQuery>,
    _form: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let (slug, version) = (path.into_inner(), query.0.version);
    let campaign = state.write(&visit, actor, move |tx| actions::undo_move(tx, &slug, version)).await?;
    Ok(see_other_with(&state, format!("{}/run", campaign.path()), &Toast::new("toast-campaign-move-undone")))
}

/// A new end of a phase and, with it, a new answer date.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateForm {
    ends_at: String,
    #[serde(default)]
    answer_by: String,
}

impl DateForm {
    fn read(&self, visit: &Visit) -> Result<(Moment, Option<Moment>), Refusal> {
        let zone = visit.preferences.zone;
        let ends_at = local::parse(&self.ends_at, zone).ok_or(NOT_A_MOMENT)?;
        let answer_by = match self.answer_by.trim() {
            "" => None,
            text => Some(local::parse(text, zone).ok_or(ANSWER_NOT_A_MOMENT)?),
        };
        Ok((ends_at, answer_by))
    }
}

fn kind_of(word: &str) -> AppResult<PhaseKind> {
    PhaseKind::parse(word).ok_or(AppError::NotFound("phase"))
}

/// Sends a form of dates on to what it is for; what cannot be done comes back beside its field.
async fn dated(
    (state, visit, actor, request): (&State, &Visit, &Actor, &HttpRequest),
    (slug, kind): (String, String),
    form: DateForm,
    work: impl Fn(&mut Tx<'_>, &str, PhaseKind, (Moment, Option<Moment>)) -> AppResult<Campaign> + Send + 'static,
    toast: impl FnOnce(&Campaign) -> Toast,
) -> AppResult<HttpResponse> {
    let (kind, asked) = (kind_of(&kind)?, slug.clone());
    let done = match form.read(visit) {
        Ok(dates) => state.write(visit, actor.clone(), move |tx| work(tx, &asked, kind, dates)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(campaign) => Ok(see_other_with(state, format!("{}/run", campaign.path()), &toast(&campaign))),
        Err(AppError::Refused(refusal)) if refusal.field.is_some() => {
            let typed = Some(Typed { kind, form });
            render(state, visit, actor, request, slug, typed, &[refusal], StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    }
}

/// Moves the end of a phase.
pub async fn end_phase(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    form: Posted<DateForm>,
) -> AppResult<HttpResponse> {
    let work = |tx: &mut Tx<'_>, slug: &str, kind, (ends_at, answer_by)| actions::end_phase(tx, slug, kind, ends_at, answer_by);
    let toast = |campaign: &Campaign| Toast::undoable("toast-campaign-dated", undo_path(campaign));
    dated((&state, &visit, &actor, &request), path.into_inner(), form.0, work, toast).await
}

/// Goes back to a phase.
pub async fn reopen(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    form: Posted<DateForm>,
) -> AppResult<HttpResponse> {
    let work = |tx: &mut Tx<'_>, slug: &str, kind, (ends_at, answer_by)| actions::reopen(tx, slug, kind, ends_at, answer_by);
    dated((&state, &visit, &actor, &request), path.into_inner(), form.0, work, |_| Toast::new("toast-campaign-reopened")).await
}

/// Puts a closed campaign away.
pub async fn archive(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<String>,
    _form: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let slug = path.into_inner();
    let campaign = state.write(&visit, actor, move |tx| actions::archive(tx, &slug)).await?;
    let undo = format!("{}/archive/undo", campaign.path());
    Ok(see_other_with(&state, format!("{}/run", campaign.path()), &Toast::undoable("toast-campaign-archived", undo)))
}

/// Takes a campaign out of the archive.
pub async fn unarchive(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<String>,
    _form: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let slug = path.into_inner();
    let campaign = state.write(&visit, actor, move |tx| actions::unarchive(tx, &slug)).await?;
    Ok(see_other_with(&state, format!("{}/run", campaign.path()), &Toast::new("toast-campaign-unarchived")))
}

/// Deletes a draft.
pub async fn delete(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<String>,
    _form: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let slug = path.into_inner();
    state.write(&visit, actor, move |tx| actions::delete(tx, &slug)).await?;
    Ok(see_other_with(&state, "/campaigns", &Toast::new("toast-campaign-deleted")))
}
