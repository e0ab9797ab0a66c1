//! Evaluation: the triage inbox, decisions on ideas, the moderation queue. Rank 45. Steps that merge, and the
//! undo that takes a merge apart, stand in `flows/merge_ideas`.
pub mod actions;
mod api;
pub mod pages;
pub mod rules;
pub mod store;

pub use api::api;

use actix_web::web::{self, ServiceConfig};

/// Pages and forms.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/triage", web::get().to(pages::inbox::show))
        .route("/triage/{idea}/accept", web::post().to(pages::steps::accept))
        .route("/triage/{idea}/decline", web::post().to(pages::steps::decline))
        .route("/triage/{idea}/snooze", web::post().to(pages::steps::snooze))
        .route("/triage/{idea}/ask", web::post().to(pages::steps::ask))
        .route("/ideas/{idea}/decision", web::get().to(pages::decisions::show))
        .route("/ideas/{idea}/decision", web::post().to(pages::decisions::decide))
        .route("/ideas/{idea}/answer", web::post().to(pages::decisions::answer))
        .route("/ideas/{idea}/answer/withdrawal", web::post().to(pages::decisions::withdraw))
        .route("/ideas/{idea}/question", web::post().to(pages::decisions::ask))
        .route("/ideas/{idea}/clarification", web::get().to(pages::decisions::asked))
        .route("/ideas/{idea}/clarification", web::post().to(pages::decisions::clarify))
        .route("/moderation", web::get().to(pages::moderation::show))
        .route("/moderation/approvals", web::post().to(pages::moderation::approve))
        .route("/moderation/{idea}/decline", web::post().to(pages::moderation::decline))
        .route("/moderation/{idea}/bin", web::post().to(pages::moderation::bin))
        .route("/moderation/{idea}/return", web::post().to(pages::moderation::give_back));
}
