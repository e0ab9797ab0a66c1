//! What a campaign asks of the ideas sent to it: its terms and its questions.
use crate::kernel::{FieldKind, Refusal};

/// The campaign takes no ideas at present.
pub const CAMPAIGN_CLOSED: Refusal = Refusal::of("campaign", "idea-campaign-closed");
/// There is no such campaign for this person: none of that name, or none that they see.
pub const CAMPAIGN_UNKNOWN: Refusal = Refusal::of("campaign", "idea-campaign-unknown");
/// The campaign's idea terms were not accepted.
pub const TERMS_NOT_ACCEPTED: Refusal = Refusal::of("accept_terms", "idea-terms-not-accepted");
/// A question of the campaign that must be answered was not.
pub const FIELD_MISSING: Refusal = Refusal::of("fields", "idea-field-missing");
/// The answer is too long.
pub const FIELD_TOO_LONG: Refusal = Refusal::of("fields", "idea-field-too-long");
/// The answer is no number.
pub const FIELD_NOT_A_NUMBER: Refusal = Refusal::of("fields", "idea-field-not-a-number");
/// The answer is none of the choices.
pub const FIELD_NOT_A_CHOICE: Refusal = Refusal::of("fields", "idea-field-not-a-choice");
/// The campaign asks no such question.
pub const FIELD_UNKNOWN: Refusal = Refusal::of("fields", "idea-field-unknown");

/// Longest answer to a question that asks for a long text.
pub const LONGEST_ANSWER: usize = 4_000;

/// An answer to a question of the campaign, as it is stored: trimmed; a number with a point.
///
/// # Errors
/// One of the `FIELD_…` refusals.
pub fn field_value(kind: FieldKind, choices: &[String], required: bool, value: &str) -> Result<String, Refusal> {
    let value = value.trim();
    let longest = if kind == FieldKind::LongText { LONGEST_ANSWER } else { 200 };
    if value.is_empty() {
        return if required { Err(FIELD_MISSING) } else { Ok(String::new()) };
    }
    if value.chars().count() > longest || value.contains('\0') {
        return Err(FIELD_TOO_LONG);
    }
    match kind {
        FieldKind::Text | FieldKind::LongText => Ok(value.to_owned()),
        FieldKind::Choice if choices.iter().any(|choice| choice == value) => Ok(value.to_owned()),
        FieldKind::Choice => Err(FIELD_NOT_A_CHOICE),
        FieldKind::Number => {
            let number = value.replace(',', ".");
            number.parse::<f64>().ok().filter(|number| number.is_finite()).map(|_| number).ok_or(FIELD_NOT_A_NUMBER)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_fit_their_question() {
        let choices = ["Bus".to_owned()];
        assert_eq!(field_value(FieldKind::Number, &[], false, " 4,5 "), Ok("4.5".to_owned()));
        assert_eq!(field_value(FieldKind::Number, &[], false, "four"), Err(FIELD_NOT_A_NUMBER));
        assert_eq!(field_value(FieldKind::Choice, &choices, false, "Bus"), Ok("Bus".to_owned()));
        assert_eq!(field_value(FieldKind::Choice, &choices, false, "Car"), Err(FIELD_NOT_A_CHOICE));
        assert_eq!(field_value(FieldKind::Text, &[], true, " "), Err(FIELD_MISSING));
        assert_eq!(field_value(FieldKind::Text, &[], false, &"x".repeat(201)), Err(FIELD_TOO_LONG));
    }
}
