//! Prototypes with hypotheses, builds, tests, gates and what was learned; the sprint they belong to.
use super::{
    campaigns::Placed,
    content::{Content, GateText, PrototypeText, TestText},
    ideas::Ideas,
    scene::{Member, Scene, Seen, TODAY},
};
use crate::kernel::{
    BuildId, Event, GateDecision, GateId, HypothesisId, HypothesisState, IdeaId, Instance, LearningId, Moment, PrototypeId, PrototypeStage,
    SprintId, TestOutcome, TestSessionId,
};
use chrono::TimeDelta;
use serde_json::json;
use std::collections::HashMap;

pub(super) fn set(scene: &mut Scene, content: &Content, campaigns: &HashMap<String, Placed>, ideas: &Ideas) -> anyhow::Result<()> {
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
        let started = scene.at(text.started_day);
        let started = idea.map_or(started, |idea| started.max((idea.at + TimeDelta::hours(3)).min(scene.now - TimeDelta::minutes(30))));
        let id = PrototypeId(scene.id(started));
        let prototype = Prototype { text, id, lead, started, idea: idea.map(|idea| idea.id) };
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
    let last_gate = add_gates(scene, prototype, stage)?;
    if let Some(learning) = &text.learning {
        let at = last_gate.unwrap_or(started + TimeDelta::days(3)).min(scene.now - TimeDelta::minutes(5));
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
    let since = add_stages(scene, prototype, stage, last_gate)?;
    let ended = matches!(stage, PrototypeStage::Graduated | PrototypeStage::Stopped).then_some(since);
    let own = json!({
        "id": id, "number": text.number, "slug": text.slug, "title": text.title, "brief": text.brief, "stage": stage,
        "stage_before": matches!(stage, PrototypeStage::Gate | PrototypeStage::OnHold).then_some(PrototypeStage::WithCustomers),
        "lead_id": lead.id, "tests_passed": passed, "tests_total": total, "cost_cents": cost, "version": 1, "created_at": started,
        "stage_since": since, "ended_at": ended,
    });
    if let (Some(row), Some(own)) = (row.as_object_mut(), own.as_object()) {
        row.extend(own.clone());
    }
    scene.push("prototypes", row);
    Ok(())
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
                "id": id, "prototype_id": prototype.id, "position": position, "believe": hypothesis.believe, "verify": hypothesis.verify,
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
        let at = scene.at(build.day).max(prototype.started).min(scene.now);
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
    let at = scene.at(test.day).max(prototype.started).min(scene.now);
    let id = TestSessionId(scene.id(at));
    let hypothesis = test.hypothesis.and_then(|index| hypotheses.get(index));
    scene.push("test_sessions", json!({
        "id": id, "prototype_id": prototype.id, "number": index + 1, "hypothesis_id": hypothesis, "title": test.title, "protocol": test.protocol,
        "with_whom": test.with_whom, "outcome": outcome, "held_at": at, "held_by": prototype.lead.id,
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

/// Gates, the evidence frozen where one is open; the moment of the last decision.
fn add_gates(scene: &mut Scene, prototype: &Prototype<'_>, stage: PrototypeStage) -> anyhow::Result<Option<Moment>> {
    let mut last = None;
    let at_gate = prototype.text.gates.iter().position(|gate| gate.decision.is_none()).filter(|_| stage == PrototypeStage::Gate);
    for (index, gate) in prototype.text.gates.iter().enumerate() {
        let decided = add_gate(scene, prototype, index, gate, at_gate == Some(index))?;
        last = decided.or(last);
    }
    Ok(last)
}

fn add_gate(scene: &mut Scene, prototype: &Prototype<'_>, index: usize, gate: &GateText, open: bool) -> anyhow::Result<Option<Moment>> {
    let at = scene.at(gate.day).max(prototype.started + TimeDelta::minutes(40)).min(scene.now - TimeDelta::minutes(1));
    let id = GateId(scene.id(at));
    let keeper = scene.member("dana-kowalczyk").or_else(|_| scene.member("tomas-figueira"))?;
    let decision = gate.decision.as_deref().and_then(GateDecision::parse);
    let state = match (decision, open) {
        (Some(_), _) => "decided",
        (None, true) => "at_gate",
        (None, false) => "planned",
    };
    let opened = (state != "planned").then_some(at - TimeDelta::hours(5));
    let evidence = opened.map(|_| {
        json!({
            "hypotheses": prototype.text.hypotheses.len(), "builds": prototype.text.builds.len(),
            "tests": prototype.text.tests.len(), "passed": prototype.text.tests.iter().filter(|test| test.outcome == "passed").count(),
        })
    });
    scene.push("gates", json!({
        "id": id, "prototype_id": prototype.id, "number": index + 1, "title": gate.title, "state": state, "evidence": evidence, "opened_at": opened,
        "decision": decision, "reasons": gate.reasons.clone().unwrap_or_default(), "decided_by": decision.map(|_| keeper.id), "decided_at": decision.map(|_| at),
    }));
    for (position, criterion) in gate.criteria.iter().enumerate() {
        let criterion_id = scene.id(at);
        scene.push("gate_criteria", json!({
            "id": criterion_id, "gate_id": id, "position": position, "text": criterion.text, "must": criterion.must, "met": criterion.met,
        }));
    }
    let Some(decision) = decision else { return Ok(None) };
    let edge = scene.id(at);
    scene.push("lineage_edges", json!({ "id": edge, "from_kind": "prototype", "from_id": prototype.id, "relation": "decided_by", "to_kind": "gate", "to_id": id, "made_by": keeper.id, "made_at": at }));
    scene.happened(at, keeper.id, "gate.decide", Seen::INTERNAL, &Event::GateDecided { prototype: prototype.id, gate: id, decision })?;
    Ok(Some(at))
}

/// The stages it went through, evenly over its time; since when it is in the present one.
fn add_stages(scene: &mut Scene, prototype: &Prototype<'_>, stage: PrototypeStage, last_gate: Option<Moment>) -> anyhow::Result<Moment> {
    use PrototypeStage::{BenchTest, Building, Framed, Gate, Graduated, OnHold, Stopped, WithCustomers};
    let way: &[PrototypeStage] = match stage {
        Framed => &[Framed],
        Building => &[Framed, Building],
        BenchTest => &[Framed, Building, BenchTest],
        WithCustomers => &[Framed, Building, BenchTest, WithCustomers],
        Gate => &[Framed, Building, BenchTest, WithCustomers, Gate],
        Graduated => &[Framed, Building, BenchTest, WithCustomers, Gate, Graduated],
        Stopped => &[Framed, Building, BenchTest, Gate, Stopped],
        OnHold => &[Framed, Building, BenchTest, OnHold],
    };
    let end = last_gate.filter(|_| matches!(stage, Graduated | Stopped)).unwrap_or(scene.now - TimeDelta::hours(9)).max(prototype.started);
    let steps = i32::try_from(way.len())?;
    let mut since = prototype.started;
    for (index, pair) in way.windows(2).enumerate() {
        let at = prototype.started + (end - prototype.started) / steps * (i32::try_from(index)? + 1);
        let id = scene.id(at);
        scene.push("stage_moves", json!({
            "id": id, "prototype_id": prototype.id, "from_stage": pair[0], "to_stage": pair[1], "reason": "", "moved_by": prototype.lead.id, "moved_at": at,
        }));
        scene.happened(
            at,
            prototype.lead.id,
            "prototype.work",
            Seen::INTERNAL,
            &Event::PrototypeMoved { prototype: prototype.id, before: pair[0], after: pair[1] },
        )?;
        since = at;
    }
    Ok(since)
}
