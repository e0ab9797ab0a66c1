//! What people type, as types that exist only when it can be stored.
use crate::kernel::{Refusal, text};

/// Code of a field that must not be empty.
const MISSING: &str = "prototype-text-missing";
/// Code of a text that is too long.
const TOO_LONG: &str = "prototype-text-too-long";
/// Code of a text with characters that cannot be stored.
const NOT_STORABLE: &str = "prototype-text-not-storable";
/// Code of something that should be a number.
const NOT_A_NUMBER: &str = "prototype-not-a-number";
/// Code of a number that is too large or too small.
const OUT_OF_RANGE: &str = "prototype-number-out-of-range";
/// Code of a number that can be read in two ways.
const AMBIGUOUS: &str = "prototype-number-ambiguous";
/// Code of an amount of money with more than two decimals.
const PARTS_OF_CENTS: &str = "prototype-parts-of-cents";
/// Most that a build can cost, in cents.
const DEAREST: i64 = 100_000_000_000;
/// Most criteria of one rank.
const MOST_CRITERIA: usize = 12;

/// A text of one line, trimmed; required unless `optional`.
///
/// # Errors
/// A refusal of the field.
pub fn line(field: &'static str, text: &str, most: usize, optional: bool) -> Result<String, Refusal> {
    paragraph(field, &text.replace(['\n', '\r', '\t'], " "), most, optional).map(|text| text::line(&text))
}

/// A text, trimmed; required unless `optional`.
///
/// # Errors
/// A refusal of the field.
pub fn paragraph(field: &'static str, text: &str, most: usize, optional: bool) -> Result<String, Refusal> {
    if text.contains('\0') {
        return Err(Refusal::of(field, NOT_STORABLE));
    }
    let text = text::paragraphs(text);
    if text.is_empty() && !optional {
        Err(Refusal::of(field, MISSING))
    } else if text.chars().count() > most {
        Err(Refusal::of(field, TOO_LONG))
    } else {
        Ok(text)
    }
}

/// A number as people write it and how many decimals it has; `None` when nothing is written. A point and a
/// comma together: the last one is the decimal sign, the other one groups thousands. One alone is the decimal
/// sign, but before exactly three digits it could group thousands as well, so that is asked back.
///
/// # Errors
/// A refusal of the field.
fn number(field: &'static str, text: &str) -> Result<Option<(f64, usize)>, Refusal> {
    let text: String = text.trim().replace('−', "-").replace([' ', '\u{a0}', '\u{202f}'], "");
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
    let (whole, decimals) = parts_of(digits).map_err(|code| Refusal::of(field, code))?;
    let sign = if text.starts_with('-') { "-" } else { "" };
    let number: f64 = format!("{sign}{whole}.{decimals}").parse().map_err(|_| Refusal::of(field, NOT_A_NUMBER))?;
    if !number.is_finite() || number.abs() > 1.0e12 {
        return Err(Refusal::of(field, OUT_OF_RANGE));
    }
    Ok(Some((number, decimals.len())))
}

/// The digits before and after the decimal sign; the code of a refusal when they cannot be told apart.
fn parts_of(digits: &str) -> Result<(String, String), &'static str> {
    let Some((whole, decimals)) = digits.rsplit_once(['.', ',']) else { return Ok((digits.to_owned(), "0".to_owned())) };
    let sign = &digits[whole.len()..=whole.len()];
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let grouped = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    let same = whole.contains(sign);
    match (groups.len(), same) {
        // 1.234 may be either; 0.125 and 1234.567 are decimals.
        (1, _) if decimals.len() == 3 && grouped && whole != "0" => Err(AMBIGUOUS),
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
pub fn decimal(field: &'static str, text: &str) -> Result<Option<f64>, Refusal> {
    Ok(number(field, text)?.map(|(number, _)| number))
}

/// An amount of money in cents; nothing written is zero.
///
/// # Errors
/// A refusal of the field.
pub fn amount(field: &'static str, text: &str) -> Result<i64, Refusal> {
    let (amount, decimals) = number(field, text)?.unwrap_or((0.0, 0));
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

/// One criterion a line; empty lines do not count.
///
/// # Errors
/// A refusal of the field.
pub fn lines(field: &'static str, text: &str) -> Result<Vec<String>, Refusal> {
    let found: Vec<String> = text
        .lines()
        .map(|text| text.trim().trim_start_matches(['-', '*', '•']).trim())
        .filter(|text| !text.is_empty())
        .map(|text| line(field, text, 300, false))
        .collect::<Result<_, _>>()?;
    if found.len() > MOST_CRITERIA { Err(Refusal::of(field, "gate-too-many-criteria")) } else { Ok(found) }
}

/// Collects what is wrong with several fields, so that a form comes back with all of it at once.
#[derive(Debug, Default)]
struct Wrong(Vec<Refusal>);

impl Wrong {
    fn take<T: Default>(&mut self, read: Result<T, Refusal>) -> T {
        read.unwrap_or_else(|refusal| {
            self.0.push(refusal);
            T::default()
        })
    }
    fn or<T>(self, value: T) -> Result<T, Vec<Refusal>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }
}

/// Title and brief of a prototype.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framing {
    /// Up to 120 characters.
    pub title: String,
    /// Up to 4,000 characters.
    pub brief: String,
}

impl Framing {
    /// # Errors
    /// All wrong fields.
    pub fn parse(title: &str, brief: &str) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Wrong::default();
        let framing =
            Self { title: wrong.take(line("title", title, 120, false)), brief: wrong.take(paragraph("brief", brief, 4_000, true)) };
        wrong.or(framing)
    }
}

/// A test card: what is believed, how it is tested, what is measured, when it is right.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the four lines of the card")]
pub struct Hypothesis {
    pub believe: String,
    pub verify: String,
    pub measure: String,
    pub right_if: String,
}

impl Hypothesis {
    /// # Errors
    /// All wrong fields.
    pub fn parse(believe: &str, verify: &str, measure: &str, right_if: &str) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Wrong::default();
        let card = Self {
            believe: wrong.take(paragraph("believe", believe, 1_000, false)),
            verify: wrong.take(paragraph("verify", verify, 1_000, false)),
            measure: wrong.take(paragraph("measure", measure, 1_000, false)),
            right_if: wrong.take(paragraph("right_if", right_if, 1_000, false)),
        };
        wrong.or(card)
    }
}

/// Something that was built.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the form")]
pub struct Build {
    pub title: String,
    pub notes: String,
    pub bill_of_material: String,
    pub cost_cents: i64,
}

impl Build {
    /// # Errors
    /// All wrong fields.
    pub fn parse(title: &str, notes: &str, bill_of_material: &str, cost: &str) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Wrong::default();
        let build = Self {
            title: wrong.take(line("title", title, 120, false)),
            notes: wrong.take(paragraph("notes", notes, 4_000, true)),
            bill_of_material: wrong.take(paragraph("bill_of_material", bill_of_material, 4_000, true)),
            cost_cents: wrong.take(amount("cost", cost)),
        };
        wrong.or(build)
    }

    /// With its cost in cents, as the API takes it.
    ///
    /// # Errors
    /// All wrong fields.
    pub fn of(title: &str, notes: &str, bill_of_material: &str, cost_cents: i64) -> Result<Self, Vec<Refusal>> {
        let cost = if (0..=DEAREST).contains(&cost_cents) { Ok(()) } else { Err(Refusal::of("cost_cents", OUT_OF_RANGE)) };
        match (Self::parse(title, notes, bill_of_material, ""), cost) {
            (Ok(build), Ok(())) => Ok(Self { cost_cents, ..build }),
            (build, cost) => Err(build.err().unwrap_or_default().into_iter().chain(cost.err()).collect()),
        }
    }
}

/// A test session.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the form")]
pub struct Session {
    pub title: String,
    pub protocol: String,
    pub with_whom: String,
}

impl Session {
    /// # Errors
    /// All wrong fields.
    pub fn parse(title: &str, protocol: &str, with_whom: &str) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Wrong::default();
        let session = Self {
            title: wrong.take(line("title", title, 120, false)),
            protocol: wrong.take(paragraph("protocol", protocol, 4_000, true)),
            with_whom: wrong.take(line("with_whom", with_whom, 200, true)),
        };
        wrong.or(session)
    }
}

/// A value with its unit and limits.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields of the form")]
pub struct Reading {
    pub measure: String,
    pub value: f64,
    pub unit: String,
    pub least: Option<f64>,
    pub most: Option<f64>,
}

impl Reading {
    /// # Errors
    /// All wrong fields.
    pub fn parse(measure: &str, value: &str, unit: &str, least: &str, most: &str) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Wrong::default();
        let (least, most) = (wrong.take(decimal("least", least)), wrong.take(decimal("most", most)));
        let value = wrong.take(decimal("value", value).and_then(|value| value.map(Some).ok_or(Refusal::of("value", NOT_A_NUMBER))));
        let (measure, unit) = (wrong.take(line("measure", measure, 120, false)), wrong.take(line("unit", unit, 40, true)));
        wrong.take(Self::check_limits(least, most));
        wrong.or(Self { measure, value: value.unwrap_or_default(), unit, least, most })
    }

    /// From numbers, as the API takes them.
    ///
    /// # Errors
    /// All wrong fields.
    pub fn of(measure: &str, value: f64, unit: &str, least: Option<f64>, most: Option<f64>) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Wrong::default();
        for (field, number) in [("value", Some(value)), ("least", least), ("most", most)] {
            wrong.take(if number.is_none_or(|number| number.abs() <= 1.0e12) { Ok(()) } else { Err(Refusal::of(field, OUT_OF_RANGE)) });
        }
        let (measure, unit) = (wrong.take(line("measure", measure, 120, false)), wrong.take(line("unit", unit, 40, true)));
        wrong.take(Self::check_limits(least, most));
        wrong.or(Self { measure, value, unit, least, most })
    }

    fn check_limits(least: Option<f64>, most: Option<f64>) -> Result<(), Refusal> {
        match (least, most) {
            (Some(least), Some(most)) if least > most => Err(Refusal::of("most", "reading-limits-crossed")),
            _ => Ok(()),
        }
    }
}

/// A gate's title and criteria, fixed before anybody decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criteria {
    /// Title of the gate.
    pub title: String,
    /// Without each of these there is no go.
    pub must: Vec<String>,
    /// These weigh in.
    pub should: Vec<String>,
}

impl Criteria {
    /// From a title and two texts with one criterion a line.
    ///
    /// # Errors
    /// All wrong fields.
    pub fn parse(title: &str, must: &str, should: &str) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Wrong::default();
        let criteria = Self {
            title: wrong.take(line("title", title, 120, false)),
            must: wrong.take(
                lines("must", must).and_then(|must| if must.is_empty() { Err(Refusal::of("must", "gate-must-missing")) } else { Ok(must) }),
            ),
            should: wrong.take(lines("should", should)),
        };
        wrong.or(criteria)
    }
}

/// A learning card: what was seen, what it teaches, what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the three lines of the card")]
pub struct Learning {
    pub observed: String,
    pub learned: String,
    pub decision: String,
}

impl Learning {
    /// # Errors
    /// All wrong fields.
    pub fn parse(observed: &str, learned: &str, decision: &str) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Wrong::default();
        let card = Self {
            observed: wrong.take(paragraph("observed", observed, 2_000, false)),
            learned: wrong.take(paragraph("learned", learned, 2_000, false)),
            decision: wrong.take(paragraph("next", decision, 2_000, true)),
        };
        wrong.or(card)
    }
}

/// A time box with a target number of prototypes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sprint {
    /// Its title; the slug is made of it.
    pub title: String,
    /// How many prototypes it aims at.
    pub target: i32,
    /// First and last day.
    pub days: (chrono::NaiveDate, chrono::NaiveDate),
}

impl Sprint {
    /// # Errors
    /// All wrong fields.
    pub fn parse(title: &str, target: &str, starts_on: &str, ends_on: &str) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Wrong::default();
        let day = |field, text: &str| {
            text.parse::<chrono::NaiveDate>()
                .ok()
                .filter(|day| (2000..2200).contains(&chrono::Datelike::year(day)))
                .ok_or(Refusal::of(field, "sprint-day"))
        };
        let days = (wrong.take(day("starts_on", starts_on)), wrong.take(day("ends_on", ends_on)));
        let sprint =
            Self { title: wrong.take(line("title", title, 120, false)), target: wrong.take(whole("target", target, 1, 10_000)), days };
        wrong.take(if wrong.0.is_empty() && days.1 <= days.0 { Err(Refusal::of("ends_on", "sprint-order")) } else { Ok(()) });
        wrong.or(sprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(decimal("value", " 12,5 "), Ok(Some(12.5)));
        assert_eq!(decimal("value", "−0.25"), Ok(Some(-0.25)));
        assert_eq!(decimal("value", ""), Ok(None));
        assert!(decimal("value", "1e999").is_err() && decimal("value", "NaN").is_err() && decimal("value", "ten").is_err());
        assert_eq!(amount("cost", "38,50"), Ok(3_850));
        assert!(amount("cost", "-1").is_err());
        assert_eq!(decimal("value", "0,125"), Ok(Some(0.125)));
        assert_eq!(decimal("value", "1.234.567"), Ok(Some(1_234_567.0)));
        assert_eq!(decimal("value", ".5"), Ok(Some(0.5)));
    }

    #[test]
    fn a_number_that_can_be_read_in_two_ways_is_asked_back() {
        for text in ["1.234", "12,505", "-999.000"] {
            assert_eq!(decimal("value", text), Err(Refusal::of("value", AMBIGUOUS)), "{text}");
        }
        assert_eq!(amount("cost", "1,2345"), Err(Refusal::of("cost", PARTS_OF_CENTS)));
        for text in ["1e9", "1.2,3.4", "1,23,456", "12.34.5", ",", "1.234,", "0x10", "inf", "--1"] {
            assert!(decimal("value", text).is_err(), "{text}");
        }
    }

    #[test]
    fn each_wrong_field_is_named_once() {
        let wrong = Reading::parse("", "x", "", "5", "4").expect_err("all wrong");
        let fields: Vec<_> = wrong.iter().filter_map(|refusal| refusal.field).collect();
        assert_eq!(fields, ["value", "measure", "most"]);
        assert!(Criteria::parse("Gate 1", " \n ", "").is_err());
    }

    proptest! {
        #[test]
        fn what_is_read_can_be_stored(text in "\\PC{0,400}|[\\x00-\\x1f]{0,5}", most in 1usize..300) {
            if let Ok(kept) = paragraph("title", &text, most, false) {
                prop_assert!(!kept.contains('\0') && (1..=most).contains(&kept.chars().count()));
            }
        }
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
            if let Ok(Some(number)) = decimal("value", &text) {
                prop_assert!(number.is_finite());
            }
        }
    }
}
