//! `proofbench admin create`: the first administrator, from the shell of the machine.
use super::{Database, work::work_on};
use crate::{
    domains::people::{
        actions,
        rules::{self, Email, PRINTED_LIFE},
        store::signing_in,
    },
    kernel::{Clock, Doer},
    platform::{config::Config, db::Db, secret, words::Lang, words::Words},
};
use std::{io::Write, sync::Arc};

/// Makes an administrator of the address, and says on standard output how they sign in. Without a mail
/// server a one-time word is printed: whoever can run this command owns the installation anyway.
///
/// # Errors
/// When name or address are unusable, or the database does not answer.
pub async fn create(config: Config, email: &str, name: &str) -> anyhow::Result<()> {
    let words = Words::load()?;
    let said = |refusal: crate::kernel::Refusal| anyhow::anyhow!("{}", words.plain(Lang::En, &format!("refusal-{}", refusal.code)));
    let (email, name) = (
        Email::parse(email).map_err(said)?,
        rules::person_name(name)
            .map_err(|_| anyhow::anyhow!("--name is \"{name}\"; write the name that others see, of at most 120 characters"))?,
    );
    let config = Arc::new(config);
    let shared = config.clone();
    let created = work_on(Database::open_beside_server(&config), "no administrator was made", |conninfo| async move {
        create_in(&shared, &conninfo, email, name).await
    })
    .await?;
    writeln!(std::io::stdout().lock(), "{created}")?;
    Ok(())
}

async fn create_in(config: &Arc<Config>, conninfo: &str, email: Email, name: String) -> anyhow::Result<String> {
    let db = Db::connect(conninfo, 1, config.statement_timeout, Clock::system())?;
    let word = config.smtp_url.is_none().then(secret::token);
    let (address, hash) = (email.as_str().to_owned(), word.as_deref().map(secret::hash));
    db.write(Doer::System("admin create"), move |tx| {
        actions::make_admin(tx, &name, &address)?;
        if let Some(hash) = &hash {
            let until = tx.now() + PRINTED_LIFE;
            signing_in::put_code(tx, &address, hash, &[], until)?;
        }
        Ok(())
    })
    .await?;
    Ok(match word {
        None => format!("{} is an administrator. Sign in with a code by mail at {}", email.as_str(), place(config, "/sign-in")),
        Some(word) => format!(
            "{} is an administrator. No mail server is configured, so sign in once within {} minutes at {} with this word:\n{word}",
            email.as_str(),
            PRINTED_LIFE.num_minutes(),
            place(config, "/sign-in/printed")
        ),
    })
}

/// Where a page is. A server that was told another address than this command takes its forms only there.
fn place(config: &Config, path: &str) -> String {
    let here = format!("{}{path}", config.base_url());
    if config.base_url_is_derived() { format!("{here} (where `serve` is given a --base-url, at {path} below that)") } else { here }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::config::Settings;

    #[test]
    fn the_address_to_sign_in_at_is_the_one_that_was_given() {
        let at = |base_url: Option<&str>| {
            let settings = Settings { base_url: base_url.map(str::to_owned), ..Settings::default() };
            place(&Config::load(&settings).expect("is read"), "/sign-in/printed")
        };
        assert_eq!(at(Some("https://ideas.example.com")), "https://ideas.example.com/sign-in/printed");
        assert!(at(None).contains("--base-url"));
    }
}
