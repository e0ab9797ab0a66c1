//! Passwords by NIST SP 800-63B, section 3.1.1: length counts, composition does not, known ones are refused.
use crate::kernel::Refusal;

/// Least length, in characters.
pub const SHORTEST: usize = 15;
/// Most length; far above the 64 that must be taken, and short enough that hashing stays cheap.
pub const LONGEST: usize = 256;
/// Characters that a password has beside its owner's name.
const LEAST_OF_ITS_OWN: usize = 8;

/// Shorter than fifteen characters.
pub const PASSWORD_SHORT: Refusal = Refusal::of("password", "password-too-short");
/// Longer than we hash.
pub const PASSWORD_LONG: Refusal = Refusal::of("password", "password-too-long");
/// Among the first that anybody would try.
pub const PASSWORD_GUESSABLE: Refusal = Refusal::of("password", "password-guessable");
/// The present password is another one.
pub const PASSWORD_WRONG: Refusal = Refusal::of("current", "password-wrong");
/// The two fields differ.
pub const PASSWORD_UNEQUAL: Refusal = Refusal::of("again", "password-unequal");

/// Whether a password may be taken. `own` are words that a guesser of this account would try:
/// name, address, organisation.
///
/// # Errors
/// [`PASSWORD_SHORT`], [`PASSWORD_LONG`] or [`PASSWORD_GUESSABLE`].
pub fn check_password(password: &str, own: &[&str]) -> Result<(), Refusal> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PASSWORD_SHORT);
    }
    if length > LONGEST {
        return Err(PASSWORD_LONG);
    }
    // The estimator compares with lower-case words.
    let own: Vec<String> = own
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect();
    let words: Vec<&str> = own.iter().map(String::as_str).collect();
    // Patterns show in the first characters; the estimator's cost grows with the square of the length.
    let head: String = password.chars().take(64).collect();
    let strong = zxcvbn::zxcvbn(&head, &words).score() >= zxcvbn::Score::Three;
    // What is left without the person's own name and address has to be long enough by itself.
    let rest = own.iter().fold(password.to_lowercase(), |rest, word| rest.replace(word.as_str(), ""));
    let stands_alone = rest.chars().count() == length || rest.chars().count() >= LEAST_OF_ITS_OWN;
    if strong && stands_alone && !repeats_little(&head) { Ok(()) } else { Err(PASSWORD_GUESSABLE) }
}

/// Fewer than five different characters.
fn repeats_little(password: &str) -> bool {
    let mut seen: Vec<char> = password.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len() < 5
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn length_counts_and_composition_does_not() {
        assert_eq!(check_password("correct horse battery staple", &[]), Ok(()));
        assert_eq!(check_password("wet paint lets go slowly", &[]), Ok(()));
        assert_eq!(check_password("kurz aber fein", &[]), Err(PASSWORD_SHORT));
        assert_eq!(check_password(&"wet paint lets go slowly ".repeat(4)[..64], &[]), Ok(()));
        assert_eq!(check_password(&"x9".repeat(129), &[]), Err(PASSWORD_LONG));
    }

    #[test]
    fn what_a_guesser_tries_first_is_refused() {
        for known in
            ["passwordpassword", "123456789012345", "aaaaaaaaaaaaaaaaaaaa", "qwertyuiopasdfg", "iloveyouiloveyou", "abababababababab"]
        {
            assert_eq!(check_password(known, &[]), Err(PASSWORD_GUESSABLE), "{known}");
        }
        assert_eq!(check_password("RosaLindqvist12", &["Rosa Lindqvist", "rosa@voltaic.example"]), Err(PASSWORD_GUESSABLE));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_check_fail(text in ".{0,300}") {
            let _any = check_password(&text, &["Rosa"]);
        }
    }
}
