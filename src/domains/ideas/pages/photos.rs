//! The photos of an idea: adding to them, taking one away, bringing it back.
use super::{Nothing, change::fields as problems, number_of};
use crate::domains::ideas::{actions, rules, store};
use crate::kernel::{Actor, BlobId, Doer, EditIdea, ModerateIdea, Refusal, holds};
use crate::platform::{
    error::{AppError, AppResult},
    files::{self, Picture},
    web::{Page, Posted, Section, SentFile, State, Title, Toast, Uploaded, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// The form, without its files: what each photo shows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhotosForm {
    #[serde(default)]
    alt: Vec<String>,
}

#[derive(Serialize)]
struct Photo {
    id: Uuid,
    href: String,
    width: i32,
    height: i32,
    alt: String,
}

#[derive(Serialize)]
struct PhotosPage {
    number: i64,
    href: String,
    title: String,
    photos: Vec<Photo>,
    most_photos: usize,
    /// What was typed about photos that were refused.
    alts: Vec<String>,
    error: String,
}

impl Page for PhotosPage {
    const TEMPLATE: &'static str = "ideas/photos.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("idea-photos-title")
    }
}

async fn read(state: &State, visit: &Visit, actor: Actor, number: i64) -> AppResult<PhotosPage> {
    let (viewer, doer) = (visit.viewer.clone(), Doer::from(actor));
    state
        .db
        .read(move |conn| {
            let idea = store::find_visible(conn, &viewer, number)?;
            let place = idea.place(&doer);
            if !holds::<EditIdea>(&doer, &place) {
                return Err(AppError::forbidden::<EditIdea>());
            }
            rules::check_edit(idea.state, holds::<ModerateIdea>(&doer, &place))?;
            let photo = |shown: files::Shown| Photo {
                href: format!("/files/{}", shown.id),
                id: shown.id,
                width: shown.width,
                height: shown.height,
                alt: shown.alt,
            };
            Ok(PhotosPage {
                number,
                href: idea.path(),
                photos: files::list_of(conn, &[idea.id.0])?.into_iter().map(photo).collect(),
                title: idea.title,
                most_photos: rules::MOST_PHOTOS,
                alts: Vec::new(),
                error: String::new(),
            })
        })
        .await
}

/// The photos of an idea that the person may edit.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
) -> AppResult<HttpResponse> {
    let page = read(&state, &visit, actor, number_of(&path)?).await?;
    state.page(&request, &visit, &page)
}

/// Adds photos: all of them, or none and the reason.
pub async fn add(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
    sent: Uploaded<PhotosForm>,
) -> AppResult<HttpResponse> {
    let (number, alts) = (number_of(&path)?, sent.form.alt);
    let typed = alts.clone();
    let done = match files::off_thread(move || read_pictures(sent.files, &alts)).await?? {
        Ok(shots) => {
            let (files, shots) = (state.files.clone(), Arc::new(shots));
            let adding = actor.clone();
            state
                .write(&visit, adding, move |tx| {
                    shots.iter().try_for_each(|(alt, picture)| actions::add_photo(tx, &files, number, picture, alt).map(drop))
                })
                .await
        }
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => Ok(see_other_with(&state, format!("/ideas/{number}/photos"), &Toast::new("toast-photos-added"))),
        Err(AppError::Refused(refusal)) if refusal.field.is_some() => {
            let mut page = read(&state, &visit, actor, number).await?;
            page.alts = typed;
            page.error = problems(&state, &visit, &[refusal]).remove(0).text;
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(error),
    }
}

/// The pictures of a form, each with the words in the same place; what is wrong with the first that is none.
fn read_pictures(sent: Vec<SentFile>, alts: &[String]) -> AppResult<Result<Vec<(String, Picture)>, Refusal>> {
    let mut shots = Vec::new();
    for (at, file) in sent.into_iter().enumerate().filter(|(_, file)| !file.is_empty()) {
        match file.picture()?.and_then(|picture| Ok((files::alt(alts.get(at).map_or("", String::as_str))?, picture))) {
            Ok(shot) => shots.push(shot),
            Err(refusal) => return Ok(Err(refusal)),
        }
    }
    Ok(if shots.is_empty() { Err(rules::NO_PHOTO_CHOSEN) } else { Ok(shots) })
}

/// Takes a photo away; it can be brought back for a day.
pub async fn remove(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<(String, Uuid)>,
    _: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let (number, photo) = (number_of(&path.0)?, BlobId(path.1));
    state.write(&visit, actor, move |tx| actions::remove_photo(tx, number, photo)).await?;
    let back = format!("/ideas/{number}/photos/{photo}/restore");
    Ok(see_other_with(&state, format!("/ideas/{number}/photos"), &Toast::undoable("toast-photo-removed", back)))
}

/// Brings a photo back that was taken away.
pub async fn restore(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<(String, Uuid)>,
    _: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let (number, photo) = (number_of(&path.0)?, BlobId(path.1));
    state.write(&visit, actor, move |tx| actions::restore_photo(tx, number, photo)).await?;
    Ok(see_other_with(&state, format!("/ideas/{number}/photos"), &Toast::new("toast-photo-restored")))
}
