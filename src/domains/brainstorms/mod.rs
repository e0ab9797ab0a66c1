//! Brainstorms: live rooms with rounds, notes, clusters and dots. Rank 25: knows nothing of ideas.
pub mod actions;
mod api;
mod pages;
pub mod rules;
pub mod store;

use crate::kernel::{Sight, SpaceId};
use crate::platform::{
    error::AppResult,
    web::{LiveRoom, State},
};
pub use api::api;
pub use pages::{Unpromoted, routes};

/// Tells the bar of every page which rooms run now. Asked whenever the spine has grown.
///
/// # Errors
/// When the database fails.
pub async fn refresh_pulse(state: &State) -> AppResult<()> {
    let rooms = state.db.read(store::list_running).await?;
    state.pulse.set(
        rooms
            .into_iter()
            .map(|room| LiveRoom {
                href: format!("/brainstorms/{}-{}", room.number, room.slug),
                round: room.round,
                item: room.id,
                sight: Sight { audience: room.audience, space: room.space_id.map(SpaceId) },
                ends_at: room.ends_at,
            })
            .collect(),
    );
    Ok(())
}
