//! A picture as the whole body of a call.
use crate::platform::{
    error::{AppError, AppResult},
    files::{self, Picture},
};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web};
use serde::Deserialize;
use std::{future::Future, pin::Pin};
use utoipa::IntoParams;

/// A picture that was sent, checked and re-encoded.
#[derive(Debug)]
pub struct Sent(pub Picture);

/// Kinds of pictures that are taken.
const KINDS: &[&str] = &["image/jpeg", "image/png", "image/webp"];

/// The body is a picture, by what it says of itself.
pub(super) fn is_picture(kind: &str) -> bool {
    KINDS.contains(&kind)
}

impl FromRequest for Sent {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = AppResult<Self>>>>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if !is_picture(request.content_type()) {
            return Box::pin(std::future::ready(Err(AppError::MediaType)));
        }
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let payload = payload.await.map_err(|error| AppError::Unreadable(error.to_string()))?;
            let read = payload.to_bytes_limited(files::LARGEST).await.map_err(|_| AppError::TooLarge)?;
            let bytes = read.map_err(|error| AppError::Unreadable(error.to_string()))?;
            Ok(Self(files::off_thread(move || files::read_picture(&bytes)).await??))
        })
    }
}

/// What a picture shows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ShowsQuery {
    /// What it shows, in words, for those who do not see it.
    #[serde(default)]
    #[param(max_length = 300, pattern = r"^[^\u0000]*$")]
    pub alt: String,
}
