//! Gates and their criteria. What is decided at a gate stands in the flow `decide_gate`.
use super::{bodies::WholePrototypeBody, made};
use crate::domains::prototypes::{actions, rules::Criteria};
use crate::platform::{
    error::{AppError, AppResult},
    web::{ApiDone, ApiVisit, Json, State, WriteProblems, texts},
};
use actix_web::{post, web};
use serde::Deserialize;
use utoipa::{ToSchema, openapi::Array};

fn must() -> Array {
    texts("Criteria without which there is no go.", 1..=12, 1..=300)
}

fn should() -> Array {
    texts("Criteria that weigh in.", 0..=12, 0..=300)
}

/// One criterion a line.
fn lines(texts: &[String]) -> String {
    texts.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n")
}

/// A gate to plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Customer trial", "must": ["Lets go at 140 °C"], "should": ["Costs below 3 € a metre"]}))]
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
    let (_, gate) = state.write(&call.visit, call.actor.clone(), move |tx| actions::plan_gate(tx, number, &criteria)).await?;
    made(&state, call.visit.viewer, number, &format!("/gates/{gate}")).await
}
