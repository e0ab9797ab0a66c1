//! Unsafe requests must come from our own pages (or carry a bearer token), under a host name that is ours.
use super::{Claim, State, Visit};
use crate::platform::error::{AppError, AppResult};
use actix_web::{
    HttpMessage,
    body::BoxBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
    web,
};
use futures_util::StreamExt;
use std::collections::HashMap;

/// Largest form without files, in bytes.
const LARGEST_FORM: usize = 256 * 1024;

/// Checks host, origin, fetch metadata and the anti-forgery token. Everything fails closed.
pub async fn guard(mut request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return Err(AppError::Internal(anyhow::anyhow!("no state")).into());
    };
    match check(&state, &mut request).await {
        Ok(()) => next.call(request).await,
        Err(error) => Ok(request.error_response(error)),
    }
}

async fn check(state: &State, request: &mut ServiceRequest) -> AppResult<()> {
    check_host(state, request)?;
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && !request.path().starts_with("/api/") {
        check_origin(state, request)?;
        check_token(state, request).await?;
    }
    Ok(())
}

/// Links in mail start with the configured base URL, so a foreign host name changes nothing; it is refused all the same.
fn check_host(state: &State, request: &ServiceRequest) -> AppResult<()> {
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).or_else(|| request.uri().host());
    match host {
        Some(host) if state.config.serves_host(host) => Ok(()),
        _ => Err(AppError::Unreadable("this host name is not served here".to_owned())),
    }
}

fn check_origin(state: &State, request: &ServiceRequest) -> AppResult<()> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let fetched_here = text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let sent_here = text("origin").is_none_or(|origin| state.config.is_own_origin(origin));
    if fetched_here && sent_here { Ok(()) } else { Err(AppError::CrossSite) }
}

/// The token stands in the form or in the header `X-CSRF-Token`. Forms with files bring it in the
/// header or in the query, because their body is read later and in pieces.
async fn check_token(state: &State, request: &mut ServiceRequest) -> AppResult<()> {
    let kind = request.content_type().to_ascii_lowercase();
    let mut token = request.headers().get("x-csrf-token").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut key = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut body = Vec::new();
    if kind.starts_with("application/x-www-form-urlencoded") || kind.is_empty() {
        body = read_body(request, LARGEST_FORM).await?;
        let fields: HashMap<String, String> = form_fields(&body).collect();
        token = token.or_else(|| fields.get("csrf").cloned());
        key = key.or_else(|| fields.get("once").cloned());
        request.set_payload(Payload::from(web::Bytes::from(body.clone())));
    } else if kind.starts_with("multipart/form-data") {
        let query: HashMap<String, String> = form_fields(request.query_string().as_bytes()).collect();
        token = token.or_else(|| query.get("csrf").cloned());
        key = key.or_else(|| query.get("once").cloned());
    }
    let mut extensions = request.extensions_mut();
    let visit = extensions.get_mut::<Visit>().ok_or_else(|| anyhow::anyhow!("no visit"))?;
    let token = token.ok_or(AppError::CrossSite)?;
    if !state.secret.verifies("csrf", &visit.csrf_subject(), &token) {
        return Err(AppError::CrossSite);
    }
    visit.claim = key.filter(|key| (1..=128).contains(&key.len())).map(|key| {
        let actor = visit.viewer.person_id().map_or_else(|| visit.visitor_hash(), |person| person.to_string());
        Claim::new(actor, format!("{} {}", request.method(), request.path()), key, &body)
    });
    Ok(())
}

/// The decoded pairs of a form or query.
pub(super) fn form_fields(body: &[u8]) -> impl Iterator<Item = (String, String)> + '_ {
    form_urlencoded::parse(body).into_owned()
}

/// The whole body, refused as soon as it passes `most` bytes.
///
/// # Errors
/// [`AppError::TooLarge`] past the limit, [`AppError::Unreadable`] when the body breaks off.
pub(super) async fn read_body(request: &mut ServiceRequest, most: usize) -> AppResult<Vec<u8>> {
    let mut payload = request.take_payload();
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| AppError::Unreadable(format!("the body broke off: {error}")))?;
        if body.len() + chunk.len() > most {
            return Err(AppError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
