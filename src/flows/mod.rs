//! Use cases that join domains. May use every domain; no domain's store, rules or actions use a flow.
mod bulk;
pub mod close_campaign;
pub mod decide_gate;
pub mod demo;
pub mod graduate_idea;
pub mod home;
pub mod import_ideas;
pub mod import_polis;
pub mod merge_ideas;
pub mod promote_note;
mod recent_actions;
pub mod recount;

use actix_web::web::ServiceConfig;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Pages and forms.
pub fn routes(config: &mut ServiceConfig) {
    close_campaign::routes(config);
    demo::routes(config);
    graduate_idea::routes(config);
    home::routes(config);
    promote_note::routes(config);
    merge_ideas::routes(config);
    decide_gate::routes(config);
    recent_actions::routes(config);
}

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    close_campaign::api(config);
    config.service(decide_gate::decide_by_api);
    graduate_idea::api(config);
    merge_ideas::api(config);
    promote_note::api(config);
}
