//! Campaigns: a question asked of an audience for a time, in dated phases. Rank 20.
pub mod actions;
pub mod api;
mod pages;
pub mod rules;
pub mod scheduler;
pub mod store;

use actix_web::web::ServiceConfig;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Pages and forms.
pub fn routes(config: &mut ServiceConfig) {
    pages::routes(config);
}

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    api::api(config);
}
