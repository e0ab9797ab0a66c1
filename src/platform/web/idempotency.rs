//! The same key gives the same answer and one effect (IETF draft `idempotency-key-header`).
use super::{State, Visit, guard::read_body, limits::LONGEST_UPLOAD, picture::is_picture};
use crate::kernel::{Doer, Refusal};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
    files,
};
use actix_web::{
    HttpMessage, HttpResponse,
    body::{BoxBody, MessageBody, to_bytes},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{Method, StatusCode, header},
    middleware::Next,
    web,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Bytea, Double, Jsonb, Nullable, SmallInt, Text},
};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// Largest body of an API call, in bytes.
pub const LARGEST_JSON: usize = 1024 * 1024;

/// A twin waits this often, and this long each time, for the first one's answer.
const FIRST_ANSWER_CHECKS: u32 = 40;
const FIRST_ANSWER_PAUSE: Duration = Duration::from_millis(50);

/// A key that this request will use up with its first write, in the same transaction.
#[derive(Debug, Clone)]
pub struct Claim {
    actor: String,
    route: String,
    key: String,
    body_hash: Vec<u8>,
}

impl Claim {
    pub(super) fn new(actor: String, route: String, key: String, body: &[u8]) -> Self {
        Self { actor, route, key, body_hash: Sha256::digest(body).to_vec() }
    }

    /// The query says what is asked for as well: the text for a picture, the place that something is merged into.
    fn with_query(self, query: &str) -> Self {
        if query.is_empty() {
            return self;
        }
        let body_hash = Sha256::new().chain_update(&self.body_hash).chain_update(query).finalize().to_vec();
        Self { body_hash, ..self }
    }

    /// Takes the key, in the transaction of the effect.
    ///
    /// # Errors
    /// [`AppError::KeyReused`] when another request has it.
    pub fn take(&self, tx: &mut Tx<'_>) -> AppResult<()> {
        let taken = sql("INSERT INTO idempotency_keys (actor, route, key, body_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
            .bind::<Text, _>(&self.actor)
            .bind::<Text, _>(&self.route)
            .bind::<Text, _>(&self.key)
            .bind::<Bytea, _>(&self.body_hash)
            .execute(tx.scratch())?;
        if taken == 0 {
            return Err(AppError::KeyReused("in use"));
        }
        Ok(())
    }

    /// As [`Claim::take`], for the commands of a batch in one statement: whether each key was free.
    /// Where it was not, that command alone is answered with [`AppError::KeyReused`].
    ///
    /// # Errors
    /// When the insert fails.
    pub fn take_each(tx: &mut Tx<'_>, claims: &[&Self]) -> AppResult<Vec<bool>> {
        #[derive(QueryableByName)]
        struct Taken {
            #[diesel(sql_type = BigInt)]
            place: i64,
        }
        if claims.is_empty() {
            return Ok(Vec::new());
        }
        let column = |of: fn(&Self) -> &String| claims.iter().map(|claim| of(claim).clone()).collect::<Vec<_>>();
        let hashes: Vec<Vec<u8>> = claims.iter().map(|claim| claim.body_hash.clone()).collect();
        let taken: Vec<Taken> = sql("WITH wanted AS (
                SELECT DISTINCT ON (actor, route, key) actor, route, key, body_hash, place
                FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS w (actor, route, key, body_hash, place) ORDER BY actor, route, key, place),
             fresh AS (
                INSERT INTO idempotency_keys (actor, route, key, body_hash) SELECT actor, route, key, body_hash FROM wanted
                ON CONFLICT DO NOTHING RETURNING actor, route, key)
             SELECT wanted.place FROM wanted JOIN fresh USING (actor, route, key)")
        .bind::<Array<Text>, _>(column(|claim| &claim.actor))
        .bind::<Array<Text>, _>(column(|claim| &claim.route))
        .bind::<Array<Text>, _>(column(|claim| &claim.key))
        .bind::<Array<Bytea>, _>(hashes)
        .load(tx.scratch())?;
        Ok((1..).zip(claims).map(|(place, _)| taken.iter().any(|row| row.place == place)).collect())
    }

    /// Gives keys back that [`Claim::take_each`] took in this transaction: what they were sent for was refused, so they
    /// are free for another try.
    ///
    /// # Errors
    /// When the delete fails.
    pub fn give_back_each(tx: &mut Tx<'_>, claims: &[&Self]) -> AppResult<()> {
        if claims.is_empty() {
            return Ok(());
        }
        let column = |of: fn(&Self) -> &String| claims.iter().map(|claim| of(claim).clone()).collect::<Vec<_>>();
        sql("DELETE FROM idempotency_keys WHERE (actor, route, key) IN (SELECT * FROM unnest($1, $2, $3))")
            .bind::<Array<Text>, _>(column(|claim| &claim.actor))
            .bind::<Array<Text>, _>(column(|claim| &claim.route))
            .bind::<Array<Text>, _>(column(|claim| &claim.key))
            .execute(tx.scratch())?;
        Ok(())
    }
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = Bytea)]
    body_hash: Vec<u8>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    status: Option<i16>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    headers: Option<serde_json::Value>,
    #[diesel(sql_type = Nullable<Bytea>)]
    response: Option<Vec<u8>>,
    /// No request takes so long that it could still be under way.
    #[diesel(sql_type = Bool)]
    over: bool,
}

/// Put among an answer's extensions where it shows a secret once: a repeat is then told that it was done, no more.
#[derive(Debug, Clone, Copy)]
pub struct Unkept;

/// Forgets keys of yesterday; nobody repeats those requests any more. How many.
///
/// # Errors
/// When the delete fails.
pub fn remove_old_keys(tx: &mut Tx<'_>, most: i64) -> AppResult<usize> {
    let delete = sql("DELETE FROM idempotency_keys WHERE (actor, route, key) IN (
            SELECT actor, route, key FROM idempotency_keys WHERE created_at < clock_timestamp() - interval '1 day'
            LIMIT $1 FOR UPDATE SKIP LOCKED)");
    Ok(delete.bind::<BigInt, _>(most).execute(tx.scratch())?)
}

/// Headers that are part of an answer's meaning.
const KEPT_HEADERS: &[&str] = &["content-type", "location", "etag", "link"];

/// Answers a repeated request with the first answer, and keeps the first answer of a fresh one.
pub async fn idempotent(mut request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.call(request).await;
    }
    if let Err(error) = claim_for_api(&mut request).await {
        return Ok(request.error_response(error));
    }
    let claim = request.extensions().get::<Visit>().and_then(|visit| visit.claim.clone());
    let (Some(claim), Some(state)) = (claim, request.app_data::<web::Data<State>>().cloned()) else {
        return next.call(request).await;
    };
    match first_answer(&state, &claim, false).await {
        Ok(Some(answer)) => return Ok(request.into_response(answer)),
        Ok(None) => {}
        Err(error) => return Ok(request.error_response(error)),
    }
    let response = next.call(request).await?;
    let lost_race = response
        .response()
        .error()
        .and_then(|error| error.as_error::<AppError>())
        .is_some_and(|error| matches!(error, AppError::KeyReused("in use")));
    if lost_race {
        match first_answer(&state, &claim, true).await {
            Ok(Some(answer)) => return Ok(response.into_response(answer)),
            Ok(None) => {}
            Err(error) => return Ok(response.error_response(error)),
        }
    }
    keep(&state, &claim, response).await
}

/// The answer that the key's first request got. Its effect is committed before its answer is kept, so a
/// twin that comes between the two waits, as does one that knows from a lost race that there is a first.
async fn first_answer(state: &State, claim: &Claim, lost_race: bool) -> AppResult<Option<HttpResponse>> {
    for _ in 0..FIRST_ANSWER_CHECKS {
        match earlier(state, claim).await? {
            Earlier::Answered(answer) => return Ok(Some(answer)),
            Earlier::Gone => return Err(Refusal::new("idempotency-answer-gone").into()),
            Earlier::Unknown if !lost_race => return Ok(None),
            Earlier::Unknown | Earlier::InFlight => tokio::time::sleep(FIRST_ANSWER_PAUSE).await,
        }
    }
    Err(Refusal::new("idempotency-key-in-flight").into())
}

async fn claim_for_api(request: &mut ServiceRequest) -> AppResult<()> {
    if !request.path().starts_with("/api/") {
        return Ok(());
    }
    let Some(key) = request.headers().get("idempotency-key").cloned() else {
        return Ok(());
    };
    let fits = |key: &&str| (1..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    let key = key.to_str().ok().filter(fits).ok_or(AppError::KeyMalformed)?.to_owned();
    // The person stands first, so that the keys of all their tokens go with them.
    let person = request.extensions().get::<Visit>().and_then(|visit| visit.viewer.person_id());
    let token = request
        .headers()
        .get(header::AUTHORIZATION)
        .map_or_else(String::new, |value| format!("{:x?}", Sha256::digest(value.as_bytes()).as_slice()));
    let actor = person.map_or_else(|| token.clone(), |person| format!("{person} {token}"));
    let most = if is_picture(request.content_type()) { files::LARGEST } else { LARGEST_JSON };
    let body = read_body(request, most).await?;
    let claim = Claim::new(actor, format!("{} {}", request.method(), request.path()), key, &body).with_query(request.query_string());
    request.set_payload(Payload::from(web::Bytes::from(body)));
    if let Some(visit) = request.extensions_mut().get_mut::<Visit>() {
        visit.claim = Some(claim);
    }
    Ok(())
}

/// What an earlier request left under a key.
enum Earlier {
    Unknown,
    InFlight,
    /// What it asked for is done; what it was answered is not known, or is not shown twice.
    Gone,
    Answered(HttpResponse),
}

async fn earlier(state: &State, claim: &Claim) -> AppResult<Earlier> {
    let wanted = claim.clone();
    let kept: Option<Kept> = state
        .db
        .read(move |conn| {
            let query =
                sql("SELECT body_hash, status, headers, response, created_at < clock_timestamp() - make_interval(secs => $4) AS over
                    FROM idempotency_keys WHERE actor = $1 AND route = $2 AND key = $3");
            Ok(query
                .bind::<Text, _>(&wanted.actor)
                .bind::<Text, _>(&wanted.route)
                .bind::<Text, _>(&wanted.key)
                .bind::<Double, _>(LONGEST_UPLOAD.as_secs_f64())
                .get_result(conn)
                .optional()?)
        })
        .await?;
    let Some(kept) = kept else {
        return Ok(Earlier::Unknown);
    };
    if kept.body_hash != claim.body_hash {
        return Err(AppError::KeyReused("with another body"));
    }
    let Some(status) = kept.status.and_then(|status| StatusCode::from_u16(status.unsigned_abs()).ok()) else {
        return Ok(if kept.over { Earlier::Gone } else { Earlier::InFlight });
    };
    let Some(body) = kept.response else {
        return Ok(Earlier::Gone);
    };
    let mut answer = HttpResponse::build(status);
    if let Some(serde_json::Value::Object(headers)) = kept.headers {
        for (name, value) in &headers {
            if let Some(value) = value.as_str() {
                answer.insert_header((name.as_str(), value));
            }
        }
    }
    answer.insert_header(("idempotency-replayed", "true"));
    Ok(Earlier::Answered(answer.body(body)))
}

async fn keep(state: &State, claim: &Claim, response: ServiceResponse<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let unkept = response.response().extensions().contains::<Unkept>();
    if response.response().error().is_some() || !(response.status().is_success() || response.status().is_redirection()) {
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    let (head, body) = response.into_parts();
    let bytes = to_bytes(body).await.map_err(|error| AppError::Internal(anyhow::anyhow!("{error}")))?;
    let status = i16::try_from(head.status().as_u16()).unwrap_or(200);
    let headers: serde_json::Map<String, serde_json::Value> =
        KEPT_HEADERS.iter().filter_map(|name| Some(((*name).to_owned(), head.headers().get(*name)?.to_str().ok()?.into()))).collect();
    let stored = (!unkept).then(|| bytes.to_vec());
    let (claim, headers) = (claim.clone(), serde_json::Value::Object(headers));
    let kept = state
        .db
        .write(Doer::System("idempotency"), move |tx| {
            sql("UPDATE idempotency_keys SET status = $4, headers = $5, response = $6 WHERE actor = $1 AND route = $2 AND key = $3")
                .bind::<Text, _>(&claim.actor)
                .bind::<Text, _>(&claim.route)
                .bind::<Text, _>(&claim.key)
                .bind::<SmallInt, _>(status)
                .bind::<Jsonb, _>(&headers)
                .bind::<Nullable<Bytea>, _>(&stored)
                .execute(tx.scratch())?;
            Ok(())
        })
        .await;
    if let Err(error) = kept {
        // The effect is committed and the person has the answer; only a replay of it is lost.
        tracing::warn!(%error, "an answer could not be kept for its idempotency key");
    }
    Ok(ServiceResponse::new(request, head.set_body(BoxBody::new(bytes).boxed())))
}
