//! When a one-time code opens the door.
use crate::kernel::{Moment, Refusal};
use chrono::TimeDelta;

/// How long a code works.
pub const CODE_LIFE: TimeDelta = TimeDelta::minutes(10);
/// How long the one-time word printed by the command line works.
pub const PRINTED_LIFE: TimeDelta = TimeDelta::minutes(30);
/// Wrong tries after which a code is void.
pub const CODE_TRIES: i16 = 5;

/// The code is another one.
pub const CODE_WRONG: Refusal = Refusal::of("code", "code-wrong");
/// No six digits are in it.
pub const CODE_SHAPE: Refusal = Refusal::of("code", "code-shape");
/// Five wrong tries.
pub const CODE_LOCKED: Refusal = Refusal::of("code", "code-locked");
/// Older than ten minutes, used, or none was asked for in this browser.
pub const CODE_EXPIRED: Refusal = Refusal::of("code", "code-expired");
/// The account was deactivated.
pub const ACCOUNT_CLOSED: Refusal = Refusal::of("code", "account-closed");
/// Address and password do not belong together; says nothing of which is wrong.
pub const SIGN_IN_WRONG: Refusal = Refusal::of("password", "sign-in-wrong");

/// A stored code, read under lock.
#[derive(Debug, Clone, Copy)]
pub struct StoredCode {
    /// Wrong tries so far.
    pub attempts: i16,
    /// When it stops working.
    pub expires_at: Moment,
    /// It let somebody in, or a newer one took its place.
    pub used: bool,
}

/// Whether a try opens, where `matches` says that the code typed is the code stored.
///
/// # Errors
/// [`CODE_EXPIRED`], [`CODE_LOCKED`] or [`CODE_WRONG`]; only the last one costs a try.
pub fn try_code(code: &StoredCode, matches: bool, now: Moment) -> Result<(), Refusal> {
    if code.used || code.expires_at <= now {
        return Err(CODE_EXPIRED);
    }
    if code.attempts >= CODE_TRIES {
        return Err(CODE_LOCKED);
    }
    if matches {
        return Ok(());
    }
    if code.attempts + 1 >= CODE_TRIES { Err(CODE_LOCKED) } else { Err(CODE_WRONG) }
}

/// The first six digits in a row of what somebody typed or pasted, whatever stands before and behind them; blanks and
/// hyphens may stand between.
pub fn typed_code(text: &str) -> Option<String> {
    let joins = |c: char| c.is_whitespace() || matches!(c, '-' | '\u{2011}' | '\u{2013}');
    text.split(|c: char| !c.is_ascii_digit() && !joins(c))
        .map(|run| run.chars().filter(char::is_ascii_digit).collect::<String>())
        .find(|digits| digits.len() == 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(attempts: i16, used: bool) -> (StoredCode, Moment) {
        let now = Moment::UNIX_EPOCH;
        (StoredCode { attempts, expires_at: now + CODE_LIFE, used }, now)
    }

    #[test]
    fn the_fifth_wrong_try_locks_and_then_even_the_right_code_is_refused() {
        let (fresh, now) = code(0, false);
        assert_eq!(try_code(&fresh, false, now), Err(CODE_WRONG));
        assert_eq!(try_code(&code(4, false).0, false, now), Err(CODE_LOCKED));
        assert_eq!(try_code(&code(4, false).0, true, now), Ok(()));
        assert_eq!(try_code(&code(5, false).0, true, now), Err(CODE_LOCKED));
    }

    #[test]
    fn a_code_ends_after_ten_minutes_to_the_second_and_after_use() {
        let (fresh, now) = code(0, false);
        assert_eq!(try_code(&fresh, true, now + CODE_LIFE - TimeDelta::seconds(1)), Ok(()));
        assert_eq!(try_code(&fresh, true, now + CODE_LIFE), Err(CODE_EXPIRED));
        assert_eq!(try_code(&code(0, true).0, true, now), Err(CODE_EXPIRED));
    }

    #[test]
    fn a_pasted_code_may_carry_blanks_and_the_words_around_it() {
        for pasted in [" 482 913\n", "482-913", "482913 is your code for Proofbench", "Good for 10 minutes: 482 913.", "4 8 2 9 1 3"] {
            assert_eq!(typed_code(pasted).as_deref(), Some("482913"), "{pasted}");
        }
        for other in ["", "abc", "48291", "4829134", "10 minutes"] {
            assert_eq!(typed_code(other), None, "{other}");
        }
    }
}
