//! What a form brought: kept for the page that has to say that it was not taken, so that nothing typed is lost.
use super::Visit;
use crate::platform::{
    error::AppError,
    words::{Lang, Words},
};
use serde::Serialize;

/// The fields of a posted form, in their order.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    fields: Vec<(String, String)>,
    multipart: bool,
}

/// Values longer than this, or with blanks, were written by a person.
const LONGEST_CHOICE: usize = 40;

/// Fields that hold a secret, beside all whose name speaks of a password.
const SECRETS: &[&str] = &["current", "again", "code"];

/// A field of the form that an error page offers again.
#[derive(Debug, Serialize)]
pub(super) struct Field {
    name: String,
    /// What it is for people.
    label: String,
    value: String,
    /// Shown, so that it can be read, copied and changed; anything else goes along unseen.
    written: bool,
}

/// The form that an error page offers again.
#[derive(Debug, Serialize)]
pub(super) struct SendAgain {
    action: String,
    multipart: bool,
    fields: Vec<Field>,
    /// Sending once more may do; otherwise the texts are only there to be copied.
    may_do: bool,
}

impl Sent {
    /// Nothing is kept of a form with a password or a code: it is typed anew.
    pub(super) fn of(fields: Vec<(String, String)>, multipart: bool) -> Option<Self> {
        let secret = fields.iter().any(|(name, _)| name.contains("password") || SECRETS.contains(&name.as_str()));
        let whole = fields.iter().any(|(name, _)| name == "csrf");
        (whole && !secret).then_some(Self { fields, multipart })
    }

    /// The form once more. A token that is no longer good, or would not be after signing in, is replaced by `token`;
    /// everything else stays as it was sent, so that the same key still has one effect.
    pub(super) fn again(&self, words: &Words, visit: &Visit, error: &AppError, token: &str) -> Option<SendAgain> {
        let outdated = matches!(error, AppError::Outdated | AppError::Unauthenticated);
        let may_do = matches!(
            error,
            AppError::Outdated
                | AppError::Unauthenticated
                | AppError::Busy
                | AppError::TooSlow
                | AppError::TooMany { .. }
                | AppError::TooLarge
                | AppError::Database(_)
                | AppError::Internal(_)
        );
        let fields: Vec<Field> = self
            .fields
            .iter()
            .map(|(name, value)| Field {
                name: name.clone(),
                label: label(words, visit.preferences.lang, &visit.here, name),
                value: if name == "csrf" && outdated { token.to_owned() } else { value.clone() },
                written: !matches!(name.as_str(), "csrf" | "once")
                    && (value.chars().count() > LONGEST_CHOICE || value.trim().contains(char::is_whitespace)),
            })
            .collect();
        let anything = may_do || fields.iter().any(|field| field.written);
        anything.then(|| SendAgain { action: visit.here.clone(), multipart: self.multipart, fields, may_do })
    }
}

/// The label of a field that is known by its name: the one it has in the form that is sent to this address, where several
/// forms use the name, or the one it has everywhere.
fn label(words: &Words, lang: Lang, action: &str, name: &str) -> String {
    let path = action.split('?').next().unwrap_or_default();
    let of_forms = path.rsplit('/').map(|form| format!("sent-field-{form}-{name}"));
    let key = of_forms.chain([format!("sent-field-{name}")]).find(|key| words.has(lang, key));
    words.plain(lang, key.as_deref().unwrap_or("error-sent"))
}
