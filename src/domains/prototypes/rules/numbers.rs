//! Numbers as people write them, in their language's way or the other.
use crate::kernel::Refusal;

/// Code of something that should be a number.
pub(super) const NOT_A_NUMBER: &str = "prototype-not-a-number";
/// Code of a number that is too large or too small.
pub(super) const OUT_OF_RANGE: &str = "prototype-number-out-of-range";
/// Code of a number that can be read in two ways.
pub const AMBIGUOUS: &str = "prototype-number-ambiguous";
/// Code of an amount of money with more than two decimals.
const PARTS_OF_CENTS: &str = "prototype-parts-of-cents";
/// Most that a build can cost, in cents.
pub(super) const DEAREST: i64 = 100_000_000_000;
/// Sizes of numbers that are kept and shown as they were written; zero is kept as well.
const SIZES: std::ops::RangeInclusive<f64> = 1.0e-12..=1.0e12;

/// The sign before decimals in the reader's language; the other one groups thousands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalSign {
    /// As in 12.5.
    Point,
    /// As in 12,5.
    Comma,
}

impl DecimalSign {
    /// The sign itself.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Point => ".",
            Self::Comma => ",",
        }
    }
}

/// A number as it was typed, without blanks and with a plain minus.
fn typed(text: &str) -> String {
    text.trim().replace('−', "-").replace([' ', '\u{a0}', '\u{202f}'], "")
}

/// A number as people write it and how many decimals it has; `None` when nothing is written. A point and a
/// comma together: the last one is the decimal sign, the other one groups thousands. One alone is the decimal
/// sign, but before exactly three digits it could group thousands as well, so that is asked back unless it is
/// the decimal sign of the reader's language.
///
/// # Errors
/// A refusal of the field.
fn number(field: &'static str, text: &str, own: Option<DecimalSign>) -> Result<Option<(f64, usize)>, Refusal> {
    let text = typed(text);
    if text.is_empty() {
        return Ok(None);
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
    if !digits.starts_with(|char: char| char.is_ascii_digit()) && !digits.starts_with(['.', ','])
        || digits.contains(|char: char| !char.is_ascii_digit() && char != '.' && char != ',')
        || !digits.contains(|char: char| char.is_ascii_digit())
    {
        return Err(Refusal::of(field, NOT_A_NUMBER));
    }
    let (whole, decimals) = parts_of(digits, own).map_err(|code| Refusal::of(field, code))?;
    let sign = if text.starts_with('-') { "-" } else { "" };
    let number: f64 = format!("{sign}{whole}.{decimals}").parse().map_err(|_| Refusal::of(field, NOT_A_NUMBER))?;
    // So small that nothing of it is left.
    let vanished = number == 0.0 && digits.contains(|char: char| ('1'..='9').contains(&char));
    if vanished || !is_kept(number) {
        return Err(Refusal::of(field, OUT_OF_RANGE));
    }
    Ok(Some((number, decimals.len())))
}

/// Whether a number is neither too large nor too close to zero.
pub(super) fn is_kept(number: f64) -> bool {
    number == 0.0 || SIZES.contains(&number.abs())
}

/// The digits before and after the decimal sign; the code of a refusal when they cannot be told apart.
fn parts_of(digits: &str, own: Option<DecimalSign>) -> Result<(String, String), &'static str> {
    let Some((whole, decimals)) = digits.rsplit_once(['.', ',']) else { return Ok((digits.to_owned(), "0".to_owned())) };
    let sign = &digits[whole.len()..=whole.len()];
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let grouped = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    let same = whole.contains(sign);
    match (groups.len(), same) {
        // 1.234 may be either, but for who writes decimals with a point; 0.125 and 1234.567 are decimals.
        (1, _) if decimals.len() == 3 && grouped && whole != "0" && own.map(DecimalSign::as_str) != Some(sign) => Err(AMBIGUOUS),
        (1, _) => Ok((format!("0{whole}"), decimals.to_owned())),
        // 1.234.567
        (_, true) if grouped && decimals.len() == 3 && !whole.contains(if sign == "." { ',' } else { '.' }) => {
            Ok((format!("{}{decimals}", groups.concat()), "0".to_owned()))
        }
        // 1.234,5
        (_, false) if grouped && !decimals.is_empty() => Ok((groups.concat(), decimals.to_owned())),
        _ => Err(NOT_A_NUMBER),
    }
}

/// A number as people write it, with a point or a comma; `None` when nothing is written.
///
/// # Errors
/// A refusal of the field.
pub fn decimal(field: &'static str, text: &str, own: DecimalSign) -> Result<Option<f64>, Refusal> {
    Ok(number(field, text, Some(own))?.map(|(number, _)| number))
}

/// Both ways to read a number that was asked back ([`AMBIGUOUS`]), each written so that it is taken: the one
/// without decimals first. Amounts of money have two decimals.
pub fn both_readings(text: &str, own: DecimalSign, money: bool) -> Option<(String, String)> {
    let text = typed(text);
    let (whole, decimals) = text.rsplit_once(['.', ','])?;
    let with_decimals = if money {
        let amount: f64 = format!("{whole}.{decimals}").parse().ok()?;
        format!("{amount:.2}")
    } else {
        format!("{whole}.{decimals}0")
    };
    Some((format!("{whole}{decimals}"), with_decimals.replace('.', own.as_str())))
}

/// An amount of money in cents; nothing written is zero. Three decimals would be parts of a cent, so before
/// three digits either sign is asked back in every language.
///
/// # Errors
/// A refusal of the field.
pub fn amount(field: &'static str, text: &str) -> Result<i64, Refusal> {
    let (amount, decimals) = number(field, text, None)?.unwrap_or((0.0, 0));
    if decimals > 2 {
        return Err(Refusal::of(field, PARTS_OF_CENTS));
    }
    let cents = amount * 100.0;
    if (0.0..=DEAREST as f64).contains(&cents) { Ok(cents.round() as i64) } else { Err(Refusal::of(field, OUT_OF_RANGE)) }
}

/// A whole number within bounds.
///
/// # Errors
/// A refusal of the field.
pub fn whole(field: &'static str, text: &str, least: i32, most: i32) -> Result<i32, Refusal> {
    let number: i32 = text.trim().parse().map_err(|_| Refusal::of(field, NOT_A_NUMBER))?;
    if (least..=most).contains(&number) { Ok(number) } else { Err(Refusal::of(field, OUT_OF_RANGE)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use DecimalSign::{Comma, Point};

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for own in [Comma, Point] {
            assert_eq!(decimal("value", " 12,5 ", own), Ok(Some(12.5)));
            assert_eq!(decimal("value", "−0.25", own), Ok(Some(-0.25)));
            assert_eq!(decimal("value", "", own), Ok(None));
            for text in ["1e999", "NaN", "ten"] {
                assert!(decimal("value", text, own).is_err(), "{text}");
            }
            assert_eq!(decimal("value", "0,125", own), Ok(Some(0.125)));
            assert_eq!(decimal("value", "1.234.567", own), Ok(Some(1_234_567.0)));
            assert_eq!(decimal("value", ".5", own), Ok(Some(0.5)));
        }
        assert_eq!(amount("cost", "38,50"), Ok(3_850));
        assert!(amount("cost", "-1").is_err());
    }

    #[test]
    fn three_decimals_are_read_by_the_sign_of_the_language() {
        assert_eq!(decimal("value", "12,345", Comma), Ok(Some(12.345)));
        assert_eq!(decimal("value", "12.345", Point), Ok(Some(12.345)));
        assert_eq!(decimal("value", "-999.000", Point), Ok(Some(-999.0)));
        for (text, own) in [("12.345", Comma), ("1.234", Comma), ("-999.000", Comma), ("12,345", Point), ("1,234", Point)] {
            assert_eq!(decimal("value", text, own), Err(Refusal::of("value", AMBIGUOUS)), "{text}");
        }
    }

    #[test]
    fn what_is_asked_back_can_be_written_either_way() {
        let both = |text, own, money| both_readings(text, own, money).expect("has a sign");
        assert_eq!(both("12.345", Comma, false), ("12345".to_owned(), "12,3450".to_owned()));
        assert_eq!(both("12,345", Point, false), ("12345".to_owned(), "12.3450".to_owned()));
        assert_eq!(both(" −1.234", Comma, true), ("-1234".to_owned(), "-1,23".to_owned()));
        assert_eq!((decimal("value", "12,3450", Comma), decimal("value", "12345", Comma)), (Ok(Some(12.345)), Ok(Some(12_345.0))));
        assert_eq!(both_readings("12345", Comma, false), None);
    }

    #[test]
    fn amounts_with_three_digits_after_a_sign_are_asked_back_in_every_language() {
        for text in ["1.234", "12,505"] {
            assert_eq!(amount("cost", text), Err(Refusal::of("cost", AMBIGUOUS)), "{text}");
        }
        assert_eq!(amount("cost", "1,2345"), Err(Refusal::of("cost", PARTS_OF_CENTS)));
        for text in ["1e9", "1.2,3.4", "1,23,456", "12.34.5", ",", "1.234,", "0x10", "inf", "--1"] {
            assert!(decimal("value", text, Point).is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_is_kept_as_written_or_refused() {
        assert_eq!(decimal("value", "0.0000004", Point), Ok(Some(4.0e-7)));
        assert_eq!(decimal("value", "0,00", Comma), Ok(Some(0.0)));
        for text in ["0.0000000000001".to_owned(), format!("0.{}1", "0".repeat(400)), "9999999999999".to_owned()] {
            assert_eq!(decimal("value", &text, Point), Err(Refusal::of("value", OUT_OF_RANGE)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn thousands_may_be_grouped_either_way(cents in 0i64..100_000_000_000) {
            let (whole, rest) = (cents / 100, cents % 100);
            let digits = whole.to_string();
            let grouped = |sign: &str| {
                let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
                groups.join(sign)
            };
            for text in [format!("{}.{rest:02}", grouped(",")), format!("{},{rest:02}", grouped(".")), format!("{} ,{rest:02}", grouped(" ")), format!("{whole}.{rest:02}")] {
                prop_assert_eq!(amount("cost", &text), Ok(cents), "{}", text);
            }
        }
        #[test]
        fn a_number_read_is_finite(text in "[0-9.,eE+-]{0,12}") {
            if let Ok(Some(number)) = decimal("value", &text, Point) {
                prop_assert!(number.is_finite());
            }
        }
    }
}
