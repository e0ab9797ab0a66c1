//! What people type, as types that exist only when it can be stored.
use super::numbers::{DEAREST, DecimalSign, NOT_A_NUMBER, OUT_OF_RANGE, amount, decimal, is_kept, whole};
use crate::kernel::{Refusal, text};

/// Code of a field that must not be empty.
const MISSING: &str = "prototype-text-missing";
/// Code of a text that is too long.
const TOO_LONG: &str = "prototype-text-too-long";
/// Code of a text with characters that cannot be stored.
const NOT_STORABLE: &str = "prototype-text-not-storable";
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
    let long = text.chars().count() > most;
    let text = text::paragraphs(text);
    if text.is_empty() && !optional {
        Err(Refusal::of(field, MISSING))
    } else if long {
        Err(Refusal::of(field, TOO_LONG))
    } else {
        Ok(text)
    }
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
    /// From what is typed: the five fields, and the decimal sign of the reader's language.
    ///
    /// # Errors
    /// All wrong fields.
    pub fn parse(measure: &str, value: &str, unit: &str, (least, most): (&str, &str), own: DecimalSign) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Wrong::default();
        let (least, most) = (wrong.take(decimal("least", least, own)), wrong.take(decimal("most", most, own)));
        let value = wrong.take(decimal("value", value, own).and_then(|value| value.map(Some).ok_or(Refusal::of("value", NOT_A_NUMBER))));
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
            wrong.take(if number.is_none_or(is_kept) { Ok(()) } else { Err(Refusal::of(field, OUT_OF_RANGE)) });
        }
        let (measure, unit) = (wrong.take(line("measure", measure, 120, false)), wrong.take(line("unit", unit, 40, true)));
        wrong.take(Self::check_limits(least, most));
        wrong.or(Self { measure, value, unit, least, most })
    }

    /// As it is meant after earlier ones of its session: without a unit and limits of its own it has those of
    /// the last one of the same measure. Those of another measure say nothing about it.
    pub fn after(&self, earlier: &[Self]) -> Self {
        let bare = self.unit.is_empty() && self.least.is_none() && self.most.is_none();
        let same = |other: &&Self| other.measure.to_lowercase() == self.measure.to_lowercase();
        match earlier.iter().rfind(same).filter(|_| bare) {
            Some(last) => Self { measure: self.measure.clone(), value: self.value, ..last.clone() },
            None => self.clone(),
        }
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

    use DecimalSign::Point;

    #[test]
    fn limits_are_taken_over_from_the_same_measure_only() {
        let reading = |measure: &str, unit: &str, limits| Reading::parse(measure, "12", unit, limits, Point).expect("is whole");
        let earlier = [reading("Peel force", "N", ("10", "15")), reading("Thickness", "mm", ("", "0.2"))];
        let next = reading("peel force", "", ("", "")).after(&earlier);
        assert_eq!((next.measure.as_str(), next.unit.as_str(), next.least, next.most), ("peel force", "N", Some(10.0), Some(15.0)));
        let other = reading("Width", "", ("", ""));
        assert_eq!(other.after(&earlier), other);
        let own = reading("Peel force", "N", ("", "13"));
        assert_eq!(own.after(&earlier), own, "what is typed stands");
    }

    #[test]
    fn each_wrong_field_is_named_once() {
        let wrong = Reading::parse("", "x", "", ("5", "4"), Point).expect_err("all wrong");
        let fields: Vec<_> = wrong.iter().filter_map(|refusal| refusal.field).collect();
        assert_eq!(fields, ["value", "measure", "most"]);
        assert!(Reading::of("force", 1.0e-13, "N", None, None).is_err() && Reading::of("force", 0.0, "N", None, None).is_ok());
        assert!(Criteria::parse("Gate 1", " \n ", "").is_err());
    }

    proptest! {
        #[test]
        fn what_is_read_can_be_stored(text in "\\PC{0,400}|[\\x00-\\x1f]{0,5}", most in 1usize..300) {
            if let Ok(kept) = paragraph("title", &text, most, false) {
                prop_assert!(!kept.contains('\0') && (1..=most).contains(&kept.chars().count()));
            }
        }
    }
}
