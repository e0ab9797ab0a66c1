//! Signing in and out.
use super::account_place;
use crate::domains::people::{
    rules::{self, ACCOUNT_CLOSED, CODE_EXPIRED, CODE_LIFE, SIGN_IN_WRONG},
    store::{
        self,
        signing_in::{self, Account, Code, NewSession},
    },
};
use crate::kernel::{
    Actor, Doer, Event, Granted, JoinInstance, ManageOwnAccount, PersonId, Place, Refusal, Role, SessionId, Standing, authorize,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    mail::{self, Mail},
};
use std::sync::Arc;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// A person as the doer of what they do with their own account.
fn as_person(person: PersonId) -> Doer {
    Doer::Person(Actor { id: person, standing: Arc::new(Standing::default()) })
}

fn own_account(person: PersonId) -> AppResult<Granted<ManageOwnAccount>> {
    authorize::<ManageOwnAccount>(&as_person(person), account_place(person).owned(true)).ok_or_else(AppError::forbidden::<ManageOwnAccount>)
}

/// Keeps a fresh code for an address and queues the mail that carries it; the same for known and unknown ones.
///
/// # Errors
/// When the database fails.
pub fn ask_for_code(tx: &mut Tx<'_>, email: &str, code_hash: &[u8], browser_hash: &[u8], key: &str, mail: &Mail) -> AppResult<()> {
    let expires_at = tx.now() + CODE_LIFE;
    signing_in::put_code(tx, email, code_hash, browser_hash, expires_at)?;
    mail::queue_urgent(tx, key, mail)
}

/// A try to sign in with a code.
#[derive(Debug, Clone)]
pub struct CodeTry {
    /// The browser that asked; empty for a word printed by the command line.
    pub browser_hash: Vec<u8>,
    /// Keyed hash of what was typed.
    pub code_hash: Vec<u8>,
    /// Name typed, for those who are new.
    pub name: String,
    /// Language of the screens so far.
    pub lang: Option<String>,
    /// Whose drafts come along.
    pub visitor_hash: String,
    /// The session that is opened.
    pub session: NewSession,
}

/// Redeems a code: exactly one of many parallel tries gets in. A refusal is an answer, not an error,
/// because the count of wrong tries has to be kept.
///
/// # Errors
/// When the database fails.
pub fn redeem_code(tx: &mut Tx<'_>, attempt: &CodeTry) -> AppResult<Result<PersonId, Refusal>> {
    let code = if attempt.browser_hash.is_empty() {
        signing_in::lock_printed(tx, &attempt.code_hash)?
    } else {
        signing_in::lock_code(tx, &attempt.browser_hash)?
    };
    let Some(code) = code else {
        return refuse(tx, None, CODE_EXPIRED);
    };
    let matches: bool = code.code_hash.ct_eq(&attempt.code_hash).into();
    if let Err(refusal) = rules::try_code(&code.stored(), matches, tx.now()) {
        if !matches {
            signing_in::count_try(tx, &code)?;
        }
        let account = signing_in::find_account(tx.reading(), &code.email)?;
        return refuse(tx, account.map(|account| account.id()), refusal);
    }
    let account = match signing_in::lock_account(tx, &code.email)? {
        Some(account) if account.closed => return refuse(tx, Some(account.id()), ACCOUNT_CLOSED),
        Some(account) => account,
        None => match rules::person_name(&attempt.name) {
            Ok(name) => join(tx, &code, name, attempt.lang.clone())?,
            // The code stays good: whoever holds it is asked for a name first.
            Err(rules::NAME_MISSING) => return Ok(Err(rules::NEWCOMER_NAME_MISSING)),
            Err(refusal) => return Ok(Err(refusal)),
        },
    };
    let granted = own_account(account.id())?;
    signing_in::use_code(tx, &granted, &code)?;
    open_session(tx, &granted, &account, &attempt.session, &attempt.visitor_hash)?;
    Ok(Ok(account.id()))
}

/// A new account for an address that has just proven itself.
fn join(tx: &mut Tx<'_>, code: &Code, name: String, lang: Option<String>) -> AppResult<Account> {
    let door = authorize::<JoinInstance>(tx.doer(), Place::INSTANCE).ok_or_else(AppError::forbidden::<JoinInstance>)?;
    let new = store::NewPerson { name, email: Some(code.email.clone()), lang, roles: vec![Role::Customer], ..store::NewPerson::default() };
    let person = store::put_person(tx, &door, new)?;
    let granted = authorize::<JoinInstance>(&as_person(person), account_place(person)).ok_or_else(AppError::forbidden::<JoinInstance>)?;
    tx.record(&granted, &Event::PersonJoined { person })?;
    signing_in::find_account_of(tx.reading(), person)?.ok_or_else(|| anyhow::anyhow!("a new account vanished").into())
}

fn open_session(
    tx: &mut Tx<'_>,
    granted: &Granted<ManageOwnAccount>,
    account: &Account,
    session: &NewSession,
    visitor_hash: &str,
) -> AppResult<()> {
    signing_in::put_session(tx, granted, account, session)?;
    signing_in::adopt_drafts(tx, visitor_hash, account.id())?;
    tx.record(granted, &Event::PersonSignedIn { person: account.id() })?;
    Ok(())
}

/// Writes a refused sign-in down; without an account under nobody's id, so that it takes as long.
fn refuse<T>(tx: &mut Tx<'_>, person: Option<PersonId>, refusal: Refusal) -> AppResult<Result<T, Refusal>> {
    let person = person.unwrap_or(PersonId(Uuid::nil()));
    let granted = authorize::<JoinInstance>(tx.doer(), account_place(person)).ok_or_else(AppError::forbidden::<JoinInstance>)?;
    tx.record(&granted, &Event::SignInRefused { person })?;
    Ok(Err(refusal))
}

/// Signs in somebody whose password was just found right (`verified` is the hash it was compared with),
/// or writes the refusal down.
///
/// # Errors
/// When the database fails.
pub fn enter_with_password(
    tx: &mut Tx<'_>,
    account: Option<&Account>,
    right: bool,
    session: &NewSession,
    visitor_hash: &str,
) -> AppResult<Result<PersonId, Refusal>> {
    let person = account.map(Account::id);
    let verified = account.and_then(|account| account.password_hash.clone());
    // Looked up again, because the password may have been changed while it was being compared.
    let now = match account {
        Some(account) => signing_in::lock_account(tx, &account.email)?,
        None => None,
    };
    match now {
        Some(now) if right && !now.closed && now.password_hash == verified => {
            let granted = own_account(now.id())?;
            open_session(tx, &granted, &now, session, visitor_hash)?;
            Ok(Ok(now.id()))
        }
        _ => refuse(tx, person, SIGN_IN_WRONG),
    }
}

/// Enters as one of the demo's people.
///
/// # Errors
/// [`AppError::NotFound`] when there is nobody of that handle.
pub fn enter_demo(tx: &mut Tx<'_>, handle: &str, session: &NewSession, visitor_hash: &str) -> AppResult<PersonId> {
    let person = store::find_by_handle(tx.reading(), handle)?.ok_or(AppError::NotFound("person"))?;
    let account =
        signing_in::find_account_of(tx.reading(), person.id)?.filter(|account| !account.closed).ok_or(AppError::NotFound("person"))?;
    let granted = own_account(person.id)?;
    open_session(tx, &granted, &account, session, visitor_hash)?;
    Ok(person.id)
}

/// Makes an administrator with a password, and signs them in.
///
/// # Errors
/// When the doer may not, or the database fails.
pub fn found_admin(
    tx: &mut Tx<'_>,
    name: &str,
    email: &str,
    password_hash: &str,
    session: &NewSession,
    visitor_hash: &str,
) -> AppResult<PersonId> {
    let person = super::make_admin(tx, name, email)?;
    let granted = own_account(person)?;
    signing_in::put_password(tx, &granted, person, Some(password_hash), None)?;
    let account = signing_in::find_account_of(tx.reading(), person)?.ok_or(AppError::NotFound("person"))?;
    open_session(tx, &granted, &account, session, visitor_hash)?;
    Ok(person)
}

/// Ends the session of this browser.
///
/// # Errors
/// When the database fails.
pub fn sign_out(tx: &mut Tx<'_>, person: PersonId, session: SessionId) -> AppResult<()> {
    let granted = own_account(person)?;
    if store::sessions::remove_session(tx, &granted, person, session)? {
        tx.record(&granted, &Event::PersonSignedOut { person })?;
    }
    Ok(())
}
