//! Forms of everybody in a room: notes, clusters, dots.
use super::{
    control::{NothingForm, back_to},
    room,
    visit::RoomVisit,
};
use crate::domains::brainstorms::{
    actions::{self, Desk, PlaceDots, Target, WriteNote},
    store,
};
use crate::kernel::{ClusterId, NoteId, ParticipantId};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Posted, ProblemField, State, Toast, see_other, see_other_with},
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
    let written = desk.write_note(WriteNote { doer: at.doer()?, participant, note, text: form.text.clone() }).await;
    match written {
        Ok(_) => Ok(see_other(back_to(&at, form.back.as_deref()))),
        Err(AppError::Refused(refusal)) => {
            let problem = ProblemField::of(&state.words, at.visit.preferences.lang, &refusal);
            room::refused_note(&state, &at, &request, &form.text, &[problem]).await
        }
        Err(error) => Err(error),
    }
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
    path: web::Path<(String, Uuid)>,
    form: Posted<TextForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, note, home) = (at.doer()?, at.number, NoteId(path.1), back_to(&at, form.0.back.as_deref()));
    state.write(&at.visit, doer, move |tx| actions::edit_note(tx, number, note, &form.0.text)).await?;
    Ok(see_other_with(&state, home, &Toast::new("toast-note-edited")))
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
    Ok(see_other_with(&state, back_to(&at, None), &toast))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveForm {
    to: String,
}

fn cluster_id(word: &str) -> AppResult<ClusterId> {
    Uuid::parse_str(word).map(ClusterId).map_err(|_| AppError::NotFound("cluster"))
}

pub(super) async fn move_note(
    state: web::Data<State>,
    at: RoomVisit,
    path: web::Path<(String, Uuid)>,
    form: Posted<MoveForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, note) = (at.doer()?, at.number, NoteId(path.1));
    let target = match form.0.to.as_str() {
        "none" => Target::Loose,
        "new" => Target::Fresh,
        id => Target::Cluster(cluster_id(id)?),
    };
    state.write(&at.visit, doer, move |tx| actions::move_note(tx, number, note, target)).await?;
    Ok(see_other_with(&state, format!("/brainstorms/{}#note-{note}", at.segment), &Toast::new("toast-note-moved")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TitleForm {
    title: String,
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
    form: Posted<TitleForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, cluster) = (at.doer()?, at.number, ClusterId(path.1));
    state.write(&at.visit, doer, move |tx| actions::rename_cluster(tx, number, cluster, &form.0.title)).await?;
    Ok(see_other(format!("/brainstorms/{}#cluster-{cluster}", at.segment)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemovalForm {
    #[serde(default)]
    into: Option<String>,
}

pub(super) async fn remove_cluster(
    state: web::Data<State>,
    at: RoomVisit,
    path: web::Path<(String, Uuid)>,
    form: Posted<RemovalForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, cluster) = (at.doer()?, at.number, ClusterId(path.1));
    let into = form.0.into.as_deref().filter(|into| !into.is_empty()).map(cluster_id).transpose()?;
    state.write(&at.visit, doer, move |tx| actions::remove_cluster(tx, number, cluster, into)).await?;
    let toast = Toast::new(if into.is_some() { "toast-cluster-merged" } else { "toast-cluster-removed" });
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
    desk.place_dots(PlaceDots { doer: at.doer()?, participant, cluster, dots: form.0.dots }).await?;
    Ok(see_other(format!("{}#cluster-{cluster}", back_to(&at, form.0.back.as_deref()))))
}
