//! Rooms as JSON: the same actions, the same hiding.
mod clusters;
mod notes;
mod rooms;
mod settings;
pub use rooms::csv;

use super::store::{self, Round, VisibleBrainstorm};
use crate::kernel::{BrainstormState, ParticipantId, RoundId, TakePartInBrainstorm, Viewer};
use crate::platform::{
    error::{AppError, AppResult},
    web::{ApiVisit, State},
};
use diesel::PgConnection;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    config
        .service(rooms::list)
        .service(rooms::create)
        .service(rooms::show)
        .service(rooms::join)
        .service(rooms::order)
        .service(rooms::set_ready)
        .service(rooms::unset_ready)
        .service(settings::change)
        .service(notes::list_notes)
        .service(notes::put_note)
        .service(notes::remove_note)
        .service(notes::restore_note)
        .service(notes::hold_note)
        .service(notes::release_note)
        .service(notes::place_note)
        .service(clusters::make_cluster)
        .service(clusters::show_cluster)
        .service(clusters::rename_cluster)
        .service(clusters::remove_cluster)
        .service(clusters::list_clusters)
        .service(clusters::put_dots);
}

/// The round that somebody looks into.
#[derive(Debug, Clone, Copy)]
enum Which {
    /// The present one.
    Present,
    /// By its place, from 1.
    At(i16),
    /// By its id.
    Of(RoundId),
}

/// The room and one of its rounds, for somebody who may look into it: who is inside, or everybody once it is closed.
fn inside(conn: &mut PgConnection, viewer: &Viewer, number: i64, which: Which) -> AppResult<(VisibleBrainstorm, Round)> {
    let room = store::find_visible(conn, viewer, number)?;
    if room.me.is_none() && room.state != BrainstormState::Closed {
        return Err(AppError::forbidden::<TakePartInBrainstorm>());
    }
    let rounds = store::list_rounds(conn, room.id)?;
    let index = match which {
        Which::Present => store::current(&rounds),
        Which::At(position) => rounds.iter().position(|round| round.position == position),
        Which::Of(id) => rounds.iter().position(|round| round.id == id),
    };
    let round = index.and_then(|index| rounds.into_iter().nth(index)).ok_or(AppError::NotFound("round"))?;
    Ok((room, round))
}

/// The caller's seat in a room.
async fn seat(state: &State, call: &ApiVisit, number: i64) -> AppResult<ParticipantId> {
    let viewer = call.visit.viewer.clone();
    let room = state.db.read(move |conn| store::find_visible(conn, &viewer, number)).await?;
    room.me.map(|me| me.participant).ok_or_else(AppError::forbidden::<TakePartInBrainstorm>)
}
