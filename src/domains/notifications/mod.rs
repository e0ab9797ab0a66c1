//! Notifications: a reader of the spine that tells people what concerns them. Rank 80.
use actix_web::web::ServiceConfig;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Pages and forms.
pub fn routes(_: &mut ServiceConfig) {}

/// The API under `/api/v1`.
pub fn api(_: &mut ApiConfig<'_>) {}
