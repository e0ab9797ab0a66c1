//! Prototypes as JSON. The decision of a gate is in the flow `decide_gate`.
mod bodies;
mod gates;
mod parts;
mod prototypes;
mod work;
pub use bodies::WholePrototypeBody;
pub use prototypes::csv;
pub use work::NewLearningBody;

use crate::kernel::Viewer;
use crate::platform::{
    error::AppResult,
    web::{ApiDone, State},
};
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    config
        .service(prototypes::list)
        .service(prototypes::create)
        .service(prototypes::show)
        .service(prototypes::change)
        .service(prototypes::move_stage)
        .service(prototypes::undo_move)
        .service(parts::show_hypothesis)
        .service(parts::show_build)
        .service(parts::show_test)
        .service(parts::show_gate)
        .service(work::add_hypothesis)
        .service(work::judge_hypothesis)
        .service(work::add_build)
        .service(work::add_build_photo)
        .service(work::add_test)
        .service(work::add_reading)
        .service(work::judge_test)
        .service(gates::add_gate)
        .service(work::add_learning);
}

/// The prototype as it is after a change, as every change answers.
///
/// # Errors
/// When it is no longer to be seen.
pub async fn answer(state: &State, viewer: Viewer, number: i64) -> AppResult<ApiDone<WholePrototypeBody>> {
    state.db.read(move |conn| bodies::whole(conn, &viewer, number)).await
}

/// The prototype as it is after something was made: the prototype itself, or the part at this tail of its address.
///
/// # Errors
/// As [`answer`].
pub async fn made(state: &State, viewer: Viewer, number: i64, part: &str) -> AppResult<ApiDone<WholePrototypeBody>> {
    Ok(ApiDone { location: Some(format!("/api/v1/prototypes/{number}{part}")), ..answer(state, viewer, number).await? })
}
