//! Pages and forms of people.
mod admin;
mod admin_people;
mod admin_spaces;
mod demo;
mod directory;
mod password;
mod preferences;
mod settings;
mod sign_in;
mod tokens;

pub use sign_in::new_session;

use crate::kernel::Refusal;
use crate::platform::{
    error::AppError,
    web::{ProblemField, State, Visit},
};
use actix_web::web::ServiceConfig;
use std::collections::BTreeMap;

/// Pages and forms.
pub fn routes(config: &mut ServiceConfig) {
    sign_in::routes(config);
    settings::routes(config);
    preferences::routes(config);
    password::routes(config);
    tokens::routes(config);
    directory::routes(config);
    admin::routes(config);
    admin_people::routes(config);
    admin_spaces::routes(config);
    demo::routes(config);
}

/// What a form is told of its fields: a list for the summary and a sentence for each field.
#[derive(Debug, Clone, Default, serde::Serialize)]
struct FormErrors {
    list: Vec<ProblemField>,
    of: BTreeMap<&'static str, String>,
}

impl FormErrors {
    /// A form of these fields without any error.
    fn none(fields: &[&'static str]) -> Self {
        Self { list: Vec::new(), of: fields.iter().map(|field| (*field, String::new())).collect() }
    }
    /// The same with these refusals.
    fn of(state: &State, visit: &Visit, fields: &[&'static str], refusals: &[Refusal]) -> Self {
        let mut errors = Self::none(fields);
        errors.list = refusals.iter().map(|refusal| ProblemField::of(&state.words, visit.preferences.lang, refusal)).collect();
        for (refusal, problem) in refusals.iter().zip(&errors.list) {
            if let Some(field) = refusal.field {
                errors.of.insert(field, problem.text.clone());
            }
        }
        errors
    }
}

/// The refusals in an error that a form can show; any other error goes on.
fn refusals(error: AppError) -> Result<Vec<Refusal>, AppError> {
    match error {
        AppError::Refused(refusal) => Ok(vec![refusal]),
        AppError::Invalid(refusals) => Ok(refusals),
        other => Err(other),
    }
}

/// An option of a select.
#[derive(Debug, Clone, serde::Serialize)]
struct Choice {
    value: String,
    label: String,
}
