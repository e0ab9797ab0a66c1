//! Voting: one vote per person and idea, within a budget; stances. Rank 40.
pub mod actions;
pub mod api;
pub mod pages;
pub mod rules;
pub mod store;

use actix_web::web::{ServiceConfig, get, post};
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Pages and forms.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/ideas/{idea}/vote", post().to(pages::vote));
    config.route("/ideas/{idea}/voters", get().to(pages::voters));
}

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    config.service(api::put_vote).service(api::delete_vote).service(api::list_votes).service(api::show_stances).service(api::take_stance);
}
