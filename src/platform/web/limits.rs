//! Limits: time of a request, calls of a client, tries at something guarded.
use super::{State, Visit, arriving::Arriving, picture::is_picture};
use crate::kernel::{Doer, Moment};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
use actix_web::{
    HttpMessage, HttpRequest,
    body::BoxBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
    test::TestRequest,
    web,
};
use chrono::{DateTime, TimeDelta};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Integer, Text, Timestamptz},
};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
};
use std::{net::IpAddr, num::NonZeroU32, time::Duration};

/// What may be called in which time.
pub(super) const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// What is left of it.
pub(super) const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// A request with files, its body included, ends within this time. actix itself times the head only.
pub(super) const LONGEST_UPLOAD: Duration = Duration::from_secs(60);
/// Unsafe requests a minute of one browser or address.
const FORM_POSTS: NonZeroU32 = NonZeroU32::new(240).unwrap();

type Keyed = DefaultKeyedRateLimiter<String, StateInformationMiddleware>;

/// How often each client has called of late, in this process.
pub struct Limits {
    api: Keyed,
    posts: Keyed,
    searches: Keyed,
}

impl Limits {
    /// Nobody has called yet.
    pub fn new(api_calls: NonZeroU32, searches: NonZeroU32) -> Self {
        let keyed = |most| RateLimiter::keyed(Quota::per_minute(most)).with_middleware();
        Self { api: keyed(api_calls), posts: keyed(FORM_POSTS), searches: keyed(searches) }
    }

    /// Forgets clients that have been quiet for long; called by a worker now and then.
    pub fn forget_quiet(&self) {
        self.api.retain_recent();
        self.posts.retain_recent();
        self.searches.retain_recent();
    }
}

/// Cuts a request that takes too long, however slowly its body drips in. Streams are not cut: their
/// answer begins at once.
pub async fn limit_time(mut request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return Err(AppError::Internal(anyhow::anyhow!("no state")).into());
    };
    let upload = request.content_type().starts_with("multipart/") || is_picture(request.content_type());
    let limit = if upload { LONGEST_UPLOAD } else { state.config.longest_request };
    let (method, here) = (request.method().clone(), request.uri().to_string());
    let visit = request.extensions().get::<Visit>().cloned();
    let body = Arriving::watch(&mut request);
    match tokio::time::timeout(limit, next.call(request)).await {
        Ok(answered) => answered,
        Err(_) => {
            // The request went with the work that was cut, and nobody else may hold it while it is routed: its error is
            // described, as every other, from one that says the same.
            let cut = TestRequest::default().method(method).uri(&here).app_data(state).to_http_request();
            if let Some(visit) = visit {
                cut.extensions_mut().insert(visit);
            }
            Ok(ServiceResponse::from_err(if body.is_under_way() { AppError::TooSlow } else { AppError::Busy }, cut))
        }
    }
}

/// Lists of everything, for programs.
const FEEDS: &[&str] = &[".csv", ".json", ".atom"];

/// Reading that costs much more than a page does: a search by words, a look for what is alike, a list of everything.
fn is_search(request: &ServiceRequest) -> bool {
    let asks = || request.query_string().split('&').any(|pair| pair.strip_prefix("q=").is_some_and(|words| !words.is_empty()));
    request.path().ends_with("/similar") || FEEDS.iter().any(|ending| request.path().ends_with(ending)) || asks()
}

/// Calls of the API by token, unsafe requests and searches by person or address; the API says what is left.
pub async fn limit_rate(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let api = request.path().starts_with("/api/");
    let reads = request.method().is_safe();
    if !api && reads && !is_search(&request) {
        return next.call(request).await;
    }
    let person = request.extensions().get::<Visit>().and_then(|visit| visit.viewer.person_id());
    let key = match (person, peer_bucket(request.request())) {
        (Some(person), _) => person.to_string(),
        (None, Some(bucket)) => bucket,
        (None, None) => return Ok(request.error_response(AppError::TooMany { retry_after: 60 })),
    };
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return Err(AppError::Internal(anyhow::anyhow!("no state")).into());
    };
    let limiter = match (api, reads) {
        (true, _) => &state.limits.api,
        (false, true) => &state.limits.searches,
        (false, false) => &state.limits.posts,
    };
    let (mut response, quota, left, wait) = match limiter.check_key(&key) {
        Ok(now) => {
            let (quota, left) = (now.quota(), now.remaining_burst_capacity());
            let used = quota.burst_size().get().saturating_sub(left);
            (next.call(request).await?, quota, left, quota.replenish_interval().saturating_mul(used))
        }
        Err(not_yet) => {
            let wait = not_yet.wait_time_from(DefaultClock::default().now());
            let refused = request.error_response(AppError::TooMany { retry_after: wait.as_secs() + 1 });
            (refused, not_yet.quota(), 0, wait)
        }
    };
    if api {
        // IETF draft `ratelimit-headers`: the policy, what is left of it, and when it is whole again.
        let most = quota.burst_size();
        let said =
            [(RATE_LIMIT_POLICY, format!("\"calls\";q={most};w=60")), (RATE_LIMIT, format!("\"calls\";r={left};t={}", wait.as_secs() + 1))];
        for (name, value) in said {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
    }
    Ok(response)
}

/// The client's address: the peer, or what a trusted proxy in front of us says of it.
pub fn peer_address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let state = request.app_data::<web::Data<State>>()?;
    if !state.config.trusts(peer) {
        return Some(peer);
    }
    // Several lines are one list (RFC 9110, section 5.3). From the right: the first address that is not a proxy of ours.
    let lines: Vec<&str> = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok()).collect();
    let parts = lines.iter().rev().flat_map(|line| line.rsplit(','));
    let client = parts.filter_map(|part| part.trim().parse().ok()).find(|address| !state.config.trusts(*address));
    Some(client.unwrap_or(peer))
}

/// Whom limits by address count as one.
pub fn peer_bucket(request: &HttpRequest) -> Option<String> {
    peer_address(request).map(bucket_of)
}

/// One IPv4 address, or one network of IPv6: whoever has an address there has 2^64 of them to come back with.
fn bucket_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[derive(QueryableByName)]
struct Used {
    #[diesel(sql_type = Integer)]
    used: i32,
}

/// Uses up one of `most` tries at something guarded (a code, a password, a mail) in a window of
/// `minutes`, counted in the database, so that all processes share it.
///
/// # Errors
/// [`AppError::TooMany`] when none is left; any fault of the database, so that it fails closed.
pub async fn use_try(state: &State, bucket: String, most: i32, minutes: i64) -> AppResult<()> {
    let now = state.clock.now();
    let window = window_start(now, minutes);
    let used = state.db.write(Doer::System("limits"), move |tx| count_try(tx, &bucket, window)).await?;
    if used > most { Err(none_left(now, window, minutes)) } else { Ok(()) }
}

/// Uses up one of `most` tries for `attempt`, as [`use_try`] does, and gives it back when that finds something: for what
/// counts only when it fails, such as a code. All is one transaction, and the tries of a bucket wait for each other in it:
/// however many come at once, no more than `most` fail before the others are refused unheard.
///
/// # Errors
/// As [`use_try`], and those of `attempt`.
pub async fn use_try_unless_found<T: Send + 'static>(
    state: &State,
    bucket: String,
    (most, minutes): (i32, i64),
    attempt: impl Fn(&mut PgConnection) -> AppResult<Option<T>> + Send + 'static,
) -> AppResult<Option<T>> {
    let now = state.clock.now();
    let window = window_start(now, minutes);
    // Who has none left waits for nobody.
    if tries_used(state, bucket.clone(), window).await? >= most {
        return Err(none_left(now, window, minutes));
    }
    let work = move |tx: &mut Tx<'_>| {
        if count_try(tx, &bucket, window)? > most {
            return Err(none_left(now, window, minutes));
        }
        let found = attempt(tx.reading())?;
        if found.is_some() {
            let give_back = sql("UPDATE rate_counters SET used = used - 1 WHERE bucket = $1 AND window_start = $2");
            give_back.bind::<Text, _>(&bucket).bind::<Timestamptz, _>(window).execute(tx.scratch())?;
        }
        Ok(found)
    };
    state.db.write(Doer::System("limits"), work).await
}

/// Counts one more try, and locks the count until the transaction ends; how many they are now.
fn count_try(tx: &mut Tx<'_>, bucket: &str, window: Moment) -> AppResult<i32> {
    let count = sql("INSERT INTO rate_counters (bucket, window_start, used) VALUES ($1, $2, 1)
         ON CONFLICT (bucket, window_start) DO UPDATE SET used = rate_counters.used + 1 RETURNING used");
    let used: Used = count.bind::<Text, _>(bucket).bind::<Timestamptz, _>(window).get_result(tx.scratch())?;
    Ok(used.used)
}

async fn tries_used(state: &State, bucket: String, window: Moment) -> AppResult<i32> {
    let used: Option<Used> = state
        .db
        .read(move |conn| {
            let query = sql("SELECT used FROM rate_counters WHERE bucket = $1 AND window_start = $2");
            Ok(query.bind::<Text, _>(&bucket).bind::<Timestamptz, _>(window).get_result(conn).optional()?)
        })
        .await?;
    Ok(used.map_or(0, |used| used.used))
}

fn none_left(now: Moment, window: Moment, minutes: i64) -> AppError {
    let seconds = (window + TimeDelta::minutes(minutes) - now).num_seconds().max(1);
    AppError::TooMany { retry_after: seconds.unsigned_abs() }
}

/// Forgets tries of windows that ended long ago; how many.
///
/// # Errors
/// When the delete fails.
pub fn remove_old_tries(tx: &mut Tx<'_>, most: i64) -> AppResult<usize> {
    let now = tx.now();
    let delete = sql("DELETE FROM rate_counters WHERE (bucket, window_start) IN (
            SELECT bucket, window_start FROM rate_counters WHERE window_start < $1 - interval '1 day' LIMIT $2 FOR UPDATE SKIP LOCKED)");
    Ok(delete.bind::<Timestamptz, _>(now).bind::<BigInt, _>(most).execute(tx.scratch())?)
}

fn window_start(now: Moment, minutes: i64) -> Moment {
    let length = minutes.max(1) * 60;
    DateTime::from_timestamp(now.timestamp() - now.timestamp().rem_euclid(length), 0).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(address: &str) -> String {
        bucket_of(address.parse().expect("address"))
    }

    #[test]
    fn one_address_of_ipv4_and_one_network_of_ipv6_count_as_one() {
        assert_eq!(bucket("203.0.113.77"), "203.0.113.77");
        assert_ne!(bucket("203.0.113.77"), bucket("203.0.113.78"));
        assert_eq!(bucket("2001:db8:1:2::3"), "2001:db8:1:2::/64");
        assert_eq!(bucket("2001:db8:1:2:ffff::1"), bucket("2001:db8:1:2::3"));
        assert_ne!(bucket("2001:db8:1:3::3"), bucket("2001:db8:1:2::3"));
        assert_eq!(bucket("::ffff:203.0.113.77"), "203.0.113.77", "IPv4 in the clothes of IPv6");
    }
}
