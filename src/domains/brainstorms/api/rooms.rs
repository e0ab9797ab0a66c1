//! Rooms themselves: the list, one, making, joining, leading.
use crate::domains::{
    brainstorms::{
        actions::{self, Entering, Order},
        pages,
        rules::{SAME_AUDIENCE, Setup, SetupInput},
        store::{self, Round, VisibleBrainstorm},
    },
    campaigns, lineage,
};
use crate::kernel::{Audience, BrainstormState, CampaignId, Moment, Refusal, RoundStep, Viewer};
use crate::platform::{
    csv_out,
    error::{AppError, AppResult},
    web::{ApiDone, ApiPage, ApiReader, ApiVisit, Asked, Cursor, Json, Limit, Problems, State, Visit, WriteProblems, texts},
};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema, openapi::Array};
use uuid::Uuid;

/// A room in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomLineBody {
    /// Number of the room.
    number: i64,
    /// State of its life cycle.
    state: BrainstormState,
    /// Name.
    title: String,
    /// Question of the first round.
    prompt: String,
    /// Slug of the campaign it is for; null where there is none, or one that you may not see.
    campaign: Option<String>,
    /// Who may see it.
    audience: Audience,
    /// Who leads it.
    facilitator: String,
    /// You are in it.
    joined: bool,
    /// How many are in it.
    people: i64,
    /// How many notes were written.
    notes: i64,
}

/// A round.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoundBody {
    /// Place among the rounds, from 1.
    position: i16,
    /// Its question.
    prompt: String,
    /// Where it stands.
    step: RoundStep,
    /// Minutes of a timed step.
    step_minutes: i16,
    /// End of the present step, on the server's clock.
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Moment>,
    /// Milliseconds left while the clock is paused.
    paused_left_ms: Option<i32>,
    /// All its steps are done.
    finished: bool,
}

/// A room with its rounds. Its version is its entity tag.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomBody {
    /// Number of the room.
    number: i64,
    /// State of its life cycle.
    state: BrainstormState,
    /// Name.
    title: String,
    /// Slug of the campaign it is for; null where there is none, or one that you may not see.
    campaign: Option<String>,
    /// Who may see it.
    audience: Audience,
    /// Guests may join without an account.
    guests_allowed: bool,
    /// Writers are named after the reveal.
    names_shown: bool,
    /// Dots of a person.
    dots_each: i16,
    /// Dots of a person on one cluster at most.
    dots_per_cluster: i16,
    /// Warm-up question of the lobby.
    warm_up: String,
    /// Six digits to join by; only for those inside, while it is open.
    code: Option<String>,
    /// You are in it.
    joined: bool,
    /// You lead it.
    steering: bool,
    /// Where it stands, to give as `from` when moving it.
    standing: Option<String>,
    /// Counts up with every change of the room itself.
    version: i32,
    /// The rounds in order.
    rounds: Vec<RoundBody>,
}

/// Slugs of these campaigns, as far as the viewer may see them.
fn slugs(conn: &mut PgConnection, viewer: &Viewer, campaigns: Vec<CampaignId>) -> AppResult<HashMap<CampaignId, String>> {
    let ids: Vec<Uuid> = campaigns.iter().map(|campaign| campaign.0).collect();
    let named = lineage::store::names(conn, viewer, &ids)?;
    let slug = |href: &str| href.rsplit('/').next().unwrap_or_default().to_owned();
    Ok(named.into_values().map(|campaign| (CampaignId(campaign.id), slug(&campaign.href))).collect())
}

fn room_body(room: VisibleBrainstorm, rounds: Vec<Round>, campaign: Option<String>) -> RoomBody {
    let standing = store::current(&rounds).and_then(|index| rounds.get(index)).map(actions::standing);
    RoomBody {
        number: room.number,
        state: room.state,
        campaign,
        audience: room.sight.audience,
        guests_allowed: room.guests_allowed,
        names_shown: room.names_shown,
        dots_each: room.dots_each,
        dots_per_cluster: room.dots_per_cluster,
        code: room.code.clone().filter(|_| room.me.is_some()),
        joined: room.me.is_some(),
        steering: room.is_steered(),
        standing: standing.filter(|_| room.state == BrainstormState::Running),
        version: room.version,
        title: room.title,
        warm_up: room.warm_up,
        rounds: rounds
            .into_iter()
            .map(|round| RoundBody {
                position: round.position,
                step: round.step,
                step_minutes: round.step_minutes,
                ends_at: round.ends_at,
                paused_left_ms: round.paused_left_ms,
                finished: round.finished_at.is_some(),
                prompt: round.prompt,
            })
            .collect(),
    }
}

fn read(conn: &mut PgConnection, viewer: &Viewer, number: i64) -> AppResult<RoomBody> {
    let room = store::find_visible(conn, viewer, number)?;
    let rounds = store::list_rounds(conn, room.id)?;
    let campaign = slugs(conn, viewer, room.campaign_id.into_iter().collect())?.into_values().next();
    Ok(room_body(room, rounds, campaign))
}

/// The room as it is now, as every change answers.
pub(super) async fn answer(state: &State, visit: &Visit, number: i64) -> AppResult<ApiDone<RoomBody>> {
    let viewer = visit.viewer.clone();
    let item = state.db.read(move |conn| read(conn, &viewer, number)).await?;
    Ok(ApiDone { version: Some(item.version), item, location: None })
}

/// Which rooms.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RoomsQuery {
    /// Only rooms in this state.
    state: Option<BrainstormState>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 1000)]
    after: Option<String>,
}

async fn page(state: &State, viewer: Viewer, query: RoomsQuery) -> AppResult<(Vec<RoomLineBody>, Option<String>)> {
    let limit = Limit::parse(query.limit, 20)?;
    let before = query.after.as_deref().map(Cursor::parse::<i64>).transpose()?;
    let found = state.db.read(move |conn| {
        let states = query.state.as_ref().map_or(BrainstormState::ALL, std::slice::from_ref);
        let mut rooms = store::list_visible(conn, &viewer, states, None, before, limit.rows_and_one())?;
        let next = limit.cut(&mut rooms, |room| room.number);
        let slugs = slugs(conn, &viewer, rooms.iter().filter_map(|room| room.campaign_id).collect())?;
        Ok((rooms, next, slugs))
    });
    let (rooms, next, slugs) = found.await?;
    let items = rooms
        .into_iter()
        .map(|room| RoomLineBody {
            number: room.number,
            state: room.state,
            title: room.title,
            prompt: room.prompt,
            campaign: room.campaign_id.and_then(|campaign| slugs.get(&campaign).cloned()),
            audience: room.audience,
            facilitator: room.facilitator,
            joined: room.mine,
            people: room.people,
            notes: room.notes,
        })
        .collect();
    Ok((items, next))
}

const COLUMNS: &[csv_out::Column] = &[
    ("number", "/number"),
    ("state", "/state"),
    ("title", "/title"),
    ("prompt", "/prompt"),
    ("audience", "/audience"),
    ("facilitator", "/facilitator"),
    ("joined", "/joined"),
    ("people", "/people"),
    ("notes", "/notes"),
];

/// All rooms that the visitor may see, as CSV.
pub async fn csv(state: web::Data<State>, visit: Visit, query: Asked<RoomsQuery>) -> AppResult<HttpResponse> {
    let query = query.into_inner();
    csv_out::stream("brainstorms", COLUMNS, move |after| {
        let (state, viewer, query) = (state.clone(), visit.viewer.clone(), RoomsQuery { after, limit: Some(Limit::MOST), ..query.clone() });
        async move { page(&state, viewer, query).await }
    })
    .await
}

/// Rooms that you may see, newest first.
#[utoipa::path(tag = "brainstorms", operation_id = "list_brainstorms", security(("token" = ["read"])), params(RoomsQuery), responses((status = 200, description = "A page of rooms", body = ApiPage<RoomLineBody>), Problems))]
#[get("/brainstorms")]
pub async fn list(state: web::Data<State>, call: ApiReader, request: HttpRequest, query: Asked<RoomsQuery>) -> AppResult<HttpResponse> {
    let (items, next) = page(&state, call.visit.viewer, query.into_inner()).await?;
    Ok(ApiPage { items, next }.answer(&state, &request))
}

pub(super) fn prompts() -> Array {
    texts("One question for each round.", 1..=5, 1..=300)
}

/// A room to make. It starts as a draft that you lead.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Fail on purpose", "prompts": ["How could it let go?", "Turn it upside down"], "minutes": 5, "dots_each": 5, "dots_per_cluster": 3}))]
pub struct NewRoomBody {
    /// Name.
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    /// One question for each round.
    #[schema(schema_with = prompts)]
    prompts: Vec<String>,
    /// Minutes of a timed step.
    #[serde(default = "five")]
    #[schema(minimum = 1, maximum = 120, default = 5)]
    minutes: i16,
    /// Guests may join without an account.
    #[serde(default)]
    guests_allowed: bool,
    /// Writers are named after the reveal.
    #[serde(default)]
    names_shown: bool,
    /// Dots of a person.
    #[serde(default = "five")]
    #[schema(minimum = 1, maximum = 20, default = 5)]
    dots_each: i16,
    /// Dots of a person on one cluster at most.
    #[serde(default = "three")]
    #[schema(minimum = 1, maximum = 20, default = 3)]
    dots_per_cluster: i16,
    /// Warm-up question of the lobby.
    #[serde(default)]
    #[schema(max_length = 200)]
    warm_up: String,
    /// `public`, `signed_in` or `internal`; without it the campaign's own, or `internal`.
    #[serde(default)]
    audience: Option<Audience>,
    /// Slug of the campaign it is for.
    #[serde(default)]
    campaign: Option<String>,
}

/// The form has a field for each prompt, the body a list of them.
pub(super) fn named_as_here(refusal: Refusal) -> Refusal {
    if refusal.field == Some("prompt") { Refusal::of("prompts", refusal.code) } else { refusal }
}

const fn five() -> i16 {
    5
}
const fn three() -> i16 {
    3
}

/// Makes a room.
#[utoipa::path(tag = "brainstorms", operation_id = "create_brainstorm", security(("token" = ["brainstorms:write"])), request_body = NewRoomBody, responses((status = 201, description = "The room", body = RoomBody), WriteProblems))]
#[post("/brainstorms")]
pub async fn create(state: web::Data<State>, call: ApiVisit, body: Json<NewRoomBody>) -> AppResult<ApiDone<RoomBody>> {
    call.require("brainstorms:write")?;
    let body = body.into_inner();
    let campaign = match body.campaign.as_deref() {
        None => None,
        Some(slug) if slug.is_empty() || slug.contains('\0') => return Err(Refusal::of("campaign", "room-campaign").into()),
        Some(slug) => {
            let (viewer, slug) = (call.visit.viewer.clone(), slug.to_owned());
            let found = state.db.read(move |conn| campaigns::store::find_visible(conn, &viewer, &slug)).await;
            Some(found.map_err(|error| match error {
                AppError::NotFound(_) => Refusal::of("campaign", "room-campaign").into(),
                error => error,
            })?)
        }
    };
    let setup = Setup::parse(&SetupInput {
        title: body.title,
        prompts: body.prompts,
        minutes: body.minutes.to_string(),
        guests_allowed: body.guests_allowed,
        names_shown: body.names_shown,
        dots_each: body.dots_each.to_string(),
        dots_per_cluster: body.dots_per_cluster.to_string(),
        warm_up: body.warm_up,
        audience: body.audience.map_or(SAME_AUDIENCE, Audience::as_str).to_owned(),
    })
    .map_err(|wrong| AppError::Invalid(wrong.into_iter().map(named_as_here).collect()))?;
    let of = campaign.map(|campaign| (campaign.id, campaign.sight));
    let (_, number, _) = state.write(&call.visit, call.actor.clone(), move |tx| actions::create(tx, of, &setup)).await?;
    let done = answer(&state, &call.visit, number).await?;
    Ok(ApiDone { location: Some(format!("/api/v1/brainstorms/{number}")), ..done })
}

/// A room with its rounds.
#[utoipa::path(tag = "brainstorms", operation_id = "show_brainstorm", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the room")), responses((status = 200, description = "The room", body = RoomBody), (status = 304, description = "As you know it, by If-None-Match"), Problems))]
#[get("/brainstorms/{number}")]
pub async fn show(state: web::Data<State>, call: ApiReader, path: web::Path<i64>) -> AppResult<ApiDone<RoomBody>> {
    answer(&state, &call.visit, *path).await
}

/// Comes into a room that is open; coming in twice changes nothing.
#[utoipa::path(tag = "brainstorms", operation_id = "join_brainstorm", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room")), responses((status = 200, description = "The room", body = RoomBody), WriteProblems))]
#[post("/brainstorms/{number}/participants")]
pub async fn join(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<RoomBody>> {
    call.require("brainstorms:write")?;
    let number = *path;
    let work = move |tx: &mut crate::platform::db::Tx<'_>| {
        let viewer = tx.doer().viewer();
        let room = store::find_visible(tx.reading(), &viewer, number)?;
        actions::enter(tx, &room, &Entering::Person)
    };
    state.write(&call.visit, call.actor.clone(), work).await?;
    answer(&state, &call.visit, number).await
}

/// Says that you are ready to move on from the present step. The same call again changes nothing.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room")), responses((status = 204, description = "You are"), WriteProblems))]
#[put("/brainstorms/{number}/ready")]
pub async fn set_ready(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<HttpResponse> {
    say_ready(&state, &call, *path, true).await
}

/// Says that you are not ready yet. The same call again changes nothing.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room")), responses((status = 204, description = "You are not"), WriteProblems))]
#[delete("/brainstorms/{number}/ready")]
pub async fn unset_ready(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<HttpResponse> {
    say_ready(&state, &call, *path, false).await
}

async fn say_ready(state: &State, call: &ApiVisit, number: i64, ready: bool) -> AppResult<HttpResponse> {
    call.require("brainstorms:write")?;
    state.write(&call.visit, call.actor.clone(), move |tx| actions::set_ready(tx, number, ready)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// An order to the room.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"order": "next"}))]
pub struct OrderBody {
    /// What shall happen.
    order: Order,
    /// `standing` as you saw it; when the room has moved since, nothing happens.
    #[serde(default)]
    from: Option<String>,
}

/// Opens, starts, moves, pauses, times or closes a room that you lead.
#[utoipa::path(tag = "brainstorms", operation_id = "order_brainstorm", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room")), request_body = OrderBody, responses((status = 200, description = "The room as it stands now", body = RoomBody), WriteProblems))]
#[post("/brainstorms/{number}/steps")]
pub async fn order(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>, body: Json<OrderBody>) -> AppResult<ApiDone<RoomBody>> {
    call.require("brainstorms:write")?;
    let (number, OrderBody { order, from }, codes) = (*path, body.into_inner(), pages::fresh_codes());
    state.write(&call.visit, call.actor.clone(), move |tx| actions::order(tx, number, order, from.as_deref(), &codes)).await?;
    answer(&state, &call.visit, number).await
}
