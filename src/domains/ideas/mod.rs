//! Ideas: from a text to an answer; board, search, versions, merges. Rank 30.
pub mod actions;
pub mod api;
pub mod pages;
pub mod rules;
pub mod store;
pub mod worker;

use actix_web::web::ServiceConfig;
pub use api::api;

/// Pages and forms.
pub fn routes(config: &mut ServiceConfig) {
    pages::routes(config);
}
