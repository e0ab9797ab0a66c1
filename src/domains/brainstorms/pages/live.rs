//! The stream of a room. Who listens is asked again at every beat: a session that ended, a guest
//! turned away or a room hidden ends the stream within seconds.
use super::visit::RoomVisit;
use crate::domains::brainstorms::store;
use crate::kernel::Viewer;
use crate::platform::{
    error::{AppError, AppResult},
    live::Seen,
    secret,
    web::{Queried, State, guest_token, viewer_again},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Verbs after which the page is another one; after all others only parts of it are.
const MOVES: &[&str] = &[
    "brainstorm.lobby-opened",
    "brainstorm.started",
    "brainstorm.closed",
    "brainstorm.reopened",
    "brainstorm.co-facilitator-named",
    "round.step-changed",
];
/// A right just checked holds this long, so that a burst of notes is not a burst of checks.
const FRESH_MS: i64 = 1000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    #[serde(default)]
    seen: Option<String>,
}

pub(super) async fn stream(state: web::Data<State>, at: RoomVisit, request: HttpRequest, query: Queried<Page>) -> AppResult<HttpResponse> {
    let (viewer, number) = (at.viewer(), at.number);
    let room = state.db.read(move |conn| store::find_visible(conn, &viewer, number)).await?;
    if room.me.is_none() {
        return Err(AppError::NotFound("stream"));
    }
    let last = request.headers().get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
    // Without a word from the browser the page itself says what it has seen.
    let seen = last.or(query.0.seen).as_deref().and_then(Seen::parse);
    let token_hash = guest_token(&state, &request, number).map(|token| secret::hash(&token));
    let (checked, visit, parts) = (Arc::new(AtomicI64::new(0)), at.visit.clone(), state.clone());
    let still_allowed = move || {
        let (checked, visit, parts, token_hash) = (checked.clone(), visit.clone(), parts.clone(), token_hash.clone());
        async move {
            let now = parts.clock.now().timestamp_millis();
            if now - checked.load(Ordering::Relaxed) < FRESH_MS {
                return true;
            }
            let allowed = is_inside(&parts, &visit, number, token_hash).await.unwrap_or(false);
            if allowed {
                checked.store(now, Ordering::Relaxed);
            }
            allowed
        }
    };
    Ok(state.live.stream(state.db.clone(), room.id.into(), seen, MOVES, still_allowed))
}

async fn is_inside(state: &State, visit: &crate::platform::web::Visit, number: i64, token_hash: Option<Vec<u8>>) -> AppResult<bool> {
    let guest = matches!(visit.viewer, Viewer::Guest(_));
    let person = if guest { Viewer::Anonymous } else { viewer_again(state, visit).await? };
    state
        .db
        .read(move |conn| {
            let viewer = match (&token_hash, guest) {
                (Some(hash), true) => store::find_guest(conn, number, hash)?.map_or(Viewer::Anonymous, Viewer::Guest),
                _ => person.clone(),
            };
            match store::find_visible(conn, &viewer, number) {
                Ok(room) => Ok(room.me.is_some()),
                Err(AppError::NotFound(_)) => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await
}
