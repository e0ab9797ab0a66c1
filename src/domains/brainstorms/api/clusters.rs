//! Clusters and dots.
use super::{Which, inside, seat};
use crate::domains::brainstorms::{
    actions::{self, Desk, PlaceDots},
    rules::{self, NotesShown},
    store::{self, Cluster, Round, VisibleBrainstorm},
};
use crate::kernel::{ClusterId, Viewer};
use crate::platform::{
    error::{AppError, AppResult},
    web::{ApiDone, ApiVisit, Asked, Json, Problems, State, WriteProblems},
};
use actix_web::{HttpResponse, delete, get, patch, post, put, web};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A cluster of notes.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClusterBody {
    /// Which cluster.
    id: ClusterId,
    /// Its name.
    title: String,
    /// Your dots on it.
    mine: i16,
    /// All dots on it; null until voting has ended.
    dots: Option<i32>,
    /// People who placed them; null until voting has ended.
    people: Option<i64>,
    /// Number of the idea it became.
    idea: Option<i64>,
}

/// The clusters of a round, as far as its step shows them.
fn shown(conn: &mut PgConnection, room: &VisibleBrainstorm, round: &Round) -> AppResult<Vec<ClusterBody>> {
    let finished = round.finished_at.is_some();
    if rules::notes_shown(room.state, round.step, finished) == NotesShown::Own {
        return Ok(Vec::new());
    }
    let totals = rules::totals_shown(room.state, round.step, finished);
    let clusters = store::list_clusters(conn, round.id, room.me.map(|me| me.participant))?;
    let body = |cluster: Cluster| ClusterBody {
        id: cluster.id,
        title: cluster.title,
        mine: cluster.mine,
        dots: totals.then_some(cluster.dot_count),
        people: totals.then_some(cluster.voters),
        idea: cluster.promoted_number,
    };
    Ok(clusters.into_iter().map(body).collect())
}

fn one(conn: &mut PgConnection, viewer: &Viewer, number: i64, cluster: ClusterId) -> AppResult<ClusterBody> {
    let round = store::find_round_of_cluster(conn, number, cluster)?;
    let (room, round) = inside(conn, viewer, number, Which::Of(round))?;
    shown(conn, &room, &round)?.into_iter().find(|shown| shown.id == cluster).ok_or(AppError::NotFound("cluster"))
}

/// All clusters of a round; there are 60 at most.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClustersBody {
    /// In the order they were made.
    items: Vec<ClusterBody>,
}

/// Clusters of a round. Totals stay hidden until voting has ended.
#[utoipa::path(tag = "brainstorms", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the room"), ("round" = i16, Path, description = "Position of the round")), responses((status = 200, description = "The clusters", body = ClustersBody), Problems))]
#[get("/brainstorms/{number}/rounds/{round}/clusters")]
pub async fn list_clusters(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, i16)>) -> AppResult<Json<ClustersBody>> {
    call.require("read")?;
    let (viewer, (number, position)) = (call.visit.viewer.clone(), *path);
    let items = state
        .db
        .read(move |conn| {
            let (room, round) = inside(conn, &viewer, number, Which::At(position))?;
            shown(conn, &room, &round)
        })
        .await?;
    Ok(Json(ClustersBody { items }))
}

/// How many of your dots shall lie on a cluster.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DotsBody {
    /// From none to the cap of the room.
    #[schema(minimum = 0, maximum = 20)]
    dots: i16,
}

/// Places dots: so many lie on the cluster then. The same call twice changes nothing.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("cluster" = Uuid, Path, description = "Which cluster")), request_body = DotsBody, responses((status = 200, description = "As they lie now", body = DotsBody), WriteProblems))]
#[put("/brainstorms/{number}/clusters/{cluster}/dots")]
pub async fn put_dots(
    state: web::Data<State>,
    desk: web::Data<Desk>,
    call: ApiVisit,
    path: web::Path<(i64, Uuid)>,
    body: Json<DotsBody>,
) -> AppResult<Json<DotsBody>> {
    call.require("brainstorms:write")?;
    let participant = seat(&state, &call, path.0).await?;
    let (request, claim) = (Some(call.visit.request_id), call.visit.claim.clone());
    let command = PlaceDots { doer: call.actor.clone().into(), participant, cluster: ClusterId(path.1), dots: body.dots, request, claim };
    Ok(Json(DotsBody { dots: desk.place_dots(command).await? }))
}

/// A cluster to make.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClusterBody {
    /// Its name.
    #[schema(min_length = 1, max_length = 80)]
    title: String,
}

/// Makes a cluster in the present round, while it is clustered.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room")), request_body = NewClusterBody, responses((status = 201, description = "The cluster", body = ClusterBody), WriteProblems))]
#[post("/brainstorms/{number}/clusters")]
pub async fn make_cluster(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<NewClusterBody>,
) -> AppResult<ApiDone<ClusterBody>> {
    call.require("brainstorms:write")?;
    let (number, title, viewer) = (*path, body.into_inner().title, call.visit.viewer.clone());
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            let id = actions::make_cluster(tx, number, &title)?;
            one(tx.reading(), &viewer, number, id)
        })
        .await?;
    Ok(ApiDone { version: None, location: Some(format!("/api/v1/brainstorms/{number}/clusters/{}", item.id)), item })
}

/// A cluster. Totals stay hidden until voting has ended.
#[utoipa::path(tag = "brainstorms", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the room"), ("cluster" = Uuid, Path, description = "Which cluster")), responses((status = 200, description = "The cluster", body = ClusterBody), Problems))]
#[get("/brainstorms/{number}/clusters/{cluster}")]
pub async fn show_cluster(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, Uuid)>) -> AppResult<Json<ClusterBody>> {
    call.require("read")?;
    let (viewer, (number, cluster)) = (call.visit.viewer.clone(), *path);
    Ok(Json(state.db.read(move |conn| one(conn, &viewer, number, ClusterId(cluster))).await?))
}

/// Gives a cluster another name, while it is clustered.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("cluster" = Uuid, Path, description = "Which cluster")), request_body = NewClusterBody, responses((status = 200, description = "The cluster", body = ClusterBody), WriteProblems))]
#[patch("/brainstorms/{number}/clusters/{cluster}")]
pub async fn rename_cluster(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<(i64, Uuid)>,
    body: Json<NewClusterBody>,
) -> AppResult<Json<ClusterBody>> {
    call.require("brainstorms:write")?;
    let (number, cluster, title, viewer) = (path.0, ClusterId(path.1), body.into_inner().title, call.visit.viewer.clone());
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            actions::rename_cluster(tx, number, cluster, &title)?;
            one(tx.reading(), &viewer, number, cluster)
        })
        .await?;
    Ok(Json(item))
}

/// Where the notes of a cluster go that is taken away.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RemovalQuery {
    /// The cluster that takes its notes; without it they are free again.
    into: Option<Uuid>,
}

/// Takes a cluster away, while it is clustered. Its notes are free again, or go into another one.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("cluster" = Uuid, Path, description = "Which cluster"), RemovalQuery), responses((status = 204, description = "It is gone"), WriteProblems))]
#[delete("/brainstorms/{number}/clusters/{cluster}")]
pub async fn remove_cluster(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<(i64, Uuid)>,
    query: Asked<RemovalQuery>,
) -> AppResult<HttpResponse> {
    call.require("brainstorms:write")?;
    let (number, cluster, into) = (path.0, ClusterId(path.1), query.into.map(ClusterId));
    state.write(&call.visit, call.actor.clone(), move |tx| actions::remove_cluster(tx, number, cluster, into)).await?;
    Ok(HttpResponse::NoContent().finish())
}
