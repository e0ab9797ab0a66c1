//! The mails of this domain, written in the language of who gets them.
use crate::platform::{error::AppResult, mail::Mail, render::Reader, web::State};
use fluent_bundle::FluentArgs;

/// Who gets a mail.
pub struct Recipient<'r> {
    /// Where it goes.
    pub email: &'r str,
    /// Name, or nothing for somebody unknown.
    pub name: &'r str,
    /// Language and zone.
    pub reader: Reader,
}

/// Renders both parts of a mail. `facts` are what its template shows.
fn mail(state: &State, to: &Recipient<'_>, template: &str, subject: &str, facts: &[(&'static str, String)]) -> AppResult<Mail> {
    let mut context = tera::Context::new();
    let mut args = FluentArgs::new();
    context.insert("lang", to.reader.lang.tag());
    context.insert("org_name", state.org_name());
    context.insert("base_url", state.config.base_url());
    context.insert("name", to.name);
    args.set("org", state.org_name().to_owned());
    for (name, value) in facts {
        context.insert(*name, value);
        args.set(*name, value.clone());
    }
    let part = |ending: &str| state.templates.render(&format!("mail/{template}.{ending}"), &context, to.reader);
    Ok(Mail {
        to: to.email.to_owned(),
        name: to.name.to_owned(),
        subject: state.words.text(to.reader.lang, subject, Some(&args)),
        text: part("txt")?,
        html: part("html")?,
    })
}

/// The mail with a one-time code.
pub fn code(state: &State, to: &Recipient<'_>, code: &str) -> AppResult<Mail> {
    mail(state, to, "code", "mail-code-subject", &[("code", code.to_owned())])
}

/// Tells that the password was changed.
pub fn password_changed(state: &State, to: &Recipient<'_>) -> AppResult<Mail> {
    let at = to.reader.now.to_rfc3339();
    mail(state, to, "password_changed", "mail-password-subject", &[("at", at)])
}

/// Asks somebody in.
pub fn invitation(state: &State, to: &Recipient<'_>, by: &str) -> AppResult<Mail> {
    mail(state, to, "invitation", "mail-invitation-subject", &[("by", by.to_owned())])
}
