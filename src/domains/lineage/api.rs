//! The way of an item as JSON: what it came from and what came of it, as far as the caller may see it.
use super::store::{self, Link};
use crate::domains::{brainstorms, campaigns, ideas, prototypes};
use crate::kernel::{ItemKind, ItemRef, Viewer};
use crate::platform::{
    error::AppResult,
    web::{ApiVisit, Json, Problems, State},
};
use actix_web::{get, web};
use diesel::PgConnection;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;
use uuid::Uuid;

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    config.service(campaign_lineage).service(idea_lineage).service(brainstorm_lineage).service(prototype_lineage);
}

/// One item that an item came from.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineageTieBody {
    /// Which, among the items of the list.
    item: Uuid,
    /// How, as a stable word: `asked_in`, `written_in`, `grouped_in`, `promoted_to`, `merged_into`, `graduated_to`, `decided_by` ….
    relation: String,
}

/// An item of the way.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineageItemBody {
    /// What it is.
    kind: ItemKind,
    /// Which one.
    id: Uuid,
    /// Its short number; a gate's within its prototype. Null where it has none.
    number: Option<i64>,
    /// Its title, or what it says; empty where the caller may not read it.
    title: String,
    /// Stage or decision, where that is all the caller may know of it.
    word: Option<String>,
    /// Its address in the API; null where the caller may not go, and of what has none.
    href: Option<String>,
    /// Its page; null where the caller may not go.
    path: Option<String>,
    /// The item that was asked for.
    current: bool,
    /// What it came from.
    from: Vec<LineageTieBody>,
}

/// The way of an item.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineageBody {
    /// From what came first to what came of it, the item itself among them; 60 at most. What the caller may not see is left out.
    items: Vec<LineageItemBody>,
}

impl LineageBody {
    fn of(links: Vec<Link>, current: Uuid) -> Self {
        let item = |link: Link| LineageItemBody {
            kind: link.item.kind,
            id: link.item.id,
            number: link.item.number,
            href: link.item.api_href(),
            path: Some(link.item.href).filter(|path| !path.is_empty()),
            title: link.item.title,
            word: link.item.word,
            current: link.item.id == current,
            from: link.from.into_iter().map(|(item, relation)| LineageTieBody { item, relation }).collect(),
        };
        Self { items: links.into_iter().map(item).collect() }
    }
}

/// The way of the item that `find` sees for the caller.
async fn answer(
    state: &State,
    call: &ApiVisit,
    find: impl Fn(&mut PgConnection, &Viewer) -> AppResult<ItemRef> + Send + 'static,
) -> AppResult<Json<LineageBody>> {
    call.require("read")?;
    let viewer = call.visit.viewer.clone();
    let body = state
        .db
        .read(move |conn| {
            let item = find(conn, &viewer)?;
            Ok(LineageBody::of(store::links(conn, &viewer, item)?, item.id))
        })
        .await?;
    Ok(Json(body))
}

/// What came of a campaign: its rooms and the ideas that became prototypes.
#[utoipa::path(tag = "campaigns", security(("token" = ["read"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 200, description = "The way", body = LineageBody), Problems))]
#[get("/campaigns/{slug}/lineage")]
pub async fn campaign_lineage(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<Json<LineageBody>> {
    let slug = path.into_inner();
    answer(&state, &call, move |conn, viewer| Ok(campaigns::store::find_visible(conn, viewer, &slug)?.id.into())).await
}

/// The way of an idea, from the first note to the decision of a gate.
#[utoipa::path(tag = "ideas", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 200, description = "The way", body = LineageBody), Problems))]
#[get("/ideas/{number}/lineage")]
pub async fn idea_lineage(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<Json<LineageBody>> {
    let number = path.into_inner();
    answer(&state, &call, move |conn, viewer| Ok(ideas::store::find_visible(conn, viewer, number)?.id.into())).await
}

/// What came of a room: the notes and clusters that became ideas, and what became of those.
#[utoipa::path(tag = "brainstorms", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the room")), responses((status = 200, description = "The way", body = LineageBody), Problems))]
#[get("/brainstorms/{number}/lineage")]
pub async fn brainstorm_lineage(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<Json<LineageBody>> {
    let number = path.into_inner();
    answer(&state, &call, move |conn, viewer| Ok(brainstorms::store::find_visible(conn, viewer, number)?.id.into())).await
}

/// The way of a prototype, from the first note to the decisions of its gates.
#[utoipa::path(tag = "prototypes", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the prototype")), responses((status = 200, description = "The way", body = LineageBody), Problems))]
#[get("/prototypes/{number}/lineage")]
pub async fn prototype_lineage(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<Json<LineageBody>> {
    let number = path.into_inner();
    answer(&state, &call, move |conn, viewer| Ok(prototypes::store::find_visible(conn, viewer, number)?.id.into())).await
}
