//! Lineage: which item came from which, followed both ways, and what happened to an item. Rank 58:
//! a reader of the other domains' tables, and the owner of the edges between their items.
mod api;
mod pages;
pub mod store;

use actix_web::{
    HttpRequest,
    web::{self, ServiceConfig},
};
pub use api::api;

/// The activity of the whole installation; other pages include `templates/lineage/_chain.html` and `_activity.html`.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/activity", web::get().to(pages::show));
}

/// The place in the log before which a page shows what happened: `?before=`; without it the newest.
pub fn before(request: &HttpRequest) -> Option<i64> {
    request.query_string().split('&').find_map(|pair| pair.strip_prefix("before="))?.parse().ok()
}
