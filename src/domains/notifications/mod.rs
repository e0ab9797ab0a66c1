//! Notifications: a reader of the spine that tells people what concerns them, once, and mails what matters. Rank 80.
mod mails;
pub mod pages;
pub mod reader;
pub mod rules;
pub mod store;

use actix_web::web::{ServiceConfig, get, post};
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Pages and forms.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/stream/notifications", get().to(pages::list));
    config.route("/stream/notifications/read", post().to(pages::read));
}

/// The API under `/api/v1`.
pub fn api(_: &mut ApiConfig<'_>) {}
