//! Notes: reading, writing, taking off, placing.
use super::{Which, inside, seat};
use crate::domains::brainstorms::{
    actions::{self, Desk, WriteNote},
    rules::{self, NotesShown},
    store::{self, Note},
};
use crate::kernel::{ClusterId, Moment, NoteColour, NoteId, ParticipantId};
use crate::platform::{
    error::AppResult,
    web::{ApiPage, ApiVisit, Asked, Cursor, Json, Limit, Problems, State, WriteProblems},
};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

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
    /// Number of the idea it became.
    idea: Option<i64>,
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
        idea: note.promoted_number,
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
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 1000)]
    after: Option<String>,
}

/// Notes of a round, oldest first. Until the reveal only your own, whoever you are.
#[utoipa::path(tag = "brainstorms", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the room"), NotesQuery), responses((status = 200, description = "A page of notes", body = ApiPage<NoteBody>), Problems))]
#[get("/brainstorms/{number}/notes")]
pub async fn list_notes(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
    query: Asked<NotesQuery>,
) -> AppResult<HttpResponse> {
    call.require("read")?;
    let (viewer, number, limit, position) = (call.visit.viewer.clone(), *path, Limit::parse(query.limit, 50)?, query.round);
    let after: Option<(Moment, Uuid)> = query.after.as_deref().map(Cursor::parse).transpose()?;
    let (items, next) = state
        .db
        .read(move |conn| {
            let (room, round) = inside(conn, &viewer, number, position.map_or(Which::Present, Which::At))?;
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
#[schema(example = json!({"text": "Starch beads that swell in steam"}))]
pub struct NoteTextBody {
    /// One thought.
    #[schema(min_length = 1, max_length = 240)]
    text: String,
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

/// Takes your note off the wall, in the step it was written in. Those who lead the room hold the notes of others back instead.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("note" = Uuid, Path, description = "Id of the note")), responses((status = 204, description = "It is off"), WriteProblems))]
#[delete("/brainstorms/{number}/notes/{note}")]
pub async fn remove_note(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, Uuid)>) -> AppResult<HttpResponse> {
    call.require("brainstorms:write")?;
    let (number, note) = (path.0, NoteId(path.1));
    state.write(&call.visit, call.actor.clone(), move |tx| actions::set_note_removed(tx, number, note, true)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Hangs your note up again that you took off, in the step it was written in.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("note" = Uuid, Path, description = "Id of the note")), responses((status = 204, description = "It hangs"), WriteProblems))]
#[post("/brainstorms/{number}/notes/{note}/restoration")]
pub async fn restore_note(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, Uuid)>) -> AppResult<HttpResponse> {
    call.require("brainstorms:write")?;
    let (number, note) = (path.0, NoteId(path.1));
    state.write(&call.visit, call.actor.clone(), move |tx| actions::set_note_removed(tx, number, note, false)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Holds a note back from the wall of a room that you lead. Its writer is told, and nobody else sees it.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("note" = Uuid, Path, description = "Id of the note")), responses((status = 204, description = "It is held back"), WriteProblems))]
#[put("/brainstorms/{number}/notes/{note}/hold")]
pub async fn hold_note(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, Uuid)>) -> AppResult<HttpResponse> {
    set_held(&state, &call, *path, true).await
}

/// Lets a note onto the wall again that was held back.
#[utoipa::path(tag = "brainstorms", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), ("note" = Uuid, Path, description = "Id of the note")), responses((status = 204, description = "It hangs"), WriteProblems))]
#[delete("/brainstorms/{number}/notes/{note}/hold")]
pub async fn release_note(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, Uuid)>) -> AppResult<HttpResponse> {
    set_held(&state, &call, *path, false).await
}

async fn set_held(state: &State, call: &ApiVisit, (number, note): (i64, Uuid), held: bool) -> AppResult<HttpResponse> {
    call.require("brainstorms:write")?;
    state.write(&call.visit, call.actor.clone(), move |tx| actions::hold_note(tx, number, NoteId(note), held)).await?;
    Ok(HttpResponse::NoContent().finish())
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
