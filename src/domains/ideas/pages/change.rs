//! Steps of one idea: withdraw, follow, keep order.
use super::{Nothing, number_of, show::Moderating};
use crate::domains::ideas::{
    actions::{self, Moderation},
    rules,
};
use crate::kernel::{Actor, Refusal};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Posted, ProblemField, State, Toast, Visit, see_other, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

/// Refusals as messages beside their fields.
pub fn fields(state: &State, visit: &Visit, refusals: &[Refusal]) -> Vec<ProblemField> {
    refusals.iter().map(|refusal| ProblemField::of(&state.words, visit.preferences.lang, refusal)).collect()
}

/// Withdraws the person's own idea, or brings it back.
pub(super) async fn withdraw(state: &State, visit: &Visit, path: &str, _: Posted<Nothing>, back: bool) -> AppResult<HttpResponse> {
    let (number, actor) = (number_of(path)?, visit.actor()?);
    let idea = state.write(visit, actor, move |tx| actions::withdraw(tx, number, back)).await?;
    let toast =
        if back { Toast::new("toast-idea-restored") } else { Toast::undoable("toast-idea-withdrawn", format!("/ideas/{number}/restore")) };
    Ok(see_other_with(state, format!("/ideas/{}", idea.number), &toast))
}

/// The follow switch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowForm {
    follow: bool,
}

/// Follows an idea, or ends it.
pub async fn follow(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<String>,
    form: Posted<FollowForm>,
) -> AppResult<HttpResponse> {
    let (number, on) = (number_of(&path)?, form.0.follow);
    let idea = state.write(&visit, actor, move |tx| actions::follow(tx, number, on)).await?;
    let toast = Toast::new(if on { "toast-idea-followed" } else { "toast-idea-unfollowed" });
    Ok(see_other_with(&state, idea.path(), &toast))
}

/// A step of keeping order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModerationForm {
    step: String,
    #[serde(default)]
    reason: String,
}

/// Approves an idea, takes it off the board, or brings it back.
pub async fn moderate(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
    form: Posted<ModerationForm>,
) -> AppResult<HttpResponse> {
    let (number, ModerationForm { step, reason }) = (number_of(&path)?, form.0);
    let (what, key, undoable) = match step.as_str() {
        "approve" => (Moderation::Approve, "toast-idea-approved", false),
        "off_topic" => (Moderation::OffTopic, "toast-idea-off-topic", true),
        "bin" => (Moderation::Bin, "toast-idea-binned", true),
        "restore" => (Moderation::Restore, "toast-idea-restored", false),
        _ => return Err(AppError::Unreadable("step is approve, off_topic, bin or restore".to_owned())),
    };
    let typed = reason.clone();
    let idea = match state.write(&visit, actor, move |tx| actions::moderate(tx, number, what, &reason)).await {
        Ok(idea) => idea,
        Err(AppError::Refused(refusal)) if refusal.field == Some("reason") || refusal == rules::KEEPS_DUPLICATES => {
            let error = ProblemField::of(&state.words, visit.preferences.lang, &refusal).text;
            return super::show::refused(&state, &visit, &request, number, Moderating { reason: typed, error }).await;
        }
        Err(error) => return Err(error),
    };
    let toast = if undoable { Toast::undoable(key, format!("/ideas/{number}/unmoderation")) } else { Toast::new(key) };
    Ok(see_other_with(&state, format!("/ideas/{}", idea.number), &toast))
}

/// Undoes the last step of keeping order.
pub async fn undo_moderation(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<String>,
    _: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let number = number_of(&path)?;
    let idea = state.write(&visit, actor, move |tx| actions::moderate(tx, number, Moderation::Restore, "")).await?;
    Ok(see_other(idea.path()))
}
