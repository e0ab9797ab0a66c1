//! One gate: its criteria, the evidence as it was frozen, and the form of those who decide. The decision
//! itself is carried out by the flow `decide_gate`, because the idea behind the prototype follows it.
use super::{
    number_of, part_of,
    parts::{GateView, ReadingView, outcome_key, outcome_status},
    refusals_of,
    view::{CardView, Choice, FormView, Wording},
};
use crate::domains::{
    lineage, people,
    prototypes::{
        actions::Decision,
        rules::{self, Learning},
        store,
    },
};
use crate::kernel::{CriterionId, DecideGate, Doer, GateDecision, GateState, ItemKind, ItemRef, Refusal, Role, TestOutcome, holds};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Page, ProblemField, Section, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const FIELDS: &[&str] = &["decision", "reasons", "observed", "learned", "next", "criteria", "sure"];

/// Gatekeepers named on the page.
const KEEPERS: i64 = 8;
/// Newest happenings on the page.
const HAPPENINGS: i64 = 20;

/// The decision form as it is sent. Each `met` is a criterion's id, `=`, and `yes`, `no` or `open`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionForm {
    #[serde(default)]
    decision: String,
    #[serde(default)]
    reasons: String,
    #[serde(default)]
    met: Vec<String>,
    #[serde(default)]
    observed: String,
    #[serde(default)]
    learned: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    sure: String,
}

impl DecisionForm {
    /// The decision behind the form.
    ///
    /// # Errors
    /// All wrong fields.
    pub fn parse(&self) -> Result<Decision, AppError> {
        let mut wrong = Vec::new();
        let decision = GateDecision::parse(&self.decision);
        wrong.extend(decision.is_none().then_some(rules::DECISION_UNKNOWN));
        wrong.extend(self.reasons.trim().is_empty().then_some(rules::REASONS_MISSING));
        let judged: Option<Vec<_>> = self.met.iter().map(|said| judged(said)).collect();
        wrong.extend(judged.is_none().then_some(Refusal::of("criteria", "gate-criterion-unknown")));
        let written = [&self.observed, &self.learned, &self.next].iter().any(|text| !text.trim().is_empty());
        let learning = match written.then(|| Learning::parse(&self.observed, &self.learned, &self.next)).transpose() {
            Ok(learning) => learning,
            Err(refusals) => {
                wrong.extend(refusals);
                None
            }
        };
        match (decision, judged) {
            (Some(decision), Some(judged)) if wrong.is_empty() => {
                Ok(Decision { decision, reasons: self.reasons.clone(), judged, learning, sure: !self.sure.is_empty() })
            }
            _ => Err(AppError::Invalid(wrong)),
        }
    }
}

fn judged(said: &str) -> Option<(CriterionId, Option<bool>)> {
    let (id, word) = said.split_once('=')?;
    let met = match word {
        "yes" => Some(true),
        "no" => Some(false),
        "open" => None,
        _ => return None,
    };
    Some((CriterionId(Uuid::try_parse(id).ok()?), met))
}

#[derive(Serialize)]
struct CriterionChoice {
    id: CriterionId,
    label: String,
    must: bool,
    value: String,
    options: Vec<Choice>,
}

/// A test of the frozen evidence.
#[derive(Serialize)]
struct FrozenTest {
    number: i64,
    title: String,
    status: &'static str,
    outcome_key: String,
    readings: Vec<ReadingView>,
}

/// The evidence as it stood when the gate opened.
#[derive(Serialize)]
struct Frozen {
    at: Option<String>,
    progress: u64,
    tests: Vec<FrozenTest>,
    hypotheses: Vec<FrozenHypothesis>,
    builds: usize,
}

#[derive(Serialize)]
struct FrozenHypothesis {
    believe: String,
    state: String,
    status: &'static str,
}

#[derive(Serialize)]
struct GatePage {
    card: CardView,
    gate: GateView,
    frozen: Option<Frozen>,
    criteria: Vec<CriterionChoice>,
    decisions: Vec<Choice>,
    learned: bool,
    can_decide: bool,
    /// Who decides, while it is open and that is not the reader.
    deciders: String,
    /// "Go" would end what was never tested.
    early: bool,
    /// Where "go" leads, as a Fluent key.
    go_key: String,
    form: FormView,
    errors: Vec<ProblemField>,
    title: String,
    lineage: Vec<lineage::store::Step>,
    activity: lineage::store::Activity,
}

impl Page for GatePage {
    const TEMPLATE: &'static str = "prototypes/gate.html";
    const SECTION: Section = Section::Prototypes;
    fn title(&self) -> Title {
        Title::Text(self.title.clone())
    }
}

fn frozen(evidence: &serde_json::Value) -> Frozen {
    let text = |value: &serde_json::Value, field: &str| value[field].as_str().unwrap_or_default().to_owned();
    let list = |field: &str| evidence[field].as_array().cloned().unwrap_or_default();
    Frozen {
        at: Some(text(evidence, "frozen_at")).filter(|at| at.parse::<crate::kernel::Moment>().is_ok()),
        progress: evidence["progress"].as_u64().unwrap_or(0),
        tests: list("tests")
            .iter()
            .map(|test| (test, test["readings"].as_array().map(Vec::as_slice).unwrap_or_default()))
            .map(|(test, readings)| FrozenTest {
                number: test["number"].as_i64().unwrap_or(0),
                title: text(test, "title"),
                status: outcome_status(TestOutcome::parse(&text(test, "outcome")).unwrap_or(TestOutcome::Inconclusive)),
                outcome_key: outcome_key(
                    TestOutcome::parse(&text(test, "outcome")).unwrap_or(TestOutcome::Inconclusive),
                    !readings.is_empty() || text(test, "outcome") != TestOutcome::Inconclusive.as_str(),
                ),
                readings: readings
                    .iter()
                    .map(|reading| {
                        let limits = (reading["least"].as_f64(), reading["most"].as_f64());
                        ReadingView::new(
                            text(reading, "measure"),
                            reading["value"].as_f64().unwrap_or_default(),
                            text(reading, "unit"),
                            limits,
                        )
                    })
                    .collect(),
            })
            .collect(),
        hypotheses: list("hypotheses")
            .iter()
            .map(|card| {
                let state = text(card, "state");
                let status = match state.as_str() {
                    "supported" => "ok",
                    "refuted" => "bad",
                    _ => "draft",
                };
                FrozenHypothesis { believe: text(card, "believe"), status, state }
            })
            .collect(),
        builds: list("builds").len(),
    }
}

/// A criterion with the answers that can be chosen for it.
fn criterion_choice(criterion: &store::CriterionRow, wording: &Wording) -> CriterionChoice {
    let view = super::parts::CriterionView::of(criterion);
    let option =
        |word: &str| Choice { value: format!("{}={word}", criterion.id), label: wording.text(&format!("prototypes-criterion-{word}")) };
    CriterionChoice {
        id: view.id,
        label: criterion.text.clone(),
        must: criterion.must,
        value: format!("{}={}", criterion.id, view.met),
        options: vec![option("open"), option("yes"), option("no")],
    }
}

async fn page_of(state: &State, visit: &Visit, number: i64, gate: i16, before: Option<i64>) -> AppResult<GatePage> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let (prototype, gates, criteria, names, learned, lineage, activity, keepers) = state
        .db
        .read(move |conn| {
            let prototype = store::find_visible(conn, &viewer, number)?;
            let gates = store::list_gates(conn, prototype.id)?;
            let criteria = store::list_criteria(conn, prototype.id)?;
            let mut people = vec![prototype.lead_id];
            people.extend(gates.iter().filter_map(|gate| gate.decided_by));
            let names = people::store::names_for(conn, &viewer, &people)?;
            let learned = store::has_learning(conn, prototype.id)?;
            let (chain, happened) = match gates.iter().find(|row| row.number == gate) {
                Some(row) => (
                    lineage::store::chain(conn, &viewer, ItemRef::new(ItemKind::Gate, row.id.0))?,
                    lineage::store::activity_page_of_gate(conn, &viewer, (prototype.id, row.id), before, HAPPENINGS)?,
                ),
                None => (Vec::new(), lineage::store::Activity::default()),
            };
            let keepers = people::store::roles::names_of(conn, Role::Gatekeeper, KEEPERS)?;
            Ok((prototype, gates, criteria, names, learned, chain, happened, keepers))
        })
        .await?;
    let wording = Wording::of(state, visit);
    let row = gates.iter().find(|row| row.number == gate).ok_or(AppError::NotFound("gate"))?;
    let doer = visit.viewer.person().map(|actor| Doer::from(actor.clone()));
    let may = doer.is_some_and(|doer| holds::<DecideGate>(&doer, &prototype.place(&doer)));
    let last_gate = !gates.iter().any(|other| other.number > row.number);
    let came_from = prototype.stage_before.unwrap_or(crate::kernel::PrototypeStage::WithCustomers);
    let after = rules::stage_after(GateDecision::Go, came_from, last_gate);
    let choices =
        criteria.iter().filter(|criterion| criterion.gate_id == row.id).map(|criterion| criterion_choice(criterion, &wording)).collect();
    Ok(GatePage {
        lineage,
        activity,
        title: row.title.clone(),
        frozen: row.evidence.as_ref().map(frozen),
        criteria: choices,
        decisions: GateDecision::ALL
            .iter()
            .map(|decision| wording.choice(decision.as_str(), &format!("prototypes-decision-{decision}")))
            .collect(),
        learned,
        can_decide: may && row.state == GateState::AtGate,
        deciders: if !may && row.state == GateState::AtGate && visit.viewer.is_staff() { keepers.join(", ") } else { String::new() },
        early: rules::graduates_early(came_from, after),
        go_key: super::view::stage_key(after),
        gate: GateView::of(row, &criteria, &names),
        card: CardView::for_viewer(&prototype, &names, now, &visit.viewer),
        form: FormView::new(FIELDS),
        errors: Vec::new(),
    })
}

/// The gate.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> AppResult<HttpResponse> {
    let page = page_of(&state, &visit, number_of(&path.0)?, part_of(&path.1)?, lineage::before(&request)).await?;
    state.page(&request, &visit, &page)
}

/// The gate's page again with a decision that was refused: what was typed and chosen stays.
///
/// # Errors
/// The error itself, when it is no refusal.
pub async fn refuse_decision(
    state: &State,
    visit: &Visit,
    request: &HttpRequest,
    (number, gate): (i64, i16),
    form: &DecisionForm,
    error: AppError,
) -> AppResult<HttpResponse> {
    let status = error.status_code();
    let refusals = refusals_of(error)?;
    let mut page = page_of(state, visit, number, gate, None).await?;
    page.form = FormView::new(FIELDS).with([
        ("decision", form.decision.clone()),
        ("reasons", form.reasons.clone()),
        ("observed", form.observed.clone()),
        ("learned", form.learned.clone()),
        ("next", form.next.clone()),
        ("sure", form.sure.clone()),
    ]);
    for choice in &mut page.criteria {
        if let Some(said) = form.met.iter().find(|said| said.starts_with(&choice.id.to_string())) {
            choice.value.clone_from(said);
        }
    }
    page.errors = page.form.refuse(Wording::of(state, visit), &refusals, "");
    state.page_with(request, visit, &page, status)
}
