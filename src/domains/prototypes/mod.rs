//! Prototypes: hypotheses, builds, tests and gates, up to a decision on frozen evidence; sprints that
//! count them. Rank 50.
pub mod actions;
pub mod api;
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
pub fn api(config: &mut ApiConfig<'_>) {
    config
        .service(api::list)
        .service(api::create)
        .service(api::show)
        .service(api::change)
        .service(api::move_stage)
        .service(api::add_hypothesis)
        .service(api::judge_hypothesis)
        .service(api::add_build)
        .service(api::add_test)
        .service(api::add_reading)
        .service(api::add_gate)
        .service(api::add_learning);
}
