//! The extra fields of a campaign.
use super::faults::longer;
use crate::kernel::{FieldId, FieldKind, Refusal};

/// More than 20 extra fields.
pub const TOO_MANY_FIELDS: Refusal = Refusal::of("fields", "campaign-too-many-fields");
/// An extra field without a label, or one over 120 characters.
pub const FIELD_LABEL: Refusal = Refusal::of("fields", "campaign-field-label");
/// A choice with fewer than 2 or more than 30 answers, or one over 120 characters.
pub const FIELD_CHOICES: Refusal = Refusal::of("fields", "campaign-field-choices");
/// Ideas may have answered the field already.
pub const FIELD_LOCKED: Refusal = Refusal::of("fields", "campaign-field-locked");

/// Most extra fields of a campaign.
pub const MOST_FIELDS: usize = 20;

/// An extra field as it is to be; without an id it is a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSetup {
    /// Which one, when it exists already.
    pub id: Option<FieldId>,
    /// The question as asked.
    pub label: String,
    /// What kind of answer it takes.
    pub kind: FieldKind,
    /// Answers to choose from, for a choice.
    pub choices: Vec<String>,
    /// An idea cannot be sent without it.
    pub required: bool,
}

pub(super) fn tidy(field: FieldSetup) -> FieldSetup {
    let choices = if field.kind == FieldKind::Choice { field.choices } else { Vec::new() };
    let choices = choices.iter().map(|choice| choice.trim().to_owned()).filter(|choice| !choice.is_empty()).collect();
    FieldSetup { label: field.label.trim().to_owned(), choices, ..field }
}

/// Places of the fields whose answers to choose from are refused ([`FIELD_CHOICES`]).
pub fn unfit_choices(fields: &[FieldSetup]) -> Vec<usize> {
    fields.iter().enumerate().filter(|(_, field)| !choices_fit(&tidy((*field).clone()))).map(|(at, _)| at).collect()
}

pub(super) fn choices_fit(field: &FieldSetup) -> bool {
    let count = field.choices.len();
    field.kind != FieldKind::Choice || ((2..=30).contains(&count) && field.choices.iter().all(|choice| !longer(choice, 120)))
}
