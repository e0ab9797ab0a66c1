//! Lineage: which item came from which, followed both ways, and what happened to an item. Rank 58:
//! a reader of the other domains' tables, and the owner of the edges between their items.
mod api;
pub mod store;

use actix_web::web::ServiceConfig;
pub use api::api;

/// Pages and forms: none of its own; other pages include `templates/lineage/_chain.html` and `_activity.html`.
pub fn routes(_: &mut ServiceConfig) {}
