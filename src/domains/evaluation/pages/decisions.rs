//! Decisions on one idea: select, park, decline, reopen; the official answer; a question to its author and the reply.
use super::{Chip, number_of};
use crate::domains::evaluation::{
    actions,
    rules::{self, Decision},
};
use crate::domains::ideas::{
    self,
    store::{VisibleIdea, find_visible},
};
use crate::kernel::{Actor, DecideIdea, EditIdea, IdeaState, MergeIdeas, authorize};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    markdown,
    web::{Page, Posted, ProblemField, Section, State, Title, Toast, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    key: String,
    hint_key: String,
    checked: bool,
}

/// What somebody typed, and what is wrong with it.
#[derive(Debug, Clone, Default, Serialize)]
struct Typed {
    decision: String,
    reason: String,
    question: String,
    text: String,
    answer: String,
    errors: Vec<ProblemField>,
}

#[derive(Serialize)]
struct DecisionPage {
    number: i64,
    href: String,
    title: String,
    body_html: String,
    state_key: String,
    state_kind: &'static str,
    chip: Option<Chip>,
    choices: Vec<Choice>,
    may_ask: bool,
    may_merge: bool,
    answered: bool,
    typed: Typed,
    decision_error: String,
    reason_error: String,
    question_error: String,
    text_error: String,
}

impl Page for DecisionPage {
    const TEMPLATE: &'static str = "evaluation/decision.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("decision-title")
    }
}

#[derive(Serialize)]
struct ClarificationPage {
    number: i64,
    href: String,
    title: String,
    question_html: String,
    asked_by: String,
    asked_at: String,
    typed: Typed,
    answer_error: String,
}

impl Page for ClarificationPage {
    const TEMPLATE: &'static str = "evaluation/clarification.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("clarification-title")
    }
}

impl Typed {
    fn error(&self, field: &str) -> String {
        self.errors.iter().find(|error| error.field == field).map(|error| error.text.clone()).unwrap_or_default()
    }
    /// Wrong input, or nothing wrong with it at another time.
    fn status(&self) -> StatusCode {
        if self.errors.iter().any(|error| !error.field.is_empty()) { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT }
    }
    /// With what was refused; other errors pass through.
    fn refused(mut self, state: &State, visit: &Visit, error: AppError) -> AppResult<Self> {
        let refusals = match error {
            AppError::Refused(refusal) => vec![refusal],
            AppError::Invalid(refusals) => refusals,
            other => return Err(other),
        };
        self.errors = refusals.iter().map(|refusal| ProblemField::of(&state.words, visit.preferences.lang, refusal)).collect();
        Ok(self)
    }
}

async fn decision_page(state: &State, visit: &Visit, actor: Actor, number: i64, typed: Typed) -> AppResult<DecisionPage> {
    let viewer = visit.viewer.clone();
    let (idea, answered) = state
        .db
        .read(move |conn| {
            let idea = find_visible(conn, &viewer, number)?;
            let doer = actor.clone().into();
            authorize::<DecideIdea>(&doer, idea.place(&doer)).ok_or_else(AppError::forbidden::<DecideIdea>)?;
            let answered = ideas::store::find_answers(conn, idea.id)?.is_some();
            Ok((idea, answered))
        })
        .await?;
    let choices = Decision::ALL
        .iter()
        .filter(|decision| decision.is_open_from(idea.state))
        .map(|decision| Choice {
            value: decision.as_str(),
            key: format!("decision-{}", decision.as_str()),
            hint_key: format!("decision-{}-hint", decision.as_str()),
            checked: typed.decision == decision.as_str(),
        })
        .collect();
    Ok(DecisionPage {
        number: idea.number,
        href: idea.path(),
        body_html: markdown::to_html(&idea.body),
        state_key: format!("evaluation-state-{}", idea.state),
        state_kind: ideas::rules::status_kind(idea.state),
        // Once the answer was given there is nothing left to count down to.
        chip: Some(idea.clock().shown_in(idea.state))
            .filter(|clock| clock.answered.is_none())
            .and_then(|clock| Chip::of(clock, &state.words, visit.preferences.lang, visit.now)),
        choices,
        may_ask: ideas::rules::can_move(idea.state, IdeaState::Clarification, <DecideIdea as crate::kernel::Permission>::KEY),
        may_merge: ideas::rules::can_move(idea.state, IdeaState::Merged, <MergeIdeas as crate::kernel::Permission>::KEY),
        answered,
        decision_error: typed.error("decision"),
        reason_error: typed.error("reason"),
        question_error: typed.error("question"),
        text_error: typed.error("text"),
        title: idea.title,
        typed,
    })
}

/// `GET /ideas/{idea}/decision`.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    idea: web::Path<String>,
) -> AppResult<HttpResponse> {
    let page = decision_page(&state, &visit, actor, number_of(&idea)?, Typed::default()).await?;
    state.page(&request, &visit, &page)
}

/// What is done, and how it is said.
struct Doing {
    number: i64,
    typed: Typed,
    toast: &'static str,
    undo: String,
}

/// Where a decision is taken back.
fn undo_of(number: i64) -> String {
    format!("/ideas/{number}/decision/undo")
}

async fn do_it(
    (state, visit, request): (&State, &Visit, &HttpRequest),
    actor: Actor,
    doing: Doing,
    work: impl Fn(&mut Tx<'_>, i64) -> AppResult<VisibleIdea> + Send + 'static,
) -> AppResult<HttpResponse> {
    let number = doing.number;
    match state.write(visit, actor.clone(), move |tx| work(tx, number)).await {
        Ok(idea) => Ok(see_other_with(state, idea.path(), &Toast::undoable(doing.toast, doing.undo))),
        Err(error) => {
            let typed = doing.typed.refused(state, visit, error)?;
            let status = typed.status();
            let page = decision_page(state, visit, actor, number, typed).await?;
            state.page_with(request, visit, &page, status)
        }
    }
}

/// Select, park, decline, reopen, with a reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionForm {
    #[serde(default)]
    decision: String,
    #[serde(default)]
    reason: String,
}

/// `POST /ideas/{idea}/decision`.
pub async fn decide(
    (state, visit, actor, request): (web::Data<State>, Visit, Actor, HttpRequest),
    idea: web::Path<String>,
    form: Posted<DecisionForm>,
) -> AppResult<HttpResponse> {
    let DecisionForm { decision, reason } = form.0;
    let typed = Typed { decision: decision.clone(), reason: reason.clone(), ..Typed::default() };
    let number = number_of(&idea)?;
    let doing = Doing { number, typed, toast: "toast-idea-decided", undo: undo_of(number) };
    do_it((&state, &visit, &request), actor, doing, move |tx, number| actions::decide(tx, number, Decision::parse(&decision)?, &reason))
        .await
}

/// An official answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerForm {
    text: String,
}

/// `POST /ideas/{idea}/answer`.
pub async fn answer(
    (state, visit, actor, request): (web::Data<State>, Visit, Actor, HttpRequest),
    idea: web::Path<String>,
    form: Posted<AnswerForm>,
) -> AppResult<HttpResponse> {
    let (text, number) = (form.0.text, number_of(&idea)?);
    let typed = Typed { text: text.clone(), ..Typed::default() };
    let doing = Doing { number, typed, toast: "toast-idea-answered", undo: format!("/ideas/{number}/answer/withdrawal") };
    do_it((&state, &visit, &request), actor, doing, move |tx, number| actions::answer(tx, number, &text)).await
}

/// `POST /ideas/{idea}/answer/withdrawal`.
pub async fn withdraw(state: web::Data<State>, visit: Visit, actor: Actor, idea: web::Path<String>) -> AppResult<HttpResponse> {
    let number = number_of(&idea)?;
    let idea = state.write(&visit, actor, move |tx| actions::withdraw_answer(tx, number)).await?;
    Ok(see_other_with(&state, idea.path(), &Toast::new("toast-answer-withdrawn")))
}

/// A question to the author.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionForm {
    question: String,
}

/// `POST /ideas/{idea}/question`.
pub async fn ask(
    (state, visit, actor, request): (web::Data<State>, Visit, Actor, HttpRequest),
    idea: web::Path<String>,
    form: Posted<QuestionForm>,
) -> AppResult<HttpResponse> {
    let question = form.0.question;
    let typed = Typed { question: question.clone(), ..Typed::default() };
    let number = number_of(&idea)?;
    let doing = Doing { number, typed, toast: "toast-author-asked", undo: undo_of(number) };
    do_it((&state, &visit, &request), actor, doing, move |tx, number| actions::ask_author(tx, number, &question)).await
}

async fn clarification_page(state: &State, visit: &Visit, actor: Actor, number: i64, typed: Typed) -> AppResult<ClarificationPage> {
    let viewer = visit.viewer.clone();
    let (idea, question) = state
        .db
        .read(move |conn| {
            let idea = find_visible(conn, &viewer, number)?;
            let doer = actor.clone().into();
            authorize::<EditIdea>(&doer, idea.place(&doer)).ok_or_else(AppError::forbidden::<EditIdea>)?;
            if idea.state != IdeaState::Clarification {
                return Err(rules::NOT_ASKED.into());
            }
            let question = ideas::store::find_question(conn, idea.id)?.ok_or(rules::NOT_ASKED)?;
            Ok((idea, question))
        })
        .await?;
    Ok(ClarificationPage {
        number: idea.number,
        href: idea.path(),
        title: idea.title,
        question_html: markdown::to_html(&question.text),
        asked_by: question.asked_by,
        asked_at: question.asked_at.to_rfc3339(),
        answer_error: typed.error("answer"),
        typed,
    })
}

/// `GET /ideas/{idea}/clarification`: the question, and where its author answers.
pub async fn asked(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    idea: web::Path<String>,
) -> AppResult<HttpResponse> {
    let page = clarification_page(&state, &visit, actor, number_of(&idea)?, Typed::default()).await?;
    state.page(&request, &visit, &page)
}

/// The author's reply.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClarificationForm {
    answer: String,
}

/// `POST /ideas/{idea}/clarification`.
pub async fn clarify(
    (state, visit, actor, request): (web::Data<State>, Visit, Actor, HttpRequest),
    idea: web::Path<String>,
    form: Posted<ClarificationForm>,
) -> AppResult<HttpResponse> {
    let (answer, number) = (form.0.answer, number_of(&idea)?);
    let typed = Typed { answer: answer.clone(), ..Typed::default() };
    match state.write(&visit, actor.clone(), move |tx| actions::clarify(tx, number, &answer)).await {
        Ok(idea) => Ok(see_other_with(&state, idea.path(), &Toast::new("toast-clarified"))),
        Err(error) => {
            let typed = typed.refused(&state, &visit, error)?;
            let status = typed.status();
            let page = clarification_page(&state, &visit, actor, number, typed).await?;
            state.page_with(&request, &visit, &page, status)
        }
    }
}
