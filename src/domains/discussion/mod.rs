//! Discussion: comments with one level of replies, mentions, answer marks, and notes for staff. Rank 42.
pub mod actions;
pub mod rules;
pub mod store;

use actix_web::web::ServiceConfig;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Pages and forms.
pub fn routes(_: &mut ServiceConfig) {}

/// The API under `/api/v1`.
pub fn api(_: &mut ApiConfig<'_>) {}
