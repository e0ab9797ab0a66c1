//! Promotion as JSON, and its undo.
use super::{Origin, promote, undo_promotion_of};
use crate::domains::ideas::{self, api::IdeaBody};
use crate::kernel::{ClusterId, NoteId};
use crate::platform::{
    db::Tx,
    error::AppResult,
    web::{ApiDone, ApiVisit, Json, State, WriteProblems},
};
use actix_web::{HttpResponse, delete, post, web};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;
use uuid::Uuid;

pub(super) fn api(config: &mut ApiConfig<'_>) {
    config.service(post_note_promotion).service(post_cluster_promotion).service(delete_note_promotion).service(delete_cluster_promotion);
}

/// How the idea shall read; what is empty stays as it was written in the room.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PromotionBody {
    /// Title.
    #[serde(default)]
    #[schema(max_length = 120)]
    title: String,
    /// Text, Markdown.
    #[serde(default)]
    #[schema(max_length = 20000)]
    body: String,
}

async fn promoted(state: &State, call: &ApiVisit, room: i64, origin: Origin, text: PromotionBody) -> AppResult<ApiDone<IdeaBody>> {
    let work = move |tx: &mut Tx<'_>| promote(tx, room, origin, &text.title, &text.body);
    let (_, number) = state.write(&call.visit, call.actor.clone(), work).await?;
    let done = ideas::api::answer(state, call, number).await?;
    Ok(ApiDone { location: Some(format!("/api/v1/ideas/{number}")), ..done })
}

/// Makes a note an idea, once its round has results. The note keeps the way there.
#[utoipa::path(tag = "brainstorms", operation_id = "promote_note", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("note" = Uuid, Path, description = "Id of the note")), request_body = PromotionBody, responses((status = 201, description = "The idea", body = IdeaBody), WriteProblems))]
#[post("/brainstorms/{number}/notes/{note}/promotion")]
async fn post_note_promotion(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<(i64, Uuid)>,
    body: Json<PromotionBody>,
) -> AppResult<ApiDone<IdeaBody>> {
    call.require("brainstorms:write")?;
    promoted(&state, &call, path.0, Origin::Note(NoteId(path.1)), body.into_inner()).await
}

/// Makes a cluster an idea, with what its notes say.
#[utoipa::path(tag = "brainstorms", operation_id = "promote_cluster", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("cluster" = Uuid, Path, description = "Which cluster")), request_body = PromotionBody, responses((status = 201, description = "The idea", body = IdeaBody), WriteProblems))]
#[post("/brainstorms/{number}/clusters/{cluster}/promotion")]
async fn post_cluster_promotion(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<(i64, Uuid)>,
    body: Json<PromotionBody>,
) -> AppResult<ApiDone<IdeaBody>> {
    call.require("brainstorms:write")?;
    promoted(&state, &call, path.0, Origin::Cluster(ClusterId(path.1)), body.into_inner()).await
}

async fn taken_back(state: &State, call: &ApiVisit, room: i64, origin: Origin) -> AppResult<HttpResponse> {
    call.require("brainstorms:write")?;
    state.write(&call.visit, call.actor.clone(), move |tx| undo_promotion_of(tx, room, origin)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes the promotion of a note back: its idea is withdrawn, and the note is free again.
#[utoipa::path(tag = "brainstorms", operation_id = "undo_note_promotion", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("note" = Uuid, Path, description = "Id of the note")), responses((status = 204, description = "It is no idea any more"), WriteProblems))]
#[delete("/brainstorms/{number}/notes/{note}/promotion")]
async fn delete_note_promotion(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, Uuid)>) -> AppResult<HttpResponse> {
    taken_back(&state, &call, path.0, Origin::Note(NoteId(path.1))).await
}

/// Takes the promotion of a cluster back: its idea is withdrawn, and the cluster is free again.
#[utoipa::path(tag = "brainstorms", operation_id = "undo_cluster_promotion", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("cluster" = Uuid, Path, description = "Which cluster")), responses((status = 204, description = "It is no idea any more"), WriteProblems))]
#[delete("/brainstorms/{number}/clusters/{cluster}/promotion")]
async fn delete_cluster_promotion(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, Uuid)>) -> AppResult<HttpResponse> {
    taken_back(&state, &call, path.0, Origin::Cluster(ClusterId(path.1))).await
}
