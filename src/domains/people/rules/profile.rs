//! What a profile, a token and a space may hold.
use super::{NAME_MISSING, person_name};
use crate::kernel::{Refusal, Role, text};

/// Longest single-line field of a profile.
pub const LONGEST_LINE: usize = 120;
/// Longest text about oneself.
pub const LONGEST_BIO: usize = 2000;
/// Most tags one adds oneself.
pub const MOST_TAGS: usize = 20;
/// Longest tag.
pub const LONGEST_TAG: usize = 40;
/// Longest name of a token.
pub const LONGEST_TOKEN_NAME: usize = 80;
/// Longest life of a token, in days.
pub const LONGEST_TOKEN_LIFE: i64 = 365;

/// A text about oneself that is too long.
pub const BIO_TOO_LONG: Refusal = Refusal::of("bio", "bio-too-long");
/// Too many tags, or one that is too long.
pub const TAGS_TOO_MANY: Refusal = Refusal::of("tags", "tags-too-many");
/// No such time zone.
pub const ZONE_UNKNOWN: Refusal = Refusal::of("time_zone", "time-zone-unknown");
/// No such language.
pub const LANGUAGE_UNKNOWN: Refusal = Refusal::of("language", "language-unknown");
/// A token needs a name.
pub const TOKEN_NAME: Refusal = Refusal::of("name", "token-name");
/// A token needs at least one scope, of those there are.
pub const TOKEN_SCOPES: Refusal = Refusal::of("scopes", "token-scopes");
/// A token lives 1 to 365 days.
pub const TOKEN_DAYS: Refusal = Refusal::of("days", "token-days");
/// More tokens than anybody can look after.
pub const TOKENS_TOO_MANY: Refusal = Refusal::new("tokens-too-many");
/// Another space has the name.
pub const SPACE_NAME: Refusal = Refusal::of("name", "space-name");
/// A space needs a name with something in it that can be read and stand in its address.
pub const SPACE_NAME_MISSING: Refusal = Refusal::of("name", "space-name-missing");
/// Something still uses the space.
pub const SPACE_IN_USE: Refusal = Refusal::new("space-in-use");
/// The last administrator stays.
pub const LAST_ADMIN: Refusal = Refusal::new("last-admin");
/// Erasing asks for the own handle.
pub const ERASE_UNCONFIRMED: Refusal = Refusal::of("confirm", "erase-unconfirmed");
/// No such person.
pub const PERSON_UNKNOWN: Refusal = Refusal::of("person", "person-unknown");
/// No such campaign.
pub const CAMPAIGN_UNKNOWN: Refusal = Refusal::of("campaign", "role-campaign-unknown");
/// No such role.
pub const ROLE_UNKNOWN: Refusal = Refusal::of("role", "role-unknown");
/// Somebody from outside cannot have it in one campaign: they would not see what they decide.
pub const ROLE_FOR_STAFF: Refusal = Refusal::of("role", "role-for-staff");

/// Whether somebody who holds these roles everywhere can have one more in a campaign alone.
///
/// # Errors
/// [`ROLE_FOR_STAFF`] when it is a role of our own people, and they are none.
pub fn check_campaign_role(everywhere: &[Role], role: Role) -> Result<(), Refusal> {
    if !role.is_staff() || everywhere.iter().any(|held| held.is_staff()) { Ok(()) } else { Err(ROLE_FOR_STAFF) }
}

/// One line of a profile, without control characters and blanks around it.
///
/// # Errors
/// A refusal of that field past 120 characters.
pub fn line(field: &'static str, text: &str) -> Result<String, Refusal> {
    let line = text::line(text);
    if line.chars().count() <= LONGEST_LINE { Ok(line) } else { Err(Refusal::of(field, "line-too-long")) }
}

/// The name of a space: a line with at least one letter or digit, or its address would say nothing.
///
/// # Errors
/// [`SPACE_NAME_MISSING`] without any, [`super::NAME_TOO_LONG`] past 120 characters.
pub fn space_name(text: &str) -> Result<String, Refusal> {
    let name = person_name(text).map_err(|refusal| if refusal == NAME_MISSING { SPACE_NAME_MISSING } else { refusal })?;
    if name.chars().any(char::is_alphanumeric) { Ok(name) } else { Err(SPACE_NAME_MISSING) }
}

/// A text of several lines; NUL, which the database cannot hold, goes.
///
/// # Errors
/// [`BIO_TOO_LONG`] past 2,000 characters.
pub fn bio(text: &str) -> Result<String, Refusal> {
    let text = text.replace('\0', "").trim().to_owned();
    if text.chars().count() <= LONGEST_BIO { Ok(text) } else { Err(BIO_TOO_LONG) }
}

/// Tags written with commas between them, each once: name and slug.
///
/// # Errors
/// [`TAGS_TOO_MANY`] past twenty, or when one is longer than 40 characters.
pub fn tags(text: &str) -> Result<Vec<(String, String)>, Refusal> {
    let mut found: Vec<(String, String)> = Vec::new();
    for part in text.split([',', ';', '\n']) {
        let name = part.replace(char::is_control, " ").split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            continue;
        }
        if name.chars().count() > LONGEST_TAG {
            return Err(TAGS_TOO_MANY);
        }
        let slug = text::slug(&name);
        if !found.iter().any(|(_, known)| *known == slug) {
            found.push((name, slug));
        }
    }
    if found.len() <= MOST_TAGS { Ok(found) } else { Err(TAGS_TOO_MANY) }
}

/// Words of a search, folded, at most six; `%`, `_` and `\` stand for themselves.
pub fn search_words(query: &str) -> Vec<String> {
    query.split_whitespace().take(6).map(|word| fold(&word.chars().take(60).collect::<String>())).filter(|word| !word.is_empty()).collect()
}

/// A word as a pattern that finds it anywhere.
pub fn pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Lower case without accents, as the database's `fold` does it for Latin letters.
pub fn fold(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    text.nfd()
        .filter(|c| !is_combining_mark(*c) && !c.is_control())
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ø' => 'o',
            'ł' => 'l',
            'đ' => 'd',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_split_cleaned_and_kept_once() {
        let found = tags(" Peel adhesion, peel-adhesion; UV\nDSC ,, ").expect("fine");
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Peel adhesion", "UV", "DSC"]);
        assert_eq!(tags(&"x".repeat(41)), Err(TAGS_TOO_MANY));
        assert_eq!(tags(&(0..21).map(|n| format!("t{n},")).collect::<String>()), Err(TAGS_TOO_MANY));
    }

    #[test]
    fn a_search_for_a_wildcard_finds_only_the_sign_itself() {
        assert_eq!(pattern("100%_\\"), "%100\\%\\_\\\\%");
        assert_eq!(search_words("  Dvořák  PEEL "), ["dvorak", "peel"]);
    }

    #[test]
    fn people_from_outside_get_no_role_of_our_own_in_a_campaign() {
        for role in [Role::Rnd, Role::Moderator, Role::Gatekeeper, Role::Executive, Role::Compliance, Role::Contributor] {
            assert_eq!(check_campaign_role(&[Role::Customer, Role::Partner], role), Err(ROLE_FOR_STAFF));
            assert_eq!(check_campaign_role(&[], role), Err(ROLE_FOR_STAFF));
            assert_eq!(check_campaign_role(&[Role::Customer, Role::Contributor], role), Ok(()));
        }
        assert_eq!(check_campaign_role(&[], Role::Partner), Ok(()));
    }

    #[test]
    fn a_space_is_called_something() {
        assert_eq!(space_name("  Deccan \n Coating "), Ok("Deccan Coating".to_owned()));
        assert_eq!(space_name("研究所"), Ok("研究所".to_owned()));
        for nothing in ["", "  ", "!!!", "– · –", "\0"] {
            assert_eq!(space_name(nothing), Err(SPACE_NAME_MISSING), "{nothing:?}");
        }
        assert_eq!(space_name(&"x".repeat(121)), Err(super::super::NAME_TOO_LONG));
    }

    #[test]
    fn control_characters_never_reach_the_database() {
        assert_eq!(line("title", "a\0b\r\nc"), Ok("a b c".to_owned()));
        assert_eq!(bio("a\0b\nc"), Ok("ab\nc".to_owned()));
    }
}
