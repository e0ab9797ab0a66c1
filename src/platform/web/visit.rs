//! Who visits: read once per request from the session cookie, then handed to every handler.
use super::{Claim, State, credentials::Credential, forms::without_guard_fields, guard, sent::Sent};
use crate::kernel::{Actor, Density, Doer, Moment, SessionId, Theme, Viewer};
use crate::platform::{
    db::sql,
    error::{AppError, AppResult},
    render::Reader,
    secret,
    words::Lang,
};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    body::BoxBody,
    cookie::{Cookie, SameSite, time::Duration as CookieDuration},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
    web,
};
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use diesel::{
    prelude::*,
    sql_types::{Timestamptz, Uuid as SqlUuid},
};
use std::{
    future::{Ready, ready},
    sync::{Arc, OnceLock},
    time::Duration,
};
use uuid::Uuid;

/// How a person likes their screens.
#[derive(Debug, Clone)]
pub struct Preferences {
    /// Language chosen in the settings, by cookie, or by the browser.
    pub lang: Lang,
    /// Time zone chosen in the settings, told by the browser's script, or of the installation.
    pub zone: Tz,
    /// Colour scheme.
    pub theme: Theme,
    /// Density of lists.
    pub density: Density,
    /// Single-letter shortcuts are on.
    pub keys_on: bool,
    /// Hints dismissed for good.
    pub hints_seen: Vec<String>,
}

/// One request's visitor.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who is looking.
    pub viewer: Viewer,
    /// How they like it.
    pub preferences: Preferences,
    /// The browser's own key: a random cookie, which drafts and the forms of visitors hang on.
    pub visitor: Visitor,
    /// The session, when somebody is signed in.
    pub session: Option<SessionId>,
    /// Unread notifications.
    pub unread: i64,
    /// Handle for the profile link.
    pub handle: String,
    /// This request, in logs and in the audit trail.
    pub request_id: Uuid,
    /// Path of the request, without the query.
    pub path: String,
    /// Path and query, to come back to.
    pub here: String,
    /// The page asked for a part of itself (htmx or our own scripts).
    pub fragment: bool,
    /// Now, as of the start of the request.
    pub now: Moment,
    /// The idempotency key of an unsafe request.
    pub claim: Option<Claim>,
    /// What a personal token allows; `None` for browsers.
    pub scopes: Option<Vec<String>>,
    /// What a form of ours brought, for the page that may have to give it back.
    pub(super) sent: Arc<OnceLock<Sent>>,
    /// Hash of the session's secret, to look again for as long as a stream is open.
    session_hash: Option<Vec<u8>>,
}

/// The random key of a browser.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The key itself; only its hash is stored anywhere.
    pub key: String,
    /// Made with this request, so it has to be set.
    pub fresh: bool,
}

impl Visit {
    /// The reader of a page.
    pub fn reader(&self) -> Reader {
        Reader { lang: self.preferences.lang, zone: self.preferences.zone, now: self.now }
    }
    /// The day it is where the reader is.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.preferences.zone).date_naive()
    }
    /// The person signed in.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] when nobody is.
    pub fn actor(&self) -> AppResult<Actor> {
        self.viewer.person().cloned().ok_or(AppError::Unauthenticated)
    }
    /// Who acts: the person or the guest.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] when it is neither.
    pub fn doer(&self) -> AppResult<Doer> {
        match &self.viewer {
            Viewer::Person(actor) => Ok(Doer::Person(actor.clone())),
            Viewer::Guest(guest) => Ok(Doer::Guest(*guest)),
            Viewer::Anonymous => Err(AppError::Unauthenticated),
        }
    }
    /// Whose drafts these are: the person's, or the browser's before sign-in.
    pub fn draft_owner(&self) -> String {
        match self.viewer.person_id() {
            Some(person) => person.to_string(),
            None => self.visitor_hash(),
        }
    }
    /// Hash of the browser's key, for what is stored about a visitor.
    pub fn visitor_hash(&self) -> String {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        URL_SAFE_NO_PAD.encode(secret::hash(&self.visitor.key))
    }
    /// What the anti-forgery token is bound to.
    pub(super) fn csrf_subject(&self) -> String {
        match self.session {
            Some(session) => session.to_string(),
            None => self.visitor.key.clone(),
        }
    }
    /// What the token of a form is bound to that was given back to somebody who is not signed in: their browser and the
    /// form's address, which stay the same while they sign in beside it.
    pub(super) fn again_subject(&self) -> String {
        format!("{} {}", self.visitor.key, self.path)
    }
}

/// Asking for a `Visit` costs nothing: the middleware has made it.
impl FromRequest for Visit {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().cloned().ok_or_else(|| anyhow::anyhow!("no visit was opened for this route").into()))
    }
}

/// Asking for an `Actor` in a handler's arguments is what makes the route require a sign-in.
impl FromRequest for Actor {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Visit>().ok_or(AppError::Unauthenticated).and_then(Visit::actor))
    }
}

/// Cookie names: `__Host-` where the connection is secure, so that no other host can plant one.
fn cookie_name(state: &State, name: &str) -> String {
    if state.config.is_https() { format!("__Host-{name}") } else { name.to_owned() }
}

fn cookie<'c>(state: &State, name: &str, value: String, days: i64) -> Cookie<'c> {
    Cookie::build(cookie_name(state, name), value)
        .path("/")
        .http_only(true)
        .secure(state.config.is_https())
        .same_site(SameSite::Lax)
        .max_age(CookieDuration::days(days))
        .finish()
}

/// The cookie that carries a session's secret.
pub fn session_cookie<'c>(state: &State, token: String) -> Cookie<'c> {
    cookie(state, "session", token, state.config.session_absolute_days())
}

/// The cookie that ends it.
pub fn end_session_cookie<'c>(state: &State) -> Cookie<'c> {
    cookie(state, "session", String::new(), 0)
}

/// The cookie that carries the browser's own key.
pub(super) fn visitor_cookie<'c>(state: &State, visitor: &Visitor) -> Cookie<'c> {
    cookie(state, "visitor", visitor.key.clone(), 180)
}

/// Days that a guest's way back into a room lasts.
const GUEST_DAYS: i64 = 7;

fn guest_cookie_name(state: &State, room: i64) -> String {
    cookie_name(state, &format!("guest-{room}"))
}

/// The cookie that carries a guest's secret for the room of this number, and for no other.
pub fn guest_cookie<'c>(state: &State, room: i64, token: String) -> Cookie<'c> {
    cookie(state, &format!("guest-{room}"), token, GUEST_DAYS)
}

/// The secret that this browser shows for the room of this number.
pub fn guest_token(state: &State, request: &HttpRequest, room: i64) -> Option<String> {
    let cookie = request.cookie(&guest_cookie_name(state, room))?;
    Some(cookie.value().to_owned()).filter(|value| (32..=64).contains(&value.len()))
}

/// How long the body of somebody is read whom we could not recognise.
const LONGEST_LISTENING: Duration = Duration::from_secs(10);

/// Opens the visit: cookies, session, preferences. Static files and health checks are for everybody: they need none, and
/// are there without the database.
pub async fn open_visit(mut request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let path = request.path();
    if request.method().is_safe() && (path.starts_with("/assets/") || path.starts_with("/health/")) {
        return next.call(request).await;
    }
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return Err(AppError::Internal(anyhow::anyhow!("no state")).into());
    };
    let mut visit = strange_visit(&state, request.request());
    if let Err(error) = recognise(&state, request.request(), &mut visit).await {
        // Who it was is not known, but what they wrote is given back all the same.
        request.extensions_mut().insert(visit);
        if !request.method().is_safe() && !request.path().starts_with("/api/") {
            let _late = tokio::time::timeout(LONGEST_LISTENING, guard::keep_fields(&state, &mut request)).await;
        }
        return Ok(request.error_response(error));
    }
    let plant = visit.visitor.fresh.then(|| visitor_cookie(&state, &visit.visitor));
    request.extensions_mut().insert(visit);
    let mut response = next.call(request).await?;
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if let Some(plant) = plant.filter(|_| is_page || response.status().is_redirection()) {
        response.response_mut().add_cookie(&plant)?;
    }
    Ok(response)
}

/// Hints that a visitor has dismissed: the account knows those of people who are signed in.
fn hints(request: &HttpRequest) -> Vec<String> {
    let kept = request.cookie("hints").map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    kept.split('.').filter(|hint| !hint.is_empty()).take(40).map(str::to_owned).collect()
}

/// A visit of nobody that is known, in the language and colours of their browser.
fn strange_visit(state: &State, request: &HttpRequest) -> Visit {
    let now = state.clock.now();
    let text = |name: header::HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let chosen = request.cookie("lang").and_then(|cookie| Lang::parse(cookie.value()));
    let lang = chosen.or_else(|| Lang::negotiate(text(header::ACCEPT_LANGUAGE))).unwrap_or(state.config.default_language());
    let visitor = match request.cookie(&cookie_name(state, "visitor")) {
        Some(cookie) if (32..=64).contains(&cookie.value().len()) => Visitor { key: cookie.value().to_owned(), fresh: false },
        _ => Visitor { key: secret::token(), fresh: true },
    };
    let theme = request.cookie("theme").and_then(|cookie| Theme::parse(cookie.value())).unwrap_or(Theme::Auto);
    Visit {
        viewer: Viewer::Anonymous,
        preferences: Preferences {
            lang,
            zone: request.cookie("zone").and_then(|zone| zone.value().parse().ok()).unwrap_or(state.config.time_zone()),
            theme,
            density: Density::Comfortable,
            keys_on: true,
            hints_seen: hints(request),
        },
        visitor,
        session: None,
        unread: 0,
        handle: String::new(),
        request_id: Uuid::now_v7(),
        path: request.path().to_owned(),
        here: request.uri().path_and_query().map_or_else(|| "/".to_owned(), |here| without_guard_fields(here.as_str())),
        fragment: request.headers().contains_key("hx-request") || request.headers().contains_key("x-fragment"),
        now,
        claim: None,
        scopes: None,
        sent: Arc::default(),
        session_hash: None,
    }
}

/// Who visits, by token or by session.
async fn recognise(state: &State, request: &HttpRequest, visit: &mut Visit) -> AppResult<()> {
    if request.path().starts_with("/api/") {
        if let Some(token) = bearer(request) {
            sign_in(state, visit, Credential::Token, token, false).await?;
        }
        return Ok(());
    }
    if let Some(cookie) = request.cookie(&cookie_name(state, "session")).filter(|cookie| !cookie.value().is_empty()) {
        let lang_chosen = request.cookie("lang").is_some_and(|cookie| Lang::parse(cookie.value()).is_some());
        sign_in(state, visit, Credential::Session, cookie.value(), lang_chosen).await?;
    }
    Ok(())
}

/// The token that a call shows. The name of the scheme is read in any case (RFC 9110, section 11.1).
pub fn bearer(request: &HttpRequest) -> Option<&str> {
    let (scheme, token) = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// How often a session's last use is written down.
const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(10);

/// Who the browser of a visit is now: nobody once its session has ended, and with today's roles.
///
/// # Errors
/// When the database fails.
pub async fn viewer_again(state: &State, visit: &Visit) -> AppResult<Viewer> {
    let Some(hash) = visit.session_hash.clone() else {
        return Ok(Viewer::Anonymous);
    };
    let row = state.credentials.look_up(Credential::Session, hash).await?;
    Ok(row.map_or(Viewer::Anonymous, |row| Viewer::Person(row.account.actor.clone())))
}

async fn sign_in(state: &State, visit: &mut Visit, shown: Credential, token: &str, lang_chosen: bool) -> AppResult<()> {
    let (hash, now) = (secret::hash(token), visit.now);
    let found = state.credentials.look_up(shown, hash.clone()).await?;
    let Some(row) = found else {
        return Ok(());
    };
    if now - row.last_seen_at > TOUCH_AFTER {
        let session = row.session_id;
        state
            .db
            .write(Doer::System("sessions"), move |tx| {
                sql(shown.touch()).bind::<SqlUuid, _>(session).bind::<Timestamptz, _>(now).execute(tx.scratch())?;
                Ok(())
            })
            .await?;
    }
    let account = &row.account;
    visit.viewer = Viewer::Person(account.actor.clone());
    match shown {
        Credential::Session => {
            visit.session = Some(SessionId(row.session_id));
            visit.session_hash = Some(hash);
        }
        Credential::Token => visit.scopes = Some(row.scopes),
    }
    visit.handle.clone_from(&account.handle);
    visit.unread = row.unread;
    let preferences = &mut visit.preferences;
    if let Some(lang) = account.lang.as_deref().and_then(Lang::parse).filter(|_| !lang_chosen) {
        preferences.lang = lang;
    }
    if let Some(zone) = account.time_zone.as_deref().and_then(|name| name.parse().ok()) {
        preferences.zone = zone;
    }
    preferences.theme = account.theme;
    preferences.density = account.density;
    preferences.keys_on = account.keys_on;
    preferences.hints_seen.clone_from(&account.hints_seen);
    Ok(())
}
