//! Prototypes and their parts as JSON goes out.
use crate::domains::{
    lineage::{self, store::Named},
    people,
    prototypes::{
        rules,
        store::{self, VisiblePrototype},
    },
};
use crate::kernel::{
    Audience, CriterionId, GateDecision, GateState, Hatch, HypothesisId, HypothesisState, Moment, PersonId, PrototypeStage, TestOutcome,
    Viewer,
};
use crate::platform::{
    error::{AppError, AppResult},
    files,
    web::{ApiDone, PhotoBody},
};
use diesel::PgConnection;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A prototype without its parts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PrototypeBody {
    /// Short number.
    number: i64,
    /// Title.
    title: String,
    /// Brief, Markdown.
    brief: String,
    /// Where it stands.
    stage: PrototypeStage,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    stage_since: Moment,
    /// Number of the idea it came from; null where it came from none, or from one that the caller may not see.
    idea: Option<i64>,
    /// Slug of its campaign; null where it has none, or one that the caller may not see.
    campaign: Option<String>,
    /// Handle of who leads it; empty when the account is gone.
    lead: String,
    /// Who may see it.
    audience: Audience,
    /// Section hatch.
    hatch: Hatch,
    /// Length of the coupon's hatch.
    #[schema(minimum = 0, maximum = 100)]
    progress: u8,
    /// Test sessions that passed.
    tests_passed: i32,
    /// Test sessions held.
    tests: i32,
    /// Gates that said go.
    gates_passed: i64,
    /// Gates planned, open and passed.
    gates: i64,
    /// Sum of its builds, in cents.
    cost_cents: i64,
    /// Grows with every change; the ETag is made of it.
    version: i32,
    /// When it was framed.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
    /// Its page.
    href: String,
}

impl PrototypeBody {
    /// These prototypes, with the names of those who lead them and the items that they came from.
    pub(super) fn of_all(conn: &mut PgConnection, viewer: &Viewer, rows: &[VisiblePrototype]) -> AppResult<Vec<Self>> {
        let names = people::store::names(conn, &rows.iter().map(|row| row.lead_id).collect::<Vec<_>>())?;
        let ideas = rows.iter().filter_map(|row| row.idea_id).map(|idea| idea.0);
        let around: Vec<Uuid> = ideas.chain(rows.iter().filter_map(|row| row.campaign_id).map(|campaign| campaign.0)).collect();
        let around = lineage::store::names(conn, viewer, &around)?;
        Ok(rows.iter().map(|row| Self::of(row, &names, &around)).collect())
    }

    fn of(row: &VisiblePrototype, names: &HashMap<PersonId, people::store::Name>, around: &HashMap<Uuid, Named>) -> Self {
        let campaign = row.campaign_id.and_then(|campaign| around.get(&campaign.0));
        Self {
            idea: row.idea_id.and_then(|idea| around.get(&idea.0)?.number),
            campaign: campaign.and_then(|campaign| campaign.href.rsplit('/').next().map(str::to_owned)),
            number: row.number,
            title: row.title.clone(),
            brief: row.brief.clone(),
            stage: row.stage,
            stage_since: row.stage_since,
            lead: names.get(&row.lead_id).map(|name| name.handle.clone()).unwrap_or_default(),
            audience: row.audience,
            hatch: row.hatch,
            progress: row.progress(),
            tests_passed: row.tests_passed,
            tests: row.tests_total,
            gates_passed: row.gates_passed,
            gates: row.gates_total,
            cost_cents: row.cost_cents,
            version: row.version,
            created_at: row.created_at,
            href: row.path(),
        }
    }
}

/// A test card.
#[derive(Debug, Serialize, ToSchema)]
pub struct HypothesisBody {
    /// Which.
    pub(super) id: HypothesisId,
    /// What is believed.
    believe: String,
    /// How it is tested.
    verify: String,
    /// What is measured.
    measure: String,
    /// When it is right.
    right_if: String,
    /// What was found.
    state: HypothesisState,
}

/// Something that was built.
#[derive(Debug, Serialize, ToSchema)]
pub struct BuildBody {
    /// Number within the prototype.
    pub(super) number: i16,
    /// What.
    title: String,
    /// Notes, Markdown.
    notes: String,
    /// One part a line.
    bill_of_material: String,
    /// Cost in cents.
    cost_cents: i64,
    /// Its photos, in order.
    photos: Vec<PhotoBody>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    built_at: Moment,
}

/// A reading.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingBody {
    /// What was measured.
    measure: String,
    /// The value.
    value: f64,
    /// Its unit; empty for a plain ratio.
    unit: String,
    /// Lower limit.
    least: Option<f64>,
    /// Upper limit.
    most: Option<f64>,
    /// Within its limits; null when it has none.
    passed: Option<bool>,
}

/// A test session.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestBody {
    /// Number within the prototype.
    pub(super) number: i16,
    /// What was tested.
    title: String,
    /// How, Markdown.
    protocol: String,
    /// With whom, or where.
    with_whom: String,
    /// The hypothesis it tests.
    hypothesis: Option<HypothesisId>,
    /// How it ended.
    outcome: TestOutcome,
    /// The outcome was set by hand and does not follow from the readings.
    outcome_set: bool,
    /// Why it was set, where somebody said so.
    outcome_reason: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    held_at: Moment,
    /// The readings, in order.
    readings: Vec<ReadingBody>,
}

/// A criterion of a gate.
#[derive(Debug, Serialize, ToSchema)]
pub struct CriterionBody {
    /// Which.
    id: CriterionId,
    /// The criterion.
    text: String,
    /// Without it there is no go.
    must: bool,
    /// What was found; null while nobody has said.
    met: Option<bool>,
}

/// A gate.
#[derive(Debug, Serialize, ToSchema)]
pub struct GateBody {
    /// Number within the prototype.
    pub(super) number: i16,
    /// Its name.
    title: String,
    /// Planned, open or decided.
    state: GateState,
    /// What was decided.
    decision: Option<GateDecision>,
    /// Why, Markdown.
    reasons: String,
    /// The criteria, musts first.
    criteria: Vec<CriterionBody>,
}

/// A learning card.
#[derive(Debug, Serialize, ToSchema)]
pub struct LearningBody {
    /// What was seen.
    observed: String,
    /// What it teaches.
    learned: String,
    /// What follows.
    next: String,
}

/// A prototype with its parts.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholePrototypeBody {
    /// The prototype itself.
    prototype: PrototypeBody,
    /// Its hypotheses, in order.
    pub(super) hypotheses: Vec<HypothesisBody>,
    /// Its builds, newest first.
    pub(super) builds: Vec<BuildBody>,
    /// Its test sessions, newest first.
    pub(super) tests: Vec<TestBody>,
    /// Its gates, in order.
    pub(super) gates: Vec<GateBody>,
    /// Its learning cards, newest first.
    learning: Vec<LearningBody>,
}

/// A prototype with its parts, as far as the viewer may see it.
pub(super) fn whole(conn: &mut PgConnection, viewer: &Viewer, number: i64) -> AppResult<ApiDone<WholePrototypeBody>> {
    let row = store::find_visible(conn, viewer, number)?;
    let prototype = PrototypeBody::of_all(conn, viewer, std::slice::from_ref(&row))?.pop().ok_or(AppError::NotFound("prototype"))?;
    let sessions = store::list_sessions(conn, row.id)?;
    let readings = store::list_readings_of(conn, &sessions.iter().map(|session| session.id).collect::<Vec<_>>())?;
    let criteria = store::list_criteria(conn, row.id)?;
    let builds = store::list_builds(conn, row.id)?;
    let photos = files::list_of(conn, &builds.iter().map(|build| build.id.0).collect::<Vec<_>>())?;
    let item = WholePrototypeBody {
        prototype,
        hypotheses: store::list_hypotheses(conn, row.id)?.into_iter().map(hypothesis_body).collect(),
        builds: builds.into_iter().map(|build| build_body(build, &photos)).collect(),
        tests: sessions.into_iter().map(|session| test_body(session, &readings)).collect(),
        gates: store::list_gates(conn, row.id)?.into_iter().map(|gate| gate_body(gate, &criteria)).collect(),
        learning: store::list_learning(conn, row.id)?
            .into_iter()
            .map(|card| LearningBody { observed: card.observed, learned: card.learned, next: card.decision })
            .collect(),
    };
    Ok(ApiDone { item, version: Some(row.version), location: None })
}

fn hypothesis_body(card: store::HypothesisRow) -> HypothesisBody {
    HypothesisBody {
        id: card.id,
        believe: card.believe,
        verify: card.verify,
        measure: card.measure,
        right_if: card.right_if,
        state: card.state,
    }
}

fn build_body(build: store::BuildRow, photos: &[files::Shown]) -> BuildBody {
    let own = photos.iter().filter(|photo| photo.owner_id == build.id.0);
    BuildBody {
        number: build.number,
        title: build.title,
        notes: build.notes,
        bill_of_material: build.bill_of_material,
        cost_cents: build.cost_cents,
        photos: own.map(|photo| PhotoBody::of(photo.id, (photo.width, photo.height), photo.alt.clone())).collect(),
        built_at: build.built_at,
    }
}

fn test_body(session: store::SessionRow, readings: &[store::ReadingRow]) -> TestBody {
    let own = readings.iter().filter(|reading| reading.test_session_id == session.id);
    TestBody {
        number: session.number,
        readings: own
            .map(|reading| ReadingBody {
                measure: reading.measure.clone(),
                value: reading.value,
                unit: reading.unit.clone(),
                least: reading.least,
                most: reading.most,
                passed: rules::passes(reading.value, reading.least, reading.most),
            })
            .collect(),
        title: session.title,
        protocol: session.protocol,
        with_whom: session.with_whom,
        hypothesis: session.hypothesis_id,
        outcome: session.outcome,
        outcome_set: session.outcome_set,
        outcome_reason: session.outcome_reason.clone(),
        held_at: session.held_at,
    }
}

fn gate_body(gate: store::GateRow, criteria: &[store::CriterionRow]) -> GateBody {
    let own = criteria.iter().filter(|criterion| criterion.gate_id == gate.id);
    GateBody {
        number: gate.number,
        criteria: own
            .map(|criterion| CriterionBody { id: criterion.id, text: criterion.text.clone(), must: criterion.must, met: criterion.met })
            .collect(),
        title: gate.title,
        state: gate.state,
        decision: gate.decision,
        reasons: gate.reasons,
    }
}
