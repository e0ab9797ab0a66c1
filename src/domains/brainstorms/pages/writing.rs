//! Forms of everybody in a room: notes, clusters, dots.
use super::{
    control::{NothingForm, back_to},
    room::{self, Draft},
    visit::RoomVisit,
};
use crate::domains::brainstorms::{
    actions::{self, Desk, PlaceDots, Target, WriteNote},
    store,
};
use crate::kernel::{ClusterId, NoteId, ParticipantId};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Posted, ProblemField, Queried, State, Toast, see_other, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

/// The viewer in the room; whoever is not in it is told so as if it were not there.
async fn participant(state: &State, at: &RoomVisit) -> AppResult<ParticipantId> {
    at.doer()?;
    let (viewer, number) = (at.viewer(), at.number);
    let room = state.db.read(move |conn| store::find_visible(conn, &viewer, number)).await?;
    room.me.map(|me| me.participant).ok_or_else(AppError::forbidden::<crate::kernel::TakePartInBrainstorm>)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteForm {
    text: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    back: Option<String>,
}

pub(super) async fn write(
    state: web::Data<State>,
    desk: web::Data<Desk>,
    at: RoomVisit,
    request: HttpRequest,
    form: Posted<NoteForm>,
) -> AppResult<HttpResponse> {
    let form = form.0;
    let participant = participant(&state, &at).await?;
    // The device made the id, so that a note sent again is the same note; without script it is ours.
    let note = match form.id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => NoteId(Uuid::parse_str(id).map_err(|error| AppError::Unreadable(format!("id: {error}")))?),
        None => NoteId::new(),
    };
    // What names its note is one note however often it is sent; another takes the key.
    let claim = at.visit.claim.clone().filter(|_| form.id.as_deref().is_none_or(str::is_empty));
    let command = WriteNote { doer: at.doer()?, participant, note, text: form.text.clone(), request: Some(at.visit.request_id), claim };
    let written = desk.write_note(command).await;
    match written {
        Ok(_) => Ok(see_other(back_to(&at, form.back.as_deref()))),
        Err(error) => refused(&state, &at, &request, Draft { text: form.text, note: None }, error).await,
    }
}

/// The writer's screen with the text that was refused, and why.
async fn refused(state: &State, at: &RoomVisit, request: &HttpRequest, draft: Draft, error: AppError) -> AppResult<HttpResponse> {
    let AppError::Refused(refusal) = error else {
        return Err(error);
    };
    let problem = ProblemField::of(&state.words, at.visit.preferences.lang, &refusal);
    room::with_draft(state, at, request, &draft, &[problem]).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextForm {
    text: String,
    #[serde(default)]
    back: Option<String>,
}

pub(super) async fn edit(
    state: web::Data<State>,
    at: RoomVisit,
    request: HttpRequest,
    path: web::Path<(String, Uuid)>,
    form: Posted<TextForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, note, home) = (at.doer()?, at.number, NoteId(path.1), back_to(&at, form.0.back.as_deref()));
    let text = form.0.text.clone();
    match state.write(&at.visit, doer, move |tx| actions::edit_note(tx, number, note, &form.0.text)).await {
        Ok(()) => Ok(see_other_with(&state, home, &Toast::new("toast-note-edited"))),
        Err(error) => refused(&state, &at, &request, Draft { text, note: Some(note) }, error).await,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BackForm {
    #[serde(default)]
    back: Option<String>,
}

pub(super) async fn remove(
    state: web::Data<State>,
    at: RoomVisit,
    path: web::Path<(String, Uuid)>,
    form: Posted<BackForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, note) = (at.doer()?, at.number, NoteId(path.1));
    state.write(&at.visit, doer, move |tx| actions::set_note_removed(tx, number, note, true)).await?;
    let undo = format!("/brainstorms/{number}/notes/{note}/restoration");
    Ok(see_other_with(&state, back_to(&at, form.0.back.as_deref()), &Toast::undoable("toast-note-removed", undo)))
}

pub(super) async fn restore(
    state: web::Data<State>,
    at: RoomVisit,
    path: web::Path<(String, Uuid)>,
    _: Posted<NothingForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, note) = (at.doer()?, at.number, NoteId(path.1));
    state.write(&at.visit, doer, move |tx| actions::set_note_removed(tx, number, note, false)).await?;
    Ok(see_other_with(&state, back_to(&at, None), &Toast::new("toast-note-restored")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HoldForm {
    held: String,
    #[serde(default)]
    back: Option<String>,
}

pub(super) async fn hold(
    state: web::Data<State>,
    at: RoomVisit,
    path: web::Path<(String, Uuid)>,
    form: Posted<HoldForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, note, held) = (at.doer()?, at.number, NoteId(path.1), form.0.held == "yes");
    state.write(&at.visit, doer, move |tx| actions::hold_note(tx, number, note, held)).await?;
    let toast = Toast::new(if held { "toast-note-held" } else { "toast-note-released" });
    Ok(see_other_with(&state, back_to(&at, form.0.back.as_deref()), &toast))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveForm {
    #[serde(default)]
    to: Option<String>,
}

/// The way back of a move: where the note was, and the cluster that was made for it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveBack {
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    made: Option<String>,
}

fn cluster_id(word: &str) -> AppResult<ClusterId> {
    Uuid::parse_str(word).map(ClusterId).map_err(|_| AppError::NotFound("cluster"))
}

pub(super) async fn move_note(
    state: web::Data<State>,
    at: RoomVisit,
    path: web::Path<(String, Uuid)>,
    back: Queried<MoveBack>,
    form: Posted<MoveForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, note) = (at.doer()?, at.number, NoteId(path.1));
    let target = match back.0.to.or(form.0.to).as_deref() {
        None | Some("none") => Target::Loose,
        Some("new") => Target::Fresh,
        Some(id) => Target::Cluster(cluster_id(id)?),
    };
    let made = back.0.made.as_deref().map(cluster_id).transpose()?;
    let moved = state
        .write(&at.visit, doer, move |tx| {
            let moved = actions::move_note(tx, number, note, target)?;
            made.map_or(Ok(()), |made| actions::drop_empty_cluster(tx, number, made))?;
            Ok(moved)
        })
        .await?;
    let before = moved.before.map_or_else(|| "none".to_owned(), |cluster| cluster.to_string());
    let made = moved.made.map(|cluster| format!("&made={cluster}")).unwrap_or_default();
    let toast = match &moved.to {
        Some((title, notes)) => Toast::new("toast-note-moved").about(title).counting(*notes),
        None => Toast::new("toast-note-freed"),
    };
    let undo = format!("/brainstorms/{number}/notes/{note}/cluster?to={before}{made}");
    Ok(see_other_with(&state, format!("/brainstorms/{}#note-{note}", at.segment), &Toast { undo: Some(undo), ..toast }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TitleForm {
    title: String,
}

/// Another title, or the one before when a renaming is taken back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RenameForm {
    #[serde(default)]
    title: Option<String>,
}

pub(super) async fn make_cluster(state: web::Data<State>, at: RoomVisit, form: Posted<TitleForm>) -> AppResult<HttpResponse> {
    let (doer, number) = (at.doer()?, at.number);
    let cluster = state.write(&at.visit, doer, move |tx| actions::make_cluster(tx, number, &form.0.title)).await?;
    Ok(see_other(format!("/brainstorms/{}#cluster-{cluster}", at.segment)))
}

pub(super) async fn rename_cluster(
    state: web::Data<State>,
    at: RoomVisit,
    path: web::Path<(String, Uuid)>,
    back: Queried<RenameForm>,
    form: Posted<RenameForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, cluster) = (at.doer()?, at.number, ClusterId(path.1));
    let title = back.0.title.or(form.0.title).unwrap_or_default();
    let before = state.write(&at.visit, doer, move |tx| actions::rename_cluster(tx, number, cluster, &title)).await?;
    let before: String = form_urlencoded::byte_serialize(before.as_bytes()).collect();
    let undo = format!("/brainstorms/{number}/clusters/{cluster}?title={before}");
    let home = format!("/brainstorms/{}#cluster-{cluster}", at.segment);
    Ok(see_other_with(&state, home, &Toast::undoable("toast-cluster-renamed", undo)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemovalForm {
    #[serde(default)]
    into: Option<String>,
}

/// The way back of a merge or a dissolving, said in the address.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemovalBack {
    #[serde(default)]
    undo: Option<String>,
}

pub(super) async fn remove_cluster(
    state: web::Data<State>,
    at: RoomVisit,
    path: web::Path<(String, Uuid)>,
    back: Queried<RemovalBack>,
    form: Posted<RemovalForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, cluster) = (at.doer()?, at.number, ClusterId(path.1));
    if back.0.undo.is_some() {
        state.write(&at.visit, doer, move |tx| actions::restore_cluster(tx, number, cluster)).await?;
        let home = format!("/brainstorms/{}#cluster-{cluster}", at.segment);
        return Ok(see_other_with(&state, home, &Toast::new("toast-cluster-restored")));
    }
    let into = form.0.into.as_deref().filter(|into| !into.is_empty()).map(cluster_id).transpose()?;
    state.write(&at.visit, doer, move |tx| actions::remove_cluster(tx, number, cluster, into)).await?;
    let undo = format!("/brainstorms/{number}/clusters/{cluster}/removal?undo=yes");
    let toast = Toast::undoable(if into.is_some() { "toast-cluster-merged" } else { "toast-cluster-removed" }, undo);
    Ok(see_other_with(&state, back_to(&at, None), &toast))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DotsForm {
    dots: i16,
    #[serde(default)]
    back: Option<String>,
}

pub(super) async fn dots(
    state: web::Data<State>,
    desk: web::Data<Desk>,
    at: RoomVisit,
    path: web::Path<(String, Uuid)>,
    form: Posted<DotsForm>,
) -> AppResult<HttpResponse> {
    let participant = participant(&state, &at).await?;
    let cluster = ClusterId(path.1);
    // So many dots and no other number: the same form twice changes nothing, so it needs no key.
    let request = Some(at.visit.request_id);
    desk.place_dots(PlaceDots { doer: at.doer()?, participant, cluster, dots: form.0.dots, request, claim: None }).await?;
    Ok(see_other(format!("{}#cluster-{cluster}", back_to(&at, form.0.back.as_deref()))))
}
