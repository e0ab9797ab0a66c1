//! Sessions and personal tokens: which browsers and programs act for somebody.
use crate::kernel::{Granted, Moment, Permission, PersonId, SessionId, TokenId};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bytea, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// A browser that is signed in.
#[derive(Debug, Clone, QueryableByName)]
pub struct Session {
    /// Which session.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    /// Last use, to ten minutes.
    #[diesel(sql_type = Timestamptz)]
    pub last_seen_at: Moment,
    /// When it ends in any case.
    #[diesel(sql_type = Timestamptz)]
    pub expires_at: Moment,
    /// What the browser calls itself.
    #[diesel(sql_type = Text)]
    pub browser: String,
    /// The network it came from.
    #[diesel(sql_type = Text)]
    pub network: String,
}

/// Somebody's sessions, the last used first; at most a hundred.
///
/// # Errors
/// When the query fails.
pub fn list_sessions(conn: &mut PgConnection, person: PersonId, now: Moment) -> AppResult<Vec<Session>> {
    Ok(sql("SELECT s.id, s.created_at, s.last_seen_at, s.expires_at, s.browser, s.network FROM sessions s
         JOIN people p ON p.id = s.person_id AND p.security_stamp = s.security_stamp
         WHERE s.person_id = $1 AND s.expires_at > $2 ORDER BY s.last_seen_at DESC, s.id DESC LIMIT 100")
    .bind::<SqlUuid, _>(person.0)
    .bind::<Timestamptz, _>(now)
    .load(conn)?)
}

/// Ends one session of a person; `false` when they have none with that id.
///
/// # Errors
/// When the delete fails.
pub fn remove_session<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, person: PersonId, session: SessionId) -> AppResult<bool> {
    let removed = sql("DELETE FROM sessions WHERE id = $1 AND person_id = $2")
        .bind::<SqlUuid, _>(session.0)
        .bind::<SqlUuid, _>(person.0)
        .execute(tx.writing(granted))?;
    Ok(removed > 0)
}

/// Removes sessions that are over; how many.
///
/// # Errors
/// When the delete fails.
pub fn remove_expired(tx: &mut Tx<'_>, most: i64) -> AppResult<usize> {
    let now = tx.now();
    let delete = sql(
        "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < $1 - interval '30 days' LIMIT $2 FOR UPDATE SKIP LOCKED)",
    );
    Ok(delete.bind::<Timestamptz, _>(now).bind::<BigInt, _>(most).execute(tx.scratch())?)
}

/// A personal token, without its secret.
#[derive(Debug, Clone, QueryableByName)]
pub struct Token {
    /// Which token.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// What its owner calls it.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Its first characters.
    #[diesel(sql_type = Text)]
    pub hint: String,
    /// What it allows.
    #[diesel(sql_type = Array<Text>)]
    pub scopes: Vec<String>,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    /// Until when.
    #[diesel(sql_type = Timestamptz)]
    pub expires_at: Moment,
    /// Last use, to ten minutes.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_used_at: Option<Moment>,
}

/// Somebody's tokens that still work, newest first.
///
/// # Errors
/// When the query fails.
pub fn list_tokens(conn: &mut PgConnection, person: PersonId, now: Moment) -> AppResult<Vec<Token>> {
    Ok(sql("SELECT id, name, hint, scopes, created_at, expires_at, last_used_at FROM api_tokens
         WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id DESC LIMIT 100")
    .bind::<SqlUuid, _>(person.0)
    .bind::<Timestamptz, _>(now)
    .load(conn)?)
}

/// The token behind a secret that was shown.
///
/// # Errors
/// When the query fails.
pub fn find_token(conn: &mut PgConnection, token_hash: &[u8]) -> AppResult<Option<Token>> {
    Ok(sql("SELECT id, name, hint, scopes, created_at, expires_at, last_used_at FROM api_tokens WHERE token_hash = $1")
        .bind::<Bytea, _>(token_hash)
        .get_result(conn)
        .optional()?)
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many tokens of a person work.
///
/// # Errors
/// When the query fails.
pub fn count_tokens(conn: &mut PgConnection, person: PersonId, now: Moment) -> AppResult<i64> {
    let row: Counted = sql("SELECT count(*) AS count FROM api_tokens WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $2")
        .bind::<SqlUuid, _>(person.0)
        .bind::<Timestamptz, _>(now)
        .get_result(conn)?;
    Ok(row.count)
}

/// A token about to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: String,
    /// What it allows.
    pub scopes: Vec<String>,
    /// Days it works.
    pub days: i64,
    /// Hash of the secret.
    pub token_hash: Vec<u8>,
    /// First characters of the secret.
    pub hint: String,
}

/// Keeps a token's hash.
///
/// # Errors
/// When the insert fails.
pub fn put_token<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, person: PersonId, new: &NewToken) -> AppResult<TokenId> {
    let (id, now) = (TokenId::new(), tx.now());
    sql("INSERT INTO api_tokens (id, person_id, name, token_hash, hint, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind::<SqlUuid, _>(id.0)
        .bind::<SqlUuid, _>(person.0)
        .bind::<Text, _>(&new.name)
        .bind::<Bytea, _>(new.token_hash.clone())
        .bind::<Text, _>(&new.hint)
        .bind::<Array<Text>, _>(&new.scopes)
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(now + chrono::TimeDelta::days(new.days))
        .execute(tx.writing(granted))?;
    Ok(id)
}

/// Revokes a token; `false` when the person has none with that id that works.
///
/// # Errors
/// When the update fails.
pub fn revoke_token<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, person: PersonId, token: TokenId) -> AppResult<bool> {
    let now = tx.now();
    let revoked = sql("UPDATE api_tokens SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL")
        .bind::<SqlUuid, _>(token.0)
        .bind::<SqlUuid, _>(person.0)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(revoked > 0)
}

/// Revokes all tokens of a person.
///
/// # Errors
/// When the update fails.
pub fn revoke_tokens<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, person: PersonId) -> AppResult<()> {
    let now = tx.now();
    sql("UPDATE api_tokens SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL")
        .bind::<SqlUuid, _>(person.0)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(())
}
