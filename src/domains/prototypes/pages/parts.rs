//! The parts of a prototype as templates show them: test cards, builds, sessions with readings, gates, learning, moves.
use super::view::{PersonView, Wording, stage_key};
use crate::domains::{
    people::store::Name,
    prototypes::{rules, store},
};
use crate::kernel::{HypothesisId, HypothesisState, PersonId, TestOutcome};
use crate::platform::{files, markdown};
use serde::Serialize;
use std::collections::HashMap;

/// Status of an outcome: shape first, then the word.
pub const fn outcome_status(outcome: TestOutcome) -> &'static str {
    match outcome {
        TestOutcome::Passed => "ok",
        TestOutcome::Failed => "bad",
        TestOutcome::Inconclusive => "draft",
    }
}

/// Fluent key of an outcome; a session without readings that nobody judged has none yet.
pub fn outcome_key(outcome: TestOutcome, said: bool) -> String {
    if said { format!("prototypes-outcome-{outcome}") } else { "prototypes-outcome-no-readings".to_owned() }
}

/// A test card.
#[derive(Serialize)]
pub struct HypothesisView {
    id: HypothesisId,
    /// Tells in a form that came back which one it was.
    key: String,
    number: i16,
    believe: String,
    verify: String,
    measure: String,
    right_if: String,
    state: &'static str,
    status: &'static str,
}

/// A build with its photos.
#[derive(Serialize)]
pub struct BuildView {
    number: i16,
    /// Tells in a form that came back which one it was.
    key: String,
    title: String,
    /// As they are typed, for the form that puts them right.
    notes: String,
    bill: String,
    cost_text: String,
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
        Self::new(row.measure.clone(), row.value, row.unit.clone(), (row.least, row.most))
    }
    /// From a value and its limits.
    pub fn new(measure: String, value: f64, unit: String, (least, most): (Option<f64>, Option<f64>)) -> Self {
        let (status, passed_key) = match rules::passes(value, least, most) {
            Some(true) => ("ok", "prototypes-reading-passed"),
            Some(false) => ("bad", "prototypes-reading-failed"),
            None => ("draft", "prototypes-reading-no-limit"),
        };
        Self { measure, value, unit, least, most, status, passed_key }
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
    outcome_reason: String,
    /// Fluent key of the outcome; of a session that says nothing yet, so.
    outcome_key: String,
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
            outcome_reason: row.outcome_reason.clone(),
            outcome_key: outcome_key(row.outcome, row.outcome_set || readings.iter().any(|reading| reading.test_session_id == row.id)),
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
pub const fn decision_status(decision: crate::kernel::GateDecision) -> &'static str {
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

/// What was learned.
#[derive(Serialize)]
pub struct LearningView {
    observed: String,
    learned: String,
    decision: String,
    by: PersonView,
    at: String,
}

/// A move on the board.
#[derive(Serialize)]
pub struct MoveView {
    from_key: String,
    to_key: String,
    reason: String,
    by: PersonView,
    at: String,
}

/// A test card as the page shows it.
pub fn hypothesis_view(card: &store::HypothesisRow) -> HypothesisView {
    HypothesisView {
        id: card.id,
        key: card.id.to_string(),
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

/// A build as the page shows it.
pub fn build_view(wording: &Wording<'_>, build: &store::BuildRow, photos: &[files::Shown], names: &HashMap<PersonId, Name>) -> BuildView {
    BuildView {
        number: build.number,
        key: build.number.to_string(),
        title: build.title.clone(),
        notes: build.notes.clone(),
        bill: build.bill_of_material.clone(),
        cost_text: wording.decimal(build.cost_cents as f64 / 100.0, 2),
        notes_html: markdown::to_html(&build.notes),
        bill_of_material: build.bill_of_material.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        cost: build.cost_cents as f64 / 100.0,
        at: build.built_at.to_rfc3339(),
        by: PersonView::of(names, build.built_by),
        photos: photos.iter().filter(|photo| photo.owner_id == build.id.0).cloned().collect(),
    }
}

/// A learning card as the page shows it.
pub fn learning_view(card: &store::LearningRow, names: &HashMap<PersonId, Name>) -> LearningView {
    LearningView {
        observed: card.observed.clone(),
        learned: card.learned.clone(),
        decision: card.decision.clone(),
        by: PersonView::of(names, card.written_by),
        at: card.written_at.to_rfc3339(),
    }
}

/// A move as the page shows it.
pub fn move_view(step: &store::MoveRow, names: &HashMap<PersonId, Name>) -> MoveView {
    MoveView {
        from_key: stage_key(step.from_stage),
        to_key: stage_key(step.to_stage),
        reason: step.reason.clone(),
        by: PersonView::of(names, step.moved_by),
        at: step.moved_at.to_rfc3339(),
    }
}
