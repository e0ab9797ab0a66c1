//! The small forms of a prototype's page: move, hypothesis, build, test, gate, learning.
use super::{number_of, show::again};
use crate::domains::prototypes::{actions, rules, store::VisiblePrototype};
use crate::kernel::{Actor, HypothesisId, HypothesisState, ItemKind, ItemRef, PartId, PartKind, PrototypeStage};
use crate::platform::{
    error::{AppError, AppResult},
    files,
    web::{Posted, Queried, SentFile, State, Toast, Uploaded, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// A form without fields of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Back to a part of the prototype's page.
fn back(state: &State, number: i64, part: &str, toast: &'static str) -> HttpResponse {
    see_other_with(state, format!("/prototypes/{number}{part}"), &Toast::new(toast))
}

/// Back to a part of the prototype's page after something was added, with the way to take it back.
fn added(state: &State, number: i64, part: &str, toast: &'static str, id: Uuid) -> HttpResponse {
    see_other_with(state, format!("/prototypes/{number}{part}"), &Toast::undoable(toast, taking_back(number, id)))
}

/// Where the form posts to that takes a part back.
pub fn taking_back(number: i64, part: Uuid) -> String {
    format!("/prototypes/{number}/parts/{part}/removal")
}

/// Takes back what somebody added.
pub async fn take_back(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<(String, String)>,
    _: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let number = number_of(&path.0)?;
    let id = PartId(Uuid::try_parse(&path.1).unwrap_or_default());
    match state.write(&visit, actor, move |tx| actions::take_back(tx, number, id)).await {
        Ok((prototype, part)) => {
            let at = part.session.filter(|_| part.kind == PartKind::Reading);
            let to = at.map_or_else(|| prototype.path(), |session| format!("{}/tests/{session}", prototype.path()));
            Ok(see_other_with(&state, to, &Toast::new("toast-part-taken-back")))
        }
        Err(error) => again(&state, &visit, &request, number, ("", Vec::new()), error).await,
    }
}

/// Where to, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageForm {
    to: String,
    #[serde(default)]
    reason: String,
    /// Where the form stood: the board, or nothing for the prototype's page.
    #[serde(default)]
    from: String,
}

/// Moves a prototype by hand.
pub async fn move_stage(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<String>,
    form: Posted<StageForm>,
) -> AppResult<HttpResponse> {
    let (number, form) = (number_of(&path)?, form.0);
    let to = PrototypeStage::parse(&form.to);
    let reason = form.reason.clone();
    let result = match to {
        Some(to) => state.write(&visit, actor, move |tx| actions::move_by_hand(tx, number, to, &reason)).await,
        None => Err(rules::STAGE_UNKNOWN.into()),
    };
    match result {
        Ok(prototype) => {
            let key = if to == Some(PrototypeStage::Gate) { "toast-gate-opened" } else { "toast-prototype-moved" };
            let from = if form.from == BOARD { "?from=board" } else { "" };
            let toast = Toast::undoable(key, format!("/prototypes/{number}/stage/undo{from}"));
            Ok(see_other_with(&state, after_move(&state, &request, &prototype, &form.from), &toast))
        }
        Err(error) => again(&state, &visit, &request, number, ("stage", vec![("to", form.to), ("reason", form.reason)]), error).await,
    }
}

/// Where a move was made that is taken back.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UndoQuery {
    /// The board, or nothing for the prototype's page.
    from: String,
}

/// Takes the newest move back.
pub async fn undo_move(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<String>,
    query: Queried<UndoQuery>,
    _: Posted<Nothing>,
) -> AppResult<HttpResponse> {
    let number = number_of(&path)?;
    let prototype = state.write(&visit, actor, move |tx| actions::undo_move(tx, number)).await?;
    let target = after_move(&state, &request, &prototype, &query.0.from);
    Ok(see_other_with(&state, target, &Toast::new("toast-prototype-move-undone")))
}

/// Where a form says that it stood on the board.
const BOARD: &str = "board";

/// Where a move leads: to the card on the board, as it was cut and filtered, or to the prototype's page.
fn after_move(state: &State, request: &HttpRequest, prototype: &VisiblePrototype, from: &str) -> String {
    if from != BOARD {
        return prototype.path();
    }
    let board = state.came_from(request).filter(|page| page.split('?').next() == Some("/prototypes"));
    format!("{}#prototype-{}", board.as_deref().unwrap_or("/prototypes"), prototype.number)
}

/// A test card.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HypothesisForm {
    believe: String,
    verify: String,
    measure: String,
    right_if: String,
}

/// Adds a test card.
pub async fn add_hypothesis(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<String>,
    form: Posted<HypothesisForm>,
) -> AppResult<HttpResponse> {
    let (number, form) = (number_of(&path)?, form.0);
    let result = match rules::Hypothesis::parse(&form.believe, &form.verify, &form.measure, &form.right_if) {
        Ok(card) => state.write(&visit, actor, move |tx| actions::add_hypothesis(tx, number, &card)).await,
        Err(wrong) => Err(AppError::Invalid(wrong)),
    };
    match result {
        Ok(id) => Ok(added(&state, number, "#hypotheses", "toast-hypothesis-added", id.0)),
        Err(error) => {
            let typed = vec![("believe", form.believe), ("verify", form.verify), ("measure", form.measure), ("right_if", form.right_if)];
            again(&state, &visit, &request, number, ("hypothesis", typed), error).await
        }
    }
}

/// Puts the words of a test card right.
pub async fn change_hypothesis(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<(String, String)>,
    form: Posted<HypothesisForm>,
) -> AppResult<HttpResponse> {
    let (number, form) = (number_of(&path.0)?, form.0);
    let id = HypothesisId(Uuid::try_parse(&path.1).unwrap_or_default());
    let result = match rules::Hypothesis::parse(&form.believe, &form.verify, &form.measure, &form.right_if) {
        Ok(card) => state.write(&visit, actor, move |tx| actions::change_hypothesis(tx, number, id, &card)).await,
        Err(wrong) => Err(AppError::Invalid(wrong)),
    };
    match result {
        Ok(_) => Ok(back(&state, number, "#hypotheses", "toast-hypothesis-changed")),
        Err(error) => {
            let texts = [("believe", form.believe), ("verify", form.verify), ("measure", form.measure), ("right_if", form.right_if)];
            let typed = texts.into_iter().chain([("of", id.to_string())]).collect();
            again(&state, &visit, &request, number, ("hypothesis_change", typed), error).await
        }
    }
}

/// A build as it is put right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuildChangeForm {
    title: String,
    #[serde(default)]
    notes: String,
    #[serde(default)]
    bill_of_material: String,
    #[serde(default)]
    cost: String,
}

/// Puts a build right.
pub async fn change_build(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<(String, String)>,
    form: Posted<BuildChangeForm>,
) -> AppResult<HttpResponse> {
    let (number, build, form) = (number_of(&path.0)?, path.1.parse::<i16>().unwrap_or_default(), form.0);
    let result = match rules::Build::parse(&form.title, &form.notes, &form.bill_of_material, &form.cost) {
        Ok(wish) => state.write(&visit, actor, move |tx| actions::change_build(tx, number, build, &wish)).await,
        Err(wrong) => Err(AppError::Invalid(wrong)),
    };
    match result {
        Ok(_) => Ok(back(&state, number, "#builds", "toast-build-changed")),
        Err(error) => {
            let texts = [("title", form.title), ("notes", form.notes), ("bill_of_material", form.bill_of_material), ("cost", form.cost)];
            let typed = texts.into_iter().chain([("of", build.to_string())]).collect();
            again(&state, &visit, &request, number, ("build_change", typed), error).await
        }
    }
}

/// What was found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateForm {
    state: String,
}

/// Says what was found of a hypothesis.
pub async fn judge_hypothesis(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<(String, String)>,
    form: Posted<StateForm>,
) -> AppResult<HttpResponse> {
    let (number, found) = (number_of(&path.0)?, HypothesisState::parse(&form.0.state));
    let id = HypothesisId(Uuid::try_parse(&path.1).map_err(|_| AppError::NotFound("hypothesis"))?);
    let result = match found {
        Some(found) => state.write(&visit, actor, move |tx| actions::judge_hypothesis(tx, number, id, found)).await,
        None => Err(rules::STATE_UNKNOWN.into()),
    };
    match result {
        Ok(_) => Ok(back(&state, number, "#hypotheses", "toast-hypothesis-judged")),
        Err(error) => again(&state, &visit, &request, number, ("", Vec::new()), error).await,
    }
}

/// A build, without its photos.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BuildForm {
    title: String,
    notes: String,
    bill_of_material: String,
    cost: String,
    alt: String,
}

/// Records a build.
pub async fn add_build(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<String>,
    sent: Uploaded<BuildForm>,
) -> AppResult<HttpResponse> {
    let number = number_of(&path)?;
    let BuildForm { title, notes, bill_of_material: bill, cost, alt } = sent.form;
    let build = rules::Build::parse(&title, &notes, &bill, &cost);
    let chosen = sent.files.iter().any(|file| !file.is_empty());
    let photos = read_photos(sent.files).await?;
    let result = match (build, photos, rules::line("alt", &alt, 300, true)) {
        (Ok(build), Ok(photos), Ok(alt)) => {
            let (photos, files) = (Arc::new(photos), state.files.clone());
            state
                .write(&visit, actor, move |tx| {
                    let (_, id, _, granted) = actions::record_build(tx, number, &build)?;
                    for (position, photo) in (0_i16..).zip(photos.iter()) {
                        files.put(tx, &granted, ItemRef::new(ItemKind::Prototype, id.0), photo, &alt, position)?;
                    }
                    Ok(id)
                })
                .await
        }
        (build, photos, alt) => {
            let mut wrong = build.err().unwrap_or_default();
            wrong.extend(photos.err().into_iter().chain(alt.err()));
            Err(AppError::Invalid(wrong))
        }
    };
    match result {
        Ok(id) => Ok(added(&state, number, "#builds", "toast-build-recorded", id.0)),
        Err(error) => {
            let mut typed = vec![("title", title), ("notes", notes), ("bill_of_material", bill), ("cost", cost), ("alt", alt)];
            // No page can put files into a form, so it says that they were there.
            typed.extend(chosen.then(|| ("photo", "chosen".to_owned())));
            again(&state, &visit, &request, number, ("build", typed), error).await
        }
    }
}

/// Checks and re-encodes the photos off the request threads; an empty field is no photo.
async fn read_photos(sent: Vec<SentFile>) -> AppResult<Result<Vec<files::Picture>, crate::kernel::Refusal>> {
    let work = move || -> AppResult<Result<Vec<files::Picture>, crate::kernel::Refusal>> {
        let mut pictures = Vec::new();
        for file in sent.into_iter().filter(|file| !file.is_empty()).take(rules::MOST_PHOTOS) {
            match file.picture()? {
                Ok(picture) => pictures.push(picture),
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
        Ok(Ok(pictures))
    };
    files::off_thread(work).await?
}

/// A test session.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestForm {
    title: String,
    #[serde(default)]
    protocol: String,
    #[serde(default)]
    with_whom: String,
    #[serde(default)]
    hypothesis: String,
}

/// Starts a test session and leads to it, where its readings are typed in.
pub async fn add_test(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<String>,
    form: Posted<TestForm>,
) -> AppResult<HttpResponse> {
    let (number, form) = (number_of(&path)?, form.0);
    let hypothesis = Uuid::try_parse(&form.hypothesis).ok().map(HypothesisId);
    let result = match rules::Session::parse(&form.title, &form.protocol, &form.with_whom) {
        Ok(session) => state.write(&visit, actor, move |tx| actions::hold_test(tx, number, &session, hypothesis)).await,
        Err(wrong) => Err(AppError::Invalid(wrong)),
    };
    match result {
        Ok((prototype, id, session)) => {
            let toast = Toast::undoable("toast-test-held", taking_back(number, id.0));
            Ok(see_other_with(&state, format!("{}/tests/{session}", prototype.path()), &toast))
        }
        Err(error) => {
            let typed =
                vec![("title", form.title), ("protocol", form.protocol), ("with_whom", form.with_whom), ("hypothesis", form.hypothesis)];
            again(&state, &visit, &request, number, ("test", typed), error).await
        }
    }
}

/// A gate's criteria, one a line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateForm {
    title: String,
    #[serde(default)]
    must: String,
    #[serde(default)]
    should: String,
}

/// Plans a gate.
pub async fn plan_gate(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<String>,
    form: Posted<GateForm>,
) -> AppResult<HttpResponse> {
    let (number, form) = (number_of(&path)?, form.0);
    let result = match rules::Criteria::parse(&form.title, &form.must, &form.should) {
        Ok(criteria) => state.write(&visit, actor, move |tx| actions::plan_gate(tx, number, &criteria)).await,
        Err(wrong) => Err(AppError::Invalid(wrong)),
    };
    match result {
        Ok((id, _)) => Ok(added(&state, number, "#gates", "toast-gate-planned", id.0)),
        Err(error) => {
            let typed = vec![("title", form.title), ("must", form.must), ("should", form.should)];
            again(&state, &visit, &request, number, ("gate", typed), error).await
        }
    }
}

/// A learning card.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearningForm {
    observed: String,
    learned: String,
    #[serde(default)]
    next: String,
}

/// Writes down what was learned.
pub async fn add_learning(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<String>,
    form: Posted<LearningForm>,
) -> AppResult<HttpResponse> {
    let (number, form) = (number_of(&path)?, form.0);
    let result = match rules::Learning::parse(&form.observed, &form.learned, &form.next) {
        Ok(card) => state.write(&visit, actor, move |tx| actions::write_learning(tx, number, &card)).await,
        Err(wrong) => Err(AppError::Invalid(wrong)),
    };
    match result {
        Ok(id) => Ok(added(&state, number, "#learning", "toast-learning-written", id.0)),
        Err(error) => {
            let typed = vec![("observed", form.observed), ("learned", form.learned), ("next", form.next)];
            again(&state, &visit, &request, number, ("learning", typed), error).await
        }
    }
}
