//! What becomes of an idea, as JSON: the steps of triage, decisions, answers, moderation. Merging stands in
//! `flows/merge_ideas`.
use super::{
    actions::{self, Moderation},
    rules::{self, Decision},
    store::{self, Waiting},
};
use crate::domains::ideas::{
    self,
    api::{IdeaBody, carry_out, carry_out_on},
};
use crate::kernel::{IdeaSource, IdeaState, Moment, Refusal};
use crate::platform::{
    error::{AppError, AppResult},
    web::{ApiDone, ApiPage, ApiVisit, Asked, Cursor, Json, Limit, MatchedProblems, Matching, MayMatch, Problems, State, WriteProblems},
};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    config
        .service(list_triage)
        .service(triage_accept)
        .service(triage_decline)
        .service(triage_snooze)
        .service(triage_ask)
        .service(put_decision)
        .service(put_answer)
        .service(delete_answer)
        .service(post_clarification)
        .service(post_moderation);
}

/// An idea that waits for triage.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingBody {
    /// Number of the idea.
    number: i64,
    /// Its page.
    path: String,
    /// Title.
    title: String,
    /// Where it is in its life cycle.
    state: IdeaState,
    /// How it came in.
    source: IdeaSource,
    /// When an answer is promised by.
    #[schema(value_type = Option<String>, format = DateTime)]
    answer_due_at: Option<Moment>,
    /// When it came in.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
}

impl From<Waiting> for WaitingBody {
    fn from(row: Waiting) -> Self {
        Self {
            number: row.number,
            path: ideas::store::path(row.number, &row.slug),
            title: row.title,
            state: row.state,
            source: row.source,
            answer_due_at: row.answer_due_at,
            created_at: row.created_at,
        }
    }
}

/// Which page of the inbox.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TriageQuery {
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 1000)]
    after: Option<String>,
}

/// What waits in the caller's triage inbox, oldest promise first. For R&D, moderators and reviewers.
#[utoipa::path(tag = "decisions", security(("token" = ["read"])), params(TriageQuery), responses((status = 200, description = "A page of ideas that wait", body = ApiPage<WaitingBody>), Problems))]
#[get("/triage")]
pub async fn list_triage(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    query: Asked<TriageQuery>,
) -> AppResult<HttpResponse> {
    call.require("read")?;
    let limit = Limit::parse(query.limit, 50)?;
    let after = query.after.as_deref().map(Cursor::parse).transpose()?;
    let (viewer, now) = (call.visit.viewer.clone(), call.visit.now);
    let (rows, next) = state
        .db
        .read(move |conn| {
            if !store::may_read_inbox(conn, &viewer)? {
                return Err(AppError::Forbidden("triage"));
            }
            let mut rows = store::list_waiting(conn, &viewer, &store::Filter::default(), now, after, limit.rows_and_one())?;
            let next = limit.cut(&mut rows, |row| (row.answer_due_at, row.id));
            Ok((rows, next))
        })
        .await?;
    Ok(ApiPage { items: rows.into_iter().map(WaitingBody::from).collect(), next }.answer(&state, &request))
}

/// Takes an idea of the inbox into review.
#[utoipa::path(tag = "decisions", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[post("/ideas/{number}/triage/accept")]
pub async fn triage_accept(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<IdeaBody>> {
    let number = *path;
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::accept(tx, number)).await
}

/// Why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    /// The author reads it.
    #[schema(min_length = 1, max_length = 4000)]
    reason: String,
}

/// Declines an idea of the inbox. The reason reaches the author.
#[utoipa::path(tag = "decisions", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea")), request_body = ReasonBody, responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[post("/ideas/{number}/triage/decline")]
pub async fn triage_decline(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<ReasonBody>,
) -> AppResult<ApiDone<IdeaBody>> {
    let (number, body) = (*path, body.into_inner());
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::decline(tx, number, &body.reason)).await
}

/// For how long.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SnoozeBody {
    /// Days from now.
    #[schema(minimum = 1, maximum = 92)]
    days: u8,
}

/// Puts an idea of the inbox out of sight for some days. Its clock runs on.
#[utoipa::path(tag = "decisions", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea")), request_body = SnoozeBody, responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[post("/ideas/{number}/triage/snooze")]
pub async fn triage_snooze(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<SnoozeBody>,
) -> AppResult<ApiDone<IdeaBody>> {
    if !(1..=92).contains(&body.days) {
        return Err(Refusal::of("days", rules::SNOOZE_WRONG.code).into());
    }
    let (number, days) = (*path, body.days.to_string());
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::snooze(tx, number, &days)).await
}

/// What the author is asked.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionBody {
    /// The question.
    #[schema(min_length = 1, max_length = 4000)]
    question: String,
}

/// Asks the author about an idea of the inbox. The clock stands still until the answer.
#[utoipa::path(tag = "decisions", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea")), request_body = QuestionBody, responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[post("/ideas/{number}/triage/ask")]
pub async fn triage_ask(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<QuestionBody>,
) -> AppResult<ApiDone<IdeaBody>> {
    let (number, body) = (*path, body.into_inner());
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::ask(tx, number, &body.question)).await
}

/// What is decided on an idea.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdeaDecisionBody {
    /// Into review, onto the shortlist, parked, declined, or open again.
    decision: Decision,
    /// Why; needed to park and to decline. The author reads it.
    #[serde(default)]
    #[schema(max_length = 4000)]
    reason: String,
}

/// Decides on an idea, wherever it is. For R&D leads and campaign managers.
#[utoipa::path(tag = "decisions", operation_id = "decide_idea", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea")), request_body = IdeaDecisionBody, responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[put("/ideas/{number}/decision")]
pub async fn put_decision(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<IdeaDecisionBody>,
) -> AppResult<ApiDone<IdeaBody>> {
    let (number, body) = (*path, body.into_inner());
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::decide(tx, number, body.decision, &body.reason)).await
}

/// The official answer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    /// Markdown.
    #[schema(min_length = 1, max_length = 10000)]
    text: String,
}

/// Answers an idea officially. The newest answer is pinned, and the promise is kept. With If-Match an answer that somebody
/// else gave in the meantime is not replaced unseen.
#[utoipa::path(tag = "decisions", operation_id = "answer_idea", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea"), MayMatch), request_body = AnswerBody, responses((status = 200, description = "The idea as it stands", body = IdeaBody), MatchedProblems))]
#[put("/ideas/{number}/answer")]
pub async fn put_answer(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
    body: Json<AnswerBody>,
) -> AppResult<ApiDone<IdeaBody>> {
    let (number, body) = (*path, body.into_inner());
    let on = (number, Matching::of(&request));
    carry_out_on(&state, &call, "ideas:write", on, move |tx| actions::answer(tx, number, &body.text)).await
}

/// Withdraws the pinned answer. With If-Match only the one that was read.
#[utoipa::path(tag = "decisions", operation_id = "withdraw_answer", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea"), MayMatch), responses((status = 200, description = "The idea as it stands", body = IdeaBody), MatchedProblems))]
#[delete("/ideas/{number}/answer")]
pub async fn delete_answer(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
) -> AppResult<ApiDone<IdeaBody>> {
    let number = *path;
    let on = (number, Matching::of(&request));
    carry_out_on(&state, &call, "ideas:write", on, move |tx| actions::withdraw_answer(tx, number)).await
}

/// What the author says to the question.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClarificationBody {
    /// The answer.
    #[schema(min_length = 1, max_length = 4000)]
    answer: String,
}

/// Answers the question that was asked. For the author; the clock runs on with what was left.
#[utoipa::path(tag = "decisions", operation_id = "clarify_idea", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea")), request_body = ClarificationBody, responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[post("/ideas/{number}/clarification")]
pub async fn post_clarification(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<ClarificationBody>,
) -> AppResult<ApiDone<IdeaBody>> {
    let (number, body) = (*path, body.into_inner());
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::clarify(tx, number, &body.answer)).await
}

/// A step of moderation.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ModerationBody {
    /// Onto the board, not for this place, into the bin, or back to where it came from.
    step: Moderation,
    /// Why; needed to decline.
    #[serde(default)]
    #[schema(max_length = 4000)]
    reason: String,
}

/// Moves an idea of the moderation queue.
#[utoipa::path(tag = "decisions", operation_id = "moderate_idea", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea")), request_body = ModerationBody, responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[post("/ideas/{number}/moderation")]
pub async fn post_moderation(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<ModerationBody>,
) -> AppResult<ApiDone<IdeaBody>> {
    let (number, body) = (*path, body.into_inner());
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::moderate(tx, number, body.step, &body.reason)).await
}
