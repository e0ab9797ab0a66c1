//! How a rule says no.
use serde::Serialize;
use uuid::Uuid;

/// A business rule said no. `code` is stable, documented, and the key of its sentence in the
/// Fluent files (`refusal-<code>`), which says what to do; `field` names the input it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Stable machine-readable code, kebab-case.
    pub code: &'static str,
    /// The form field or JSON member it is about, when it is about one.
    pub field: Option<&'static str>,
    /// Which of them, where the field holds several: the question of a campaign.
    pub part: Option<Uuid>,
    /// The number that its sentence names, as `number`.
    pub number: Option<i32>,
}

impl Refusal {
    /// A refusal of the whole action.
    pub const fn new(code: &'static str) -> Self {
        Self { code, field: None, part: None, number: None }
    }
    /// The same, about one part of its field.
    pub const fn about(self, part: Uuid) -> Self {
        Self { part: Some(part), ..self }
    }
    /// The same, with the number that its sentence names.
    pub const fn naming(self, number: i32) -> Self {
        Self { number: Some(number), ..self }
    }
    /// A refusal of one field.
    pub const fn of(field: &'static str, code: &'static str) -> Self {
        Self { code, field: Some(field), part: None, number: None }
    }
}
