//! Ideas: from a text to an answer; board, search, versions, merges. Rank 30.
pub mod actions;
mod pages;
pub mod rules;
pub mod store;

use actix_web::web::ServiceConfig;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Pages and forms.
pub fn routes(config: &mut ServiceConfig) {
    pages::routes(config);
}

/// The API under `/api/v1`.
pub fn api(_: &mut ApiConfig<'_>) {}
