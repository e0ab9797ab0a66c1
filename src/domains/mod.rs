//! One folder per domain, all laid out alike; `tests/it/architecture.rs` holds the ranks.
pub mod brainstorms;
pub mod campaigns;
pub mod discussion;
pub mod evaluation;
pub mod ideas;
pub mod lineage;
pub mod notifications;
pub mod people;
pub mod prototypes;
pub mod voting;

use actix_web::web::ServiceConfig;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Pages and forms of every domain.
pub fn routes(config: &mut ServiceConfig) {
    // The router tries one after the other, so those that are asked for most come first.
    voting::routes(config);
    ideas::routes(config);
    people::routes(config);
    campaigns::routes(config);
    brainstorms::routes(config);
    discussion::routes(config);
    evaluation::routes(config);
    prototypes::routes(config);
    lineage::routes(config);
    notifications::routes(config);
}

/// The API of every domain.
pub fn api(config: &mut ApiConfig<'_>) {
    people::api(config);
    campaigns::api(config);
    brainstorms::api(config);
    ideas::api(config);
    voting::api(config);
    discussion::api(config);
    evaluation::api(config);
    prototypes::api(config);
    lineage::api(config);
    notifications::api(config);
}
