//! What is done on a prototype: hypotheses, builds, test sessions with readings, learning cards.
use super::{answer, bodies::WholePrototypeBody, made};
use crate::domains::prototypes::{
    actions,
    rules::{Build, Hypothesis, Learning, Reading, Session},
};
use crate::kernel::{HypothesisId, HypothesisState, TestOutcome};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    files,
    web::{ApiDone, ApiVisit, Asked, Json, Sent, ShowsQuery, State, WriteProblems},
};
use actix_web::{post, put, web};
use serde::Deserialize;
use utoipa::ToSchema;

/// A test card to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"believe": "The bond opens with heat alone", "verify": "Oven, 140 °C, ten minutes", "measure": "Peel force", "right_if": "Below 0.5 N/mm"}))]
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
    let id = state.write(&call.visit, call.actor.clone(), move |tx| actions::add_hypothesis(tx, number, &card)).await?;
    made(&state, call.visit.viewer, number, &format!("/hypotheses/{id}")).await
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
    answer(&state, call.visit.viewer, number).await
}

/// A build to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Second coat, 80 µm", "cost_cents": 3850}))]
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

/// Records a build. Photos are added to it afterwards.
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
    let work = move |tx: &mut Tx<'_>| actions::record_build(tx, number, &build).map(|(_, _, part, _)| part);
    let part = state.write(&call.visit, call.actor.clone(), work).await?;
    made(&state, call.visit.viewer, number, &format!("/builds/{part}")).await
}

/// Adds a photo of a build. It is made small and new, which drops where and with what it was taken.
#[utoipa::path(tag = "prototypes", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype"), ("build" = i16, Path, description = "Number of the build"), ShowsQuery), request_body(description = "The picture, 10 MB at most", content(("image/jpeg"), ("image/png"), ("image/webp"))), responses((status = 201, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[post("/prototypes/{number}/builds/{build}/photos")]
pub async fn add_build_photo(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<(i64, i16)>,
    shows: Asked<ShowsQuery>,
    sent: Sent,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let ((number, build), alt, files, picture) = (path.into_inner(), files::alt(&shows.alt)?, state.files.clone(), sent.0);
    let work = move |tx: &mut Tx<'_>| actions::add_build_photo(tx, &files, number, build, &picture, &alt);
    let photo = state.write(&call.visit, call.actor.clone(), work).await?;
    let done = answer(&state, call.visit.viewer, number).await?;
    Ok(ApiDone { location: Some(format!("/api/v1/files/{photo}")), ..done })
}

/// A test session to start.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Oven, ten minutes", "with_whom": "Bench 4"}))]
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
    let work = move |tx: &mut Tx<'_>| actions::hold_test(tx, number, &session, hypothesis).map(|(_, _, part)| part);
    let part = state.write(&call.visit, call.actor.clone(), work).await?;
    made(&state, call.visit.viewer, number, &format!("/tests/{part}")).await
}

/// A reading to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"measure": "Release temperature", "value": 141.5, "unit": "°C", "least": 135, "most": 145}))]
pub struct NewReadingBody {
    /// What was measured.
    #[schema(min_length = 1, max_length = 120)]
    measure: String,
    /// The value: zero, or between 1e-12 and 1e12 in size.
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
    made(&state, call.visit.viewer, number, &format!("/tests/{session}")).await
}

/// How a test session ended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeBody {
    /// The outcome; null to let it follow from the readings again.
    outcome: Option<TestOutcome>,
    /// Why; needed to call a test passed whose readings are out of their limits.
    #[serde(default)]
    #[schema(max_length = 1000)]
    reason: String,
}

/// Sets the outcome of a test session by hand, or lets it follow from its readings again.
#[utoipa::path(tag = "prototypes", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype"), ("test" = i16, Path, description = "Number of the test session")), request_body = OutcomeBody, responses((status = 200, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[put("/prototypes/{number}/tests/{test}/outcome")]
pub async fn judge_test(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<(i64, i16)>,
    body: Json<OutcomeBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let ((number, session), OutcomeBody { outcome, reason }) = (path.into_inner(), body.0);
    state.write(&call.visit, call.actor.clone(), move |tx| actions::judge_test(tx, number, session, outcome, &reason).map(drop)).await?;
    answer(&state, call.visit.viewer, number).await
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
    made(&state, call.visit.viewer, number, "").await
}
