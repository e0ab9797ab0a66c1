//! Changes of one idea: edit, withdraw, follow, keep order.
use super::{Nothing, number_in, show::Moderating};
use crate::domains::ideas::{
    actions::{self, Edit, Moderation},
    rules, store,
};
use crate::kernel::{Actor, Doer, EditIdea, ModerateIdea, Refusal, holds};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Page, Posted, ProblemField, Section, State, Title, Toast, Visit, see_other, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};

/// The edit form.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditForm {
    version: i32,
    title: String,
    body: String,
    #[serde(default)]
    tags: String,
}

/// One message for each input of the form.
#[derive(Serialize)]
struct Message {
    title: String,
    body: String,
    tags: String,
}

#[derive(Serialize)]
struct EditPage {
    number: i64,
    href: String,
    form: EditForm,
    errors: Vec<ProblemField>,
    message: Message,
    stale: bool,
    longest_title: usize,
    longest_body: usize,
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "ideas/edit.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("idea-edit-title")
    }
}

/// The edit form of an idea that the person may edit.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
) -> AppResult<HttpResponse> {
    let number = number_in(&path)?;
    let (idea, tags) = read(&state, &visit, number).await?;
    let doer = Doer::from(actor);
    let place = idea.place(&doer);
    if !holds::<EditIdea>(&doer, &place) {
        return Err(AppError::forbidden::<EditIdea>());
    }
    rules::check_edit(idea.state, holds::<ModerateIdea>(&doer, &place))?;
    let form = EditForm { version: idea.version, title: idea.title.clone(), body: idea.body.clone(), tags: tags.join(", ") };
    state.page(&request, &visit, &EditPage::of(&idea, form, Vec::new(), false))
}

impl EditPage {
    fn of(idea: &store::VisibleIdea, form: EditForm, errors: Vec<ProblemField>, stale: bool) -> Self {
        let about = |field: &str| errors.iter().find(|error| error.field == field).map_or_else(String::new, |error| error.text.clone());
        Self {
            number: idea.number,
            href: idea.path(),
            form,
            message: Message { title: about("title"), body: about("body"), tags: about("tags") },
            errors,
            stale,
            longest_title: rules::LONGEST_TITLE,
            longest_body: rules::LONGEST_BODY,
        }
    }
}

async fn read(state: &State, visit: &Visit, number: i64) -> AppResult<(store::VisibleIdea, Vec<String>)> {
    let viewer = visit.viewer.clone();
    state
        .db
        .read(move |conn| {
            let idea = store::find_visible(conn, &viewer, number)?;
            let tags = store::list_tags(conn, idea.id)?;
            Ok((idea, tags))
        })
        .await
}

/// Saves an edit; a form against another version than the stored one comes back with what was typed.
pub async fn save(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
    form: Posted<EditForm>,
) -> AppResult<HttpResponse> {
    let (number, form) = (number_in(&path)?, form.0);
    let tags = form.tags.split(',').map(str::to_owned).collect();
    let edit = Edit { version: form.version, title: form.title.clone(), body: form.body.clone(), tags: Some(tags), fields: None };
    let done = state.write(&visit, actor, move |tx| actions::edit(tx, number, &edit)).await;
    let (errors, status, stale) = match done {
        Ok((idea, _)) => return Ok(see_other_with(&state, format!("/ideas/{}", idea.number), &Toast::new("toast-idea-saved"))),
        Err(AppError::Invalid(refusals)) => (fields(&state, &visit, &refusals), StatusCode::UNPROCESSABLE_ENTITY, false),
        Err(AppError::Stale) => (Vec::new(), StatusCode::CONFLICT, true),
        Err(other) => return Err(other),
    };
    let (idea, _) = read(&state, &visit, number).await?;
    // What was typed stays; the version is the stored one, so that sending again is a choice made with open eyes.
    let form = EditForm { version: idea.version, ..form };
    state.page_with(&request, &visit, &EditPage::of(&idea, form, errors, stale), status)
}

/// Refusals as messages beside their fields.
pub fn fields(state: &State, visit: &Visit, refusals: &[Refusal]) -> Vec<ProblemField> {
    refusals.iter().map(|refusal| ProblemField::of(&state.words, visit.preferences.lang, refusal)).collect()
}

/// Withdraws the person's own idea, or brings it back.
pub(super) async fn withdraw(state: &State, visit: &Visit, path: &str, _: Posted<Nothing>, back: bool) -> AppResult<HttpResponse> {
    let (number, actor) = (number_in(path)?, visit.actor()?);
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
    let (number, on) = (number_in(&path)?, form.0.follow);
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
    let (number, ModerationForm { step, reason }) = (number_in(&path)?, form.0);
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
        Err(AppError::Refused(refusal)) if refusal.field == Some("reason") => {
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
    let number = number_in(&path)?;
    let idea = state.write(&visit, actor, move |tx| actions::moderate(tx, number, Moderation::Restore, "")).await?;
    Ok(see_other(idea.path()))
}
