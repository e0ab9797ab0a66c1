//! Clusters and dots.
use super::{inside, seat};
use crate::domains::brainstorms::{
    actions::{self, Desk, PlaceDots},
    rules::{self, NotesShown},
    store,
};
use crate::kernel::ClusterId;
use crate::platform::{
    error::AppResult,
    web::{ApiVisit, Json, Problems, State, WriteProblems},
};
use actix_web::{get, post, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
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
            let (room, round) = inside(conn, &viewer, number, Some(position))?;
            let finished = round.finished_at.is_some();
            if rules::notes_shown(room.state, round.step, finished) == NotesShown::Own {
                return Ok(Vec::new());
            }
            let totals = rules::totals_shown(room.state, round.step, finished);
            let clusters = store::list_clusters(conn, round.id, room.me.map(|me| me.participant))?;
            Ok(clusters
                .into_iter()
                .map(|cluster| ClusterBody {
                    id: cluster.id,
                    title: cluster.title,
                    mine: cluster.mine,
                    dots: totals.then_some(cluster.dot_count),
                    people: totals.then_some(cluster.voters),
                    idea: cluster.promoted_number,
                })
                .collect())
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
    let command = PlaceDots { doer: call.actor.clone().into(), participant, cluster: ClusterId(path.1), dots: body.dots };
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

/// The cluster that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeClusterBody {
    /// Which cluster.
    id: ClusterId,
}

/// Makes a cluster in the present round, while it is clustered.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room")), request_body = NewClusterBody, responses((status = 200, description = "The cluster", body = MadeClusterBody), WriteProblems))]
#[post("/brainstorms/{number}/clusters")]
pub async fn make_cluster(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<NewClusterBody>,
) -> AppResult<Json<MadeClusterBody>> {
    call.require("brainstorms:write")?;
    let (number, title) = (*path, body.into_inner().title);
    let id = state.write(&call.visit, call.actor.clone(), move |tx| actions::make_cluster(tx, number, &title)).await?;
    Ok(Json(MadeClusterBody { id }))
}
