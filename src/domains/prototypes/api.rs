//! Prototypes as JSON. The decision of a gate is in the flow `decide_gate`.
use super::{
    actions::{self, Wish},
    rules::{self, Build, Criteria, Framing, Hypothesis, Learning, Reading, Session},
    store::{self, VisiblePrototype},
};
use crate::domains::people;
use crate::kernel::{
    Audience, CriterionId, GateDecision, GateState, Hatch, HypothesisId, HypothesisState, Moment, PersonId, PrototypeStage, TestOutcome,
    Viewer,
};
use crate::platform::{
    csv_out,
    error::{AppError, AppResult},
    web::{
        ApiDone, ApiPage, ApiReader, ApiVisit, Cursor, IfMatch, Json, Limit, Problems, State, UpdateProblems, Visit, WriteProblems,
        require_match, texts,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, patch, post, put, web};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema, openapi::Array};

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
    fn of(row: &VisiblePrototype, names: &HashMap<PersonId, people::store::Name>) -> Self {
        Self {
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
    id: HypothesisId,
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
    number: i16,
    /// What.
    title: String,
    /// Notes, Markdown.
    notes: String,
    /// One part a line.
    bill_of_material: String,
    /// Cost in cents.
    cost_cents: i64,
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
    number: i16,
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
    number: i16,
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
    hypotheses: Vec<HypothesisBody>,
    /// Its builds, newest first.
    builds: Vec<BuildBody>,
    /// Its test sessions, newest first.
    tests: Vec<TestBody>,
    /// Its gates, in order.
    gates: Vec<GateBody>,
    /// Its learning cards, newest first.
    learning: Vec<LearningBody>,
}

fn whole(conn: &mut PgConnection, viewer: &Viewer, number: i64) -> AppResult<ApiDone<WholePrototypeBody>> {
    let row = store::find_visible(conn, viewer, number)?;
    let names = people::store::names(conn, &[row.lead_id])?;
    let sessions = store::list_sessions(conn, row.id)?;
    let readings = store::list_readings_of(conn, &sessions.iter().map(|session| session.id).collect::<Vec<_>>())?;
    let criteria = store::list_criteria(conn, row.id)?;
    let item = WholePrototypeBody {
        prototype: PrototypeBody::of(&row, &names),
        hypotheses: store::list_hypotheses(conn, row.id)?.into_iter().map(hypothesis_body).collect(),
        builds: store::list_builds(conn, row.id)?.into_iter().map(build_body).collect(),
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

fn build_body(build: store::BuildRow) -> BuildBody {
    BuildBody {
        number: build.number,
        title: build.title,
        notes: build.notes,
        bill_of_material: build.bill_of_material,
        cost_cents: build.cost_cents,
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

/// The prototype as it is after a change, as every change answers.
///
/// # Errors
/// When it is no longer to be seen.
pub async fn answer(state: &State, viewer: Viewer, number: i64, created: bool) -> AppResult<ApiDone<WholePrototypeBody>> {
    let done = state.db.read(move |conn| whole(conn, &viewer, number)).await?;
    Ok(ApiDone { location: created.then(|| format!("/api/v1/prototypes/{number}")), ..done })
}

/// Which page of the list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// In this stage only.
    #[param(inline)]
    stage: Option<PrototypeStage>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]*$", max_length = 1000)]
    after: Option<String>,
}

async fn page(state: &State, viewer: Viewer, query: ListQuery) -> AppResult<(Vec<PrototypeBody>, Option<String>)> {
    let limit = Limit::parse(query.limit, 50)?;
    let below: Option<i64> = query.after.as_deref().map(Cursor::parse).transpose()?;
    let rows = state.db.read(move |conn| {
        let mut rows = store::list_page(conn, &viewer, query.stage, below, limit.rows_and_one())?;
        let next = limit.cut(&mut rows, |row| row.number);
        let names = people::store::names(conn, &rows.iter().map(|row| row.lead_id).collect::<Vec<_>>())?;
        Ok((rows.iter().map(|row| PrototypeBody::of(row, &names)).collect::<Vec<_>>(), next))
    });
    rows.await
}

const COLUMNS: &[csv_out::Column] = &[
    ("number", "/number"),
    ("title", "/title"),
    ("brief", "/brief"),
    ("stage", "/stage"),
    ("stage_since", "/stage_since"),
    ("lead", "/lead"),
    ("audience", "/audience"),
    ("hatch", "/hatch"),
    ("progress", "/progress"),
    ("tests_passed", "/tests_passed"),
    ("tests", "/tests"),
    ("gates_passed", "/gates_passed"),
    ("gates", "/gates"),
    ("cost_cents", "/cost_cents"),
    ("created_at", "/created_at"),
    ("href", "/href"),
];

/// All prototypes that the visitor may see, as CSV.
pub async fn csv(state: web::Data<State>, visit: Visit, query: web::Query<ListQuery>) -> AppResult<HttpResponse> {
    let query = query.into_inner();
    csv_out::stream("prototypes", COLUMNS, move |after| {
        let (state, viewer, query) = (state.clone(), visit.viewer.clone(), ListQuery { after, limit: Some(Limit::MOST), ..query.clone() });
        async move { page(&state, viewer, query).await }
    })
    .await
}

/// Prototypes, newest first.
#[utoipa::path(tag = "prototypes", operation_id = "list_prototypes", security(("token" = ["read"])), params(ListQuery), responses((status = 200, description = "A page of prototypes", body = ApiPage<PrototypeBody>), Problems))]
#[get("/prototypes")]
pub async fn list(state: web::Data<State>, call: ApiReader, request: HttpRequest, query: web::Query<ListQuery>) -> AppResult<HttpResponse> {
    let (items, next) = page(&state, call.visit.viewer, query.into_inner()).await?;
    Ok(ApiPage { items, next }.answer(&state, &request))
}

/// One prototype with its parts.
#[utoipa::path(tag = "prototypes", operation_id = "show_prototype", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the prototype")), responses((status = 200, description = "The prototype", body = WholePrototypeBody), (status = 304, description = "If-None-Match names the present version"), Problems))]
#[get("/prototypes/{number}")]
pub async fn show(state: web::Data<State>, call: ApiReader, path: web::Path<i64>) -> AppResult<ApiDone<WholePrototypeBody>> {
    answer(&state, call.visit.viewer, *path, false).await
}

/// Who may see a prototype; a space or named people cannot be chosen here.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrototypeAudience {
    /// Everybody.
    Public,
    /// Everybody with an account.
    SignedIn,
    /// The organisation's own people.
    #[default]
    Internal,
}

impl From<PrototypeAudience> for Audience {
    fn from(audience: PrototypeAudience) -> Self {
        match audience {
            PrototypeAudience::Public => Self::Public,
            PrototypeAudience::SignedIn => Self::SignedIn,
            PrototypeAudience::Internal => Self::Internal,
        }
    }
}

/// A prototype that comes from no idea.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPrototypeBody {
    /// Title.
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    /// Brief, Markdown.
    #[serde(default)]
    #[schema(max_length = 4000)]
    brief: String,
    /// Handle of who leads it; the caller when left out.
    #[serde(default)]
    lead: String,
    /// Who may see it.
    #[serde(default)]
    audience: PrototypeAudience,
    /// Section hatch.
    #[serde(default = "adhesive")]
    hatch: Hatch,
}

const fn adhesive() -> Hatch {
    Hatch::Adhesive
}

/// Frames a prototype.
#[utoipa::path(tag = "prototypes", operation_id = "frame_prototype", security(("token" = ["prototypes:write"])), request_body = NewPrototypeBody, responses((status = 201, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[post("/prototypes")]
pub async fn create(state: web::Data<State>, call: ApiVisit, body: Json<NewPrototypeBody>) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let body = body.into_inner();
    let framing = Framing::parse(&body.title, &body.brief).map_err(AppError::Invalid)?;
    let number = state
        .write(&call.visit, call.actor.clone(), move |tx| actions::frame_new(tx, &framing, &body.lead, body.audience.into(), body.hatch))
        .await?;
    answer(&state, call.visit.viewer, number, true).await
}

/// What to change; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePrototypeBody {
    /// Title.
    #[schema(min_length = 1, max_length = 120)]
    title: Option<String>,
    /// Brief, Markdown.
    #[schema(max_length = 4000)]
    brief: Option<String>,
    /// Handle of who leads it.
    lead: Option<String>,
    /// Section hatch.
    hatch: Option<Hatch>,
    /// Who may see it.
    audience: Option<PrototypeAudience>,
}

/// Changes a prototype.
#[utoipa::path(tag = "prototypes", operation_id = "edit_prototype", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype"), IfMatch), request_body = ChangePrototypeBody, responses((status = 200, description = "The prototype", body = WholePrototypeBody), UpdateProblems))]
#[patch("/prototypes/{number}")]
pub async fn change(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
    body: Json<ChangePrototypeBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let (number, viewer) = (*path, call.visit.viewer.clone());
    let version = state.db.read(move |conn| Ok(store::find_visible(conn, &viewer, number)?.version)).await?;
    require_match(&request, version)?;
    let body = body.into_inner();
    let wish = Wish {
        title: body.title,
        brief: body.brief,
        lead: body.lead,
        hatch: body.hatch,
        audience: body.audience.map(Audience::from),
        version: Some(version),
    };
    state.write(&call.visit, call.actor.clone(), move |tx| actions::change(tx, number, &wish)).await?;
    answer(&state, call.visit.viewer, number, false).await
}

/// Where to, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StageBody {
    /// The stage; only a gate's decision leads to `graduated` and `stopped`.
    to: PrototypeStage,
    /// Why; needed for `on_hold`.
    #[serde(default)]
    #[schema(max_length = 2000)]
    reason: String,
}

/// Moves a prototype by hand. Moving to the gate freezes the evidence.
#[utoipa::path(tag = "prototypes", operation_id = "move_prototype", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype")), request_body = StageBody, responses((status = 200, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[put("/prototypes/{number}/stage")]
pub async fn move_stage(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<StageBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let (number, body) = (*path, body.into_inner());
    state.write(&call.visit, call.actor.clone(), move |tx| actions::move_by_hand(tx, number, body.to, &body.reason)).await?;
    answer(&state, call.visit.viewer, number, false).await
}

/// A test card to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHypothesisBody {
    /// What is believed.
    #[schema(min_length = 1, max_length = 1000)]
    believe: String,
    /// How it is tested.
    #[schema(min_length = 1, max_length = 1000)]
    verify: String,
    /// What is measured.
    #[schema(min_length = 1, max_length = 1000)]
    measure: String,
    /// When it is right.
    #[schema(min_length = 1, max_length = 1000)]
    right_if: String,
}

/// Adds a hypothesis.
#[utoipa::path(tag = "prototypes", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype")), request_body = NewHypothesisBody, responses((status = 201, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[post("/prototypes/{number}/hypotheses")]
pub async fn add_hypothesis(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<NewHypothesisBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let number = *path;
    let card = Hypothesis::parse(&body.believe, &body.verify, &body.measure, &body.right_if).map_err(AppError::Invalid)?;
    state.write(&call.visit, call.actor.clone(), move |tx| actions::add_hypothesis(tx, number, &card)).await?;
    answer(&state, call.visit.viewer, number, true).await
}

/// What was found of a hypothesis.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HypothesisStateBody {
    /// Open again, supported or refuted.
    state: HypothesisState,
}

/// Judges a hypothesis.
#[utoipa::path(tag = "prototypes", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype"), ("hypothesis" = uuid::Uuid, Path, description = "Id of the hypothesis")), request_body = HypothesisStateBody, responses((status = 200, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[put("/prototypes/{number}/hypotheses/{hypothesis}/state")]
pub async fn judge_hypothesis(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<(i64, uuid::Uuid)>,
    body: Json<HypothesisStateBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let ((number, hypothesis), found) = (path.into_inner(), body.state);
    let id = HypothesisId(hypothesis);
    state.write(&call.visit, call.actor.clone(), move |tx| actions::judge_hypothesis(tx, number, id, found)).await?;
    answer(&state, call.visit.viewer, number, false).await
}

/// A build to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBuildBody {
    /// What was built.
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    /// Notes, Markdown.
    #[serde(default)]
    #[schema(max_length = 4000)]
    notes: String,
    /// One part a line.
    #[serde(default)]
    #[schema(max_length = 4000)]
    bill_of_material: String,
    /// Cost in cents.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000_000_000i64)]
    cost_cents: i64,
}

/// Records a build. Photos are added on the page.
#[utoipa::path(tag = "prototypes", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype")), request_body = NewBuildBody, responses((status = 201, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[post("/prototypes/{number}/builds")]
pub async fn add_build(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<NewBuildBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let number = *path;
    let build = Build::of(&body.title, &body.notes, &body.bill_of_material, body.cost_cents).map_err(AppError::Invalid)?;
    state.write(&call.visit, call.actor.clone(), move |tx| actions::record_build(tx, number, &build).map(drop)).await?;
    answer(&state, call.visit.viewer, number, true).await
}

/// A test session to start.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTestBody {
    /// What is tested.
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    /// How, Markdown.
    #[serde(default)]
    #[schema(max_length = 4000)]
    protocol: String,
    /// With whom, or where.
    #[serde(default)]
    #[schema(max_length = 200)]
    with_whom: String,
    /// The hypothesis it tests, one of this prototype.
    #[serde(default)]
    hypothesis: Option<HypothesisId>,
}

/// Starts a test session.
#[utoipa::path(tag = "prototypes", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype")), request_body = NewTestBody, responses((status = 201, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[post("/prototypes/{number}/tests")]
pub async fn add_test(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<NewTestBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let (number, hypothesis) = (*path, body.hypothesis);
    let session = Session::parse(&body.title, &body.protocol, &body.with_whom).map_err(AppError::Invalid)?;
    state.write(&call.visit, call.actor.clone(), move |tx| actions::hold_test(tx, number, &session, hypothesis).map(drop)).await?;
    answer(&state, call.visit.viewer, number, true).await
}

/// A reading to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReadingBody {
    /// What was measured.
    #[schema(min_length = 1, max_length = 120)]
    measure: String,
    /// The value.
    #[schema(minimum = -1.0e12, maximum = 1.0e12)]
    value: f64,
    /// Its unit.
    #[serde(default)]
    #[schema(max_length = 40)]
    unit: String,
    /// Lower limit.
    #[serde(default)]
    #[schema(minimum = -1.0e12, maximum = 1.0e12)]
    least: Option<f64>,
    /// Upper limit.
    #[serde(default)]
    #[schema(minimum = -1.0e12, maximum = 1.0e12)]
    most: Option<f64>,
}

/// Adds a reading; the outcome of the session follows unless it was set by hand.
#[utoipa::path(tag = "prototypes", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype"), ("test" = i16, Path, description = "Number of the test session")), request_body = NewReadingBody, responses((status = 201, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[post("/prototypes/{number}/tests/{test}/readings")]
pub async fn add_reading(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<(i64, i16)>,
    body: Json<NewReadingBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let (number, session) = path.into_inner();
    let reading = Reading::of(&body.measure, body.value, &body.unit, body.least, body.most).map_err(AppError::Invalid)?;
    state.write(&call.visit, call.actor.clone(), move |tx| actions::take_reading(tx, number, session, &reading).map(drop)).await?;
    answer(&state, call.visit.viewer, number, true).await
}

fn must() -> Array {
    texts(1..=12, 1..=300)
}

fn should() -> Array {
    texts(0..=12, 0..=300)
}

/// One criterion a line.
fn lines(texts: &[String]) -> String {
    texts.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n")
}

/// A gate to plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGateBody {
    /// Its name.
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    /// Criteria without which there is no go.
    #[schema(schema_with = must)]
    must: Vec<String>,
    /// Criteria that weigh in.
    #[serde(default)]
    #[schema(schema_with = should)]
    should: Vec<String>,
}

/// Plans a gate.
#[utoipa::path(tag = "prototypes", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype")), request_body = NewGateBody, responses((status = 201, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[post("/prototypes/{number}/gates")]
pub async fn add_gate(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<NewGateBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let number = *path;
    let criteria = Criteria::parse(&body.title, &lines(&body.must), &lines(&body.should)).map_err(AppError::Invalid)?;
    state.write(&call.visit, call.actor.clone(), move |tx| actions::plan_gate(tx, number, &criteria)).await?;
    answer(&state, call.visit.viewer, number, true).await
}

/// A learning card to write.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLearningBody {
    /// What was seen.
    #[schema(min_length = 1, max_length = 2000)]
    observed: String,
    /// What it teaches.
    #[schema(min_length = 1, max_length = 2000)]
    learned: String,
    /// What follows.
    #[serde(default)]
    #[schema(max_length = 2000)]
    next: String,
}

impl NewLearningBody {
    /// The card, when it can be stored.
    ///
    /// # Errors
    /// All wrong fields.
    pub fn card(&self) -> AppResult<Learning> {
        Learning::parse(&self.observed, &self.learned, &self.next).map_err(AppError::Invalid)
    }
}

/// Writes down what was learned.
#[utoipa::path(tag = "prototypes", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype")), request_body = NewLearningBody, responses((status = 201, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[post("/prototypes/{number}/learning")]
pub async fn add_learning(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<NewLearningBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let (number, card) = (*path, body.card()?);
    state.write(&call.visit, call.actor.clone(), move |tx| actions::write_learning(tx, number, &card)).await?;
    answer(&state, call.visit.viewer, number, true).await
}
