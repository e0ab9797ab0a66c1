//! Comments as JSON.
use super::{
    actions::{self, NewComment},
    rules::CommentText,
    store::{self, Comment, Thread, VisibleComment},
};
use crate::domains::{ideas, people};
use crate::kernel::{Moment, PersonId, Viewer};
use crate::platform::{
    db::Tx,
    error::AppResult,
    web::{
        ApiDone, ApiPage, ApiVisit, Asked, IfMatch, Json, Limit, Problems, State, UpdateProblems, WriteProblems, require_match, use_try,
    },
};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put, web};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Somebody who wrote.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CommentAuthorBody)]
pub struct AuthorBody {
    /// Which person.
    id: PersonId,
    /// Name as shown.
    name: String,
    /// Handle of the profile.
    handle: String,
}

/// A comment. Its version is its entity tag.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CommentBody {
    /// Number, unique over all ideas.
    number: i64,
    /// Number of the idea it stands under.
    idea: i64,
    /// Number of the comment it replies to.
    parent: Option<i64>,
    /// Who wrote it.
    author: AuthorBody,
    /// Markdown; null once deleted.
    text: Option<String>,
    /// For staff alone.
    staff_only: bool,
    /// Marked as the answer.
    is_answer: bool,
    /// Counts up with every change.
    version: i32,
    /// Written at.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
    /// Text changed at.
    #[schema(value_type = Option<String>, format = DateTime)]
    edited_at: Option<Moment>,
    /// Deleted at.
    #[schema(value_type = Option<String>, format = DateTime)]
    deleted_at: Option<Moment>,
}

impl CommentBody {
    fn of(row: Comment, idea: i64, parent: Option<i64>) -> Self {
        Self {
            number: row.number,
            idea,
            parent,
            author: AuthorBody { id: row.author_id, name: row.author_name, handle: row.author_handle },
            text: row.deleted_at.is_none().then_some(row.text),
            staff_only: row.staff_only,
            is_answer: row.is_answer,
            version: row.version,
            created_at: row.created_at,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
        }
    }
}

/// A comment with its replies.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ThreadBody {
    /// The comment.
    #[serde(flatten)]
    comment: CommentBody,
    /// Replies, oldest first.
    replies: Vec<CommentBody>,
}

impl ThreadBody {
    fn of(thread: Thread, idea: i64) -> Self {
        let first = thread.comment.number;
        let replies = thread.replies.into_iter().map(|reply| CommentBody::of(reply, idea, Some(first))).collect();
        Self { comment: CommentBody::of(thread.comment, idea, None), replies }
    }
}

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CommentsQuery {
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 1000)]
    after: Option<String>,
}

/// Comments of an idea with their replies, oldest first.
#[utoipa::path(tag = "comments", operation_id = "list_comments", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the idea"), CommentsQuery), responses((status = 200, description = "A page of comments", body = ApiPage<ThreadBody>), Problems))]
#[get("/ideas/{number}/comments")]
pub async fn list(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
    query: Asked<CommentsQuery>,
) -> AppResult<HttpResponse> {
    call.require("read")?;
    let (number, viewer, limit, after) = (*path, call.visit.viewer.clone(), Limit::parse(query.limit, 20)?, query.into_inner().after);
    let (threads, next) = state
        .db
        .read(move |conn| {
            let idea = ideas::store::find_visible(conn, &viewer, number)?;
            store::list(conn, &viewer, idea.id, after.as_deref(), limit)
        })
        .await?;
    Ok(ApiPage { items: threads.into_iter().map(|thread| ThreadBody::of(thread, number)).collect(), next }.answer(&state, &request))
}

/// A comment to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "We tried this on foam; ask @ines-okafor.", "staff_only": false}))]
pub struct NewCommentBody {
    /// Markdown; people are mentioned by `@handle`.
    #[schema(min_length = 1, max_length = 10000)]
    text: String,
    /// Number of the comment it replies to, which must not be a reply itself.
    #[serde(default)]
    parent: Option<i64>,
    /// For staff alone.
    #[serde(default)]
    staff_only: bool,
}

fn body_of(conn: &mut PgConnection, viewer: &Viewer, number: i64) -> AppResult<CommentBody> {
    let VisibleComment { comment, idea } = store::find_visible(conn, viewer, number)?;
    let author = people::store::names(conn, &[comment.author_id])?.remove(&comment.author_id);
    let author = author.map_or_else(
        || AuthorBody { id: comment.author_id, name: String::new(), handle: String::new() },
        |name| AuthorBody { id: name.id, name: name.name, handle: name.handle },
    );
    Ok(CommentBody {
        number: comment.number,
        idea: idea.number,
        parent: comment.parent_number,
        author,
        is_answer: comment.answer_marked_by.is_some() && comment.deleted_at.is_none(),
        text: comment.deleted_at.is_none().then_some(comment.text),
        staff_only: comment.staff_only,
        version: comment.version,
        created_at: comment.created_at,
        edited_at: comment.edited_at,
        deleted_at: comment.deleted_at,
    })
}

fn done(item: CommentBody, location: Option<String>) -> ApiDone<CommentBody> {
    ApiDone { version: Some(item.version), item, location }
}

/// Writes a comment or a reply.
#[utoipa::path(tag = "comments", operation_id = "write_comment", security(("token" = ["comments:write"])), params(("number" = i64, Path, description = "Number of the idea")), request_body = NewCommentBody, responses((status = 201, description = "The comment", body = CommentBody), WriteProblems))]
#[post("/ideas/{number}/comments")]
pub async fn create(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<NewCommentBody>,
) -> AppResult<ApiDone<CommentBody>> {
    call.require("comments:write")?;
    let (idea, body) = (*path, body.into_inner());
    let new = NewComment { text: CommentText::parse(&body.text)?, parent: body.parent, staff_only: body.staff_only };
    use_try(&state, format!("comment:{}", call.actor.id), 30, 10).await?;
    let viewer = call.visit.viewer.clone();
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            let number = actions::write(tx, idea, &new)?;
            body_of(tx.reading(), &viewer, number)
        })
        .await?;
    let location = format!("/api/v1/comments/{}", item.number);
    Ok(done(item, Some(location)))
}

/// A comment by its number.
#[utoipa::path(tag = "comments", operation_id = "show_comment", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the comment")), responses((status = 200, description = "The comment", body = CommentBody), (status = 304, description = "If-None-Match names the present version"), Problems))]
#[get("/comments/{number}")]
pub async fn show(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<CommentBody>> {
    call.require("read")?;
    let (number, viewer) = (*path, call.visit.viewer.clone());
    Ok(done(state.db.read(move |conn| body_of(conn, &viewer, number)).await?, None))
}

/// A changed text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCommentBody {
    /// Markdown.
    #[schema(min_length = 1, max_length = 10000)]
    text: String,
}

/// Replaces the text; the one before is kept. Needs `If-Match`.
#[utoipa::path(tag = "comments", operation_id = "edit_comment", security(("token" = ["comments:write"])), params(("number" = i64, Path, description = "Number of the comment"), IfMatch), request_body = ChangeCommentBody, responses((status = 200, description = "The comment", body = CommentBody), UpdateProblems))]
#[patch("/comments/{number}")]
pub async fn change(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
    body: Json<ChangeCommentBody>,
) -> AppResult<ApiDone<CommentBody>> {
    call.require("comments:write")?;
    let text = CommentText::parse(&body.text)?;
    let (number, seen) = (*path, matched(&state, &call, &request, *path).await?);
    carry_out(&state, &call, number, move |tx| actions::edit(tx, number, Some(seen), &text)).await
}

/// Deletes a comment; its place and its replies stay. Needs `If-Match`.
#[utoipa::path(tag = "comments", operation_id = "delete_comment", security(("token" = ["comments:write"])), params(("number" = i64, Path, description = "Number of the comment"), IfMatch), responses((status = 200, description = "What is left of it", body = CommentBody), UpdateProblems))]
#[delete("/comments/{number}")]
pub async fn remove(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
) -> AppResult<ApiDone<CommentBody>> {
    call.require("comments:write")?;
    let (number, seen) = (*path, matched(&state, &call, &request, *path).await?);
    carry_out(&state, &call, number, move |tx| actions::delete(tx, number, Some(seen))).await
}

/// Carries an action out on a comment; the comment as it is then.
async fn carry_out(
    state: &State,
    call: &ApiVisit,
    number: i64,
    work: impl Fn(&mut Tx<'_>) -> AppResult<VisibleComment> + Send + 'static,
) -> AppResult<ApiDone<CommentBody>> {
    call.require("comments:write")?;
    let viewer = call.visit.viewer.clone();
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            work(tx)?;
            body_of(tx.reading(), &viewer, number)
        })
        .await?;
    Ok(done(item, None))
}

/// Brings a deleted comment back. Its writer may for a while, who keeps order at any time.
#[utoipa::path(tag = "comments", operation_id = "restore_comment", security(("token" = ["comments:write"])), params(("number" = i64, Path, description = "Number of the comment")), responses((status = 200, description = "The comment", body = CommentBody), WriteProblems))]
#[post("/comments/{number}/restoration")]
pub async fn restore(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<CommentBody>> {
    let number = *path;
    carry_out(&state, &call, number, move |tx| actions::restore(tx, number)).await
}

/// Marks a comment as the answer, the only one of its idea.
#[utoipa::path(tag = "comments", operation_id = "mark_answer", security(("token" = ["comments:write"])), params(("number" = i64, Path, description = "Number of the comment")), responses((status = 200, description = "The comment", body = CommentBody), WriteProblems))]
#[put("/comments/{number}/answer-mark")]
pub async fn mark(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<CommentBody>> {
    let number = *path;
    carry_out(&state, &call, number, move |tx| actions::mark_answer(tx, number, true)).await
}

/// Takes the mark of the answer away.
#[utoipa::path(tag = "comments", operation_id = "unmark_answer", security(("token" = ["comments:write"])), params(("number" = i64, Path, description = "Number of the comment")), responses((status = 200, description = "The comment", body = CommentBody), WriteProblems))]
#[delete("/comments/{number}/answer-mark")]
pub async fn unmark(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<CommentBody>> {
    let number = *path;
    carry_out(&state, &call, number, move |tx| actions::mark_answer(tx, number, false)).await
}

/// The present version, when `If-Match` names it; the change checks it again under the lock.
async fn matched(state: &State, call: &ApiVisit, request: &HttpRequest, number: i64) -> AppResult<i32> {
    let viewer = call.visit.viewer.clone();
    let version = state.db.read(move |conn| Ok(store::find_visible(conn, &viewer, number)?.comment.version)).await?;
    require_match(request, version)?;
    Ok(version)
}
