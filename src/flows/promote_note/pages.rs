//! The forms that make an idea of a note or a cluster, and take it back.
use super::{Origin, promote, undo_promotion};
use crate::domains::brainstorms;
use crate::kernel::{ClusterId, IdeaId, NoteId, text};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Posted, State, Toast, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PromotionForm {
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
}

async fn go(
    state: &State,
    visit: &Visit,
    request: &HttpRequest,
    room: &str,
    origin: Origin,
    form: PromotionForm,
) -> AppResult<HttpResponse> {
    let actor = visit.actor()?;
    let number = text::leading_number(room).ok_or(AppError::NotFound("brainstorm"))?;
    let (title, body) = (form.title.clone(), form.text.clone());
    let error = match state.write(visit, actor, move |tx| promote(tx, number, origin, &title, &body)).await {
        Ok((idea, idea_number)) => {
            let undo = format!("/brainstorms/{number}/promotions/{idea}/undo");
            return Ok(see_other_with(state, format!("/ideas/{idea_number}"), &Toast::undoable("toast-promoted", undo)));
        }
        Err(error) => error,
    };
    let refusals = match &error {
        AppError::Refused(refusal) => vec![*refusal],
        AppError::Invalid(refusals) => refusals.clone(),
        _ => return Err(error),
    };
    let typed = brainstorms::Unpromoted::of(origin.item().id, form.title, form.text);
    match typed.page(state, visit, request, number, &refusals).await {
        // Who promotes without having been in the room may have no results to go back to.
        Err(AppError::NotFound(_)) => Err(error),
        answer => answer,
    }
}

pub(super) async fn promote_note(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(String, Uuid)>,
    form: Posted<PromotionForm>,
) -> AppResult<HttpResponse> {
    go(&state, &visit, &request, &path.0, Origin::Note(NoteId(path.1)), form.0).await
}

pub(super) async fn promote_cluster(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(String, Uuid)>,
    form: Posted<PromotionForm>,
) -> AppResult<HttpResponse> {
    go(&state, &visit, &request, &path.0, Origin::Cluster(ClusterId(path.1)), form.0).await
}

pub(super) async fn undo(state: web::Data<State>, visit: Visit, path: web::Path<(String, Uuid)>) -> AppResult<HttpResponse> {
    let actor = visit.actor()?;
    let number = text::leading_number(&path.0).ok_or(AppError::NotFound("brainstorm"))?;
    let idea = IdeaId(path.1);
    state.write(&visit, actor, move |tx| undo_promotion(tx, number, idea)).await?;
    Ok(see_other_with(&state, format!("/brainstorms/{number}/results"), &Toast::new("toast-promotion-undone")))
}
