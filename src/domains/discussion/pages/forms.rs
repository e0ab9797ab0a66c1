//! Forms of a discussion: write, edit, delete, bring back, mark as the answer, read earlier texts.
use super::section::{Draft, ROWS};
use crate::domains::discussion::{
    actions::{self, NewComment},
    rules::CommentText,
    store,
};
use crate::domains::ideas;
use crate::kernel::{Actor, EditComment, Refusal, holds, text};
use crate::platform::{
    drafts,
    error::{AppError, AppResult},
    markdown,
    web::{Page, Posted, ProblemField, Section, State, Title, Toast, Visit, see_other, see_other_with, use_try},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};

/// Comments a person may write in [`WINDOW`] minutes.
const MOST: i32 = 30;
const WINDOW: i64 = 10;

/// A comment as it is sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WriteForm {
    text: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    staff_only: String,
}

impl WriteForm {
    fn parent(&self) -> AppResult<Option<i64>> {
        match self.parent.trim() {
            "" | "0" => Ok(None),
            number => number.parse().map(Some).map_err(|_| AppError::Unreadable("parent is the number of a comment".to_owned())),
        }
    }
}

/// A comment that has to be looked at again, with everything that was written.
#[derive(Serialize)]
struct WritePage {
    action: String,
    idea_title: String,
    idea_href: String,
    text: String,
    parent: String,
    staff_only: bool,
    is_edit: bool,
    /// The text that is edited; another one stored means that somebody was faster.
    version: i32,
    /// Somebody was: the stored text stands beside what was typed.
    stored_html: String,
    errors: Vec<ProblemField>,
    text_error: String,
}

impl Page for WritePage {
    const TEMPLATE: &'static str = "discussion/write.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key(if self.is_edit { "discussion-edit-title" } else { "discussion-write-title" })
    }
}

impl WritePage {
    fn with_errors(mut self, state: &State, visit: &Visit, refusals: &[Refusal]) -> Self {
        self.errors = refusals.iter().map(|refusal| ProblemField::of(&state.words, visit.preferences.lang, refusal)).collect();
        self.text_error = self.errors.iter().find(|error| error.field == "text").map(|error| error.text.clone()).unwrap_or_default();
        self
    }
}

/// The refusals of a form, or the error itself.
fn refusals(error: AppError) -> AppResult<Vec<Refusal>> {
    match error {
        AppError::Refused(refusal) => Ok(vec![refusal]),
        AppError::Invalid(refusals) => Ok(refusals),
        error => Err(error),
    }
}

fn idea_number(segment: &str) -> AppResult<i64> {
    text::leading_number(segment).ok_or(AppError::NotFound("idea"))
}

/// `POST /ideas/{idea}/comments`. What somebody wrote without an account is kept; they sign in last and find it again.
pub async fn write(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<String>,
    form: Posted<WriteForm>,
) -> AppResult<HttpResponse> {
    let (number, form) = (idea_number(&path)?, form.0);
    let parent = form.parent()?;
    let Some(actor) = visit.viewer.person().cloned() else {
        return keep_and_sign_in(&state, &visit, number, Draft { text: form.text, parent }).await;
    };
    let written = match CommentText::parse(&form.text) {
        Ok(text) => {
            use_try(&state, format!("comment:{}", actor.id), MOST, WINDOW).await?;
            let new = NewComment { text, parent, staff_only: form.staff_only == "on" };
            let owners = Draft::owners(&visit);
            state
                .write(&visit, actor, move |tx| {
                    drafts::remove(tx, &owners, &Draft::form(number))?;
                    actions::write(tx, number, &new)
                })
                .await
        }
        Err(refusal) => Err(refusal.into()),
    };
    match written {
        Ok(comment) => {
            let undo = format!("/comments/{comment}/delete");
            Ok(see_other_with(&state, format!("/comments/{comment}"), &Toast::undoable("toast-comment-written", undo)))
        }
        Err(error) => {
            let refusals = refusals(error)?;
            let viewer = visit.viewer.clone();
            let idea = state.db.read(move |conn| ideas::store::find_visible(conn, &viewer, number)).await?;
            let page = WritePage {
                action: format!("/ideas/{number}/comments"),
                idea_href: idea.path(),
                idea_title: idea.title,
                text: form.text,
                parent: parent.map_or_else(String::new, |parent| parent.to_string()),
                staff_only: form.staff_only == "on",
                is_edit: false,
                version: 0,
                stored_html: String::new(),
                errors: Vec::new(),
                text_error: String::new(),
            };
            state.page_with(&request, &visit, &page.with_errors(&state, &visit, &refusals), StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

async fn keep_and_sign_in(state: &State, visit: &Visit, number: i64, draft: Draft) -> AppResult<HttpResponse> {
    let (viewer, owner) = (visit.viewer.clone(), visit.draft_owner());
    let idea = state.db.read(move |conn| ideas::store::find_visible(conn, &viewer, number)).await?;
    let kept: String = draft.text.chars().filter(|c| *c != '\0').take(crate::domains::discussion::rules::LONGEST).collect();
    let draft = Draft { text: kept, ..draft };
    state.db.write(crate::kernel::Doer::System("drafts"), move |tx| drafts::put(tx, &owner, &Draft::form(number), &draft)).await?;
    let next = format!("{}?draft=comment#write", idea.path());
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    Ok(see_other_with(state, format!("/sign-in?next={next}"), &Toast::new("toast-comment-kept")))
}

/// `GET /comments/{comment}`: to the comment in its place below its idea, whatever page that is.
pub async fn show(state: web::Data<State>, visit: Visit, path: web::Path<i64>) -> AppResult<HttpResponse> {
    let (number, viewer) = (*path, visit.viewer.clone());
    let (found, after) = state
        .db
        .read(move |conn| {
            let found = store::find_visible(conn, &viewer, number)?;
            let after = store::find_place_before(conn, &viewer, found.comment.id, ROWS)?;
            Ok((found, after))
        })
        .await?;
    let query = after.map_or_else(String::new, |after| format!("?comments_after={after}"));
    Ok(see_other(format!("{}{query}#comment-{number}", found.idea.path())))
}

/// `GET /comments/{comment}/edit`.
pub async fn edit_form(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<i64>,
) -> AppResult<HttpResponse> {
    let page = edit_page(&state, &visit, actor, *path, None).await?;
    state.page(&request, &visit, &page)
}

async fn edit_page(state: &State, visit: &Visit, actor: Actor, number: i64, typed: Option<String>) -> AppResult<WritePage> {
    let viewer = visit.viewer.clone();
    let found = state.db.read(move |conn| store::find_visible(conn, &viewer, number)).await?;
    let doer = actor.into();
    if !holds::<EditComment>(&doer, &found.place(&doer)) {
        return Err(AppError::forbidden::<EditComment>());
    }
    if found.comment.deleted_at.is_some() {
        return Err(crate::domains::discussion::rules::DELETED.into());
    }
    Ok(WritePage {
        action: format!("/comments/{number}/edit"),
        idea_href: found.idea.path(),
        idea_title: found.idea.title,
        version: found.comment.version,
        stored_html: String::new(),
        text: typed.unwrap_or(found.comment.text),
        parent: String::new(),
        staff_only: found.comment.staff_only,
        is_edit: true,
        errors: Vec::new(),
        text_error: String::new(),
    })
}

/// A changed text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditForm {
    text: String,
    version: i32,
}

/// `POST /comments/{comment}/edit`.
pub async fn edit(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<i64>,
    form: Posted<EditForm>,
) -> AppResult<HttpResponse> {
    let (number, EditForm { text: typed, version }) = (*path, form.0);
    let edited = match CommentText::parse(&typed) {
        Ok(text) => state.write(&visit, actor.clone(), move |tx| actions::edit(tx, number, Some(version), &text)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match edited {
        Ok(_) => Ok(see_other_with(&state, format!("/comments/{number}"), &Toast::new("toast-comment-edited"))),
        Err(AppError::Refused(refusal)) if refusal.field.is_some() => {
            let page = edit_page(&state, &visit, actor, number, Some(typed)).await?.with_errors(&state, &visit, &[refusal]);
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(AppError::Stale) => {
            // What was typed stays; the version is the stored one, so that sending again is a choice made with open eyes.
            let stored = edit_page(&state, &visit, actor, number, None).await?;
            let page = WritePage { stored_html: markdown::to_html(&stored.text), text: typed, ..stored };
            state.page_with(&request, &visit, &page, StatusCode::CONFLICT)
        }
        Err(error) => Err(error),
    }
}

/// A form of a button alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ButtonForm {}

/// `POST /comments/{comment}/delete`; it can be brought back.
pub async fn delete(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<i64>,
    _: Posted<ButtonForm>,
) -> AppResult<HttpResponse> {
    let number = *path;
    state.write(&visit, actor, move |tx| actions::delete(tx, number, None)).await?;
    let undo = format!("/comments/{number}/restore");
    Ok(see_other_with(&state, format!("/comments/{number}"), &Toast::undoable("toast-comment-deleted", undo)))
}

/// `POST /comments/{comment}/restore`.
pub async fn restore(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<i64>,
    _: Posted<ButtonForm>,
) -> AppResult<HttpResponse> {
    let number = *path;
    state.write(&visit, actor, move |tx| actions::restore(tx, number)).await?;
    Ok(see_other_with(&state, format!("/comments/{number}"), &Toast::new("toast-comment-restored")))
}

/// Whether it shall be the answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerForm {
    #[serde(default)]
    marked: String,
}

/// `POST /comments/{comment}/answer` with `marked=on`, or without to take the mark away.
pub async fn answer(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<i64>,
    form: Posted<AnswerForm>,
) -> AppResult<HttpResponse> {
    let (number, marked) = (*path, form.0.marked == "on");
    state.write(&visit, actor, move |tx| actions::mark_answer(tx, number, marked)).await?;
    let toast = if marked {
        Toast::undoable("toast-answer-marked", format!("/comments/{number}/answer"))
    } else {
        Toast::new("toast-answer-unmarked")
    };
    Ok(see_other_with(&state, format!("/comments/{number}"), &toast))
}

#[derive(Serialize)]
struct HistoryPage {
    number: i64,
    idea_title: String,
    idea_href: String,
    versions: Vec<VersionView>,
}

#[derive(Serialize)]
struct VersionView {
    version: i32,
    at: String,
    is_now: bool,
    text_html: String,
}

impl Page for HistoryPage {
    const TEMPLATE: &'static str = "discussion/history.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("discussion-history-title")
    }
}

/// `GET /comments/{comment}/history`: every text it has had. Of a deleted comment there is none.
pub async fn history(state: web::Data<State>, visit: Visit, request: HttpRequest, path: web::Path<i64>) -> AppResult<HttpResponse> {
    let (number, viewer) = (*path, visit.viewer.clone());
    let page = state
        .db
        .read(move |conn| {
            let found = store::find_visible(conn, &viewer, number)?;
            let comment = found.comment;
            if comment.deleted_at.is_some() {
                return Err(AppError::NotFound("comment"));
            }
            let now = VersionView {
                version: comment.version,
                at: comment.edited_at.unwrap_or(comment.created_at).to_rfc3339(),
                is_now: true,
                text_html: markdown::to_html(&comment.text),
            };
            let earlier = store::list_versions(conn, comment.id)?.into_iter().map(|old| VersionView {
                version: old.version,
                at: old.created_at.to_rfc3339(),
                is_now: false,
                text_html: markdown::to_html(&old.text),
            });
            let versions = std::iter::once(now).chain(earlier).collect();
            Ok(HistoryPage { number, idea_href: found.idea.path(), idea_title: found.idea.title, versions })
        })
        .await?;
    state.page(&request, &visit, &page)
}
