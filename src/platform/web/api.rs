//! The API's manners: bearer tokens with scopes, problems (RFC 9457), entity tags, pages with `Link`.
use super::{State, Visit, suffix::Suffixed, visit::bearer};
use crate::kernel::{Actor, Refusal};
use crate::platform::{
    error::{AppError, AppResult},
    unfit::Unfit,
    words::{Lang, Words},
};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    dev::Payload,
    http::{
        StatusCode,
        header::{self, ContentType},
    },
    web,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use fluent_bundle::FluentArgs;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    future::{Ready, ready},
};
use utoipa::ToSchema;
use uuid::Uuid;

/// Why a call was not carried out (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Stable URI of the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// One sentence for people.
    pub title: String,
    /// The HTTP status again.
    pub status: u16,
    /// Stable code, the tail of `type`.
    pub code: String,
    /// What exactly, where it can be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// One entry for each wrong field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemField>,
    /// The request, to quote to an administrator.
    pub request_id: String,
}

/// One wrong field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemField {
    /// Name of the field; empty when it is about the whole.
    pub field: String,
    /// Which of them, where the field holds several: the id of a campaign's question.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub part: Option<Uuid>,
    /// Where it stands in the body, as a JSON pointer (RFC 6901); absent for what is no member of a body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub pointer: Option<String>,
    /// Stable code.
    pub code: String,
    /// What to do.
    pub text: String,
}

impl Problem {
    pub(super) fn of(words: &Words, lang: Lang, error: &AppError, status: StatusCode, request_id: Uuid) -> Self {
        let refusals: &[Refusal] = match error {
            AppError::Refused(refusal) => std::slice::from_ref(refusal),
            AppError::Invalid(refusals) | AppError::Unready { refusals, .. } => refusals,
            _ => &[],
        };
        let mut errors: Vec<ProblemField> = refusals.iter().map(|refusal| ProblemField::of(words, lang, refusal)).collect();
        if let AppError::Unfit(unfit) = error {
            errors.push(ProblemField::at(words, lang, unfit));
        }
        let code = error.code();
        let title = match error {
            AppError::Refused(_) | AppError::Unready { .. } => words.plain(lang, &format!("refusal-{code}")),
            _ => words.plain(lang, &format!("problem-{code}")),
        };
        let detail = match error {
            AppError::Unreadable(text) => {
                let mut args = FluentArgs::new();
                args.set("facts", text.chars().take(300).collect::<String>());
                Some(words.text(lang, "problem-unreadable-detail", Some(&args)))
            }
            AppError::Unfit(unfit) => Some(unfit.detail(words, lang)),
            AppError::ScopeMissing(scope) => {
                let mut args = FluentArgs::new();
                args.set("scope", scope.as_str());
                Some(words.text(lang, "problem-scope-missing-detail", Some(&args)))
            }
            AppError::NotFound(_) | AppError::TokenInvalid | AppError::Internal(_) | AppError::Database(_) => {
                Some(words.plain(lang, &format!("problem-{code}-detail")))
            }
            AppError::Outdated | AppError::TooSlow => Some(words.plain(lang, &format!("problem-{code}-detail"))),
            AppError::TooMany { retry_after } => Some(wait_words(words, lang, *retry_after)),
            _ => None,
        };
        Self {
            kind: format!("/problems/{code}"),
            title,
            status: status.as_u16(),
            code: code.to_owned(),
            detail,
            errors,
            request_id: request_id.to_string(),
        }
    }

    /// Says where in the body each wrong field stands, for calls that have one.
    pub(super) fn point_into_body(&mut self) {
        for error in self.errors.iter_mut().filter(|error| !error.field.is_empty() && error.pointer.is_none()) {
            error.pointer = Some(format!("#/{}", error.field.replace('.', "/")));
        }
    }

    pub(super) fn answer(&self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(self).unwrap_or_default();
        HttpResponse::build(status).insert_header((header::CACHE_CONTROL, "no-store")).content_type("application/problem+json").body(body)
    }
}

impl ProblemField {
    /// The sentence of a refusal, beside its field.
    pub fn of(words: &Words, lang: Lang, refusal: &Refusal) -> Self {
        let named = refusal.number.map(|number| {
            let mut args = FluentArgs::new();
            args.set("number", number);
            args
        });
        Self {
            field: refusal.field.unwrap_or("").to_owned(),
            part: refusal.part,
            pointer: None,
            code: refusal.code.to_owned(),
            text: words.text(lang, &format!("refusal-{}", refusal.code), named.as_ref()),
        }
    }

    /// Something in the body or in the query that does not fit.
    fn at(words: &Words, lang: Lang, unfit: &Unfit) -> Self {
        Self {
            field: unfit.field(),
            part: None,
            pointer: unfit.in_body.then(|| format!("#{}", unfit.pointer)),
            code: "unfit".to_owned(),
            text: unfit.text(words, lang),
        }
    }
}

/// How long to wait: to the second below two minutes, else in minutes.
fn wait_words(words: &Words, lang: Lang, seconds: u64) -> String {
    let (key, count) = if seconds < 120 { ("problem-wait-seconds", seconds) } else { ("problem-wait-minutes", seconds.div_ceil(60)) };
    let mut args = fluent_bundle::FluentArgs::new();
    args.set("count", count);
    words.text(lang, key, Some(&args))
}

/// Somebody who calls the API with a personal token.
#[derive(Debug, Clone)]
pub struct ApiVisit {
    /// The visit, as the token's owner.
    pub visit: Visit,
    /// The token's owner.
    pub actor: Actor,
    scopes: Vec<String>,
}

impl ApiVisit {
    /// Scopes that tokens can carry.
    pub const SCOPES: &'static [&'static str] =
        &["read", "campaigns:write", "ideas:write", "votes:write", "comments:write", "brainstorms:write", "prototypes:write"];

    /// # Errors
    /// [`AppError::ScopeMissing`] when the token lacks the scope.
    pub fn require(&self, scope: &'static str) -> AppResult<()> {
        self.holds(Some(scope))
    }

    fn holds(&self, scope: Option<&str>) -> AppResult<()> {
        let Some(scope) = scope else { return Ok(()) };
        if self.scopes.iter().any(|held| held == scope) { Ok(()) } else { Err(AppError::ScopeMissing(scope.to_owned())) }
    }
}

impl FromRequest for ApiVisit {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let visit = request.extensions().get::<Visit>().cloned();
        // Whoever shows a token is not told to sign in, but that this one is no good.
        let nobody = || if bearer(request).is_some() { AppError::TokenInvalid } else { AppError::Unauthenticated };
        ready(visit.ok_or(AppError::Unauthenticated).and_then(|visit| {
            let (actor, scopes) = visit.viewer.person().cloned().zip(visit.scopes.clone()).ok_or_else(nobody)?;
            let call = Self { visit, actor, scopes };
            // The scope that the description promises, before a body is read; the handler asks again.
            call.holds(described_scope(request))?;
            Ok(call)
        }))
    }
}

/// Somebody who reads: with a personal token that allows it, or in a browser by an address with a suffix.
#[derive(Debug, Clone)]
pub struct ApiReader {
    /// The visit.
    pub visit: Visit,
}

impl FromRequest for ApiReader {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if request.extensions().get::<Suffixed>().is_some() {
            let visit = request.extensions().get::<Visit>().cloned();
            return ready(visit.map(|visit| Self { visit }).ok_or(AppError::Unauthenticated));
        }
        let call = ApiVisit::from_request(request, payload).into_inner();
        ready(call.and_then(|call| call.require("read").map(|()| Self { visit: call.visit })))
    }
}

/// The scopes that the API's description names: `GET /api/v1/ideas` needs `read`.
#[derive(Debug, Default)]
pub struct Scopes(pub BTreeMap<String, String>);

fn described_scope(request: &HttpRequest) -> Option<&str> {
    let scopes = request.app_data::<web::Data<Scopes>>()?;
    scopes.0.get(&format!("{} {}", request.method(), request.match_pattern()?)).map(String::as_str)
}

/// Strong entity tag: the version, which updates are held against, and a short hash of what the answer says, so that
/// counts and states that move without a new version are news to who reads again.
fn entity_tag(version: i32, body: &[u8]) -> String {
    let hash = Sha256::digest(body);
    let short = URL_SAFE_NO_PAD.encode(hash.get(..9).unwrap_or(&hash));
    format!("\"v{version}-{short}\"")
}

/// The version in a strong entity tag, whatever else it says.
fn version_in(tag: &str) -> Option<i32> {
    let inside = tag.trim().strip_prefix("\"v")?.strip_suffix('"')?;
    inside.split('-').next()?.parse().ok()
}

/// Whether `If-None-Match` names this tag: a list, weak tags as good as strong ones, or `*` (RFC 9110, section 13.1.2).
fn is_known(request: &HttpRequest, tag: &str) -> bool {
    let lines = request.headers().get_all(header::IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    let mut known = lines.flat_map(|line| line.split(',')).map(str::trim);
    known.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// Names the version that an update changes.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the description is made of it; `require_match` reads the header")]
pub struct IfMatch {
    /// The `ETag` last seen, or `*` for whatever it is now. Only the version in it counts, so that votes do not stand in
    /// the way of an edit. Without it the call is refused with 428.
    #[param(rename = "If-Match", min_length = 1, example = "\"v1\"")]
    if_match: String,
}

/// Names an item as it was read, for a change of a part of it.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the description is made of it; `Matching` reads the header")]
pub struct MayMatch {
    /// The whole `ETag` last seen, or `*`. When the item says anything else by now, nothing is done and the call is
    /// answered with 412, so that nobody overwrites what they have not seen. Without it the change is made as it is.
    #[param(rename = "If-Match", min_length = 1, example = "\"v1-OGGhpJ9nYEBx\"")]
    if_match: Option<String>,
}

/// What `If-Match` asks of a change that may go without it. What such a change is about gets no version of its own, so
/// the whole entity tag counts (RFC 9110, section 13.1.1).
#[derive(Debug, Clone)]
pub struct Matching(Vec<String>);

impl Matching {
    /// What the request asks.
    pub fn of(request: &HttpRequest) -> Self {
        let lines = request.headers().get_all(header::IF_MATCH).filter_map(|value| value.to_str().ok());
        Self(lines.flat_map(|line| line.split(',')).map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect())
    }
    /// The item has to be looked at.
    pub fn is_asked(&self) -> bool {
        !self.0.is_empty()
    }
    /// Whether the item is still what was read.
    ///
    /// # Errors
    /// [`AppError::Stale`] when it is not.
    pub fn check<T: Serialize>(&self, version: i32, item: &T) -> AppResult<()> {
        let tag = entity_tag(version, &serde_json::to_vec(item).map_err(anyhow::Error::from)?);
        let fits = !self.is_asked() || self.0.iter().any(|asked| asked == "*" || *asked == tag);
        if fits { Ok(()) } else { Err(AppError::Stale) }
    }
}

/// The version that `If-Match` asks for must be the one stored; without the header the update is refused,
/// so that nobody overwrites what they have not seen (RFC 9110, section 13.1.1; RFC 6585, section 3).
///
/// # Errors
/// [`AppError::Stale`] when it is another one, [`AppError::MatchMissing`] without the header.
pub fn require_match(request: &HttpRequest, version: i32) -> AppResult<()> {
    let lines = request.headers().get_all(header::IF_MATCH).filter_map(|value| value.to_str().ok());
    let mut tags = lines.flat_map(|line| line.split(',')).map(str::trim).filter(|tag| !tag.is_empty()).peekable();
    if tags.peek().is_none() {
        return Err(AppError::MatchMissing);
    }
    if tags.any(|tag| tag == "*" || version_in(tag) == Some(version)) { Ok(()) } else { Err(AppError::Stale) }
}

/// A change that was carried out: the item as it is now, with its entity tag.
#[derive(Debug)]
pub struct ApiDone<T> {
    /// The item.
    pub item: T,
    /// Its version.
    pub version: Option<i32>,
    /// Where it is, when it was created.
    pub location: Option<String>,
}

impl<T: Serialize> Responder for ApiDone<T> {
    type Body = BoxBody;
    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let body = match serde_json::to_vec(&self.item) {
            Ok(body) => body,
            Err(error) => return HttpResponse::from_error(AppError::Internal(error.into())),
        };
        let mut answer = if self.location.is_some() { HttpResponse::Created() } else { HttpResponse::Ok() };
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        if let Some(location) = self.location {
            answer.insert_header((header::LOCATION, location));
        }
        if let Some(version) = self.version {
            let tag = entity_tag(version, &body);
            if *request.method() == actix_web::http::Method::GET && is_known(request, &tag) {
                return HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish();
            }
            answer.insert_header((header::ETAG, tag));
        }
        answer.content_type(ContentType::json()).body(body)
    }
}

/// One page of a list, with where the next one is: in the body and as `Link` (RFC 8288).
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiPage<T> {
    /// The items, in order.
    pub items: Vec<T>,
    /// Give this as `after` to get the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T: Serialize> ApiPage<T> {
    /// The page as an answer.
    pub fn answer(self, state: &State, request: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        if let Some(next) = &self.next {
            answer.insert_header((header::LINK, format!("<{}>; rel=\"next\"", next_address(state, request, next))));
        }
        answer.json(self)
    }
}

/// The address of the next page: the one that was asked for, after another row.
pub fn next_address(state: &State, request: &HttpRequest, next: &str) -> String {
    // As it was asked for, before a suffix led elsewhere.
    let visit = request.extensions().get::<Visit>().map(|visit| visit.here.clone());
    let here = visit.unwrap_or_else(|| request.path().to_owned());
    let (path, asked) = here.split_once('?').unwrap_or((&here, ""));
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(asked.as_bytes()).filter(|(name, _)| name != "after") {
        query.append_pair(&name, &value);
    }
    query.append_pair("after", next);
    format!("{}{path}?{}", state.config.base_url(), query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn knows(lines: &[&str], tag: &str) -> bool {
        let request = lines.iter().fold(TestRequest::default(), |request, line| request.append_header((header::IF_NONE_MATCH, *line)));
        is_known(&request.to_http_request(), tag)
    }

    #[test]
    fn a_tag_changes_with_the_version_and_with_what_is_said() {
        let tag = entity_tag(3, b"{}");
        assert!(tag.starts_with("\"v3-") && tag.ends_with('"'));
        assert_ne!(tag, entity_tag(4, b"{}"));
        assert_ne!(tag, entity_tag(3, b"{\"votes\":1}"));
        assert_eq!(version_in(&tag), Some(3));
    }

    #[test]
    fn what_is_known_may_be_named_in_a_list_weakly_or_by_a_star() {
        let tag = entity_tag(3, b"{}");
        assert!(knows(&[&tag], &tag) && knows(&[&format!("W/{tag}")], &tag) && knows(&["*"], &tag));
        assert!(knows(&["\"x\", \"y\"", &format!("\"z\", {tag}")], &tag));
        assert!(!knows(&["\"v3\""], &tag) && !knows(&[], &tag) && !knows(&[""], &tag));
    }

    #[test]
    fn a_change_of_a_part_is_held_against_all_that_was_read() {
        let matching = |tags: &str| Matching::of(&TestRequest::default().append_header((header::IF_MATCH, tags)).to_http_request());
        let tag = entity_tag(3, b"1");
        for tags in ["*", "", &tag, &format!("\"v2-x\", {tag}")] {
            assert!(matching(tags).check(3, &1).is_ok(), "{tags}");
        }
        for tags in ["\"v0\"", "\"v3\"", &format!("W/{tag}")] {
            assert!(matches!(matching(tags).check(3, &1), Err(AppError::Stale)), "{tags}");
        }
        assert!(matches!(matching(&tag).check(3, &2), Err(AppError::Stale)), "it says something else");
        assert!(!Matching::of(&TestRequest::default().to_http_request()).is_asked());
    }

    #[test]
    fn an_update_is_held_against_the_version_alone() {
        let matches = |tags: &str| {
            let request = TestRequest::default().append_header((header::IF_MATCH, tags)).to_http_request();
            require_match(&request, 3)
        };
        for tags in ["*", "\"v3\"", "\"v3-abc\"", "\"v2-abc\", \"v3-x-y\""] {
            assert!(matches(tags).is_ok(), "{tags}");
        }
        for tags in ["\"v2-abc\"", "W/\"v3\"", "v3", "\"v33\"", "\"v3x\""] {
            assert!(matches!(matches(tags), Err(AppError::Stale)), "{tags}");
        }
        assert!(matches!(matches(""), Err(AppError::MatchMissing)));
        assert!(matches!(require_match(&TestRequest::default().to_http_request(), 3), Err(AppError::MatchMissing)));
    }
}
