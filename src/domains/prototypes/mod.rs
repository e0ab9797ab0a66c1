//! Prototypes: hypotheses, builds, tests and gates, up to a decision on frozen evidence; sprints that
//! count them. Rank 50.
pub mod actions;
pub mod pages;
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
