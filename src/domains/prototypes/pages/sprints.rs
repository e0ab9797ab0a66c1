//! `/sprints/{slug}`: the counter of a sprint and its prototypes; and the form that sets one up.
use super::{
    refusals_of,
    view::{CardView, FormView, SprintView, Wording},
};
use crate::domains::{
    people,
    prototypes::{actions, rules, store},
};
use crate::kernel::{Actor, Doer, Place, RunSprint, holds};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Page, Posted, ProblemField, Section, State, Title, Toast, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct SprintPage {
    sprint: SprintView,
    cards: Vec<CardView>,
    /// Percent of the target reached, 100 at most.
    reached: i64,
}

impl Page for SprintPage {
    const TEMPLATE: &'static str = "prototypes/sprint.html";
    const SECTION: Section = Section::Prototypes;
    fn title(&self) -> Title {
        Title::Text(self.sprint.title.clone())
    }
}

/// The sprint.
pub async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, path: web::Path<String>) -> AppResult<HttpResponse> {
    let (viewer, now, today, slug) = (visit.viewer.clone(), visit.now, visit.today(), path.into_inner());
    let page = state
        .db
        .read(move |conn| {
            let running = store::find_sprint(conn, &viewer, &slug)?;
            let prototypes = store::list_sprint(conn, &viewer, running.sprint.id)?;
            let leads: Vec<_> = prototypes.iter().map(|prototype| prototype.lead_id).collect();
            let names = people::store::names_for(conn, &viewer, &leads)?;
            let reached = (running.built * 100 / i64::from(running.sprint.target.max(1))).min(100);
            let cards = prototypes.iter().map(|prototype| CardView::for_viewer(prototype, &names, now, &viewer)).collect();
            Ok(SprintPage { sprint: SprintView::of(&running, today), cards, reached })
        })
        .await?;
    state.page(&request, &visit, &page)
}

const FIELDS: &[&str] = &["title", "target", "starts_on", "ends_on"];

/// The form as it is sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SprintForm {
    title: String,
    target: String,
    starts_on: String,
    ends_on: String,
}

#[derive(Serialize)]
struct NewSprintPage {
    form: FormView,
    errors: Vec<ProblemField>,
}

impl Page for NewSprintPage {
    const TEMPLATE: &'static str = "prototypes/new_sprint.html";
    const SECTION: Section = Section::Prototypes;
    fn title(&self) -> Title {
        Title::Key("prototypes-sprint-new-title")
    }
}

fn may_run(actor: &Actor) -> AppResult<()> {
    if holds::<RunSprint>(&Doer::from(actor.clone()), &Place::INSTANCE) { Ok(()) } else { Err(AppError::forbidden::<RunSprint>()) }
}

/// An empty form: six weeks from today.
pub async fn new(state: web::Data<State>, visit: Visit, request: HttpRequest, actor: Actor) -> AppResult<HttpResponse> {
    may_run(&actor)?;
    let today = visit.today();
    let form = FormView::new(FIELDS).with([
        ("target", "50".to_owned()),
        ("starts_on", today.to_string()),
        ("ends_on", (today + chrono::TimeDelta::days(41)).to_string()),
    ]);
    state.page(&request, &visit, &NewSprintPage { form, errors: Vec::new() })
}

/// Sets a sprint up.
pub async fn create(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    form: Posted<SprintForm>,
) -> AppResult<HttpResponse> {
    may_run(&actor)?;
    let form = form.0;
    let result = match rules::Sprint::parse(&form.title, &form.target, &form.starts_on, &form.ends_on) {
        Ok(sprint) => state.write(&visit, actor, move |tx| actions::start_sprint(tx, &sprint)).await,
        Err(wrong) => Err(AppError::Invalid(wrong)),
    };
    match result {
        Ok(slug) => Ok(see_other_with(&state, format!("/sprints/{slug}"), &Toast::new("toast-sprint-started"))),
        Err(error) => {
            let refusals = refusals_of(error)?;
            let values = [("title", form.title), ("target", form.target), ("starts_on", form.starts_on), ("ends_on", form.ends_on)];
            let mut page = NewSprintPage { form: FormView::new(FIELDS).with(values), errors: Vec::new() };
            page.errors = page.form.refuse(Wording::of(&state, &visit), &refusals, "");
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}
