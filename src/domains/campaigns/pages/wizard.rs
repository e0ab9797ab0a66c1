//! The wizard: one address a step, each saved as a draft.
use super::{forms::StepForm, list::may_draft};
use crate::domains::{
    campaigns::{
        actions,
        rules::{
            Change,
            launch::{self, Step},
        },
        store::{self, Campaign},
    },
    voting::store::most_spent,
};
use crate::kernel::{Actor, CampaignState, DraftCampaign, Refusal};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Page, Posted, ProblemField, Queried, Section, State, Title, Toast, Visit, see_other, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Past campaigns offered to start from.
const MOST_PAST: i64 = 100;

/// A step in the line above the form.
#[derive(Serialize)]
struct StepView {
    key: String,
    href: String,
    now: bool,
    done: bool,
}

/// What every step shows around its form.
#[derive(Serialize)]
struct Frame {
    number: i64,
    slug: String,
    title: String,
    state: CampaignState,
    draft: bool,
    step: Step,
    steps: Vec<StepView>,
    errors: Vec<ProblemField>,
    message: BTreeMap<String, String>,
    stale: bool,
    /// The form holds what was sent and not saved.
    typed: bool,
    zone: String,
}

impl Frame {
    fn of(campaign: &Campaign, demands: &[launch::Demand], step: Step, zone: chrono_tz::Tz) -> Self {
        let done = |of: Step| match of {
            _ if campaign.state > CampaignState::Draft => true,
            Step::Launch => false,
            Step::Rules => campaign.version > 1 && demands.iter().all(|demand| demand.met),
            _ => demands.iter().filter(|demand| demand.step == of).all(|demand| demand.met),
        };
        let view = |of: &Step| StepView {
            key: format!("campaigns-step-{}", of.as_str()),
            href: format!("/campaigns/{}/edit/{}", campaign.slug, of.as_str()),
            now: *of == step,
            done: done(*of),
        };
        Self {
            number: campaign.number,
            slug: campaign.slug.clone(),
            title: campaign.title.clone(),
            state: campaign.state,
            draft: campaign.state == CampaignState::Draft,
            step,
            steps: Step::ALL.iter().map(view).collect(),
            errors: Vec::new(),
            message: BTreeMap::new(),
            stale: false,
            typed: false,
            zone: zone.name().replace('_', " "),
        }
    }

    fn refused(mut self, state: &State, visit: &Visit, refusals: &[Refusal]) -> Self {
        self.errors = refusals.iter().map(|refusal| ProblemField::of(&state.words, visit.preferences.lang, refusal)).collect();
        self
    }

    fn with_fields(mut self, fields: &[&str]) -> Self {
        for field in fields {
            let text = self.errors.iter().find(|error| error.field == *field).map(|error| error.text.clone());
            self.message.insert((*field).to_owned(), text.unwrap_or_default());
        }
        self
    }
}

#[derive(Serialize)]
struct StepPage<F: StepForm> {
    frame: Frame,
    form: F,
    extra: F::Extra,
}

impl<F: StepForm> Page for StepPage<F> {
    const TEMPLATE: &'static str = F::TEMPLATE;
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Text(self.frame.title.clone())
    }
}

/// The first step.
pub async fn start(state: web::Data<State>, actor: Actor, path: web::Path<String>) -> AppResult<HttpResponse> {
    let slug = path.into_inner();
    let campaign = state.db.read(move |conn| actions::find_run_by(conn, &actor, &slug)).await?;
    Ok(see_other(format!("{}/edit/question", campaign.path())))
}

/// A step with what is stored.
pub async fn show<F: StepForm>(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
) -> AppResult<HttpResponse> {
    render::<F>(&state, &visit, &actor, &request, path.into_inner(), None, &[], StatusCode::OK).await
}

/// Saves a step; what was typed survives every refusal.
pub async fn save<F: StepForm>(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
    form: Posted<F>,
) -> AppResult<HttpResponse> {
    let (slug, form) = (path.into_inner(), form.0);
    if form.then() == "find" || form.then().starts_with("rhythm-") {
        let form = form.filled(visit.preferences.zone, visit.now);
        return render(&state, &visit, &actor, &request, slug, Some(form), &[], StatusCode::OK).await;
    }
    let (asked, wanted, zone, version) = (slug.clone(), form.clone(), visit.preferences.zone, form.version());
    let viewer = visit.viewer.clone();
    let saved = state
        .write(&visit, actor.clone(), move |tx| {
            let campaign = store::find_visible(tx.reading(), &viewer, &asked)?;
            let setup = store::setup(tx.reading(), &campaign)?;
            let change = wanted.change(tx.reading(), &setup, zone)?;
            actions::edit(tx, &asked, version, &change, most_spent)
        })
        .await;
    let (refusals, status) = match saved {
        Ok(edited) => {
            let step = if form.then() == "stay" { F::STEP } else { F::STEP.next() };
            let to = format!("/campaigns/{}/edit/{}", edited.slug, step.as_str());
            return Ok(see_other_with(&state, to, &Toast::new("toast-campaign-saved")));
        }
        Err(AppError::Invalid(refusals)) => (refusals, StatusCode::UNPROCESSABLE_ENTITY),
        Err(AppError::Refused(refusal)) => (vec![refusal], StatusCode::UNPROCESSABLE_ENTITY),
        Err(AppError::Stale) => (Vec::new(), StatusCode::PRECONDITION_FAILED),
        Err(error) => return Err(error),
    };
    render(&state, &visit, &actor, &request, slug, Some(form), &refusals, status).await
}

#[expect(clippy::too_many_arguments, reason = "everything a form that came back needs")]
async fn render<F: StepForm>(
    state: &State,
    visit: &Visit,
    actor: &Actor,
    request: &HttpRequest,
    slug: String,
    typed: Option<F>,
    refusals: &[Refusal],
    status: StatusCode,
) -> AppResult<HttpResponse> {
    let (zone, now, viewer, who) = (visit.preferences.zone, visit.now, visit.viewer.clone(), actor.clone());
    let (stale, sent) = (status == StatusCode::PRECONDITION_FAILED, typed.is_some());
    let (frame, form, extra) = state
        .db
        .read(move |conn| {
            let campaign = actions::find_run_by(conn, &who, &slug)?;
            let setup = store::setup(conn, &campaign)?;
            let form = match typed.clone() {
                // They were told of the other change, so the next save is theirs.
                Some(form) if stale => form.at_version(campaign.version),
                Some(form) => form,
                None => F::of(conn, &setup, campaign.version, zone, now)?,
            };
            let extra = form.extra(conn, &viewer)?;
            let shut_out = store::shut_out(conn, campaign.id, &setup)?.len();
            Ok((Frame::of(&campaign, &launch::demands(&setup, shut_out, now), F::STEP, zone), form, extra))
        })
        .await?;
    let refusals: Vec<Refusal> = refusals.iter().flat_map(|refusal| form.placed(*refusal)).collect();
    let frame = Frame { stale, typed: sent, ..frame.refused(state, visit, &refusals).with_fields(F::FIELDS) };
    state.page_with(request, visit, &StepPage { frame, form, extra }, status)
}

#[derive(Serialize)]
struct PastChoice {
    value: String,
    label: String,
}

#[derive(Serialize)]
struct NewPage {
    form: NewForm,
    past: Vec<PastChoice>,
    errors: Vec<ProblemField>,
    message: String,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "campaigns/new.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("campaigns-new")
    }
}

/// A campaign to be.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NewForm {
    title: String,
    from: String,
}

/// A past campaign to start from.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewQuery {
    from: Option<String>,
}

/// Where a campaign begins.
pub async fn new(
    state: web::Data<State>,
    visit: Visit,
    _actor: Actor,
    request: HttpRequest,
    query: Queried<NewQuery>,
) -> AppResult<HttpResponse> {
    let form = NewForm { from: query.0.from.unwrap_or_default(), ..NewForm::default() };
    render_new(&state, &visit, &request, form, &[], StatusCode::OK).await
}

/// Starts a draft and goes on with its first step.
pub async fn create(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    form: Posted<NewForm>,
) -> AppResult<HttpResponse> {
    let form = form.0;
    let (from, who) = (Some(form.from.trim().to_owned()).filter(|from| !from.is_empty()), actor.clone());
    // A copy without a title of its own takes the old one.
    let title = Some(form.title.clone()).filter(|title| from.is_none() || !title.trim().is_empty());
    let (change, zone) = (Change { title, ..Change::default() }, state.config.time_zone());
    match state.write(&visit, actor, move |tx| actions::draft(tx, &who, &change, from.as_deref(), zone)).await {
        Ok(drafted) => {
            let to = format!("/campaigns/{}/edit/question", drafted.slug);
            Ok(see_other_with(&state, to, &Toast::new("toast-campaign-drafted")))
        }
        Err(AppError::Invalid(refusals)) => render_new(&state, &visit, &request, form, &refusals, StatusCode::UNPROCESSABLE_ENTITY).await,
        Err(error) => Err(error),
    }
}

async fn render_new(
    state: &State,
    visit: &Visit,
    request: &HttpRequest,
    form: NewForm,
    refusals: &[Refusal],
    status: StatusCode,
) -> AppResult<HttpResponse> {
    if !may_draft(visit) {
        return Err(AppError::forbidden::<DraftCampaign>());
    }
    let viewer = visit.viewer.clone();
    let past = state
        .db
        .read(move |conn| {
            let launched: Vec<CampaignState> = CampaignState::ALL.iter().copied().filter(|state| *state > CampaignState::Draft).collect();
            store::list(conn, &viewer, &launched, None, MOST_PAST)
        })
        .await?;
    let past = past.into_iter().map(|campaign| PastChoice { label: campaign.title, value: campaign.slug }).collect();
    let errors: Vec<ProblemField> =
        refusals.iter().map(|refusal| ProblemField::of(&state.words, visit.preferences.lang, refusal)).collect();
    let message = errors.iter().find(|error| error.field == "title").map(|error| error.text.clone()).unwrap_or_default();
    state.page_with(request, visit, &NewPage { form, past, errors, message }, status)
}

#[derive(Serialize)]
struct DemandView {
    met: bool,
    text: String,
    done_key: String,
    /// Whom it is about.
    who: Vec<String>,
    href: String,
    step_key: String,
}

#[derive(Serialize)]
struct LaunchPage {
    frame: Frame,
    demands: Vec<DemandView>,
    ready: bool,
    opens_at: Option<String>,
    opens_now: bool,
    question: String,
    may_delete: bool,
}

impl Page for LaunchPage {
    const TEMPLATE: &'static str = "campaigns/edit_launch.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Text(self.frame.title.clone())
    }
}

/// The launch list.
pub async fn launch_list(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
) -> AppResult<HttpResponse> {
    render_launch(&state, &visit, &actor, &request, path.into_inner(), &[], StatusCode::OK).await
}

/// The launch list, also as the answer to a launch that was refused.
pub async fn render_launch(
    state: &State,
    visit: &Visit,
    actor: &Actor,
    request: &HttpRequest,
    slug: String,
    refusals: &[Refusal],
    status: StatusCode,
) -> AppResult<HttpResponse> {
    let (who, now) = (actor.clone(), visit.now);
    let (campaign, setup, shut_out) = state
        .db
        .read(move |conn| {
            let campaign = actions::find_run_by(conn, &who, &slug)?;
            let setup = store::setup(conn, &campaign)?;
            let shut_out = store::shut_out(conn, campaign.id, &setup)?;
            Ok((campaign, setup, shut_out))
        })
        .await?;
    let demands = launch::demands(&setup, shut_out.len(), now);
    let view = |demand: &launch::Demand| DemandView {
        met: demand.met,
        text: ProblemField::of(&state.words, visit.preferences.lang, &demand.refusal).text,
        done_key: format!("{}-done", demand.refusal.code),
        who: shut_out.iter().filter(|_| demand.refusal.code == launch::SHUT_OUT).map(|person| person.name.clone()).collect(),
        href: format!("/campaigns/{}/edit/{}", campaign.slug, demand.step.as_str()),
        step_key: format!("campaigns-step-{}", demand.step.as_str()),
    };
    let first = setup.plan.phases().first();
    let page = LaunchPage {
        frame: Frame::of(&campaign, &demands, Step::Launch, visit.preferences.zone).refused(state, visit, refusals),
        demands: demands.iter().map(view).collect(),
        ready: demands.iter().all(|demand| demand.met),
        opens_at: first.map(|phase| phase.starts_at.to_rfc3339()),
        opens_now: first.is_some_and(|phase| phase.starts_at <= now),
        question: campaign.question.clone(),
        may_delete: campaign.state == CampaignState::Draft && actor.has(crate::kernel::Role::Admin),
    };
    state.page_with(request, visit, &page, status)
}
