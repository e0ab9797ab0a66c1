//! Screens of ideas: board, form, idea page, versions, what became of one's own.
mod asked;
pub(super) mod board;
mod change;
mod edit;
mod feeds;
pub(super) mod files;
mod history;
mod idea_form;
mod mine;
mod new;
mod photos;
mod show;
mod similar;
pub(super) mod view;

use super::store::number_of;
use crate::domains::voting;
use crate::kernel::{IdeaId, Viewer};
use crate::platform::{
    error::AppResult,
    web::{Posted, State, Visit},
};
use actix_web::{HttpRequest, HttpResponse, web};
use diesel::PgConnection;
pub use show::Particulars;
use std::collections::HashSet;

/// A form without fields of its own.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Routes of the screens.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/ideas", web::get().to(board::show))
        .route("/ideas", web::post().to(new::create))
        .route("/ideas.json", web::get().to(feeds::json))
        .route("/ideas.csv", web::get().to(feeds::csv))
        .route("/ideas.atom", web::get().to(feeds::atom))
        .route("/ideas/new", web::get().to(new::show))
        .route("/ideas/new/discard", web::post().to(new::discard))
        .route("/ideas/similar", web::get().to(similar::similar))
        .route("/ideas/mine", web::get().to(mine::show))
        .route("/ideas/{idea}", web::get().to(show::show))
        .route("/ideas/{idea}/history", web::get().to(history::show))
        .route("/ideas/{idea}/edit", web::get().to(edit::show))
        .route("/ideas/{idea}/edit", web::post().to(edit::save))
        .route("/ideas/{idea}/photos", web::get().to(photos::show))
        .route("/ideas/{idea}/photos", web::post().to(photos::add))
        .route("/ideas/{idea}/photos/{photo}/remove", web::post().to(photos::remove))
        .route("/ideas/{idea}/photos/{photo}/restore", web::post().to(photos::restore))
        .route("/ideas/{idea}/withdraw", web::post().to(withdraw))
        .route("/ideas/{idea}/restore", web::post().to(restore))
        .route("/ideas/{idea}/follow", web::post().to(change::follow))
        .route("/ideas/{idea}/moderation", web::post().to(change::moderate))
        .route("/ideas/{idea}/unmoderation", web::post().to(change::undo_moderation))
        .route("/files/{file}", web::get().to(files::show));
}

async fn withdraw(state: web::Data<State>, visit: Visit, path: web::Path<String>, form: Posted<Nothing>) -> AppResult<HttpResponse> {
    change::withdraw(&state, &visit, &path, form, false).await
}

async fn restore(state: web::Data<State>, visit: Visit, path: web::Path<String>, form: Posted<Nothing>) -> AppResult<HttpResponse> {
    change::withdraw(&state, &visit, &path, form, true).await
}

/// For good to the address with the present slug, keeping the query.
fn moved_permanently(request: &HttpRequest, to: &str) -> HttpResponse {
    let query = request.query_string();
    let to = if query.is_empty() { to.to_owned() } else { format!("{to}?{query}") };
    HttpResponse::MovedPermanently().insert_header((actix_web::http::header::LOCATION, to)).finish()
}

/// Which of these the viewer has voted for.
pub(super) fn voted_for(conn: &mut PgConnection, viewer: &Viewer, ideas: &[IdeaId]) -> AppResult<HashSet<IdeaId>> {
    match viewer.person_id() {
        Some(person) => voting::store::mine(conn, person, ideas),
        None => Ok(HashSet::new()),
    }
}
