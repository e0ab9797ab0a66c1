//! Unsafe requests must come from our own pages (or carry a bearer token), under a host name that is ours.
use super::{Claim, State, Visit, sent::Sent, uploads::Parts};
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

/// Largest form without files, in bytes.
const LARGEST_FORM: usize = 256 * 1024;

/// Purpose of the token of a form that an error page gives back to somebody who is not signed in.
pub(super) const AGAIN: &str = "csrf-again";

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
    if !safe {
        check_encoding(request)?;
    }
    if !safe && !request.path().starts_with("/api/") {
        check_origin(state, request)?;
        check_token(state, request).await?;
    }
    Ok(())
}

/// Links in mail start with the configured base URL, so a foreign host name changes nothing; it is refused all the same.
fn check_host(state: &State, request: &ServiceRequest) -> AppResult<()> {
    let named = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    let asked = request.uri().authority().map(|authority| authority.as_str());
    // A target that names a host goes before the header (RFC 9112, section 3.2.2); neither may be foreign.
    let mut hosts = named.into_iter().chain(asked).peekable();
    if hosts.peek().is_some() && hosts.all(|host| state.config.serves_host(host)) {
        return Ok(());
    }
    Err(AppError::Unreadable("this host name is not served here".to_owned()))
}

/// A body comes as it is: a compressed one grows a thousandfold while it is read (RFC 9110, section 15.5.16).
fn check_encoding(request: &ServiceRequest) -> AppResult<()> {
    let plain = |value: &header::HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"identity");
    if request.headers().get_all(header::CONTENT_ENCODING).all(plain) { Ok(()) } else { Err(AppError::MediaType) }
}

fn check_origin(state: &State, request: &ServiceRequest) -> AppResult<()> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let fetched_here = text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let sent_here = text("origin").is_none_or(|origin| state.config.is_own_origin(origin));
    if fetched_here && sent_here { Ok(()) } else { Err(AppError::CrossSite) }
}

/// Whether the browser says that a page of ours sent this. Only then is what it sent shown again.
fn came_from_here(state: &State, request: &ServiceRequest) -> bool {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    text("sec-fetch-site") == Some("same-origin") || text("origin").is_some_and(|origin| state.config.is_own_origin(origin))
}

/// The fields of a form, and its body where that is no longer than a form's. Its files wait for [`super::Uploaded`].
async fn read_fields(request: &mut ServiceRequest) -> (Vec<(String, String)>, Vec<u8>, AppResult<()>) {
    let kind = request.content_type().to_ascii_lowercase();
    if kind.starts_with("application/x-www-form-urlencoded") || kind.is_empty() {
        let body = match read_body(request, LARGEST_FORM).await {
            Ok(body) => body,
            Err(error) => return (Vec::new(), Vec::new(), Err(error)),
        };
        request.set_payload(Payload::from(web::Bytes::from(body.clone())));
        return (form_fields(&body).collect(), body, Ok(()));
    }
    if !kind.starts_with("multipart/form-data") {
        return (Vec::new(), Vec::new(), Ok(()));
    }
    let payload = request.take_payload();
    let mut parts = Parts::default();
    let read = parts.read(request.headers(), payload).await;
    let fields = parts.texts.clone();
    request.extensions_mut().insert(parts);
    (fields, Vec::new(), read)
}

/// The form's fields are what an error page gives back, when a page of ours sent them.
pub(super) async fn keep_fields(state: &State, request: &mut ServiceRequest) -> AppResult<(Vec<(String, String)>, Vec<u8>)> {
    let (fields, body, read) = read_fields(request).await;
    let multipart = request.content_type().starts_with("multipart/");
    if came_from_here(state, request)
        && let Some(visit) = request.extensions().get::<Visit>()
        && let Some(sent) = Sent::of(fields.clone(), multipart)
    {
        visit.sent.get_or_init(|| sent);
    }
    read.map(|()| (fields, body))
}

/// The token stands in the form or in the header `X-CSRF-Token`.
async fn check_token(state: &State, request: &mut ServiceRequest) -> AppResult<()> {
    let (fields, body) = keep_fields(state, request).await?;
    let from_here = came_from_here(state, request);
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let token = header("x-csrf-token").or_else(|| field("csrf")).ok_or(AppError::CrossSite)?;
    let key = header("idempotency-key").or_else(|| field("once"));
    let mut extensions = request.extensions_mut();
    let visit = extensions.get_mut::<Visit>().ok_or_else(|| anyhow::anyhow!("no visit"))?;
    let sound = state.secret.verifies("csrf", &visit.csrf_subject(), &token)
        // Given back to nobody in particular, and sent again by whoever has signed in at the same browser since.
        || state.secret.verifies(AGAIN, &visit.again_subject(), &token);
    if !sound {
        return Err(if from_here { AppError::Outdated } else { AppError::CrossSite });
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

/// The whole body, refused as soon as it is announced to pass `most` bytes, or does.
///
/// # Errors
/// [`AppError::TooLarge`] past the limit, [`AppError::Unreadable`] when the body breaks off.
pub(super) async fn read_body(request: &mut ServiceRequest, most: usize) -> AppResult<Vec<u8>> {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(AppError::TooLarge);
    }
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
