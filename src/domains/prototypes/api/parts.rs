//! The parts of a prototype, each at its own address.
use super::{
    answer,
    bodies::{BuildBody, GateBody, HypothesisBody, TestBody, WholePrototypeBody},
};
use crate::kernel::HypothesisId;
use crate::platform::{
    error::{AppError, AppResult},
    web::{ApiVisit, Json, Problems, State},
};
use actix_web::{get, web};
use uuid::Uuid;

/// The part of a prototype that `pick` finds.
async fn part<T>(state: &State, call: ApiVisit, number: i64, pick: impl FnOnce(WholePrototypeBody) -> Option<T>) -> AppResult<Json<T>> {
    call.require("read")?;
    let whole = answer(state, call.visit.viewer, number).await?.item;
    pick(whole).map(Json).ok_or(AppError::NotFound("part"))
}

/// One hypothesis.
#[utoipa::path(tag = "prototypes", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the prototype"), ("hypothesis" = Uuid, Path, description = "Id of the hypothesis")), responses((status = 200, description = "The hypothesis", body = HypothesisBody), Problems))]
#[get("/prototypes/{number}/hypotheses/{hypothesis}")]
pub async fn show_hypothesis(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, Uuid)>) -> AppResult<Json<HypothesisBody>> {
    let (number, wanted) = (path.0, HypothesisId(path.1));
    part(&state, call, number, |whole| whole.hypotheses.into_iter().find(|card| card.id == wanted)).await
}

/// One build.
#[utoipa::path(tag = "prototypes", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the prototype"), ("build" = i16, Path, description = "Number of the build")), responses((status = 200, description = "The build", body = BuildBody), Problems))]
#[get("/prototypes/{number}/builds/{build}")]
pub async fn show_build(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, i16)>) -> AppResult<Json<BuildBody>> {
    let (number, wanted) = *path;
    part(&state, call, number, |whole| whole.builds.into_iter().find(|build| build.number == wanted)).await
}

/// One test session with its readings.
#[utoipa::path(tag = "prototypes", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the prototype"), ("test" = i16, Path, description = "Number of the test session")), responses((status = 200, description = "The test session", body = TestBody), Problems))]
#[get("/prototypes/{number}/tests/{test}")]
pub async fn show_test(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, i16)>) -> AppResult<Json<TestBody>> {
    let (number, wanted) = *path;
    part(&state, call, number, |whole| whole.tests.into_iter().find(|test| test.number == wanted)).await
}

/// One gate with its criteria.
#[utoipa::path(tag = "prototypes", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the prototype"), ("gate" = i16, Path, description = "Number of the gate")), responses((status = 200, description = "The gate", body = GateBody), Problems))]
#[get("/prototypes/{number}/gates/{gate}")]
pub async fn show_gate(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, i16)>) -> AppResult<Json<GateBody>> {
    let (number, wanted) = *path;
    part(&state, call, number, |whole| whole.gates.into_iter().find(|gate| gate.number == wanted)).await
}
