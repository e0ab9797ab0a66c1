//! What somebody does with their own account.
use super::account_place;
use crate::domains::people::{
    rules::{self, ERASE_UNCONFIRMED, LAST_ADMIN, PASSWORD_WRONG},
    store::{
        profile::{self, Preference, ProfileChange},
        roles, sessions, signing_in,
    },
};
use crate::kernel::{Actor, Event, Granted, ManageOwnAccount, SessionId, Sight, TokenId, authorize};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    mail::{self, Mail},
};

fn own(actor: &Actor, sight: Option<Sight>) -> AppResult<Granted<ManageOwnAccount>> {
    let mut place = account_place(actor.id).owned(true);
    if let Some(sight) = sight {
        place.sight = sight;
    }
    authorize::<ManageOwnAccount>(&actor.clone().into(), place).ok_or_else(AppError::forbidden::<ManageOwnAccount>)
}

/// Changes the profile and the tags one gave oneself.
///
/// # Errors
/// When the database fails.
pub fn change_profile(tx: &mut Tx<'_>, actor: &Actor, change: &ProfileChange, tags: &[(String, String)]) -> AppResult<()> {
    let granted = own(actor, Some(Sight::INTERNAL))?;
    profile::put_profile(tx, &granted, actor.id, change)?;
    let kept = profile::put_own_tags(tx, &granted, actor.id, tags)?;
    let fields = ["name", "title", "company", "bio", "time_zone", "lang", "listed"].map(str::to_owned).to_vec();
    tx.record_all(&granted, &[Event::ProfileChanged { person: actor.id, fields }, Event::TagsChanged { person: actor.id, tags: kept }])?;
    Ok(())
}

/// Keeps how somebody likes their screens.
///
/// # Errors
/// When the database fails.
pub fn prefer(tx: &mut Tx<'_>, actor: &Actor, preference: &Preference) -> AppResult<()> {
    let granted = own(actor, None)?;
    if profile::put_preference(tx, &granted, actor.id, preference)? {
        tx.record(&granted, &Event::ProfileChanged { person: actor.id, fields: vec![preference.field().to_owned()] })?;
    }
    Ok(())
}

/// Sets a password (`hash`) after the present one was found right against `verified`; all other sessions end.
///
/// # Errors
/// A refusal when the password was changed in the meantime.
pub fn change_password(
    tx: &mut Tx<'_>,
    actor: &Actor,
    verified: Option<&str>,
    hash: Option<&str>,
    keep: Option<SessionId>,
    notice: &Mail,
) -> AppResult<()> {
    let granted = own(actor, None)?;
    let account = signing_in::find_account_of(tx.reading(), actor.id)?.ok_or(AppError::NotFound("person"))?;
    if account.password_hash.as_deref() != verified {
        return Err(PASSWORD_WRONG.into());
    }
    signing_in::put_password(tx, &granted, actor.id, hash, keep)?;
    let event = tx.record(&granted, &Event::PasswordChanged { person: actor.id })?;
    if !account.email.is_empty() {
        mail::queue(tx, &format!("password-changed-{event}"), notice)?;
    }
    Ok(())
}

/// Ends one of the own sessions.
///
/// # Errors
/// [`AppError::NotFound`] when it is nobody's or somebody else's.
pub fn end_session(tx: &mut Tx<'_>, actor: &Actor, session: SessionId) -> AppResult<()> {
    let granted = own(actor, None)?;
    if !sessions::remove_session(tx, &granted, actor.id, session)? {
        return Err(AppError::NotFound("session"));
    }
    tx.record(&granted, &Event::SessionEnded { person: actor.id, session })?;
    Ok(())
}

/// Ends all own sessions but this one.
///
/// # Errors
/// When the database fails.
pub fn end_other_sessions(tx: &mut Tx<'_>, actor: &Actor, keep: Option<SessionId>) -> AppResult<()> {
    let granted = own(actor, None)?;
    signing_in::end_sessions(tx, &granted, actor.id, keep)?;
    tx.record(&granted, &Event::SessionsEnded { person: actor.id })?;
    Ok(())
}

/// Most tokens of one person.
const MOST_TOKENS: i64 = 50;

/// Makes a personal token.
///
/// # Errors
/// A refusal when there are too many already.
pub fn make_token(tx: &mut Tx<'_>, actor: &Actor, new: &sessions::NewToken) -> AppResult<TokenId> {
    let granted = own(actor, None)?;
    let now = tx.now();
    if sessions::count_tokens(tx.reading(), actor.id, now)? >= MOST_TOKENS {
        return Err(rules::TOKENS_TOO_MANY.into());
    }
    let token = sessions::put_token(tx, &granted, actor.id, new)?;
    tx.record(&granted, &Event::TokenCreated { person: actor.id, token, scopes: new.scopes.clone() })?;
    Ok(token)
}

/// Revokes one of the own tokens.
///
/// # Errors
/// [`AppError::NotFound`] when it is nobody's or somebody else's.
pub fn revoke_token(tx: &mut Tx<'_>, actor: &Actor, token: TokenId) -> AppResult<()> {
    let granted = own(actor, None)?;
    if !sessions::revoke_token(tx, &granted, actor.id, token)? {
        return Err(AppError::NotFound("token"));
    }
    tx.record(&granted, &Event::TokenRevoked { person: actor.id, token })?;
    Ok(())
}

/// Erases the own account; what was written stays under a pseudonym. `confirm` is the own handle, typed.
///
/// # Errors
/// A refusal when it was not confirmed, or for the last administrator.
pub fn erase_own(tx: &mut Tx<'_>, actor: &Actor, handle: &str, confirm: &str) -> AppResult<()> {
    let granted = own(actor, None)?;
    if confirm.trim().trim_start_matches('@') != handle {
        return Err(ERASE_UNCONFIRMED.into());
    }
    if roles::lock_admins(tx)? == [actor.id] {
        return Err(LAST_ADMIN.into());
    }
    let account = signing_in::find_account_of(tx.reading(), actor.id)?.ok_or(AppError::NotFound("person"))?;
    signing_in::erase(tx, &granted, &account)?;
    if !account.email.is_empty() {
        mail::forget(tx, &account.email)?;
    }
    tx.record(&granted, &Event::PersonErased { person: actor.id })?;
    Ok(())
}
