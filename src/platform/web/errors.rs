//! The one place where errors become answers: a page for people, RFC 9457 problem+json under `/api`.
use super::{
    Page, Problem, ProblemField, Section, State, Title, Toast, Visit,
    guard::AGAIN,
    limits::{RATE_LIMIT, RATE_LIMIT_POLICY},
    own_path,
    sent::SendAgain,
    visit::visitor_cookie,
};
use crate::platform::{error::AppError, words::Lang};
use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    body::BoxBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
    web,
};
use serde::Serialize;
use uuid::Uuid;

#[derive(Serialize)]
struct ErrorPage {
    status: u16,
    heading: String,
    text: String,
    fields: Vec<ProblemField>,
    sign_in: bool,
    sent: Option<SendAgain>,
    request: String,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "error.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Text(self.heading.clone())
    }
}

/// Turns every error, also those of extractors and of actix itself, into an answer that says what to do.
pub async fn render_errors(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?;
    let status = response.status();
    let unanswered =
        response.response().error().is_some() || (status.is_client_error() && response.headers().get(header::CONTENT_TYPE).is_none());
    if !unanswered {
        return Ok(response);
    }
    let answer = describe(response.request(), response.response());
    Ok(response.into_response(answer))
}

fn describe(request: &HttpRequest, failed: &HttpResponse) -> HttpResponse {
    let visit = request.extensions().get::<Visit>().cloned();
    let state = request.app_data::<web::Data<State>>().cloned();
    let request_id = visit.as_ref().map_or_else(Uuid::now_v7, |visit| visit.request_id);
    let generic = failed.error().map(|error| AppError::Unreadable(error.to_string()));
    let known = failed.error().and_then(|error| error.as_error::<AppError>());
    let status = match (known, failed.status()) {
        (Some(_), status) => status,
        (None, status) if status == StatusCode::BAD_REQUEST || status.is_server_error() => status,
        (None, status) => status,
    };
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        tracing::error!(%request_id, error = ?failed.error(), path = request.path(), "request failed");
    }
    let (Some(state), lang) = (state, visit.as_ref().map_or(Lang::En, |visit| visit.preferences.lang)) else {
        return HttpResponse::build(status).finish();
    };
    let fallback = generic_for(status);
    let error = known.or(if status == StatusCode::BAD_REQUEST { generic.as_ref() } else { None }).unwrap_or(&fallback);
    let mut problem = Problem::of(&state.words, lang, error, status, request_id);
    // What an item lacks stands in no body, nor does what the query says.
    let elsewhere = match error {
        AppError::Unready { .. } => true,
        AppError::Unfit(unfit) => !unfit.in_body,
        _ => false,
    };
    if !request.method().is_safe() && !elsewhere {
        problem.point_into_body();
    }
    let mut answer =
        if request.path().starts_with("/api/") { problem.answer() } else { page(&state, request, visit.as_ref(), error, problem) };
    let headers = answer.headers_mut();
    let kept = [header::ALLOW, RATE_LIMIT, RATE_LIMIT_POLICY];
    for (name, value) in failed.headers().iter().filter(|(name, _)| kept.contains(name)) {
        headers.insert(name.clone(), value.clone());
    }
    let retry = match error {
        AppError::Busy => Some(2),
        AppError::TooMany { retry_after } => Some(*retry_after),
        _ => None,
    };
    if let Some(seconds) = retry {
        headers.insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    if let Some(challenge) = challenge(error, status).filter(|_| request.path().starts_with("/api/")) {
        headers.insert(header::WWW_AUTHENTICATE, challenge);
    }
    answer
}

/// What a token has to be or to carry (RFC 6750, section 3).
fn challenge(error: &AppError, status: StatusCode) -> Option<header::HeaderValue> {
    match error {
        AppError::ScopeMissing(scope) => {
            let text = format!("Bearer realm=\"proofbench\", error=\"insufficient_scope\", scope=\"{scope}\"");
            header::HeaderValue::from_str(&text).ok()
        }
        AppError::TokenInvalid => Some(header::HeaderValue::from_static("Bearer realm=\"proofbench\", error=\"invalid_token\"")),
        _ if status == StatusCode::UNAUTHORIZED => Some(header::HeaderValue::from_static("Bearer realm=\"proofbench\"")),
        _ => None,
    }
}

/// What a status of actix's own means in our terms.
fn generic_for(status: StatusCode) -> AppError {
    match status {
        StatusCode::NOT_FOUND => AppError::NotFound("page"),
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
        StatusCode::METHOD_NOT_ALLOWED => AppError::MethodNotAllowed,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => AppError::MediaType,
        status if status.is_client_error() => AppError::Unreadable(status.canonical_reason().unwrap_or("bad request").to_owned()),
        _ => AppError::Internal(anyhow::anyhow!("unknown")),
    }
}

/// The page of ours that a browser sent a form from; scripts and other programs get the status instead.
fn stood_on(request: &HttpRequest) -> Option<String> {
    let said = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if request.method().is_safe() || said("sec-fetch-mode") != Some("navigate") {
        return None;
    }
    let rest = said("referer")?.split_once("://")?.1;
    let (host, path) = rest.split_at(rest.find('/')?);
    (host == request.connection_info().host() && path != request.path() && own_path(path) == path).then(|| path.to_owned())
}

fn page(state: &State, request: &HttpRequest, visit: Option<&Visit>, error: &AppError, problem: Problem) -> HttpResponse {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let Some(visit) = visit else {
        return HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(problem.title);
    };
    // Who is not signed in is asked to, and comes back to what they wanted to see.
    if matches!(error, AppError::Unauthenticated) && *request.method() == actix_web::http::Method::GET && !visit.fragment {
        let next: String = form_urlencoded::byte_serialize(visit.here.as_bytes()).collect();
        return super::see_other(format!("/sign-in?next={next}"));
    }
    // A form that was refused says so on the page it stands on, where one can go on.
    if let AppError::Refused(refusal) = error
        && let Some(back) = stood_on(request)
    {
        return super::see_other_with(state, back, &Toast::refusal(refusal));
    }
    let signed_out = matches!(error, AppError::Outdated) && visit.viewer.person().is_none();
    let said = |key: &str| state.words.plain(visit.preferences.lang, key);
    let text = match error {
        // What exactly could not be read is for developers, and in their language only.
        AppError::Unreadable(_) => String::new(),
        _ if signed_out => said("error-signed-out-detail"),
        _ => problem.detail.clone().unwrap_or_default(),
    };
    let page = ErrorPage {
        status: problem.status,
        heading: if signed_out { said("error-signed-out") } else { problem.title.clone() },
        fields: problem.errors.into_iter().filter(|field| field.text != problem.title && !text.ends_with(&field.text)).collect(),
        text,
        sign_in: match error {
            AppError::Unauthenticated => true,
            // Not there and not to be seen look the same; somebody signed in may see more.
            AppError::Outdated | AppError::NotFound(_) => visit.viewer.person().is_none(),
            _ => false,
        },
        sent: visit.sent.get().filter(|_| !visit.fragment).and_then(|sent| {
            let token = match visit.session {
                Some(_) => state.secret.sign("csrf", &visit.csrf_subject()),
                None => state.secret.sign(AGAIN, &visit.again_subject()),
            };
            sent.again(&state.words, visit, error, &token)
        }),
        request: problem.request_id,
    };
    let sent = page.sent.is_some();
    let mut answer = state.page_with(request, visit, &page, status).unwrap_or_else(|error| {
        tracing::error!(?error, "the error page itself failed");
        HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(problem.title)
    });
    if sent {
        answer.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
        // The form that is given back holds for this browser, which has to be known when it is sent again.
        if visit.visitor.fresh
            && let Err(error) = answer.add_cookie(&visitor_cookie(state, &visit.visitor))
        {
            tracing::warn!(%error, "a visitor's cookie could not be set");
        }
    }
    answer
}
