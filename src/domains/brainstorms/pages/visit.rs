//! Who visits a room: the person signed in, or the guest whose cookie belongs to this very room.
use crate::domains::brainstorms::store;
use crate::kernel::{Doer, Viewer, text};
use crate::platform::{
    error::{AppError, AppResult},
    secret,
    web::{State, Visit, guest_token},
};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web};
use std::{future::Future, pin::Pin};

/// A visit to the room whose number stands in the path. A guest of another room is nobody here.
#[derive(Debug, Clone)]
pub(super) struct RoomVisit {
    pub(super) visit: Visit,
    pub(super) number: i64,
    /// The path segment as it was, to send old slugs on.
    pub(super) segment: String,
}

impl RoomVisit {
    pub(super) fn viewer(&self) -> Viewer {
        self.visit.viewer.clone()
    }
    pub(super) fn doer(&self) -> AppResult<Doer> {
        self.visit.doer()
    }
}

/// The same visit, as the guest of the room of this number, when the browser holds its cookie.
pub(super) async fn as_guest(state: &State, request: &HttpRequest, mut visit: Visit, number: i64) -> AppResult<Visit> {
    if matches!(visit.viewer, Viewer::Anonymous)
        && let Some(token) = guest_token(state, request, number)
    {
        let hash = secret::hash(&token);
        if let Some(guest) = state.db.read(move |conn| store::find_guest(conn, number, &hash)).await? {
            visit.viewer = Viewer::Guest(guest);
        }
    }
    Ok(visit)
}

impl FromRequest for RoomVisit {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = AppResult<Self>>>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let segment = request.match_info().get("room").unwrap_or("").to_owned();
            let number = text::leading_number(&segment).ok_or(AppError::NotFound("brainstorm"))?;
            let visit = request.extensions().get::<Visit>().cloned().ok_or_else(|| anyhow::anyhow!("no visit"))?;
            let state = request.app_data::<web::Data<State>>().cloned().ok_or_else(|| anyhow::anyhow!("no state"))?;
            let visit = as_guest(&state, &request, visit, number).await?;
            Ok(Self { visit, number, segment })
        })
    }
}
