//! Pages of prototypes and sprints: board, table, one prototype, its test sessions and gates, and the forms.
mod board;
mod frame;
mod gate;
mod of_idea;
mod parts;
mod session;
mod show;
mod sprints;
mod view;
mod work;
pub use gate::{DecisionForm, refuse_decision};
pub use of_idea::{OfIdea, cards_of_ideas};
pub use view::CardView;
pub use work::taking_back;

use crate::kernel::{Refusal, text};
use crate::platform::error::{AppError, AppResult};
use actix_web::web;

/// Routes of the screens.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/prototypes/{prototype}/builds", web::post().to(work::add_build))
        .route("/prototypes", web::get().to(board::show))
        .route("/prototypes", web::post().to(frame::create))
        .route("/prototypes.csv", web::get().to(super::api::csv))
        .route("/prototypes/new", web::get().to(frame::new))
        .route("/prototypes/{prototype}", web::get().to(show::show))
        .route("/prototypes/{prototype}/edit", web::get().to(frame::edit))
        .route("/prototypes/{prototype}/edit", web::post().to(frame::save))
        .route("/prototypes/{prototype}/stage", web::post().to(work::move_stage))
        .route("/prototypes/{prototype}/stage/undo", web::post().to(work::undo_move))
        .route("/prototypes/{prototype}/hypotheses", web::post().to(work::add_hypothesis))
        .route("/prototypes/{prototype}/hypotheses/{hypothesis}", web::post().to(work::judge_hypothesis))
        .route("/prototypes/{prototype}/hypotheses/{hypothesis}/text", web::post().to(work::change_hypothesis))
        .route("/prototypes/{prototype}/builds/{build}/text", web::post().to(work::change_build))
        .route("/prototypes/{prototype}/parts/{part}/removal", web::post().to(work::take_back))
        .route("/prototypes/{prototype}/tests", web::post().to(work::add_test))
        .route("/prototypes/{prototype}/tests/{session}", web::get().to(session::show))
        .route("/prototypes/{prototype}/tests/{session}/readings", web::post().to(session::add_reading))
        .route("/prototypes/{prototype}/tests/{session}/outcome", web::post().to(session::set_outcome))
        .route("/prototypes/{prototype}/gates", web::post().to(work::plan_gate))
        .route("/prototypes/{prototype}/gates/{gate}", web::get().to(gate::show))
        .route("/prototypes/{prototype}/learning", web::post().to(work::add_learning))
        .route("/sprints", web::post().to(sprints::create))
        .route("/sprints/new", web::get().to(sprints::new))
        .route("/sprints/{sprint}", web::get().to(sprints::show));
}

/// The number in front of a prototype's path segment.
pub(crate) fn number_of(segment: &str) -> AppResult<i64> {
    text::leading_number(segment).ok_or(AppError::NotFound("prototype"))
}

/// The number of a part of a prototype.
fn part_of(segment: &str) -> AppResult<i16> {
    segment.parse().ok().filter(|number| *number > 0).ok_or(AppError::NotFound("part"))
}

/// The refusals a form comes back with; other errors go on.
fn refusals_of(error: AppError) -> AppResult<Vec<Refusal>> {
    match error {
        AppError::Refused(refusal) => Ok(vec![refusal]),
        AppError::Invalid(refusals) => Ok(refusals),
        other => Err(other),
    }
}
