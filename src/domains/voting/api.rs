//! Votes and stances as JSON.
use super::{
    actions::{self, Ballots, Command, Tally, sees_counts},
    rules::{self, Wish},
    store::{self, Budget, Stances},
};
use crate::domains::ideas;
use crate::kernel::{PersonId, ReadVoters, Stance, authorize};
use crate::platform::{
    error::{AppError, AppResult},
    web::{ApiPage, ApiVisit, Asked, Cursor, Json, Limit, Problems, RuledProblems, State, WriteProblems},
};
use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An idea's votes, as the caller may see them.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoteBody {
    /// Number of the idea.
    number: i64,
    /// Votes; null while they are hidden from the caller.
    count: Option<i32>,
    /// The caller's vote is there.
    mine: bool,
    /// What the caller may still spend, where the campaign has a budget.
    budget: Option<Budget>,
}

impl From<Tally> for VoteBody {
    fn from(tally: Tally) -> Self {
        Self { number: tally.number, count: tally.count, mine: tally.mine, budget: tally.budget }
    }
}

async fn submit(ballots: &Ballots, call: &ApiVisit, number: i64, wish: Wish) -> AppResult<Json<VoteBody>> {
    call.require("votes:write")?;
    let command =
        Command { number, voter: call.actor.clone(), wish, request: Some(call.visit.request_id), claim: call.visit.claim.clone() };
    Ok(Json(ballots.submit(command).await?.into()))
}

/// Casts the caller's vote. The same call again changes nothing.
#[utoipa::path(tag = "votes", operation_id = "cast_vote", security(("token" = ["votes:write"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 200, description = "The votes of the idea now", body = VoteBody), WriteProblems))]
#[put("/ideas/{number}/vote")]
pub async fn put_vote(ballots: web::Data<Ballots>, call: ApiVisit, path: web::Path<i64>) -> AppResult<Json<VoteBody>> {
    submit(&ballots, &call, *path, Wish::Cast).await
}

/// Takes the caller's vote back. The same call again changes nothing.
#[utoipa::path(tag = "votes", operation_id = "withdraw_vote", security(("token" = ["votes:write"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 200, description = "The votes of the idea now", body = VoteBody), WriteProblems))]
#[delete("/ideas/{number}/vote")]
pub async fn delete_vote(ballots: web::Data<Ballots>, call: ApiVisit, path: web::Path<i64>) -> AppResult<Json<VoteBody>> {
    submit(&ballots, &call, *path, Wish::Withdraw).await
}

/// Somebody who asks for an idea.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoterBody {
    /// Who.
    person: PersonId,
    /// Name as shown.
    name: String,
    /// Handle of the profile.
    handle: String,
    /// Where they work; empty when nothing is known.
    company: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    cast_at: crate::kernel::Moment,
}

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 1000)]
    after: Option<String>,
}

/// Who voted for an idea, newest first; for staff.
#[utoipa::path(tag = "votes", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the idea"), ListQuery), responses((status = 200, description = "A page of voters", body = ApiPage<VoterBody>), RuledProblems))]
#[get("/ideas/{number}/votes")]
pub async fn list_votes(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
    query: Asked<ListQuery>,
) -> AppResult<HttpResponse> {
    call.require("read")?;
    let limit = Limit::parse(query.limit, 50)?;
    let after = query.after.as_deref().map(Cursor::parse).transpose()?;
    let (number, viewer, doer, caller) = (*path, call.visit.viewer.clone(), call.actor.clone().into(), call.actor.id);
    let (rows, next) = state
        .db
        .read(move |conn| {
            let idea = ideas::store::find_visible(conn, &viewer, number)?;
            authorize::<ReadVoters>(&doer, idea.place(&doer)).ok_or_else(AppError::forbidden::<ReadVoters>)?;
            if !sees_counts(conn, &idea, caller)? {
                return Err(rules::STILL_HIDDEN.into());
            }
            let mut rows = store::list_voters(conn, idea.id, after, limit)?;
            let next = limit.cut(&mut rows, |row| (row.cast_at, row.voter_id));
            Ok((rows, next))
        })
        .await?;
    let items = rows
        .into_iter()
        .map(|row| VoterBody { person: row.voter_id, name: row.name, handle: row.handle, company: row.company, cast_at: row.cast_at })
        .collect();
    Ok(ApiPage { items, next }.answer(&state, &request))
}

/// Where people stand on an idea.
#[derive(Debug, Serialize, ToSchema)]
pub struct StancesBody {
    /// Number of the idea.
    number: i64,
    /// The counts; null while they are hidden from the caller.
    counts: Option<Stances>,
}

/// How many agree, disagree and pass; hidden as long as the votes are.
#[utoipa::path(tag = "votes", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 200, description = "The stances, counted", body = StancesBody), Problems))]
#[get("/ideas/{number}/stances")]
pub async fn show_stances(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<Json<StancesBody>> {
    call.require("read")?;
    let (number, viewer, caller) = (*path, call.visit.viewer.clone(), call.actor.id);
    let body = state
        .db
        .read(move |conn| {
            let idea = ideas::store::find_visible(conn, &viewer, number)?;
            let counts = sees_counts(conn, &idea, caller)?.then(|| store::count_stances(conn, idea.id)).transpose()?;
            Ok(StancesBody { number, counts })
        })
        .await?;
    Ok(Json(body))
}

/// Where the caller stands.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StanceBody {
    /// Agree, disagree or pass.
    stance: Stance,
}

/// Says where the caller stands on an idea. The last word counts.
#[utoipa::path(tag = "votes", security(("token" = ["votes:write"])), params(("number" = i64, Path, description = "Number of the idea")), request_body = StanceBody, responses((status = 204, description = "It is noted"), WriteProblems))]
#[put("/ideas/{number}/stance")]
pub async fn take_stance(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>, body: Json<StanceBody>) -> AppResult<HttpResponse> {
    call.require("votes:write")?;
    let (number, stance) = (*path, body.stance);
    state.write(&call.visit, call.actor.clone(), move |tx| actions::take_stance(tx, number, stance)).await?;
    Ok(HttpResponse::NoContent().finish())
}
