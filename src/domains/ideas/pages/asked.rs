//! A campaign's own questions as inputs of a form.
use crate::domains::campaigns::store::Field;
use crate::kernel::{FieldKind, Refusal};
use crate::platform::web::{ProblemField, State, Visit};
use serde::Serialize;
use uuid::Uuid;

/// A question with what was answered, and what is wrong with that.
#[derive(Serialize)]
pub(super) struct FieldView {
    id: Uuid,
    label: String,
    kind: FieldKind,
    choices: Vec<Choice>,
    value: String,
    required: bool,
    error: String,
}

/// An option of a list.
#[derive(Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

/// The inputs, in the order of the questions.
pub(super) fn asked_fields(asked: &[Field], answers: &[(Uuid, String)]) -> Vec<FieldView> {
    let value = |id: Uuid| answers.iter().find(|(known, _)| *known == id).map_or_else(String::new, |(_, value)| value.clone());
    asked
        .iter()
        .map(|field| FieldView {
            id: field.id.0,
            label: field.label.clone(),
            kind: field.kind,
            choices: field.choices.iter().map(|choice| Choice { value: choice.clone(), label: choice.clone() }).collect(),
            value: value(field.id.0),
            required: field.required,
            error: String::new(),
        })
        .collect()
}

/// What is wrong with the answers, each about its own input.
pub(super) fn answer_problems(state: &State, visit: &Visit, wrong: &[(Uuid, Refusal)]) -> Vec<ProblemField> {
    let problem = |(id, refusal): &(Uuid, Refusal)| {
        let problem = ProblemField::of(&state.words, visit.preferences.lang, refusal);
        ProblemField { field: format!("field-{id}"), ..problem }
    };
    wrong.iter().map(problem).collect()
}

/// Where the message about an input goes, when the input is one of these.
pub(super) fn message_of<'f>(fields: &'f mut [FieldView], about: &str) -> Option<&'f mut String> {
    fields.iter_mut().find(|known| about == format!("field-{}", known.id)).map(|known| &mut known.error)
}
