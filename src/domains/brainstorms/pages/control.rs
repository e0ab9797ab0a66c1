//! Forms of those who steer a room, and Ready of everybody.
use super::{
    room::{self, Draft},
    visit::RoomVisit,
};
use crate::domains::brainstorms::{
    actions::{self, Order},
    rules::{self, Code},
};
use crate::kernel::ParticipantId;
use crate::platform::{
    error::{AppError, AppResult},
    web::{Posted, Queried, State, Toast, see_other, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

/// Codes tried for a new lobby; the first that no other room has is taken.
const CODES: usize = 8;

pub(in crate::domains::brainstorms) fn fresh_codes() -> Vec<Code> {
    (0..CODES).map(|_| Code::of(rand::random_range(0..1_000_000))).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderForm {
    #[serde(default)]
    order: String,
    #[serde(default)]
    from: Option<String>,
}

/// The order of a way back, whose form has no fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderQuery {
    #[serde(default)]
    order: Option<String>,
}

pub(super) async fn order(
    state: web::Data<State>,
    at: RoomVisit,
    query: Queried<OrderQuery>,
    form: Posted<OrderForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, home) = (at.doer()?, at.number, format!("/brainstorms/{}", at.segment));
    let order =
        Order::parse(query.0.order.as_deref().unwrap_or(&form.0.order)).ok_or_else(|| AppError::Unreadable("unknown order".to_owned()))?;
    let (from, codes) = (form.0.from, fresh_codes());
    let done = state.write(&at.visit, doer, move |tx| actions::order(tx, number, order, from.as_deref(), &codes)).await;
    match done {
        Ok(()) if order == Order::Close => {
            let undo = format!("/brainstorms/{number}/steps?order=reopen");
            Ok(see_other_with(&state, format!("{home}/results"), &Toast::undoable("toast-room-closed", undo)))
        }
        Ok(()) if order == Order::Reopen => Ok(see_other_with(&state, home, &Toast::new("toast-room-reopened"))),
        Ok(()) => Ok(see_other(home)),
        // Two people pressed at once: the room stands where one of them put it.
        Err(AppError::Refused(rules::STEP_MOVED)) => Ok(see_other_with(&state, home, &Toast::new("toast-room-moved-already"))),
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoundForm {
    prompt: String,
}

pub(super) async fn add_round(state: web::Data<State>, at: RoomVisit, form: Posted<RoundForm>) -> AppResult<HttpResponse> {
    let (doer, number) = (at.doer()?, at.number);
    let room = state.write(&at.visit, doer, move |tx| actions::add_round(tx, number, &form.0.prompt)).await?;
    Ok(see_other_with(&state, room.path(), &Toast::new("toast-round-added")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadyForm {
    ready: String,
    #[serde(default)]
    back: Option<String>,
    /// Of the note's form, which the button stands on while people write.
    #[serde(default)]
    text: Option<String>,
    #[serde(default, rename = "id")]
    _id: Option<String>,
}

pub(super) async fn ready(
    state: web::Data<State>,
    at: RoomVisit,
    request: HttpRequest,
    form: Posted<ReadyForm>,
) -> AppResult<HttpResponse> {
    let (doer, number, ready) = (at.doer()?, at.number, form.0.ready == "yes");
    state.write(&at.visit, doer, move |tx| actions::set_ready(tx, number, ready)).await?;
    match form.0.text.filter(|text| !text.trim().is_empty()) {
        // A note half written is not sent by this: it stays where it was.
        Some(text) => room::with_draft(&state, &at, &request, &Draft { text, note: None }, &[]).await,
        None => Ok(see_other(back_to(&at, form.0.back.as_deref()))),
    }
}

/// The page that the form stood on: the room, its phone screen or its results.
pub(super) fn back_to(at: &RoomVisit, back: Option<&str>) -> String {
    match back {
        Some("phone") => format!("/brainstorms/{}/phone", at.segment),
        Some("results") => format!("/brainstorms/{}/results", at.segment),
        _ => format!("/brainstorms/{}", at.segment),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CoFacilitatorForm {
    participant: Uuid,
}

pub(super) async fn co_facilitator(state: web::Data<State>, at: RoomVisit, form: Posted<CoFacilitatorForm>) -> AppResult<HttpResponse> {
    let (doer, number, participant) = (at.doer()?, at.number, ParticipantId(form.0.participant));
    state.write(&at.visit, doer, move |tx| actions::name_co_facilitator(tx, number, participant)).await?;
    Ok(see_other_with(&state, format!("/brainstorms/{}", at.segment), &Toast::new("toast-co-facilitator-named")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NothingForm {}

pub(super) async fn hide_names(state: web::Data<State>, at: RoomVisit, _: Posted<NothingForm>) -> AppResult<HttpResponse> {
    let (doer, number) = (at.doer()?, at.number);
    state.write(&at.visit, doer, move |tx| actions::hide_names(tx, number)).await?;
    Ok(see_other_with(&state, format!("/brainstorms/{}", at.segment), &Toast::new("toast-names-hidden")))
}
