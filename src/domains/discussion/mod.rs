//! Discussion: comments with one level of replies, mentions, answer marks, and notes for staff. Rank 42.
pub mod actions;
pub mod api;
pub mod pages;
pub mod rules;
pub mod store;

use actix_web::web::{ServiceConfig, get, post};
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Pages and forms.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/ideas/{idea}/comments", post().to(pages::write));
    config.route("/comments/{comment}", get().to(pages::show));
    config.route("/comments/{comment}/edit", get().to(pages::edit_form));
    config.route("/comments/{comment}/edit", post().to(pages::edit));
    config.route("/comments/{comment}/delete", post().to(pages::delete));
    config.route("/comments/{comment}/restore", post().to(pages::restore));
    config.route("/comments/{comment}/answer", post().to(pages::answer));
    config.route("/comments/{comment}/history", get().to(pages::history));
}

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    config
        .service(api::list)
        .service(api::create)
        .service(api::show)
        .service(api::change)
        .service(api::remove)
        .service(api::restore)
        .service(api::mark)
        .service(api::unmark);
}
