//! Prototypes themselves: the list, one, framing, changing, moving.
use super::{
    answer,
    bodies::{PrototypeBody, WholePrototypeBody},
    made,
};
use crate::domains::prototypes::{
    actions::{self, Wish},
    rules::Framing,
    store,
};
use crate::kernel::{Audience, Hatch, PrototypeStage, Viewer};
use crate::platform::{
    csv_out,
    error::{AppError, AppResult},
    web::{
        ApiDone, ApiPage, ApiReader, ApiVisit, Asked, Cursor, IfMatch, Json, Limit, Problems, State, UpdateProblems, Visit, WriteProblems,
        require_match,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, patch, post, put, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which page of the list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// In this stage only.
    #[param(inline)]
    stage: Option<PrototypeStage>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 1000)]
    after: Option<String>,
}

async fn page(state: &State, viewer: Viewer, query: ListQuery) -> AppResult<(Vec<PrototypeBody>, Option<String>)> {
    let limit = Limit::parse(query.limit, 50)?;
    let below: Option<i64> = query.after.as_deref().map(Cursor::parse).transpose()?;
    let rows = state.db.read(move |conn| {
        let mut rows = store::list_page(conn, &viewer, query.stage, below, limit.rows_and_one())?;
        let next = limit.cut(&mut rows, |row| row.number);
        Ok((PrototypeBody::of_all(conn, &viewer, &rows)?, next))
    });
    rows.await
}

const COLUMNS: &[csv_out::Column] = &[
    ("number", "/number"),
    ("title", "/title"),
    ("brief", "/brief"),
    ("stage", "/stage"),
    ("stage_since", "/stage_since"),
    ("lead", "/lead"),
    ("audience", "/audience"),
    ("hatch", "/hatch"),
    ("progress", "/progress"),
    ("tests_passed", "/tests_passed"),
    ("tests", "/tests"),
    ("gates_passed", "/gates_passed"),
    ("gates", "/gates"),
    ("cost_cents", "/cost_cents"),
    ("created_at", "/created_at"),
    ("href", "/href"),
];

/// All prototypes that the visitor may see, as CSV.
pub async fn csv(state: web::Data<State>, visit: Visit, query: Asked<ListQuery>) -> AppResult<HttpResponse> {
    let query = query.into_inner();
    csv_out::stream("prototypes", COLUMNS, move |after| {
        let (state, viewer, query) = (state.clone(), visit.viewer.clone(), ListQuery { after, limit: Some(Limit::MOST), ..query.clone() });
        async move { page(&state, viewer, query).await }
    })
    .await
}

/// Prototypes, newest first.
#[utoipa::path(tag = "prototypes", operation_id = "list_prototypes", security(("token" = ["read"])), params(ListQuery), responses((status = 200, description = "A page of prototypes", body = ApiPage<PrototypeBody>), Problems))]
#[get("/prototypes")]
pub async fn list(state: web::Data<State>, call: ApiReader, request: HttpRequest, query: Asked<ListQuery>) -> AppResult<HttpResponse> {
    let (items, next) = page(&state, call.visit.viewer, query.into_inner()).await?;
    Ok(ApiPage { items, next }.answer(&state, &request))
}

/// One prototype with its parts.
#[utoipa::path(tag = "prototypes", operation_id = "show_prototype", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the prototype")), responses((status = 200, description = "The prototype", body = WholePrototypeBody), (status = 304, description = "If-None-Match names the present version"), Problems))]
#[get("/prototypes/{number}")]
pub async fn show(state: web::Data<State>, call: ApiReader, path: web::Path<i64>) -> AppResult<ApiDone<WholePrototypeBody>> {
    answer(&state, call.visit.viewer, *path).await
}

/// Who may see a prototype; a space or named people cannot be chosen here.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrototypeAudience {
    /// Everybody.
    Public,
    /// Everybody with an account.
    SignedIn,
    /// The organisation's own people.
    #[default]
    Internal,
}

impl From<PrototypeAudience> for Audience {
    fn from(audience: PrototypeAudience) -> Self {
        match audience {
            PrototypeAudience::Public => Self::Public,
            PrototypeAudience::SignedIn => Self::SignedIn,
            PrototypeAudience::Internal => Self::Internal,
        }
    }
}

/// A prototype that comes from no idea.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "HeatRelease-140", "brief": "Microspheres that open the bond at 140 °C.", "audience": "internal", "hatch": "adhesive"}))]
pub struct NewPrototypeBody {
    /// Title.
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    /// Brief, Markdown.
    #[serde(default)]
    #[schema(max_length = 4000)]
    brief: String,
    /// Handle of who leads it; the caller when left out.
    #[serde(default)]
    lead: String,
    /// Who may see it.
    #[serde(default)]
    audience: PrototypeAudience,
    /// Section hatch.
    #[serde(default = "adhesive")]
    hatch: Hatch,
}

const fn adhesive() -> Hatch {
    Hatch::Adhesive
}

/// Frames a prototype.
#[utoipa::path(tag = "prototypes", operation_id = "frame_prototype", security(("token" = ["prototypes:write"])), request_body = NewPrototypeBody, responses((status = 201, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[post("/prototypes")]
pub async fn create(state: web::Data<State>, call: ApiVisit, body: Json<NewPrototypeBody>) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let body = body.into_inner();
    let framing = Framing::parse(&body.title, &body.brief).map_err(AppError::Invalid)?;
    let (zone, audience) = (state.config.time_zone(), body.audience.into());
    let number = state
        .write(&call.visit, call.actor.clone(), move |tx| actions::frame_new(tx, &framing, &body.lead, audience, body.hatch, zone))
        .await?;
    made(&state, call.visit.viewer, number, "").await
}

/// What to change; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePrototypeBody {
    /// Title.
    #[schema(min_length = 1, max_length = 120)]
    title: Option<String>,
    /// Brief, Markdown.
    #[schema(max_length = 4000)]
    brief: Option<String>,
    /// Handle of who leads it.
    lead: Option<String>,
    /// Section hatch.
    hatch: Option<Hatch>,
    /// Who may see it.
    audience: Option<PrototypeAudience>,
}

/// Changes a prototype.
#[utoipa::path(tag = "prototypes", operation_id = "edit_prototype", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype"), IfMatch), request_body = ChangePrototypeBody, responses((status = 200, description = "The prototype", body = WholePrototypeBody), UpdateProblems))]
#[patch("/prototypes/{number}")]
pub async fn change(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
    body: Json<ChangePrototypeBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let (number, viewer) = (*path, call.visit.viewer.clone());
    let version = state.db.read(move |conn| Ok(store::find_visible(conn, &viewer, number)?.version)).await?;
    require_match(&request, version)?;
    let body = body.into_inner();
    let wish = Wish {
        title: body.title,
        brief: body.brief,
        lead: body.lead,
        hatch: body.hatch,
        audience: body.audience.map(Audience::from),
        version: Some(version),
    };
    state.write(&call.visit, call.actor.clone(), move |tx| actions::change(tx, number, &wish)).await?;
    answer(&state, call.visit.viewer, number).await
}

/// Where to, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": "bench_test"}))]
pub struct StageBody {
    /// The stage; only a gate's decision leads to `graduated` and `stopped`.
    to: PrototypeStage,
    /// Why; needed for `on_hold`.
    #[serde(default)]
    #[schema(max_length = 2000)]
    reason: String,
}

/// Moves a prototype by hand. Moving to the gate freezes the evidence.
#[utoipa::path(tag = "prototypes", operation_id = "move_prototype", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype")), request_body = StageBody, responses((status = 200, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[put("/prototypes/{number}/stage")]
pub async fn move_stage(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    body: Json<StageBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let (number, body) = (*path, body.into_inner());
    state.write(&call.visit, call.actor.clone(), move |tx| actions::move_by_hand(tx, number, body.to, &body.reason)).await?;
    answer(&state, call.visit.viewer, number).await
}

/// Takes the newest move back, as far as it was made by hand.
#[utoipa::path(tag = "prototypes", operation_id = "undo_prototype_move", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype")), responses((status = 200, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[post("/prototypes/{number}/stage/undo")]
pub async fn undo_move(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let number = *path;
    state.write(&call.visit, call.actor.clone(), move |tx| actions::undo_move(tx, number)).await?;
    answer(&state, call.visit.viewer, number).await
}
