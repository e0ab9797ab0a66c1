//! What authors and readers do with an idea: take it back, bring it back, follow it.
use super::{IdeaBody, carry_out};
use crate::domains::ideas::actions;
use crate::platform::{
    error::AppResult,
    web::{ApiDone, ApiVisit, State, WriteProblems},
};
use actix_web::{delete, post, put, web};

/// Takes the caller's own idea back, before it is decided on.
#[utoipa::path(tag = "ideas", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[post("/ideas/{number}/withdrawal")]
pub async fn withdraw_idea(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<IdeaBody>> {
    let number = *path;
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::withdraw(tx, number, false)).await
}

/// Brings an idea back that the caller took back. It is where it was.
#[utoipa::path(tag = "ideas", operation_id = "undo_withdrawal", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[delete("/ideas/{number}/withdrawal")]
pub async fn undo_withdrawal(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<IdeaBody>> {
    let number = *path;
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::withdraw(tx, number, true)).await
}

/// Follows an idea: what becomes of it is told. Following again changes nothing.
#[utoipa::path(tag = "ideas", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[put("/ideas/{number}/follow")]
pub async fn follow_idea(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<IdeaBody>> {
    let number = *path;
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::follow(tx, number, true)).await
}

/// Follows an idea no longer. The same call again changes nothing.
#[utoipa::path(tag = "ideas", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[delete("/ideas/{number}/follow")]
pub async fn unfollow_idea(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<IdeaBody>> {
    let number = *path;
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::follow(tx, number, false)).await
}
