//! Rooms as JSON: the same actions, the same hiding.
use super::{
    actions::{self, Desk, Entering, Order, PlaceDots, WriteNote},
    rules::{self, NotesShown, SAME_AUDIENCE, Setup, SetupInput},
    store::{self, Note, Round, VisibleBrainstorm},
};
use crate::domains::campaigns;
use crate::kernel::{
    Audience, BrainstormState, ClusterId, Moment, NoteColour, NoteId, ParticipantId, Refusal, RoundStep, TakePartInBrainstorm, Viewer,
};
use crate::platform::{
    csv_out,
    error::{AppError, AppResult},
    web::{ApiDone, ApiPage, ApiReader, ApiVisit, Cursor, Json, Limit, Problems, State, Visit, WriteProblems, texts},
};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema, openapi::Array};
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;
use uuid::Uuid;

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    config
        .service(list)
        .service(create)
        .service(show)
        .service(join)
        .service(order)
        .service(list_notes)
        .service(put_note)
        .service(remove_note)
        .service(place_note)
        .service(make_cluster)
        .service(list_clusters)
        .service(put_dots);
}

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

fn room_body(room: VisibleBrainstorm, rounds: Vec<Round>) -> RoomBody {
    let standing = store::current(&rounds).and_then(|index| rounds.get(index)).map(actions::standing);
    RoomBody {
        number: room.number,
        state: room.state,
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
    Ok(room_body(room, rounds))
}

async fn answer(state: &State, visit: &Visit, number: i64) -> AppResult<ApiDone<RoomBody>> {
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
    #[param(pattern = "^[A-Za-z0-9_-]*$", max_length = 1000)]
    after: Option<String>,
}

async fn page(state: &State, viewer: Viewer, query: RoomsQuery) -> AppResult<(Vec<RoomLineBody>, Option<String>)> {
    let limit = Limit::parse(query.limit, 20)?;
    let before = query.after.as_deref().map(Cursor::parse::<i64>).transpose()?;
    let rooms = state.db.read(move |conn| {
        let states = query.state.as_ref().map_or(BrainstormState::ALL, std::slice::from_ref);
        store::list_visible(conn, &viewer, states, None, before, limit.rows_and_one())
    });
    let mut rooms = rooms.await?;
    let next = limit.cut(&mut rooms, |room| room.number);
    let items = rooms
        .into_iter()
        .map(|room| RoomLineBody {
            number: room.number,
            state: room.state,
            title: room.title,
            prompt: room.prompt,
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
pub async fn csv(state: web::Data<State>, visit: Visit, query: web::Query<RoomsQuery>) -> AppResult<HttpResponse> {
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
pub async fn list(
    state: web::Data<State>,
    call: ApiReader,
    request: HttpRequest,
    query: web::Query<RoomsQuery>,
) -> AppResult<HttpResponse> {
    let (items, next) = page(&state, call.visit.viewer, query.into_inner()).await?;
    Ok(ApiPage { items, next }.answer(&state, &request))
}

fn prompts() -> Array {
    texts(1..=5, 1..=300)
}

/// A room to make. It starts as a draft that you lead.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
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
fn named_as_here(refusal: Refusal) -> Refusal {
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

/// An order to the room.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
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
    let (number, OrderBody { order, from }, codes) = (*path, body.into_inner(), super::pages::fresh_codes());
    state.write(&call.visit, call.actor.clone(), move |tx| actions::order(tx, number, order, from.as_deref(), &codes)).await?;
    answer(&state, &call.visit, number).await
}

/// A note.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteBody {
    /// Which note.
    id: NoteId,
    /// What it says.
    text: String,
    /// Its paper.
    colour: NoteColour,
    /// Its cluster.
    cluster: Option<Uuid>,
    /// You wrote it.
    mine: bool,
    /// Its writer, where names are shown.
    writer: Option<String>,
    /// Held back from the wall.
    held: bool,
    /// Written at.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
}

fn note_body(note: Note, me: Option<ParticipantId>, names: bool) -> NoteBody {
    NoteBody {
        id: note.id,
        colour: note.colour,
        cluster: note.cluster_id,
        mine: me == Some(note.participant_id),
        writer: Some(note.writer).filter(|name| names && !name.is_empty()),
        held: note.held,
        created_at: note.created_at,
        text: note.text,
    }
}

/// Which notes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NotesQuery {
    /// Position of the round; the present one without it.
    #[param(minimum = 1, maximum = 32767)]
    round: Option<i16>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]*$", max_length = 1000)]
    after: Option<String>,
}

/// The room and one of its rounds, for somebody who may look into it: who is inside, or everybody once it is closed.
fn inside(conn: &mut PgConnection, viewer: &Viewer, number: i64, position: Option<i16>) -> AppResult<(VisibleBrainstorm, Round)> {
    let room = store::find_visible(conn, viewer, number)?;
    if room.me.is_none() && room.state != BrainstormState::Closed {
        return Err(AppError::forbidden::<TakePartInBrainstorm>());
    }
    let rounds = store::list_rounds(conn, room.id)?;
    let index = match position {
        Some(position) => rounds.iter().position(|round| round.position == position),
        None => store::current(&rounds),
    };
    let round = index.and_then(|index| rounds.into_iter().nth(index)).ok_or(AppError::NotFound("round"))?;
    Ok((room, round))
}

/// Notes of a round, oldest first. Until the reveal only your own, whoever you are.
#[utoipa::path(tag = "brainstorms", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the room"), NotesQuery), responses((status = 200, description = "A page of notes", body = ApiPage<NoteBody>), Problems))]
#[get("/brainstorms/{number}/notes")]
pub async fn list_notes(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
    query: web::Query<NotesQuery>,
) -> AppResult<HttpResponse> {
    call.require("read")?;
    let (viewer, number, limit, position) = (call.visit.viewer.clone(), *path, Limit::parse(query.limit, 50)?, query.round);
    let after: Option<(Moment, Uuid)> = query.after.as_deref().map(Cursor::parse).transpose()?;
    let (items, next) = state
        .db
        .read(move |conn| {
            let (room, round) = inside(conn, &viewer, number, position)?;
            let me = room.me.map(|me| me.participant);
            let only_mine = rules::notes_shown(room.state, round.step, round.finished_at.is_some()) == NotesShown::Own;
            let mut notes = store::list_notes_after(conn, round.id, me, only_mine, after, limit.rows_and_one())?;
            let next = limit.cut(&mut notes, |note| (note.created_at, note.id.0));
            Ok((notes.into_iter().map(|note| note_body(note, me, room.names_shown)).collect::<Vec<_>>(), next))
        })
        .await?;
    Ok(ApiPage { items, next }.answer(&state, &request))
}

/// What a note says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteTextBody {
    /// One thought.
    #[schema(min_length = 1, max_length = 240)]
    text: String,
}

async fn seat(state: &State, call: &ApiVisit, number: i64) -> AppResult<ParticipantId> {
    let viewer = call.visit.viewer.clone();
    let room = state.db.read(move |conn| store::find_visible(conn, &viewer, number)).await?;
    room.me.map(|me| me.participant).ok_or_else(AppError::forbidden::<TakePartInBrainstorm>)
}

/// Writes a note under an id that you made, or changes your note of that id. The same call twice is one note.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("note" = Uuid, Path, description = "Id of the note, made by you")), request_body = NoteTextBody, responses((status = 204, description = "It hangs"), WriteProblems))]
#[put("/brainstorms/{number}/notes/{note}")]
pub async fn put_note(
    state: web::Data<State>,
    desk: web::Data<Desk>,
    call: ApiVisit,
    path: web::Path<(i64, Uuid)>,
    body: Json<NoteTextBody>,
) -> AppResult<HttpResponse> {
    call.require("brainstorms:write")?;
    let (number, note, text) = (path.0, NoteId(path.1), body.into_inner().text);
    rules::note_text(&text)?;
    let participant = seat(&state, &call, number).await?;
    let (request, claim) = (Some(call.visit.request_id), call.visit.claim.clone());
    let command = WriteNote { doer: call.actor.clone().into(), participant, note, text: text.clone(), request, claim };
    if desk.write_note(command).await? == actions::Written::Known {
        state.db.write(call.actor.clone(), move |tx| actions::edit_note(tx, number, note, &text)).await?;
    }
    Ok(HttpResponse::NoContent().finish())
}

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
    let (request, claim) = (Some(call.visit.request_id), call.visit.claim.clone());
    let command = PlaceDots { doer: call.actor.clone().into(), participant, cluster: ClusterId(path.1), dots: body.dots, request, claim };
    Ok(Json(DotsBody { dots: desk.place_dots(command).await? }))
}

/// Takes your note off the wall; for those who lead the room, any note.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("note" = Uuid, Path, description = "Id of the note")), responses((status = 204, description = "It is off"), WriteProblems))]
#[delete("/brainstorms/{number}/notes/{note}")]
pub async fn remove_note(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, Uuid)>) -> AppResult<HttpResponse> {
    call.require("brainstorms:write")?;
    let (number, note) = (path.0, NoteId(path.1));
    state.write(&call.visit, call.actor.clone(), move |tx| actions::set_note_removed(tx, number, note, true)).await?;
    Ok(HttpResponse::NoContent().finish())
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

/// Where a note belongs.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotePlaceBody {
    /// A cluster of the present round; null for none.
    cluster: Option<ClusterId>,
}

/// Puts a note into a cluster, or out of all.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("note" = Uuid, Path, description = "Id of the note")), request_body = NotePlaceBody, responses((status = 204, description = "It is there"), WriteProblems))]
#[put("/brainstorms/{number}/notes/{note}/cluster")]
pub async fn place_note(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<(i64, Uuid)>,
    body: Json<NotePlaceBody>,
) -> AppResult<HttpResponse> {
    call.require("brainstorms:write")?;
    let (number, note, cluster) = (path.0, NoteId(path.1), body.cluster);
    let target = move || cluster.map_or(actions::Target::Loose, actions::Target::Cluster);
    state.write(&call.visit, call.actor.clone(), move |tx| actions::move_note(tx, number, note, target()).map(drop)).await?;
    Ok(HttpResponse::NoContent().finish())
}
