//! Prototypes with hypotheses, builds, tests, gates and what was learned; the sprint they belong to.
use super::{
    campaigns::Placed,
    content::{Content, GateText, PrototypeText, TestText},
    ideas::Ideas,
    moves::GATEKEEPER,
    plan::{Course, GateTimes, Plan, StageMove},
    scene::{Member, Scene, Seen, TODAY},
};
use crate::domains::prototypes::rules::{self, Evidence};
use crate::kernel::{
    BuildId, Event, GateDecision, GateId, HypothesisId, HypothesisState, IdeaId, Instance, LearningId, Moment, PrototypeId, PrototypeStage,
    SprintId, TestOutcome, TestSessionId,
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::HashMap;

pub(super) fn set(
    scene: &mut Scene,
    content: &Content,
    campaigns: &HashMap<String, Placed>,
    ideas: &Ideas,
    plan: &Plan,
) -> anyhow::Result<()> {
    let mut sprint_id = None;
    for sprint in &content.sprints {
        let starts = scene.now - TimeDelta::days(TODAY - sprint.start_day);
        let id = SprintId(scene.id(starts));
        scene.push(
            "sprints",
            json!({
                "id": id, "slug": sprint.slug, "title": sprint.title, "target": sprint.target,
                "starts_on": starts.date_naive(), "ends_on": (starts + TimeDelta::days(sprint.end_day - sprint.start_day)).date_naive(),
            }),
        );
        let moderator = scene.member("tomas-figueira")?;
        scene.happened(starts, moderator.id, "sprint.run", Seen::INTERNAL, &Event::SprintStarted { instance: Instance, sprint: id })?;
        sprint_id.get_or_insert(id);
    }
    let home: HashMap<&str, &str> = content.ideas.iter().map(|idea| (idea.key.as_str(), idea.campaign.as_str())).collect();
    let hatches: HashMap<&str, &str> = content.campaigns.iter().map(|campaign| (campaign.slug.as_str(), campaign.hatch.as_str())).collect();
    for text in &content.prototypes {
        let campaign = text.idea.as_deref().and_then(|key| home.get(key)).copied();
        let hatch = campaign.and_then(|slug| hatches.get(slug)).copied().unwrap_or("metal");
        let campaign_id = campaign.and_then(|slug| campaigns.get(slug)).map(|placed| placed.id);
        let idea = text.idea.as_ref().and_then(|key| ideas.get(key));
        let lead = scene.member(&text.lead)?;
        let course = &plan.prototypes[&text.number];
        let id = PrototypeId(scene.id(course.started));
        let prototype = Prototype { text, id, lead, course, started: course.started, idea: idea.map(|idea| idea.id) };
        let row = json!({
            "campaign_id": campaign_id, "sprint_id": sprint_id, "hatch": hatch, "idea_id": prototype.idea, "audience": "internal",
        });
        add(scene, &prototype, row)?;
    }
    Ok(())
}

struct Prototype<'a> {
    text: &'a PrototypeText,
    id: PrototypeId,
    lead: Member,
    course: &'a Course,
    started: Moment,
    idea: Option<IdeaId>,
}

fn add(scene: &mut Scene, prototype: &Prototype<'_>, mut row: serde_json::Value) -> anyhow::Result<()> {
    let (text, id, lead, started) = (prototype.text, prototype.id, &prototype.lead, prototype.started);
    let stage = PrototypeStage::parse(&text.stage).ok_or_else(|| anyhow::anyhow!("{} is no stage", text.stage))?;
    scene.happened(started, lead.id, "prototype.frame", Seen::INTERNAL, &Event::PrototypeFramed { prototype: id, idea: prototype.idea })?;
    if let Some(idea) = prototype.idea {
        let edge = scene.id(started);
        scene.push("lineage_edges", json!({ "id": edge, "from_kind": "idea", "from_id": idea, "relation": "graduated_to", "to_kind": "prototype", "to_id": id, "made_by": lead.id, "made_at": started }));
        scene.happened(started, lead.id, "idea.graduate", Seen::INTERNAL, &Event::IdeaGraduated { idea, prototype: id })?;
    }
    let hypotheses = add_hypotheses(scene, prototype)?;
    let cost = add_builds(scene, prototype)?;
    let (passed, total) = add_tests(scene, prototype, &hypotheses)?;
    for (index, gate) in text.gates.iter().enumerate() {
        add_gate(scene, prototype, index, gate, prototype.course.gates[index])?;
    }
    if let Some(learning) = &text.learning {
        let at = card_written(scene, prototype, stage);
        let card = LearningId(scene.id(at));
        scene.push(
            "learning_cards",
            json!({
                "id": card, "prototype_id": id, "observed": learning.observed, "learned": learning.learned, "decision": learning.decision,
                "written_by": lead.id, "written_at": at,
            }),
        );
        scene.happened(at, lead.id, "prototype.work", Seen::INTERNAL, &Event::LearningWritten { prototype: id, learning: card })?;
    }
    add_stages(scene, prototype)?;
    let since = prototype.course.moves.last().map_or(started, |step| step.at);
    let ended = prototype.course.ended.as_ref().map(|(at, _)| *at);
    let before = prototype.course.moves.last().map(|step| step.from).filter(|_| stage == PrototypeStage::Gate);
    let own = json!({
        "id": id, "number": text.number, "slug": text.slug, "title": text.title, "brief": text.brief, "stage": stage,
        "stage_before": before,
        "lead_id": lead.id, "tests_passed": passed, "tests_total": total, "cost_cents": cost, "version": 1, "created_at": started,
        "stage_since": since, "ended_at": ended,
    });
    if let (Some(row), Some(own)) = (row.as_object_mut(), own.as_object()) {
        row.extend(own.clone());
    }
    scene.push("prototypes", row);
    Ok(())
}

/// A card of a prototype at its gate was written for this gate; the others follow the last finding.
fn card_written(scene: &mut Scene, prototype: &Prototype<'_>, stage: PrototypeStage) -> Moment {
    let course = prototype.course;
    let opened = course.gates.iter().filter_map(|gate| gate.opened).max().filter(|_| stage == PrototypeStage::Gate);
    let at = match (opened, course.last_finding()) {
        (Some(opened), found) => (opened - TimeDelta::minutes(40)).max(found.unwrap_or(prototype.started)),
        (None, Some(found)) if rules::is_ended(stage) => found,
        (None, Some(found)) => scene.soon_after(found, 8),
        (None, None) => scene.soon_after(prototype.started + TimeDelta::hours(26), 8),
    };
    at.min(scene.now - TimeDelta::minutes(5))
}

fn add_hypotheses(scene: &mut Scene, prototype: &Prototype<'_>) -> anyhow::Result<Vec<HypothesisId>> {
    let mut ids = Vec::new();
    for (position, hypothesis) in prototype.text.hypotheses.iter().enumerate() {
        let at = (prototype.started + TimeDelta::minutes(10 + 4 * i64::try_from(position)?)).min(scene.now);
        let id = HypothesisId(scene.id(at));
        let state = HypothesisState::parse(&hypothesis.state).unwrap_or(HypothesisState::Open);
        scene.push(
            "hypotheses",
            json!({
                "id": id, "prototype_id": prototype.id, "position": position + 1, "believe": hypothesis.believe, "verify": hypothesis.verify,
                "measure": hypothesis.measure, "right_if": hypothesis.right_if, "state": state, "created_at": at,
            }),
        );
        scene.happened(
            at,
            prototype.lead.id,
            "prototype.work",
            Seen::INTERNAL,
            &Event::HypothesisAdded { prototype: prototype.id, hypothesis: id },
        )?;
        ids.push(id);
    }
    Ok(ids)
}

/// Builds up to today; their cost in cents.
fn add_builds(scene: &mut Scene, prototype: &Prototype<'_>) -> anyhow::Result<i64> {
    let mut cost = 0;
    for (index, build) in prototype.text.builds.iter().filter(|build| build.day <= TODAY).enumerate() {
        let at = prototype.course.builds[index];
        let id = BuildId(scene.id(at));
        let cents = (build.cost_eur * 100.0).round() as i64;
        cost += cents;
        scene.push(
            "builds",
            json!({
                "id": id, "prototype_id": prototype.id, "number": index + 1, "title": build.title, "notes": build.notes,
                "bill_of_material": build.bill_of_material.join("\n"), "cost_cents": cents, "built_at": at, "built_by": prototype.lead.id,
            }),
        );
        scene.happened(
            at,
            prototype.lead.id,
            "prototype.work",
            Seen::INTERNAL,
            &Event::BuildRecorded { prototype: prototype.id, build: id },
        )?;
    }
    Ok(cost)
}

fn add_tests(scene: &mut Scene, prototype: &Prototype<'_>, hypotheses: &[HypothesisId]) -> anyhow::Result<(i32, i32)> {
    let (mut passed, mut total) = (0, 0);
    for (index, test) in prototype.text.tests.iter().filter(|test| test.day <= TODAY).enumerate() {
        let outcome = TestOutcome::parse(&test.outcome).unwrap_or(TestOutcome::Inconclusive);
        add_test(scene, prototype, hypotheses, index, test, outcome)?;
        total += 1;
        passed += i32::from(outcome == TestOutcome::Passed);
    }
    Ok((passed, total))
}

fn add_test(
    scene: &mut Scene,
    prototype: &Prototype<'_>,
    hypotheses: &[HypothesisId],
    index: usize,
    test: &TestText,
    outcome: TestOutcome,
) -> anyhow::Result<()> {
    let at = prototype.course.tests[index];
    let id = TestSessionId(scene.id(at));
    let hypothesis = test.hypothesis.and_then(|index| hypotheses.get(index));
    let by_readings = rules::derived_outcome(test.readings.iter().map(|reading| rules::passes(reading.value, reading.min, reading.max)));
    let reason = match outcome {
        _ if outcome == by_readings => "",
        TestOutcome::Inconclusive => "A first look: too few samples to call it.",
        _ => "There was no limit yet; this is what the design needs.",
    };
    scene.push("test_sessions", json!({
        "id": id, "prototype_id": prototype.id, "number": index + 1, "hypothesis_id": hypothesis, "title": test.title, "protocol": test.protocol,
        "with_whom": test.with_whom, "outcome": outcome, "outcome_set": outcome != by_readings, "outcome_reason": reason, "held_at": at, "held_by": prototype.lead.id,
    }));
    for (position, reading) in test.readings.iter().enumerate() {
        let reading_id = scene.id(at);
        scene.push(
            "readings",
            json!({
                "id": reading_id, "test_session_id": id, "position": position, "measure": reading.measure, "value": reading.value,
                "unit": reading.unit, "least": reading.min, "most": reading.max, "read_at": at, "read_by": prototype.lead.id,
            }),
        );
    }
    scene.happened(
        at,
        prototype.lead.id,
        "prototype.work",
        Seen::INTERNAL,
        &Event::TestSessionHeld { prototype: prototype.id, session: id, outcome },
    )
}

/// A gate with its criteria, and the evidence frozen when it opened.
fn add_gate(scene: &mut Scene, prototype: &Prototype<'_>, index: usize, gate: &GateText, times: GateTimes) -> anyhow::Result<()> {
    let GateTimes { planned, opened, decided } = times;
    let id = GateId(scene.id(planned));
    let (lead, keeper) = (prototype.lead.id, scene.member(GATEKEEPER)?);
    let decision = gate.decision.as_deref().and_then(GateDecision::parse);
    let state = match (decided, opened) {
        (Some(_), _) => "decided",
        (None, Some(_)) => "at_gate",
        (None, None) => "planned",
    };
    let evidence = opened.map(|opened| evidence(scene, prototype, index, opened));
    scene.push("gates", json!({
        "id": id, "prototype_id": prototype.id, "number": index + 1, "title": gate.title, "state": state, "evidence": evidence, "opened_at": opened,
        "decision": decision, "reasons": gate.reasons.clone().unwrap_or_default(), "decided_by": decision.map(|_| keeper.id), "decided_at": decided,
    }));
    for (position, criterion) in gate.criteria.iter().enumerate() {
        let criterion_id = scene.id(planned);
        scene.push("gate_criteria", json!({
            "id": criterion_id, "gate_id": id, "position": position, "text": criterion.text, "must": criterion.must, "met": criterion.met,
        }));
    }
    let about = Event::GatePlanned { prototype: prototype.id, gate: id };
    scene.happened(planned, lead, "prototype.work", Seen::INTERNAL, &about)?;
    if let Some(opened) = opened {
        scene.happened(opened, lead, "prototype.work", Seen::INTERNAL, &Event::GateOpened { prototype: prototype.id, gate: id })?;
    }
    if let (Some(decision), Some(at)) = (decision, decided) {
        let edge = scene.id(at);
        scene.push("lineage_edges", json!({ "id": edge, "from_kind": "prototype", "from_id": prototype.id, "relation": "decided_by", "to_kind": "gate", "to_id": id, "made_by": keeper.id, "made_at": at }));
        scene.happened(
            at,
            keeper.id,
            "gate.decide",
            Seen::INTERNAL,
            &Event::GateDecided { prototype: prototype.id, gate: id, decision },
        )?;
    }
    Ok(())
}

/// The evidence as it stood when a gate opened, in the shape in which the program freezes it.
fn evidence(scene: &Scene, prototype: &Prototype<'_>, gate: usize, opened: Moment) -> Value {
    let before = |row: &&Value, field: &str| {
        row["prototype_id"] == json!(prototype.id) && serde_json::from_value::<Moment>(row[field].clone()).is_ok_and(|at| at <= opened)
    };
    let rows = |table: &str, field: &'static str| -> Vec<&Value> {
        scene.rows.get(table).into_iter().flatten().filter(|row| before(row, field)).collect()
    };
    let hypotheses = rows("hypotheses", "created_at");
    let tests = rows("test_sessions", "held_at");
    let judged = hypotheses.iter().filter(|card| card["state"] != "open").count();
    let passed = tests.iter().filter(|test| test["outcome"] == "passed").count();
    let go = prototype.text.gates.iter().take(gate).filter(|earlier| earlier.decision.as_deref() == Some("go")).count();
    let count = |n: usize| i64::try_from(n).unwrap_or(0);
    let collected = Evidence {
        tests_passed: count(passed),
        tests: count(tests.len()),
        hypotheses_judged: count(judged),
        hypotheses: count(hypotheses.len()),
        gates_passed: count(go),
        gates: count(prototype.text.gates.len()),
    };
    let picked =
        |row: &Value, fields: &[&str]| -> Value { fields.iter().map(|field| ((*field).to_owned(), row[*field].clone())).collect() };
    let readings = |test: &Value| -> Vec<Value> {
        let own = scene.rows.get("readings").into_iter().flatten().filter(|reading| reading["test_session_id"] == test["id"]);
        own.map(|reading| picked(reading, &["measure", "value", "unit", "least", "most"])).collect()
    };
    let frozen_tests: Vec<Value> = tests
        .iter()
        .map(|test| {
            let mut frozen = picked(test, &["number", "title", "with_whom", "outcome", "held_at"]);
            frozen["readings"] = readings(test).into();
            frozen
        })
        .collect();
    let cards: Vec<Value> =
        hypotheses.iter().map(|card| picked(card, &["id", "believe", "verify", "measure", "right_if", "state"])).collect();
    let builds: Vec<Value> =
        rows("builds", "built_at").into_iter().map(|build| picked(build, &["number", "title", "cost_cents", "built_at"])).collect();
    let to_gate =
        prototype.course.moves.iter().rev().find(|step| step.to == PrototypeStage::Gate && step.at <= opened + TimeDelta::hours(1));
    let stage = to_gate.map_or(PrototypeStage::BenchTest, |step| step.from);
    json!({
        "frozen_at": opened.to_rfc3339(), "progress": rules::progress(collected, false), "stage": stage,
        "tests_passed": passed, "tests_total": tests.len(), "hypotheses": cards, "builds": builds, "tests": frozen_tests,
    })
}

/// The stages it went through: moved by its lead, and by the gatekeeper where a gate decided.
fn add_stages(scene: &mut Scene, prototype: &Prototype<'_>) -> anyhow::Result<()> {
    let keeper = scene.member(GATEKEEPER)?;
    for StageMove { from, to, at, by_gate } in &prototype.course.moves {
        let (by, permission) = if by_gate.is_some() { (keeper.id, "gate.decide") } else { (prototype.lead.id, "prototype.work") };
        let reason = by_gate.and_then(|gate| prototype.text.gates[gate].reasons.clone()).unwrap_or_default();
        let id = scene.id(*at);
        scene.push("stage_moves", json!({
            "id": id, "prototype_id": prototype.id, "from_stage": from, "to_stage": to, "reason": reason, "moved_by": by, "moved_at": at,
        }));
        let event = Event::PrototypeMoved { prototype: prototype.id, before: *from, after: *to };
        scene.happened(*at, by, permission, Seen::INTERNAL, &event)?;
    }
    Ok(())
}
