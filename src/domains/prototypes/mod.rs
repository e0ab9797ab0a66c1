//! Prototypes: hypotheses, builds, tests and gates, up to a decision on frozen evidence; sprints that
//! count them. Rank 50.
pub mod actions;
pub mod api;
pub mod pages;
pub mod rules;
pub mod store;

use actix_web::web::ServiceConfig;
pub use api::api;

/// Pages and forms.
pub fn routes(config: &mut ServiceConfig) {
    pages::routes(config);
}
