//! One prototype: coupon, test cards, builds, tests, gates, learning, people, lineage.
use super::{
    number_of,
    parts::{
        BuildView, GateView, HypothesisView, LearningView, MoveView, SessionView, build_view, hypothesis_view, learning_view, move_view,
    },
    refusals_of,
    view::{CardView, Choice, FormView, PersonView, SprintView, Wording},
};
use crate::domains::{
    ideas, lineage,
    people::{self, store::Name},
    prototypes::{
        rules,
        store::{self, VisiblePrototype},
    },
};
use crate::kernel::{DecideGate, Doer, ItemRef, PersonId, PrototypeStage, TestSessionId, Viewer, WorkOnPrototype, holds};
use crate::platform::{
    error::{AppError, AppResult},
    files, markdown,
    web::{Page, ProblemField, Section, State, Title, Visit, see_other},
};
use actix_web::{HttpRequest, HttpResponse, web};
use diesel::PgConnection;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Happenings shown.
const HAPPENINGS: i64 = 30;
/// Moves shown.
const MOVES: i64 = 30;

/// The forms of the page and their fields.
const FORMS: &[(&str, &[&str])] = &[
    ("stage", &["to", "reason"]),
    ("hypothesis", &["believe", "verify", "measure", "right_if"]),
    ("hypothesis_change", &["of", "believe", "verify", "measure", "right_if"]),
    ("build_change", &["of", "title", "notes", "bill_of_material", "cost"]),
    ("build", &["title", "notes", "bill_of_material", "cost", "photo", "alt"]),
    ("test", &["title", "protocol", "with_whom", "hypothesis"]),
    ("gate", &["title", "must", "should"]),
    ("learning", &["observed", "learned", "next"]),
];

#[derive(Serialize)]
struct IdeaView {
    number: i64,
    title: String,
    href: String,
    author: PersonView,
}

#[derive(Serialize)]
struct PrototypePage {
    card: CardView,
    brief_html: String,
    sprint: Option<SprintView>,
    idea: Option<IdeaView>,
    hypotheses: Vec<HypothesisView>,
    builds: Vec<BuildView>,
    tests: Vec<SessionView>,
    gates: Vec<GateView>,
    learning: Vec<LearningView>,
    history: Vec<MoveView>,
    lineage: Vec<lineage::store::Step>,
    activity: lineage::store::Activity,
    created_at: String,
    audience_key: String,
    can_work: bool,
    can_decide: bool,
    /// Work is possible now: the evidence is open.
    open: bool,
    /// Why it is not, as a Fluent key.
    closed_key: String,
    open_gate: Option<i16>,
    forms: BTreeMap<&'static str, FormView>,
    hypothesis_choices: Vec<Choice>,
    errors: Vec<ProblemField>,
    errors_of: &'static str,
}

impl Page for PrototypePage {
    const TEMPLATE: &'static str = "prototypes/show.html";
    const SECTION: Section = Section::Prototypes;
    fn title(&self) -> Title {
        Title::Text(self.card.title.clone())
    }
}

/// All rows of the page, read in one snapshot.
struct Rows {
    prototype: VisiblePrototype,
    hypotheses: Vec<store::HypothesisRow>,
    builds: Vec<store::BuildRow>,
    photos: Vec<files::Shown>,
    sessions: Vec<store::SessionRow>,
    readings: Vec<store::ReadingRow>,
    gates: Vec<store::GateRow>,
    criteria: Vec<store::CriterionRow>,
    learning: Vec<store::LearningRow>,
    moves: Vec<store::MoveRow>,
    idea: Option<ideas::store::VisibleIdea>,
    names: HashMap<PersonId, Name>,
    lineage: Vec<lineage::store::Step>,
    activity: lineage::store::Activity,
    sprint: Option<store::Running>,
}

fn read(conn: &mut PgConnection, viewer: &Viewer, number: i64, today: chrono::NaiveDate, before: Option<i64>) -> AppResult<Rows> {
    let prototype = store::find_visible(conn, viewer, number)?;
    let id = prototype.id;
    let builds = store::list_builds(conn, id)?;
    let photos = files::list_of(conn, &builds.iter().map(|build| build.id.0).collect::<Vec<_>>())?;
    let sessions = store::list_sessions(conn, id)?;
    let readings = store::list_readings_of(conn, &sessions.iter().map(|session| session.id).collect::<Vec<TestSessionId>>())?;
    let gates = store::list_gates(conn, id)?;
    let learning = store::list_learning(conn, id)?;
    let moves = store::list_moves(conn, id, MOVES)?;
    let idea = match prototype.idea_id {
        // An idea that the viewer may not see is not named.
        Some(idea) => ideas::store::list_visible_by_id(conn, viewer, &[idea])?.pop(),
        None => None,
    };
    let mut people: Vec<PersonId> = vec![prototype.lead_id];
    people.extend(builds.iter().map(|build| build.built_by));
    people.extend(sessions.iter().map(|session| session.held_by));
    people.extend(gates.iter().filter_map(|gate| gate.decided_by));
    people.extend(learning.iter().map(|card| card.written_by));
    people.extend(moves.iter().map(|step| step.moved_by));
    people.extend(idea.iter().map(|idea| idea.author_id));
    let sprint = if viewer.is_staff() { store::running_sprint(conn, today)? } else { None };
    Ok(Rows {
        hypotheses: store::list_hypotheses(conn, id)?,
        criteria: store::list_criteria(conn, id)?,
        names: people::store::names_for(conn, viewer, &people)?,
        lineage: lineage::store::chain(conn, viewer, ItemRef::from(id))?,
        activity: lineage::store::activity_page(conn, viewer, ItemRef::from(id), before, HAPPENINGS)?,
        sprint: sprint.filter(|sprint| Some(sprint.sprint.id) == prototype.sprint_id),
        prototype,
        builds,
        photos,
        sessions,
        readings,
        gates,
        learning,
        moves,
        idea,
    })
}

/// The forms of the page, empty but for the stage that the prototype most likely goes to.
fn forms(likely: Option<PrototypeStage>) -> BTreeMap<&'static str, FormView> {
    let mut forms: BTreeMap<&'static str, FormView> = FORMS.iter().map(|(name, fields)| (*name, FormView::new(fields))).collect();
    if let (Some(form), Some(stage)) = (forms.get_mut("stage"), likely) {
        form.values.insert("to", stage.as_str().to_owned());
    }
    forms
}

fn page_of(state: &State, visit: &Visit, rows: Rows) -> PrototypePage {
    let wording = Wording::of(state, visit);
    let Rows { prototype, names, .. } = &rows;
    let doer = visit.viewer.person().map(|actor| Doer::from(actor.clone()));
    let can_work = doer.as_ref().is_some_and(|doer| holds::<WorkOnPrototype>(doer, &prototype.place(doer)));
    let can_decide = doer.as_ref().is_some_and(|doer| holds::<DecideGate>(doer, &prototype.place(doer)));
    let mut card = CardView::for_viewer(prototype, names, visit.now, &visit.viewer);
    if can_work {
        card.moves = wording.moves(prototype.stage);
    }
    let closed = rules::check_open(prototype.stage).err();
    let likely = rules::likely_next(prototype.stage, rows.moves.first().map(|newest| newest.from_stage));
    let tests: Vec<SessionView> =
        rows.sessions.iter().map(|session| SessionView::of(session, &rows.readings, &rows.hypotheses, names)).collect();
    PrototypePage {
        card,
        brief_html: markdown::to_html(&prototype.brief),
        sprint: rows.sprint.as_ref().map(|sprint| SprintView::of(sprint, visit.today())),
        idea: rows.idea.as_ref().map(|idea| IdeaView {
            number: idea.number,
            title: idea.title.clone(),
            href: idea.path(),
            author: PersonView::of(names, idea.author_id),
        }),
        hypothesis_choices: rows
            .hypotheses
            .iter()
            .map(|card| Choice {
                value: card.id.to_string(),
                label: format!("{}. {}", card.position, crate::kernel::text::excerpt(&card.believe, 70)),
            })
            .collect(),
        hypotheses: rows.hypotheses.iter().map(hypothesis_view).collect(),
        builds: rows.builds.iter().map(|build| build_view(&wording, build, &rows.photos, names)).collect(),
        tests,
        open_gate: rows.gates.iter().find(|gate| gate.state == crate::kernel::GateState::AtGate).map(|gate| gate.number),
        gates: rows.gates.iter().map(|gate| GateView::of(gate, &rows.criteria, names)).collect(),
        learning: rows.learning.iter().map(|card| learning_view(card, names)).collect(),
        history: rows.moves.iter().map(|step| move_view(step, names)).collect(),
        created_at: prototype.created_at.to_rfc3339(),
        audience_key: format!("prototypes-audience-{}", prototype.audience.as_str().replace('_', "-")),
        can_work,
        can_decide,
        open: closed.is_none(),
        closed_key: closed.map(|refusal| format!("refusal-{}", refusal.code)).unwrap_or_default(),
        forms: forms(likely),
        errors: Vec::new(),
        errors_of: "",
        lineage: rows.lineage,
        activity: rows.activity,
    }
}

/// The page. An old slug, or the number alone, leads to the address it has now.
pub async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, path: web::Path<String>) -> AppResult<HttpResponse> {
    let (number, viewer, today) = (number_of(&path)?, visit.viewer.clone(), visit.today());
    let before = lineage::before(&request);
    let rows = state.db.read(move |conn| read(conn, &viewer, number, today, before)).await?;
    if rows.prototype.path() != visit.path {
        return Ok(see_other(rows.prototype.path()));
    }
    let page = page_of(&state, &visit, rows);
    state.page(&request, &visit, &page)
}

/// The page again with a form that was refused: what was typed stays, each message beside its field.
///
/// # Errors
/// The error itself, when it is no refusal.
pub async fn again(
    state: &State,
    visit: &Visit,
    request: &HttpRequest,
    number: i64,
    (form, typed): (&'static str, Vec<(&'static str, String)>),
    error: AppError,
) -> AppResult<HttpResponse> {
    use actix_web::ResponseError;
    let status = error.status_code();
    let refusals = refusals_of(error)?;
    let (viewer, today) = (visit.viewer.clone(), visit.today());
    let rows = state.db.read(move |conn| read(conn, &viewer, number, today, None)).await?;
    let mut page = page_of(state, visit, rows);
    let wording = Wording::of(state, visit);
    if let Some(view) = page.forms.get_mut(form) {
        view.values.extend(typed);
        page.errors = view.refuse(wording, &refusals, &format!("{}-", form.replace('_', "-")));
    } else {
        page.errors = wording.problems(&refusals);
    }
    page.errors_of = form;
    state.page_with(request, visit, &page, status)
}
