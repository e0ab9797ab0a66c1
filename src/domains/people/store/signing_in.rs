//! One-time codes, and what signing in needs to know of an account.
use crate::domains::people::rules::{StoredCode, pseudonym};
use crate::kernel::{CodeId, Granted, Moment, Permission, PersonId, SessionId};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Bytea, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// What signing in needs to know of an account.
#[derive(Debug, Clone, QueryableByName)]
pub struct Account {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    /// Name as shown.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// The address as it is stored, where mail goes.
    #[diesel(sql_type = Text)]
    pub email: String,
    /// Language chosen.
    #[diesel(sql_type = Nullable<Text>)]
    pub lang: Option<String>,
    /// Hash of the password, where there is one.
    #[diesel(sql_type = Nullable<Text>)]
    pub password_hash: Option<String>,
    /// Sessions made under another stamp are over.
    #[diesel(sql_type = SqlUuid)]
    pub security_stamp: Uuid,
    /// Deactivated by an administrator.
    #[diesel(sql_type = Bool)]
    pub closed: bool,
}

impl Account {
    /// Whose it is.
    pub fn id(&self) -> PersonId {
        PersonId(self.id)
    }
}

macro_rules! account {
    ($rest:literal) => {
        sql(concat!(
            "SELECT id, name, coalesce(email, '')::text AS email, lang, password_hash, security_stamp, deactivated_at IS NOT NULL AS closed
             FROM people WHERE erased_at IS NULL AND ",
            $rest
        ))
    };
}

/// The account of an address.
///
/// # Errors
/// When the query fails.
pub fn find_account(conn: &mut PgConnection, email: &str) -> AppResult<Option<Account>> {
    Ok(account!("email = $1::citext").bind::<Text, _>(email).get_result(conn).optional()?)
}

/// The account of an address, locked against a second sign-up with it.
///
/// # Errors
/// When the query fails.
pub fn lock_account(tx: &mut Tx<'_>, email: &str) -> AppResult<Option<Account>> {
    sql("SELECT pg_advisory_xact_lock(hashtextextended($1, 7283902))").bind::<Text, _>(email.to_ascii_lowercase()).execute(tx.reading())?;
    Ok(account!("email = $1::citext FOR NO KEY UPDATE").bind::<Text, _>(email).get_result(tx.reading()).optional()?)
}

/// The account of a person.
///
/// # Errors
/// When the query fails.
pub fn find_account_of(conn: &mut PgConnection, person: PersonId) -> AppResult<Option<Account>> {
    Ok(account!("id = $1").bind::<SqlUuid, _>(person.0).get_result(conn).optional()?)
}

/// A code that was asked for, read under lock.
#[derive(Debug, Clone, QueryableByName)]
pub struct Code {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    /// Where it was sent.
    #[diesel(sql_type = Text)]
    pub email: String,
    /// Keyed hash of the digits.
    #[diesel(sql_type = Bytea)]
    pub code_hash: Vec<u8>,
    #[diesel(sql_type = SmallInt)]
    attempts: i16,
    #[diesel(sql_type = Timestamptz)]
    expires_at: Moment,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    used_at: Option<Moment>,
}

impl Code {
    /// What decides about a try.
    pub fn stored(&self) -> StoredCode {
        StoredCode { attempts: self.attempts, expires_at: self.expires_at, used: self.used_at.is_some() }
    }
}

/// The newest code that a browser asked for, and where it was sent.
///
/// # Errors
/// When the query fails.
pub fn find_code(conn: &mut PgConnection, browser_hash: &[u8]) -> AppResult<Option<Code>> {
    Ok(sql("SELECT id, email::text AS email, code_hash, attempts, expires_at, used_at FROM sign_in_codes WHERE browser_hash = $1
         ORDER BY created_at DESC, id DESC LIMIT 1")
    .bind::<Bytea, _>(browser_hash.to_vec())
    .get_result(conn)
    .optional()?)
}

/// As [`find_code`], locked, so that tries of one code wait for each other.
///
/// # Errors
/// When the query fails.
pub fn lock_code(tx: &mut Tx<'_>, browser_hash: &[u8]) -> AppResult<Option<Code>> {
    Ok(sql("SELECT id, email::text AS email, code_hash, attempts, expires_at, used_at FROM sign_in_codes WHERE browser_hash = $1
         ORDER BY created_at DESC, id DESC LIMIT 1 FOR UPDATE")
    .bind::<Bytea, _>(browser_hash.to_vec())
    .get_result(tx.reading())
    .optional()?)
}

/// A code that no browser asked for, found by its own hash; the command line makes those.
///
/// # Errors
/// When the query fails.
pub fn lock_printed(tx: &mut Tx<'_>, code_hash: &[u8]) -> AppResult<Option<Code>> {
    Ok(sql("SELECT id, email::text AS email, code_hash, attempts, expires_at, used_at FROM sign_in_codes
         WHERE browser_hash = ''::bytea AND code_hash = $1 ORDER BY created_at DESC LIMIT 1 FOR UPDATE")
    .bind::<Bytea, _>(code_hash.to_vec())
    .get_result(tx.reading())
    .optional()?)
}

/// Keeps a fresh code; those the same browser asked for before are void from now on, or those printed before for the address.
///
/// # Errors
/// When the insert fails.
pub fn put_code(tx: &mut Tx<'_>, email: &str, code_hash: &[u8], browser_hash: &[u8], expires_at: Moment) -> AppResult<()> {
    let now = tx.now();
    sql("UPDATE sign_in_codes SET used_at = $2 WHERE browser_hash = $1 AND (browser_hash <> ''::bytea OR email = $3::citext) AND used_at IS NULL")
        .bind::<Bytea, _>(browser_hash.to_vec())
        .bind::<Timestamptz, _>(now)
        .bind::<Text, _>(email.to_owned())
        .execute(tx.scratch())?;
    sql("INSERT INTO sign_in_codes (id, email, code_hash, browser_hash, created_at, expires_at) VALUES ($1, $2::citext, $3, $4, $5, $6)")
        .bind::<SqlUuid, _>(CodeId::new().0)
        .bind::<Text, _>(email.to_owned())
        .bind::<Bytea, _>(code_hash.to_vec())
        .bind::<Bytea, _>(browser_hash.to_vec())
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(expires_at)
        .execute(tx.scratch())?;
    Ok(())
}

/// Removes codes that ended a day ago: they say who signed in when, and nobody needs them. How many.
///
/// # Errors
/// When the delete fails.
pub fn remove_old_codes(tx: &mut Tx<'_>, most: i64) -> AppResult<usize> {
    let now = tx.now();
    let delete = sql("DELETE FROM sign_in_codes WHERE id IN (
            SELECT id FROM sign_in_codes WHERE expires_at < $1 - interval '1 day' LIMIT $2 FOR UPDATE SKIP LOCKED)");
    Ok(delete.bind::<Timestamptz, _>(now).bind::<BigInt, _>(most).execute(tx.scratch())?)
}

/// Counts a wrong try.
///
/// # Errors
/// When the update fails.
pub fn count_try(tx: &mut Tx<'_>, code: &Code) -> AppResult<()> {
    sql("UPDATE sign_in_codes SET attempts = attempts + 1 WHERE id = $1 AND attempts < 5")
        .bind::<SqlUuid, _>(code.id)
        .execute(tx.scratch())?;
    Ok(())
}

/// Uses a code up.
///
/// # Errors
/// When the update fails.
pub fn use_code<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, code: &Code) -> AppResult<()> {
    let now = tx.now();
    sql("UPDATE sign_in_codes SET used_at = $2 WHERE id = $1")
        .bind::<SqlUuid, _>(code.id)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// A browser that just signed in.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Hash of the secret that the browser holds.
    pub token_hash: Vec<u8>,
    /// When it ends, used or not.
    pub expires_at: Moment,
    /// What the browser calls itself, shortened.
    pub browser: String,
    /// The network it came from, not the whole address.
    pub network: String,
    /// The session that this browser had until now; it ends.
    pub replaces: Option<SessionId>,
}

/// Opens a session.
///
/// # Errors
/// When the insert fails.
pub fn put_session<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, account: &Account, new: &NewSession) -> AppResult<SessionId> {
    let (id, now) = (SessionId::new(), tx.now());
    sql("INSERT INTO sessions (id, token_hash, person_id, security_stamp, created_at, last_seen_at, expires_at, browser, network)
         VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)")
    .bind::<SqlUuid, _>(id.0)
    .bind::<Bytea, _>(new.token_hash.clone())
    .bind::<SqlUuid, _>(account.id)
    .bind::<SqlUuid, _>(account.security_stamp)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(new.expires_at)
    .bind::<Text, _>(&new.browser)
    .bind::<Text, _>(&new.network)
    .execute(tx.writing(granted))?;
    sql("DELETE FROM sessions WHERE id = $1").bind::<Nullable<SqlUuid>, _>(new.replaces.map(|session| session.0)).execute(tx.scratch())?;
    Ok(id)
}

/// What a browser wrote before signing in becomes the person's; a draft they have already gives way to a newer one.
///
/// # Errors
/// When the update fails.
pub fn adopt_drafts(tx: &mut Tx<'_>, visitor_hash: &str, person: PersonId) -> AppResult<()> {
    sql("WITH brought AS (DELETE FROM drafts WHERE owner = $1 RETURNING form, fields, saved_at)
         INSERT INTO drafts (owner, form, fields, saved_at) SELECT $2, form, fields, saved_at FROM brought
         ON CONFLICT (owner, form) DO UPDATE SET fields = EXCLUDED.fields, saved_at = EXCLUDED.saved_at WHERE drafts.saved_at < EXCLUDED.saved_at")
    .bind::<Text, _>(visitor_hash.to_owned())
    .bind::<Text, _>(person.to_string())
    .execute(tx.scratch())?;
    Ok(())
}

/// Sets or takes away a password, and ends all sessions but one, which gets the new stamp.
///
/// # Errors
/// When a statement fails.
pub fn put_password<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    person: PersonId,
    hash: Option<&str>,
    keep: Option<SessionId>,
) -> AppResult<()> {
    sql("UPDATE people SET password_hash = $2 WHERE id = $1")
        .bind::<SqlUuid, _>(person.0)
        .bind::<Nullable<Text>, _>(hash.map(str::to_owned))
        .execute(tx.writing(granted))?;
    end_sessions(tx, granted, person, keep)
}

/// Ends all sessions of a person but one; a fresh stamp makes sure of those that are just being made.
///
/// # Errors
/// When a statement fails.
pub fn end_sessions<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, person: PersonId, keep: Option<SessionId>) -> AppResult<()> {
    let stamp = Uuid::now_v7();
    let keep = keep.map(|session| session.0);
    sql("UPDATE people SET security_stamp = $2 WHERE id = $1")
        .bind::<SqlUuid, _>(person.0)
        .bind::<SqlUuid, _>(stamp)
        .execute(tx.writing(granted))?;
    sql("DELETE FROM sessions WHERE person_id = $1 AND ($2 IS NULL OR id <> $2)")
        .bind::<SqlUuid, _>(person.0)
        .bind::<Nullable<SqlUuid>, _>(keep)
        .execute(tx.writing(granted))?;
    sql("UPDATE sessions SET security_stamp = $2 WHERE person_id = $1")
        .bind::<SqlUuid, _>(person.0)
        .bind::<SqlUuid, _>(stamp)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Deactivates or reactivates an account.
///
/// # Errors
/// When the update fails.
pub fn put_closed<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, person: PersonId, closed: bool) -> AppResult<bool> {
    let now = tx.now();
    let changed = sql("UPDATE people SET deactivated_at = CASE WHEN $2 THEN $3 END WHERE id = $1 AND erased_at IS NULL AND (deactivated_at IS NOT NULL) <> $2")
        .bind::<SqlUuid, _>(person.0)
        .bind::<Bool, _>(closed)
        .bind::<Timestamptz, _>(now)
        .execute(tx.scratch())?;
    if changed > 0 {
        let _owes = tx.writing(granted);
    }
    Ok(changed > 0)
}

/// Erases what is known of a person: the row stays under a pseudonym, so that what they wrote and the
/// spine still have somebody to point to.
///
/// # Errors
/// When a statement fails.
pub fn erase<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, account: &Account) -> AppResult<()> {
    let now = tx.now();
    let person = account.id();
    sql("UPDATE people SET name = $2, handle = 'former-' || replace(id::text, '-', ''), email = NULL, title = '', site = '', unit = '', company = '', bio = '',
             languages = '{}', password_hash = NULL, security_stamp = $3, lang = NULL, time_zone = NULL, hints_seen = '{}', listed = false, erased_at = $4
         WHERE id = $1")
    .bind::<SqlUuid, _>(person.0)
    .bind::<Text, _>(pseudonym(person))
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted))?;
    for statement in [
        "DELETE FROM sessions WHERE person_id = $1",
        "DELETE FROM api_tokens WHERE person_id = $1",
        "DELETE FROM person_tags WHERE person_id = $1",
        "DELETE FROM role_grants WHERE person_id = $1",
        "DELETE FROM space_members WHERE person_id = $1",
        "DELETE FROM audience_members WHERE person_id = $1",
        "DELETE FROM campaign_reminders WHERE person_id = $1",
        "DELETE FROM drafts WHERE owner = $1::text",
        "DELETE FROM idempotency_keys WHERE starts_with(actor, $1::text)",
    ] {
        sql(statement).bind::<SqlUuid, _>(person.0).execute(tx.writing(granted))?;
    }
    sql("DELETE FROM sign_in_codes WHERE email = $1::citext").bind::<Text, _>(&account.email).execute(tx.writing(granted))?;
    Ok(())
}
