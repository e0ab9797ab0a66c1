//! One prototype: coupon, test cards, builds, tests, gates, learning, people, lineage.
use super::{
    number_of, refusals_of,
    view::{CardView, Choice, FormView, PersonView, SprintView, Wording, stage_key},
};
use crate::domains::{
    ideas, lineage,
    people::{self, store::Name},
    prototypes::{
        rules,
        store::{self, VisiblePrototype},
    },
};
use crate::kernel::{
    DecideGate, Doer, HypothesisId, HypothesisState, ItemRef, PersonId, TestOutcome, TestSessionId, Viewer, WorkOnPrototype, holds,
};
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
    ("build", &["title", "notes", "bill_of_material", "cost", "photo", "alt"]),
    ("test", &["title", "protocol", "with_whom", "hypothesis"]),
    ("gate", &["title", "must", "should"]),
    ("learning", &["observed", "learned", "next"]),
];

/// Status of an outcome: shape first, then the word.
pub const fn outcome_status(outcome: TestOutcome) -> &'static str {
    match outcome {
        TestOutcome::Passed => "ok",
        TestOutcome::Failed => "bad",
        TestOutcome::Inconclusive => "draft",
    }
}

#[derive(Serialize)]
struct HypothesisView {
    id: HypothesisId,
    number: i16,
    believe: String,
    verify: String,
    measure: String,
    right_if: String,
    state: &'static str,
    status: &'static str,
}

#[derive(Serialize)]
struct BuildView {
    number: i16,
    title: String,
    notes_html: String,
    bill_of_material: Vec<String>,
    cost: f64,
    at: String,
    by: PersonView,
    photos: Vec<files::Shown>,
}

/// A reading with what it proves.
#[derive(Serialize)]
pub struct ReadingView {
    measure: String,
    value: f64,
    unit: String,
    least: Option<f64>,
    most: Option<f64>,
    /// `ok`, `bad`, or `draft` without limits.
    status: &'static str,
    passed_key: &'static str,
}

impl ReadingView {
    /// As a table's row.
    pub fn of(row: &store::ReadingRow) -> Self {
        let (status, passed_key) = match rules::passes(row.value, row.least, row.most) {
            Some(true) => ("ok", "prototypes-reading-passed"),
            Some(false) => ("bad", "prototypes-reading-failed"),
            None => ("draft", "prototypes-reading-no-limit"),
        };
        Self {
            measure: row.measure.clone(),
            value: row.value,
            unit: row.unit.clone(),
            least: row.least,
            most: row.most,
            status,
            passed_key,
        }
    }
}

/// A test session with its readings.
#[derive(Serialize)]
pub struct SessionView {
    /// Its number.
    pub number: i16,
    title: String,
    protocol_html: String,
    with_whom: String,
    outcome: &'static str,
    outcome_set: bool,
    status: &'static str,
    at: String,
    by: PersonView,
    hypothesis: Option<i16>,
    readings: Vec<ReadingView>,
}

impl SessionView {
    /// As the page of the prototype and the session's own page show it.
    pub fn of(
        row: &store::SessionRow,
        readings: &[store::ReadingRow],
        hypotheses: &[store::HypothesisRow],
        names: &HashMap<PersonId, Name>,
    ) -> Self {
        Self {
            number: row.number,
            title: row.title.clone(),
            protocol_html: markdown::to_html(&row.protocol),
            with_whom: row.with_whom.clone(),
            outcome: row.outcome.as_str(),
            outcome_set: row.outcome_set,
            status: outcome_status(row.outcome),
            at: row.held_at.to_rfc3339(),
            by: PersonView::of(names, row.held_by),
            hypothesis: hypotheses.iter().find(|card| Some(card.id) == row.hypothesis_id).map(|card| card.position),
            readings: readings.iter().filter(|reading| reading.test_session_id == row.id).map(ReadingView::of).collect(),
        }
    }
}

/// A criterion with its shape.
#[derive(Serialize)]
pub struct CriterionView {
    /// Its id.
    pub id: crate::kernel::CriterionId,
    text: String,
    must: bool,
    /// `yes`, `no` or `open`.
    pub met: &'static str,
    status: &'static str,
}

impl CriterionView {
    /// As a checklist shows it.
    pub fn of(row: &store::CriterionRow) -> Self {
        let (met, status) = match (row.met, row.must) {
            (Some(true), _) => ("yes", "ok"),
            (Some(false), true) => ("no", "bad"),
            (Some(false), false) => ("no", "warn"),
            (None, _) => ("open", "draft"),
        };
        Self { id: row.id, text: row.text.clone(), must: row.must, met, status }
    }
}

/// A gate with its criteria.
#[derive(Serialize)]
pub struct GateView {
    /// Its number.
    pub number: i16,
    title: String,
    state: &'static str,
    status: &'static str,
    /// Fluent key of the state, or of the decision.
    word_key: String,
    reasons_html: String,
    by: PersonView,
    at: Option<String>,
    criteria: Vec<CriterionView>,
}

/// The shape that stands for a decision.
pub(super) const fn decision_status(decision: crate::kernel::GateDecision) -> &'static str {
    use crate::kernel::GateDecision;
    match decision {
        GateDecision::Go => "ok",
        GateDecision::Recycle => "info",
        GateDecision::Hold => "hold",
        GateDecision::Stop => "bad",
    }
}

impl GateView {
    /// As the page of the prototype and the gate's own page show it.
    pub fn of(row: &store::GateRow, criteria: &[store::CriterionRow], names: &HashMap<PersonId, Name>) -> Self {
        use crate::kernel::{GateDecision, GateState};
        let status = match (row.state, row.decision) {
            (GateState::Planned, _) => "draft",
            (GateState::AtGate, _) => "warn",
            (GateState::Decided, Some(decision)) => decision_status(decision),
            (GateState::Decided, None) => "info",
        };
        let word = row.decision.map_or_else(|| row.state.as_str(), GateDecision::as_str);
        Self {
            number: row.number,
            title: row.title.clone(),
            state: row.state.as_str(),
            status,
            word_key: format!("prototypes-gate-{}", word.replace('_', "-")),
            reasons_html: markdown::to_html(&row.reasons),
            by: row.decided_by.map(|by| PersonView::of(names, by)).unwrap_or_default(),
            at: row.decided_at.or(row.opened_at).map(|at| at.to_rfc3339()),
            criteria: criteria.iter().filter(|criterion| criterion.gate_id == row.id).map(CriterionView::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct LearningView {
    observed: String,
    learned: String,
    decision: String,
    by: PersonView,
    at: String,
}

#[derive(Serialize)]
struct MoveView {
    from_key: String,
    to_key: String,
    reason: String,
    by: PersonView,
    at: String,
}

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
    activity: Vec<lineage::store::Happening>,
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
    activity: Vec<lineage::store::Happening>,
    sprint: Option<store::Running>,
}

fn read(conn: &mut PgConnection, viewer: &Viewer, number: i64, today: chrono::NaiveDate) -> AppResult<Rows> {
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
        names: people::store::names(conn, &people)?,
        lineage: lineage::store::chain(conn, viewer, ItemRef::from(id))?,
        activity: lineage::store::activity(conn, viewer, ItemRef::from(id), None, HAPPENINGS)?,
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

fn page_of(state: &State, visit: &Visit, rows: Rows) -> PrototypePage {
    let wording = Wording::of(state, visit);
    let Rows { prototype, names, .. } = &rows;
    let doer = visit.viewer.person().map(|actor| Doer::from(actor.clone()));
    let can_work = doer.as_ref().is_some_and(|doer| holds::<WorkOnPrototype>(doer, &prototype.place(doer)));
    let can_decide = doer.as_ref().is_some_and(|doer| holds::<DecideGate>(doer, &prototype.place(doer)));
    let mut card = CardView::of(prototype, names, visit.now);
    if can_work {
        card.moves = wording.moves(prototype.stage);
    }
    let closed = rules::check_open(prototype.stage).err();
    let tests: Vec<SessionView> =
        rows.sessions.iter().map(|session| SessionView::of(session, &rows.readings, &rows.hypotheses, names)).collect();
    PrototypePage {
        card,
        brief_html: markdown::to_html(&prototype.brief),
        sprint: rows.sprint.as_ref().map(|sprint| SprintView::of(sprint, visit.now)),
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
        builds: rows.builds.iter().map(|build| build_view(build, &rows.photos, names)).collect(),
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
        forms: FORMS.iter().map(|(name, fields)| (*name, FormView::new(fields))).collect(),
        errors: Vec::new(),
        errors_of: "",
        lineage: rows.lineage,
        activity: rows.activity,
    }
}

fn hypothesis_view(card: &store::HypothesisRow) -> HypothesisView {
    HypothesisView {
        id: card.id,
        number: card.position,
        believe: card.believe.clone(),
        verify: card.verify.clone(),
        measure: card.measure.clone(),
        right_if: card.right_if.clone(),
        state: card.state.as_str(),
        status: match card.state {
            HypothesisState::Open => "draft",
            HypothesisState::Supported => "ok",
            HypothesisState::Refuted => "bad",
        },
    }
}

fn build_view(build: &store::BuildRow, photos: &[files::Shown], names: &HashMap<PersonId, Name>) -> BuildView {
    BuildView {
        number: build.number,
        title: build.title.clone(),
        notes_html: markdown::to_html(&build.notes),
        bill_of_material: build.bill_of_material.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        cost: build.cost_cents as f64 / 100.0,
        at: build.built_at.to_rfc3339(),
        by: PersonView::of(names, build.built_by),
        photos: photos.iter().filter(|photo| photo.owner_id == build.id.0).cloned().collect(),
    }
}

fn learning_view(card: &store::LearningRow, names: &HashMap<PersonId, Name>) -> LearningView {
    LearningView {
        observed: card.observed.clone(),
        learned: card.learned.clone(),
        decision: card.decision.clone(),
        by: PersonView::of(names, card.written_by),
        at: card.written_at.to_rfc3339(),
    }
}

fn move_view(step: &store::MoveRow, names: &HashMap<PersonId, Name>) -> MoveView {
    MoveView {
        from_key: stage_key(step.from_stage),
        to_key: stage_key(step.to_stage),
        reason: step.reason.clone(),
        by: PersonView::of(names, step.moved_by),
        at: step.moved_at.to_rfc3339(),
    }
}

/// The page. An old slug, or the number alone, leads to the address it has now.
pub async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, path: web::Path<String>) -> AppResult<HttpResponse> {
    let (number, viewer, today) = (number_of(&path)?, visit.viewer.clone(), visit.now.date_naive());
    let rows = state.db.read(move |conn| read(conn, &viewer, number, today)).await?;
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
    let (viewer, today) = (visit.viewer.clone(), visit.now.date_naive());
    let rows = state.db.read(move |conn| read(conn, &viewer, number, today)).await?;
    let mut page = page_of(state, visit, rows);
    let problems = Wording::of(state, visit).problems(&refusals);
    if let Some(view) = page.forms.get_mut(form) {
        view.values.extend(typed);
        page.errors = view.refuse(problems, &format!("{form}-"));
    } else {
        page.errors = problems;
    }
    page.errors_of = form;
    state.page_with(request, visit, &page, status)
}
