//! Steps of triage: each is a form that decides one idea and goes on with the next row.
use super::{
    inbox::{InboxQuery, Typed, inbox, said},
    number_of,
};
use crate::domains::{evaluation::actions, ideas::store::VisibleIdea};
use crate::kernel::Actor;
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    web::{Posted, ProblemField, Queried, State, Toast, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::Deserialize;

/// A form without fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The reason of a decline.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonForm {
    reason: String,
    /// A text of the library that is put in first; where there is a script, it does that itself.
    #[serde(default)]
    template: Option<String>,
}

/// Until when: days, or a date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SnoozeForm {
    #[serde(default)]
    days: Option<String>,
    #[serde(default)]
    until: Option<String>,
}

/// A question to the author.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionForm {
    question: String,
}

/// What a step came with: where it happens, and how it is said afterwards.
struct Step {
    number: i64,
    query: InboxQuery,
    typed: Typed,
    toast: &'static str,
}

async fn carry_out(
    state: &State,
    visit: &Visit,
    request: &HttpRequest,
    actor: Actor,
    step: Step,
    work: impl Fn(&mut Tx<'_>, i64) -> AppResult<VisibleIdea> + Send + 'static,
) -> AppResult<HttpResponse> {
    let number = step.number;
    let refusals = match state.write(visit, actor.clone(), move |tx| work(tx, number)).await {
        Ok(idea) => {
            let undo = step.query.here("/triage/undo", &[]);
            return Ok(see_other_with(state, step.query.beyond(state, visit, &idea).await?, &Toast::undoable(step.toast, undo)));
        }
        Err(AppError::Refused(refusal)) => vec![refusal],
        Err(AppError::Invalid(refusals)) => refusals,
        Err(error) => return Err(error),
    };
    let status =
        if refusals.iter().any(|refusal| refusal.field.is_some()) { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    let mut typed = step.typed;
    for refusal in refusals {
        let problem = ProblemField::of(&state.words, visit.preferences.lang, &refusal);
        match problem.field.as_str() {
            "question" => typed.question_error = problem.text,
            "until" => typed.until_error = problem.text,
            "reason" => typed.reason_error = problem.text,
            _ => typed.problem = problem.text,
        }
    }
    let query = step.query.showing(number);
    state.page_with(request, visit, &inbox(state, visit, &actor, query, typed).await?, status)
}

/// `POST /triage/{idea}/accept`: key 1.
pub async fn accept(
    (state, visit, actor, request): (web::Data<State>, Visit, Actor, HttpRequest),
    idea: web::Path<String>,
    query: Queried<InboxQuery>,
    _: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let step = Step { number: number_of(&idea)?, query: query.0, typed: Typed::default(), toast: "toast-triage-accept" };
    carry_out(&state, &visit, &request, actor, step, actions::accept).await
}

/// `POST /triage/{idea}/decline`: key 3. With a text of the library it declines nothing yet: the form comes back with it.
pub async fn decline(
    (state, visit, actor, request): (web::Data<State>, Visit, Actor, HttpRequest),
    idea: web::Path<String>,
    query: Queried<InboxQuery>,
    form: Posted<ReasonForm>,
) -> AppResult<HttpResponse> {
    let (number, reason) = (number_of(&idea)?, form.0.reason);
    let template = said(form.0.template.as_ref());
    let typed = Typed { reason: reason.clone(), template, ..Typed::default() };
    if typed.template.is_some() {
        return state.page(&request, &visit, &inbox(&state, &visit, &actor, query.0.showing(number), typed).await?);
    }
    let step = Step { number, query: query.0, typed, toast: "toast-triage-decline" };
    carry_out(&state, &visit, &request, actor, step, move |tx, number| actions::decline(tx, number, &reason)).await
}

/// `POST /triage/{idea}/snooze`: key h.
pub async fn snooze(
    (state, visit, actor, request): (web::Data<State>, Visit, Actor, HttpRequest),
    idea: web::Path<String>,
    query: Queried<InboxQuery>,
    form: Posted<SnoozeForm>,
) -> AppResult<HttpResponse> {
    let until = said(form.0.days.as_ref()).or(form.0.until).unwrap_or_default();
    let typed = Typed { until: until.clone(), ..Typed::default() };
    let step = Step { number: number_of(&idea)?, query: query.0, typed, toast: "toast-triage-snooze" };
    carry_out(&state, &visit, &request, actor, step, move |tx, number| actions::snooze(tx, number, &until)).await
}

/// `POST /triage/{idea}/ask`: key a.
pub async fn ask(
    (state, visit, actor, request): (web::Data<State>, Visit, Actor, HttpRequest),
    idea: web::Path<String>,
    query: Queried<InboxQuery>,
    form: Posted<QuestionForm>,
) -> AppResult<HttpResponse> {
    let question = form.0.question;
    let typed = Typed { question: question.clone(), ..Typed::default() };
    let step = Step { number: number_of(&idea)?, query: query.0, typed, toast: "toast-triage-ask" };
    carry_out(&state, &visit, &request, actor, step, move |tx, number| actions::ask(tx, number, &question)).await
}
