//! Merging as JSON, and the undo of triage.
use super::{merge, triage_duplicate, undo_decision, unmerge};
use crate::domains::ideas::api::{IdeaBody, answer, carry_out};
use crate::platform::{
    error::AppResult,
    web::{ApiDone, ApiVisit, Json, State, WriteProblems},
};
use actix_web::{delete, post, put, web};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

pub(super) fn api(config: &mut ApiConfig<'_>) {
    config.service(put_merge).service(delete_merge).service(post_duplicate).service(post_undo);
}

/// The idea that stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeBody {
    /// Its number.
    into: i64,
}

/// Merges an idea into another. Nothing is copied, and votes are counted once per person.
#[utoipa::path(tag = "decisions", operation_id = "merge_idea", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the duplicate")), request_body = MergeBody, responses((status = 200, description = "The duplicate as it stands", body = IdeaBody), WriteProblems))]
#[put("/ideas/{number}/merge")]
pub async fn put_merge(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<MergeBody>,
) -> AppResult<ApiDone<IdeaBody>> {
    let (number, into) = (*path, body.into);
    carry_out(&state, &call, "ideas:write", number, move |tx| merge(tx, number, into)).await
}

/// Takes a merge apart. The idea is where it was, with the votes it had.
#[utoipa::path(tag = "decisions", operation_id = "unmerge_idea", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the duplicate")), responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[delete("/ideas/{number}/merge")]
pub async fn delete_merge(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<IdeaBody>> {
    let number = *path;
    carry_out(&state, &call, "ideas:write", number, move |tx| unmerge(tx, number)).await
}

/// Calls an idea of the inbox a duplicate of another, and merges it.
#[utoipa::path(tag = "decisions", operation_id = "triage_duplicate", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the duplicate")), request_body = MergeBody, responses((status = 200, description = "The duplicate as it stands", body = IdeaBody), WriteProblems))]
#[post("/ideas/{number}/triage/duplicate")]
pub async fn post_duplicate(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<MergeBody>,
) -> AppResult<ApiDone<IdeaBody>> {
    let (number, into) = (*path, body.into);
    carry_out(&state, &call, "ideas:write", number, move |tx| triage_duplicate(tx, number, into)).await
}

/// Takes back the caller's last step of triage, a merge included.
#[utoipa::path(tag = "decisions", operation_id = "undo_triage", security(("token" = ["ideas:write"])), responses((status = 200, description = "The idea it was on", body = IdeaBody), WriteProblems))]
#[post("/triage/undo")]
pub async fn post_undo(state: web::Data<State>, call: ApiVisit) -> AppResult<ApiDone<IdeaBody>> {
    call.require("ideas:write")?;
    let idea = state.write(&call.visit, call.actor.clone(), |tx| undo_decision(tx, None)).await?;
    answer(&state, &call, idea.number).await
}
