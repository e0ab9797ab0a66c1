//! What an account may be called, and where mail for it may go.
use crate::kernel::{PersonId, Refusal};

/// Longest name, as the database has it.
pub const LONGEST_NAME: usize = 120;
/// Longest address (RFC 5321, section 4.5.3.1.3, less the brackets).
pub const LONGEST_EMAIL: usize = 254;

/// No address, or none that mail could go to.
pub const EMAIL_INVALID: Refusal = Refusal::of("email", "email-invalid");
/// Somebody has this address already.
pub const EMAIL_TAKEN: Refusal = Refusal::of("email", "email-taken");
/// Nobody can be called that.
pub const NAME_MISSING: Refusal = Refusal::of("name", "name-missing");
/// The same at the first sign-in, where nobody knew that a name is needed.
pub const NEWCOMER_NAME_MISSING: Refusal = Refusal::of("name", "newcomer-name-missing");
/// The same of somebody who is invited.
pub const INVITED_NAME_MISSING: Refusal = Refusal::of("name", "invited-name-missing");
/// Nothing leaves this installation.
pub const NO_MAIL_SERVER: Refusal = Refusal::new("no-mail-server");
/// Whoever has signed in before was let in already.
pub const INVITED_IS_HERE: Refusal = Refusal::new("invited-is-here");
/// Nobody can sign in with the account.
pub const INVITED_IS_CLOSED: Refusal = Refusal::new("invited-is-closed");
/// Longer than a name may be.
pub const NAME_TOO_LONG: Refusal = Refusal::of("name", "name-too-long");

/// One mail address, as it was typed less the blanks around it. ASCII only: letters that merely look
/// like others can then never reach another person's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// # Errors
    /// [`EMAIL_INVALID`] unless it is one address of the form `local@domain.tld`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(EMAIL_INVALID)?;
        let local_ok = (1..=64).contains(&local.len())
            && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let labels_ok = domain.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        });
        if local_ok && labels_ok && domain.contains('.') && text.len() <= LONGEST_EMAIL {
            Ok(Self(text.to_owned()))
        } else {
            Err(EMAIL_INVALID)
        }
    }
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The same for every spelling in capitals and small letters; limits and hashes hang on it.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// A name without blanks at its ends or twice in a row, and without control characters.
///
/// # Errors
/// [`NAME_MISSING`] when nothing is left, [`NAME_TOO_LONG`] past 120 characters.
pub fn person_name(text: &str) -> Result<String, Refusal> {
    let name = text.replace(|c: char| c.is_control() || is_direction_mark(c), " ").split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(NAME_MISSING),
        1..=LONGEST_NAME => Ok(name),
        _ => Err(NAME_TOO_LONG),
    }
}

/// Marks that turn the direction of the text around a name.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether an invitation can be sent once more.
///
/// # Errors
/// [`INVITED_IS_CLOSED`] or [`INVITED_IS_HERE`].
pub const fn check_invited(closed: bool, signed_in: bool) -> Result<(), Refusal> {
    match (closed, signed_in) {
        (true, _) => Err(INVITED_IS_CLOSED),
        (false, true) => Err(INVITED_IS_HERE),
        (false, false) => Ok(()),
    }
}

/// The wish, then the wish with 2, 3, … behind it.
pub fn handle_choices(wish: &str) -> impl Iterator<Item = String> + '_ {
    std::iter::once(wish.to_owned()).chain((2..=2000).map(move |number| format!("{wish}-{number}")))
}

/// What is left of the name of somebody who was erased: the same for one person, and nothing of them.
pub fn pseudonym(person: PersonId) -> String {
    let id = person.0.simple().to_string();
    format!("Former member {}", id[id.len() - 6..].to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_one_plain_address_passes() {
        for good in ["rosa@voltaic.example", " Ines-Okafor@haldenvoss.example ", "a.b+c@x-y.co.uk", "o'brien@example.com"] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "rosa",
            "rosa@",
            "@example.com",
            "rosa@localhost",
            "a@b.c,d@e.f",
            "a@b.c d@e.f",
            "a@b.c\nBcc: x@y.z",
            "a@b.c%0aBcc",
            "<a@b.c>",
            "rosa@exämple.com",
            "ro\u{17f}a@example.com",
            "a..b@example.com",
            "a@-b.com",
            "a@b..com",
            "a\0@b.com",
        ] {
            assert_eq!(Email::parse(bad), Err(EMAIL_INVALID), "{bad:?}");
        }
        assert_eq!(Email::parse("Rosa@Voltaic.Example").map(|email| email.key()), Ok("rosa@voltaic.example".to_owned()));
    }

    #[test]
    fn only_who_never_came_and_could_come_is_invited_again() {
        assert_eq!(check_invited(false, false), Ok(()));
        assert_eq!(check_invited(false, true), Err(INVITED_IS_HERE));
        assert_eq!(check_invited(true, false), Err(INVITED_IS_CLOSED));
    }

    #[test]
    fn names_are_one_line() {
        assert_eq!(person_name("  Rosa \r\n Lindqvist\u{202e} "), Ok("Rosa Lindqvist".to_owned()));
        assert_eq!(person_name(" \u{0} "), Err(NAME_MISSING));
        assert_eq!(person_name(&"x".repeat(121)), Err(NAME_TOO_LONG));
    }

    proptest! {
        #[test]
        fn an_address_that_passes_has_no_blank_and_no_control_character(text in ".{0,40}@.{0,40}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert!(email.as_str().chars().all(|c| c.is_ascii_graphic()));
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
            }
        }
    }
}
