//! When things happen in the story: a promotion after its room, a prototype after its idea, a stage when the
//! work in it begins, a decision when its gate is decided. What is written later takes its moments from here.
use super::{
    campaigns::Placed,
    content::{BrainstormText, Content, IdeaText, PrototypeText},
    scene::{Scene, TODAY},
};
use crate::domains::prototypes::rules;
use crate::kernel::{GateDecision, Moment, PrototypeStage};
use chrono::TimeDelta;
use std::collections::HashMap;

/// Minutes from the opening of a room to its close, and to the first promotion.
pub(super) const ROOM_MINUTES: i64 = 55;

/// The moments of the story.
pub(super) struct Plan {
    /// When each room opened, by its number.
    pub(super) rooms: HashMap<i64, Moment>,
    /// When each idea came in, by its key; one from a room when it was promoted.
    pub(super) ideas: HashMap<String, Moment>,
    /// How each prototype went, by its number.
    pub(super) prototypes: HashMap<i64, Course>,
}

/// A gate's three moments.
#[derive(Clone, Copy)]
pub(super) struct GateTimes {
    pub(super) planned: Moment,
    pub(super) opened: Option<Moment>,
    pub(super) decided: Option<Moment>,
}

/// One move on the board.
#[derive(Clone, Copy)]
pub(super) struct StageMove {
    pub(super) from: PrototypeStage,
    pub(super) to: PrototypeStage,
    pub(super) at: Moment,
    /// The gate that decided it; the lead moves it otherwise.
    pub(super) by_gate: Option<usize>,
}

/// How a prototype went, as far as today.
pub(super) struct Course {
    pub(super) lead: String,
    pub(super) started: Moment,
    pub(super) builds: Vec<Moment>,
    pub(super) tests: Vec<Moment>,
    pub(super) gates: Vec<GateTimes>,
    pub(super) moves: Vec<StageMove>,
    /// Why it ended, and when.
    pub(super) ended: Option<(Moment, String)>,
}

impl Course {
    /// The last moment at which something was found out.
    pub(super) fn last_finding(&self) -> Option<Moment> {
        self.tests.iter().copied().chain(self.gates.iter().filter_map(|gate| gate.decided)).max()
    }
}

pub(super) fn make(scene: &mut Scene, content: &Content, campaigns: &HashMap<String, Placed>) -> anyhow::Result<Plan> {
    let mut rooms = HashMap::new();
    let mut promoted: HashMap<&str, Moment> = HashMap::new();
    for room in &content.brainstorms {
        let opened = opening(scene, room);
        rooms.insert(room.number, opened);
        for (index, cluster) in room.clusters.iter().enumerate() {
            if let Some(key) = &cluster.promoted_idea {
                promoted.insert(key, opened + TimeDelta::minutes(ROOM_MINUTES + 3 + 2 * i64::try_from(index)?));
            }
        }
    }
    let mut ideas = HashMap::new();
    for text in &content.ideas {
        let campaign = campaigns.get(&text.campaign).ok_or_else(|| anyhow::anyhow!("{} is no campaign", text.campaign))?;
        ideas.insert(text.key.clone(), coming_in(scene, text, campaign, promoted.get(text.key.as_str()).copied()));
    }
    let mut prototypes = HashMap::new();
    for text in &content.prototypes {
        let idea = text.idea.as_ref().and_then(|key| ideas.get(key)).copied();
        prototypes.insert(text.number, course(scene, text, idea)?);
    }
    Ok(Plan { rooms, ideas, prototypes })
}

fn opening(scene: &mut Scene, room: &BrainstormText) -> Moment {
    match room.state.as_str() {
        "live" | "paused" => scene.now - TimeDelta::minutes(16),
        // A room that is over was over before work ended.
        "closed" => scene.at(room.day).min(scene.evening(room.day) - TimeDelta::minutes(2 * ROOM_MINUTES)),
        _ => scene.at(room.day),
    }
}

/// An idea comes in once its campaign is open; from a room no earlier than the room ended.
fn coming_in(scene: &mut Scene, text: &IdeaText, campaign: &Placed, promoted: Option<Moment>) -> Moment {
    let at = scene.at(text.day).max(campaign.opened + TimeDelta::minutes(15));
    promoted.map_or(at, |promoted| at.max(promoted))
}

/// Each moment at least so much later than the one before.
fn in_turn(mut moments: Vec<Moment>, first: Moment, apart: TimeDelta) -> Vec<Moment> {
    let mut least = first;
    for at in &mut moments {
        *at = (*at).max(least);
        least = *at + apart;
    }
    moments
}

fn course(scene: &mut Scene, text: &PrototypeText, idea: Option<Moment>) -> anyhow::Result<Course> {
    let hours = TimeDelta::hours;
    let started = scene.at(text.started_day);
    let started = idea.map_or(started, |idea| started.max(scene.in_hours(idea + hours(3)).min(scene.now - TimeDelta::minutes(50))));
    let until_today = |day: i64| day <= TODAY;
    let builds: Vec<Moment> = text.builds.iter().filter(|build| until_today(build.day)).map(|build| scene.at(build.day)).collect();
    let builds = in_turn(builds, started + hours(4), hours(1));
    let tests: Vec<Moment> = text.tests.iter().filter(|test| until_today(test.day)).map(|test| scene.at(test.day)).collect();
    let tests = in_turn(tests, builds.first().map_or(started, |first| *first + hours(2)), TimeDelta::minutes(45));
    let gates = gates(scene, text, started)?;
    let (moves, ended) = moves(scene, text, started, (&builds, &tests), &gates)?;
    Ok(Course { lead: text.lead.clone(), started, builds, tests, gates, moves, ended })
}

/// A gate is planned after the one before, opened in the morning and decided in the afternoon.
fn gates(scene: &Scene, text: &PrototypeText, started: Moment) -> anyhow::Result<Vec<GateTimes>> {
    let at_gate = text.gates.iter().position(|gate| gate.decision.is_none()).filter(|_| text.stage == "gate");
    let mut planned = started + TimeDelta::minutes(35);
    let mut times = Vec::new();
    for (index, gate) in text.gates.iter().enumerate() {
        let morning = scene.morning(gate.day) + TimeDelta::minutes(10 + text.number);
        let decided = gate.decision.is_some().then(|| morning + TimeDelta::hours(6) + TimeDelta::minutes(3 * text.number % 100));
        let opened = match (decided, at_gate == Some(index)) {
            (Some(_), _) => Some(morning),
            (None, true) => Some((scene.now - TimeDelta::hours(3)).max(scene.evening(gate.day - 1)) + TimeDelta::minutes(text.number)),
            (None, false) => None,
        };
        anyhow::ensure!(
            decided.is_none_or(|at| at < scene.now),
            "gate {} of prototype {} is decided in the future",
            index + 1,
            text.number
        );
        times.push(GateTimes { planned, opened, decided });
        planned = decided.map_or(planned, |decided| decided + TimeDelta::minutes(20));
    }
    Ok(times)
}

type Moves = (Vec<StageMove>, Option<(Moment, String)>);

/// On to building before the first build, to the bench before the first test, to each gate when it opened
/// and from there where its decision leads.
fn moves(
    scene: &Scene,
    text: &PrototypeText,
    started: Moment,
    (builds, tests): (&[Moment], &[Moment]),
    gates: &[GateTimes],
) -> anyhow::Result<Moves> {
    use PrototypeStage::{BenchTest, Building, Framed, Gate};
    let stage = PrototypeStage::parse(&text.stage).ok_or_else(|| anyhow::anyhow!("{} is no stage", text.stage))?;
    let (mut at, mut now_in, mut came_from) = (started, Framed, Framed);
    let (mut moves, mut ended): (Vec<StageMove>, _) = (Vec::new(), None);
    let mut go = |moves: &mut Vec<StageMove>, to: PrototypeStage, when: Moment, by_gate: Option<usize>| {
        at = when.max(at + TimeDelta::minutes(15));
        moves.push(StageMove { from: now_in, to, at, by_gate });
        if to == Gate {
            came_from = now_in;
        }
        now_in = to;
        (at, came_from)
    };
    if stage != Framed {
        let first = builds
            .first()
            .map_or((started + TimeDelta::hours(26)).min(scene.now - TimeDelta::hours(1)), |first| *first - TimeDelta::hours(3));
        go(&mut moves, Building, first, None);
    }
    if let Some(first) = tests.first() {
        go(&mut moves, BenchTest, *first - TimeDelta::minutes(70), None);
    }
    for (index, (gate, times)) in text.gates.iter().zip(gates).enumerate() {
        let Some(opened) = times.opened else { continue };
        let (_, from) = go(&mut moves, Gate, opened, None);
        let (Some(decided), Some(decision)) = (times.decided, gate.decision.as_deref().and_then(GateDecision::parse)) else { continue };
        let last = index + 1 == text.gates.len() && rules::is_ended(stage);
        let to = rules::stage_after(decision, from, last);
        let (decided, _) = go(&mut moves, to, decided, Some(index));
        if rules::is_ended(to) {
            ended = Some((decided, gate.reasons.clone().unwrap_or_default()));
        }
    }
    let reached = moves.last().map_or(Framed, |step| step.to);
    anyhow::ensure!(reached == stage, "prototype {} is in {stage}, but its story leads to {reached}", text.number);
    Ok((moves, ended))
}
