//! Ideas: from a text to an answer; board, search, versions, merges. Rank 30.
pub mod actions;
pub mod api;
mod pages;
pub mod rules;
pub mod store;
pub mod worker;

use actix_web::web::ServiceConfig;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Pages and forms.
pub fn routes(config: &mut ServiceConfig) {
    pages::routes(config);
}

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    config.service(api::list_ideas).service(api::submit_idea).service(api::show_idea).service(api::edit_idea).service(api::list_versions);
}
