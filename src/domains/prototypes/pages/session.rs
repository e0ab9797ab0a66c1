//! One test session, fit for a phone at the bench: its readings, and the form for the next one.
use super::{
    number_of, part_of,
    parts::SessionView,
    refusals_of,
    view::{CardView, FormView, Wording},
};
use crate::domains::{
    people,
    prototypes::{actions, rules, store},
};
use crate::kernel::{Actor, Doer, TestOutcome, WorkOnPrototype, holds};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Page, Posted, ProblemField, Section, State, Title, Toast, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, ResponseError, http::StatusCode, web};
use serde::{Deserialize, Serialize};

const FIELDS: &[&str] = &["measure", "value", "unit", "least", "most", "reason"];

#[derive(Serialize)]
struct SessionPage {
    card: CardView,
    session: SessionView,
    believe: String,
    can_work: bool,
    open: bool,
    closed_key: String,
    form: FormView,
    errors: Vec<ProblemField>,
    title: String,
}

impl Page for SessionPage {
    const TEMPLATE: &'static str = "prototypes/session.html";
    const SECTION: Section = Section::Prototypes;
    fn title(&self) -> Title {
        Title::Text(self.title.clone())
    }
}

async fn page_of(state: &State, visit: &Visit, number: i64, session: i16) -> AppResult<SessionPage> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let (prototype, card, view, believe, title, form) = state
        .db
        .read(move |conn| {
            let prototype = store::find_visible(conn, &viewer, number)?;
            let row = store::find_session(conn, prototype.id, session)?;
            let readings = store::list_readings(conn, row.id)?;
            let hypotheses = store::list_hypotheses(conn, prototype.id)?;
            let names = people::store::names_for(conn, &viewer, &[prototype.lead_id, row.held_by])?;
            let believe = hypotheses.iter().find(|card| Some(card.id) == row.hypothesis_id).map(|card| card.believe.clone());
            // The next reading is mostly of the same measure as the one before. Its unit and limits stay empty: typed
            // under another measure they would judge what they were never meant for.
            let form = FormView::new(FIELDS).with(readings.last().map(|last| ("measure", last.measure.clone())));
            let card = CardView::of(&prototype, &names, now);
            let view = SessionView::of(&row, &readings, &hypotheses, &names);
            Ok((prototype, card, view, believe.unwrap_or_default(), row.title, form))
        })
        .await?;
    let doer = visit.viewer.person().map(|actor| Doer::from(actor.clone()));
    let closed = rules::check_open(prototype.stage).err();
    Ok(SessionPage {
        card,
        session: view,
        believe,
        can_work: doer.is_some_and(|doer| holds::<WorkOnPrototype>(&doer, &prototype.place(&doer))),
        open: closed.is_none(),
        closed_key: closed.map(|refusal| format!("refusal-{}", refusal.code)).unwrap_or_default(),
        form,
        errors: Vec::new(),
        title,
    })
}

/// The session.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> AppResult<HttpResponse> {
    let page = page_of(&state, &visit, number_of(&path.0)?, part_of(&path.1)?).await?;
    state.page(&request, &visit, &page)
}

/// A reading as it is typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingForm {
    measure: String,
    value: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    least: String,
    #[serde(default)]
    most: String,
}

/// Adds a reading.
pub async fn add_reading(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<(String, String)>,
    form: Posted<ReadingForm>,
) -> AppResult<HttpResponse> {
    let (number, session, form) = (number_of(&path.0)?, part_of(&path.1)?, form.0);
    let sign = Wording::of(&state, &visit).decimal_sign();
    let result = match rules::Reading::parse(&form.measure, &form.value, &form.unit, (form.least.as_str(), form.most.as_str()), sign) {
        Ok(reading) => state.write(&visit, actor, move |tx| actions::take_next_reading(tx, number, session, &reading)).await,
        Err(wrong) => Err(AppError::Invalid(wrong)),
    };
    match result {
        Ok((prototype, _, id)) => {
            let toast = Toast::undoable("toast-reading-taken", super::taking_back(number, id.0));
            Ok(see_other_with(&state, format!("{}/tests/{session}", prototype.path()), &toast))
        }
        Err(error) => {
            let status = error.status_code();
            let refusals = refusals_of(error)?;
            let mut page = page_of(&state, &visit, number, session).await?;
            page.form = FormView::new(FIELDS).with([
                ("measure", form.measure),
                ("value", form.value),
                ("unit", form.unit),
                ("least", form.least),
                ("most", form.most),
            ]);
            page.errors = page.form.refuse(Wording::of(&state, &visit), &refusals, "");
            state.page_with(&request, &visit, &page, status)
        }
    }
}

/// The outcome, or nothing to let it follow from the readings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeForm {
    outcome: String,
    #[serde(default)]
    reason: String,
}

/// Sets the outcome by hand.
pub async fn set_outcome(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<(String, String)>,
    form: Posted<OutcomeForm>,
) -> AppResult<HttpResponse> {
    let (number, session) = (number_of(&path.0)?, part_of(&path.1)?);
    let OutcomeForm { outcome: word, reason } = form.0;
    let (outcome, because) = (TestOutcome::parse(&word), reason.clone());
    let result = if outcome.is_none() && word != "readings" {
        Err(rules::STATE_UNKNOWN.into())
    } else {
        state.write(&visit, actor, move |tx| actions::judge_test(tx, number, session, outcome, &because)).await
    };
    match result {
        Ok((prototype, _)) => Ok(see_other_with(&state, format!("{}/tests/{session}", prototype.path()), &Toast::new("toast-test-judged"))),
        Err(error) => {
            let refusals = refusals_of(error)?;
            let mut page = page_of(&state, &visit, number, session).await?;
            page.form = page.form.with([("reason", reason)]);
            page.errors = page.form.refuse(Wording::of(&state, &visit), &refusals, "");
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}
