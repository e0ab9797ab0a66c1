//! Password hashes: Argon2id with the parameters OWASP names (19 MiB, two passes), off the request
//! threads, few at once, so that a flood of sign-ins cannot take the machine's memory.
use super::error::{AppError, AppResult};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use secrecy::{ExposeSecret, SecretString};
use std::{borrow::Cow, sync::LazyLock, time::Duration};
use tokio::{sync::Semaphore, time::timeout};
use unicode_normalization::{UnicodeNormalization, is_nfkc};

/// Hashes computed at once.
const AT_ONCE: usize = 3;
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(4);

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);
/// The hash that is checked where there is none, so that an unknown account takes as long as a known one.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| argon().hash_password(b"nobody has this").map_or_else(|_| String::new(), |hash| hash.to_string()));

fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
    let turn = timeout(PATIENCE, TURNS.acquire()).await.map_err(|_| AppError::Busy)?.map_err(anyhow::Error::from)?;
    let value = tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?;
    drop(turn);
    Ok(value)
}

/// A password in the one form that is hashed, whichever keyboard it was typed on (NIST SP 800-63B: NFKC).
pub fn normal(password: &str) -> Cow<'_, str> {
    if is_nfkc(password) { Cow::Borrowed(password) } else { Cow::Owned(password.nfkc().collect()) }
}

/// What the database keeps of a password (PHC string).
///
/// # Errors
/// [`AppError::Busy`] when too many wait already.
pub async fn hash(password: SecretString) -> AppResult<String> {
    let hashed = in_turn(move || argon().hash_password(normal(password.expose_secret()).as_bytes()).map(|hash| hash.to_string())).await?;
    Ok(hashed.map_err(|error| anyhow::anyhow!("a password could not be hashed: {error}"))?)
}

/// Whether the password belongs to the hash; without a hash the answer is no, after the same time.
///
/// # Errors
/// [`AppError::Busy`] when too many wait already.
pub async fn verify(password: SecretString, stored: Option<String>) -> AppResult<bool> {
    in_turn(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.clone());
        let typed = password.expose_secret();
        let fits = |text: &str| PasswordHash::new(&stored).is_ok_and(|hash| argon().verify_password(text.as_bytes(), &hash).is_ok());
        // Hashes from before all passwords were normalised are of what was typed.
        let right = fits(&normal(typed)) || (normal(typed) != typed && fits(typed));
        right && known
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn only_the_password_itself_passes_its_hash() {
        let stored = hash(SecretString::from("wet paint lets go".to_owned())).await.expect("hashes");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        let check = async |text: &str, stored: Option<&str>| {
            verify(SecretString::from(text.to_owned()), stored.map(str::to_owned)).await.expect("verifies")
        };
        assert!(check("wet paint lets go", Some(&stored)).await);
        let composed = hash(SecretString::from("nass \u{f6}ffnet der Lack \u{fb01}x".to_owned())).await.expect("hashes");
        assert!(check("nass o\u{308}ffnet der Lack fix", Some(&composed)).await, "the same letters from another keyboard");
        assert!(!check("wet paint lets Go", Some(&stored)).await);
        assert!(!check("nobody has this", None).await);
        assert!(!check("", Some("broken")).await);
    }
}
