//! Gates: planned with their criteria, opened over frozen evidence, decided with reasons.
use super::{acting, invalid, working_openly};
use crate::domains::prototypes::{
    rules::{self, Criteria, Docket, Judged, Learning},
    store::{self, CriterionRow, GateRow, VisiblePrototype},
};
use crate::kernel::{
    CriterionId, DecideGate, Event, GateDecision, GateId, Granted, Permission, PrototypeId, PrototypeStage, Refusal, authorize,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};
use serde_json::json;

/// Plans a gate; its id and number.
///
/// # Errors
/// A refusal while the evidence is frozen.
pub fn plan_gate(tx: &mut Tx<'_>, number: i64, criteria: &Criteria) -> AppResult<(GateId, i16)> {
    let (prototype, granted) = working_openly(tx, number)?;
    if store::list_gates(tx.reading(), prototype.id)?.len() >= 40 {
        return Err(Refusal::new("prototype-too-many-parts").into());
    }
    let (gate, gate_number) = store::put_gate(tx, &granted, prototype.id, criteria, acting(&granted)?)?;
    tx.record(&granted, &Event::GatePlanned { prototype: prototype.id, gate })?;
    Ok((gate, gate_number))
}

/// The evidence as it stands, for the gate to keep.
pub(super) fn snapshot(tx: &mut Tx<'_>, prototype: &VisiblePrototype) -> AppResult<serde_json::Value> {
    let (id, now) = (prototype.id, tx.now());
    let conn = tx.reading();
    let hypotheses = store::list_hypotheses(conn, id)?;
    let builds = store::list_builds(conn, id)?;
    let sessions = store::list_sessions(conn, id)?;
    let readings = store::list_readings_of(conn, &sessions.iter().map(|session| session.id).collect::<Vec<_>>())?;
    Ok(json!({
        "frozen_at": now.to_rfc3339(),
        "progress": prototype.progress(),
        "stage": prototype.stage,
        "tests_passed": prototype.tests_passed,
        "tests_total": prototype.tests_total,
        "hypotheses": hypotheses.iter().map(|card| json!({
            "id": card.id, "believe": card.believe, "verify": card.verify, "measure": card.measure, "right_if": card.right_if, "state": card.state,
        })).collect::<Vec<_>>(),
        "builds": builds.iter().map(|build| json!({
            "number": build.number, "title": build.title, "cost_cents": build.cost_cents, "built_at": build.built_at.to_rfc3339(),
        })).collect::<Vec<_>>(),
        "tests": sessions.iter().map(|session| json!({
            "number": session.number, "title": session.title, "with_whom": session.with_whom, "outcome": session.outcome,
            "held_at": session.held_at.to_rfc3339(),
            "readings": readings.iter().filter(|reading| reading.test_session_id == session.id).map(|reading| json!({
                "measure": reading.measure, "value": reading.value, "unit": reading.unit, "least": reading.least, "most": reading.most,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    }))
}

/// Whether no criterion of a gate was judged yet.
pub(super) fn is_untouched(tx: &mut Tx<'_>, prototype: PrototypeId, gate: GateId) -> AppResult<bool> {
    let criteria = store::list_criteria(tx.reading(), prototype)?;
    Ok(criteria.iter().filter(|criterion| criterion.gate_id == gate).all(|criterion| criterion.met.is_none()))
}

/// What gatekeepers say.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Go, recycle, hold or stop.
    pub decision: GateDecision,
    /// Why.
    pub reasons: String,
    /// What they found of the criteria; those left out stay as they are.
    pub judged: Vec<(CriterionId, Option<bool>)>,
    /// What was learned; needed to stop unless a card is written already.
    pub learning: Option<Learning>,
    /// They know that it graduates without ever having been tested.
    pub sure: bool,
}

/// What came of a decision.
#[derive(Debug, Clone)]
pub struct Decided {
    /// The prototype as it was at the gate.
    pub prototype: VisiblePrototype,
    /// The gate.
    pub gate: GateRow,
    /// Where the prototype is now.
    pub stage: PrototypeStage,
    /// The reasons as they are kept.
    pub reasons: String,
}

/// Decides at a gate: criteria, decision, reasons, learning card and the move, in one.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such gate; refusals of all that is missing.
pub fn decide(tx: &mut Tx<'_>, number: i64, gate: i16, wish: &Decision) -> AppResult<Decided> {
    let prototype = store::lock_visible(tx, number)?;
    let granted = authorize::<DecideGate>(tx.doer(), prototype.place(tx.doer())).ok_or_else(AppError::forbidden::<DecideGate>)?;
    let by = acting(&granted)?;
    let gates = store::list_gates(tx.reading(), prototype.id)?;
    let gate = gates.iter().find(|row| row.number == gate).cloned().ok_or(AppError::NotFound("gate"))?;
    let criteria = judged_criteria(tx, prototype.id, gate.id, &wish.judged)?;
    let reasons = rules::paragraph("reasons", &wish.reasons, 4_000, true)?;
    let judged: Vec<Judged> = criteria.iter().map(|(row, met)| Judged { must: row.must, met: *met }).collect();
    let learned = wish.learning.is_some() || store::has_learning(tx.reading(), prototype.id)?;
    let docket = Docket { state: gate.state, criteria: &judged, reasons: &reasons, learned };
    rules::check_decision(wish.decision, docket).map_err(|mut missing| match missing.as_slice() {
        [one] if one.field.is_none() => AppError::from(*one),
        _ => invalid(std::mem::take(&mut missing)),
    })?;
    let last_gate = !gates.iter().any(|row| row.number > gate.number);
    let came_from = prototype.stage_before.unwrap_or(PrototypeStage::WithCustomers);
    let stage = rules::stage_after(wish.decision, came_from, last_gate);
    if rules::graduates_early(came_from, stage) && !wish.sure {
        return Err(rules::GRADUATES_EARLY.into());
    }
    put_judged(tx, &granted, &prototype, &gate, &criteria)?;
    if let Some(card) = &wish.learning {
        let learning = store::put_learning(tx, &granted, prototype.id, card, by)?;
        tx.record(&granted, &Event::LearningWritten { prototype: prototype.id, learning })?;
    }
    store::set_decision(tx, &granted, gate.id, wish.decision, &reasons, by)?;
    tx.record(&granted, &Event::GateDecided { prototype: prototype.id, gate: gate.id, decision: wish.decision })?;
    if rules::comes_again(wish.decision) {
        let again = store::repeat_gate(tx, &granted, prototype.id, gate.id, gate.number)?;
        tx.record(&granted, &Event::GatePlanned { prototype: prototype.id, gate: again })?;
    }
    store::put_move(tx, &granted, prototype.id, (prototype.stage, stage), came_from, &reasons, by)?;
    tx.record(&granted, &Event::PrototypeMoved { prototype: prototype.id, before: prototype.stage, after: stage })?;
    Ok(Decided { prototype, gate, stage, reasons })
}

/// The gate's criteria with what is now said of them; a criterion of another gate is refused.
fn judged_criteria(
    tx: &mut Tx<'_>,
    prototype: PrototypeId,
    gate: GateId,
    judged: &[(CriterionId, Option<bool>)],
) -> AppResult<Vec<(CriterionRow, Option<bool>)>> {
    let mut rows = store::list_criteria(tx.reading(), prototype)?;
    rows.retain(|row| row.gate_id == gate);
    if judged.iter().any(|(criterion, _)| !rows.iter().any(|row| row.id == *criterion)) {
        return Err(Refusal::of("criteria", "gate-criterion-unknown").into());
    }
    let said = |row: &CriterionRow| judged.iter().rev().find(|(criterion, _)| *criterion == row.id).map_or(row.met, |(_, met)| *met);
    Ok(rows
        .into_iter()
        .map(|row| {
            let met = said(&row);
            (row, met)
        })
        .collect())
}

fn put_judged(
    tx: &mut Tx<'_>,
    granted: &Granted<DecideGate>,
    prototype: &VisiblePrototype,
    gate: &GateRow,
    criteria: &[(CriterionRow, Option<bool>)],
) -> AppResult<()> {
    let changed: Vec<_> = criteria.iter().filter(|(row, met)| row.met != *met).map(|(row, met)| (row.id, *met)).collect();
    if changed.is_empty() {
        return Ok(());
    }
    store::set_criteria(tx, granted, gate.id, &changed)?;
    let events: Vec<Event> = changed
        .iter()
        .map(|(criterion, met)| Event::CriterionJudged { prototype: prototype.id, gate: gate.id, criterion: *criterion, met: *met })
        .collect();
    tx.record_all(granted, &events)?;
    Ok(())
}

/// Whether a graduation can still be undone: nothing was built, tested or brought to a gate.
///
/// # Errors
/// [`rules::WORK_BEGUN`].
pub fn check_withdrawal(tx: &mut Tx<'_>, prototype: &VisiblePrototype) -> AppResult<()> {
    if store::has_work(tx.reading(), prototype.id)? { Err(rules::WORK_BEGUN.into()) } else { Ok(()) }
}

/// Takes a prototype back that should not have been. The grant's place is the prototype.
///
/// # Errors
/// [`rules::WORK_BEGUN`].
pub fn withdraw<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, prototype: &VisiblePrototype) -> AppResult<()> {
    check_withdrawal(tx, prototype)?;
    store::withdraw(tx, granted, prototype.id)?;
    tx.record(granted, &Event::PrototypeWithdrawn { prototype: prototype.id, idea: prototype.idea_id })?;
    Ok(())
}
