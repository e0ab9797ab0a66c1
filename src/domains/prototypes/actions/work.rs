//! Work at the bench: hypotheses, builds, test sessions, readings, and what they taught.
use super::{acting, working, working_openly};
use crate::domains::prototypes::{
    rules::{self, Build, Hypothesis, Learning, Reading, Session},
    store::{self, SessionRow, VisiblePrototype},
};
use crate::kernel::{
    BlobId, BuildId, Event, Granted, HypothesisId, HypothesisState, ItemKind, ItemRef, LearningId, ReadingId, Refusal, TestOutcome,
    TestSessionId, WorkOnPrototype,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    files::{self, Files, Picture},
};

/// Most parts of a kind; more than that is another prototype.
const MOST: usize = 90;
/// There are too many of them.
const TOO_MANY: Refusal = Refusal::new("prototype-too-many-parts");

/// Adds a test card.
///
/// # Errors
/// A refusal while the evidence is frozen.
pub fn add_hypothesis(tx: &mut Tx<'_>, number: i64, card: &Hypothesis) -> AppResult<HypothesisId> {
    let (prototype, granted) = working_openly(tx, number)?;
    if store::list_hypotheses(tx.reading(), prototype.id)?.len() >= MOST {
        return Err(TOO_MANY.into());
    }
    let hypothesis = store::put_hypothesis(tx, &granted, prototype.id, card, acting(&granted)?)?;
    tx.record(&granted, &Event::HypothesisAdded { prototype: prototype.id, hypothesis })?;
    Ok(hypothesis)
}

/// Says what was found of a hypothesis; `open` takes it back.
///
/// # Errors
/// [`AppError::NotFound`] when it is none of this prototype; a refusal while the evidence is frozen.
pub fn judge_hypothesis(tx: &mut Tx<'_>, number: i64, hypothesis: HypothesisId, state: HypothesisState) -> AppResult<VisiblePrototype> {
    let (prototype, granted) = working_openly(tx, number)?;
    if !store::set_hypothesis(tx, &granted, prototype.id, hypothesis, state)? {
        return Err(AppError::NotFound("hypothesis"));
    }
    tx.record(&granted, &Event::HypothesisJudged { prototype: prototype.id, hypothesis, state })?;
    Ok(prototype)
}

/// Records a build. The grant comes back, because its photo is stored under it.
///
/// # Errors
/// A refusal while the evidence is frozen.
pub fn record_build(tx: &mut Tx<'_>, number: i64, build: &Build) -> AppResult<(VisiblePrototype, BuildId, i16, Granted<WorkOnPrototype>)> {
    let (prototype, granted) = working_openly(tx, number)?;
    if store::list_builds(tx.reading(), prototype.id)?.len() >= MOST {
        return Err(TOO_MANY.into());
    }
    let (id, build_number) = store::put_build(tx, &granted, prototype.id, build, acting(&granted)?)?;
    tx.record(&granted, &Event::BuildRecorded { prototype: prototype.id, build: id })?;
    Ok((prototype, id, build_number, granted))
}

/// Adds a photo of a build.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such build; a refusal while the evidence is frozen, or when it has photos enough.
pub fn add_build_photo(tx: &mut Tx<'_>, files: &Files, number: i64, build: i16, picture: &Picture, alt: &str) -> AppResult<BlobId> {
    let (prototype, granted) = working_openly(tx, number)?;
    let builds = store::list_builds(tx.reading(), prototype.id)?;
    let build = builds.into_iter().find(|row| row.number == build).ok_or(AppError::NotFound("build"))?.id;
    let there = files::list_of(tx.reading(), &[build.0])?.len();
    let position = i16::try_from(there).ok().filter(|_| there < rules::MOST_PHOTOS).ok_or(rules::TOO_MANY_PHOTOS)?;
    let photo = files.put(tx, &granted, ItemRef::new(ItemKind::Prototype, build.0), picture, alt, position)?;
    tx.record(&granted, &Event::BuildPhotoAdded { prototype: prototype.id, build, photo })?;
    Ok(photo)
}

/// Starts a test session; its readings follow. Its id and number.
///
/// # Errors
/// A refusal while the evidence is frozen.
pub fn hold_test(
    tx: &mut Tx<'_>,
    number: i64,
    session: &Session,
    hypothesis: Option<HypothesisId>,
) -> AppResult<(VisiblePrototype, TestSessionId, i16)> {
    let (prototype, granted) = working_openly(tx, number)?;
    if store::list_sessions(tx.reading(), prototype.id)?.len() >= MOST {
        return Err(TOO_MANY.into());
    }
    let (id, session_number) = store::put_session(tx, &granted, prototype.id, session, hypothesis, acting(&granted)?)?;
    tx.record(&granted, &Event::TestSessionHeld { prototype: prototype.id, session: id, outcome: TestOutcome::Inconclusive })?;
    Ok((prototype, id, session_number))
}

/// Takes a reading; the outcome of the session follows unless somebody has set it.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such session; a refusal while the evidence is frozen.
pub fn take_reading(tx: &mut Tx<'_>, number: i64, session: i16, reading: &Reading) -> AppResult<(VisiblePrototype, SessionRow, ReadingId)> {
    take(tx, number, session, |_| reading.clone())
}

/// As [`take_reading`], of a series typed one by one: what is left empty follows [`Reading::after`].
///
/// # Errors
/// As [`take_reading`].
pub fn take_next_reading(
    tx: &mut Tx<'_>,
    number: i64,
    session: i16,
    reading: &Reading,
) -> AppResult<(VisiblePrototype, SessionRow, ReadingId)> {
    take(tx, number, session, |earlier| reading.after(earlier))
}

/// Takes the reading that follows from the earlier ones of its session.
fn take(
    tx: &mut Tx<'_>,
    number: i64,
    session: i16,
    next: impl FnOnce(&[Reading]) -> Reading,
) -> AppResult<(VisiblePrototype, SessionRow, ReadingId)> {
    let (prototype, granted) = working_openly(tx, number)?;
    let session = store::find_session(tx.reading(), prototype.id, session)?;
    let rows = store::list_readings(tx.reading(), session.id)?;
    if rows.len() >= MOST {
        return Err(TOO_MANY.into());
    }
    let earlier: Vec<Reading> = rows
        .into_iter()
        .map(|row| Reading { measure: row.measure, value: row.value, unit: row.unit, least: row.least, most: row.most })
        .collect();
    let id = store::put_reading(tx, &granted, session.id, &next(&earlier), acting(&granted)?)?;
    tx.record(&granted, &Event::ReadingTaken { prototype: prototype.id, session: session.id, reading: id })?;
    follow_readings(tx, &granted, &prototype, &session)?;
    Ok((prototype, session, id))
}

/// The outcome of a session follows its readings, unless somebody has set it.
pub(super) fn follow_readings(
    tx: &mut Tx<'_>,
    granted: &Granted<WorkOnPrototype>,
    prototype: &VisiblePrototype,
    session: &SessionRow,
) -> AppResult<()> {
    if session.outcome_set {
        return store::refresh(tx, granted, prototype.id);
    }
    let outcome = outcome_of(&store::list_readings(tx.reading(), session.id)?);
    put_outcome(tx, granted, prototype, session, outcome, None)
}

fn outcome_of(readings: &[store::ReadingRow]) -> TestOutcome {
    rules::derived_outcome(readings.iter().map(|reading| rules::passes(reading.value, reading.least, reading.most)))
}

/// Sets the outcome by hand, or lets it follow from the readings again (`None`). Passed over readings out
/// of their limits needs a reason.
///
/// # Errors
/// As [`take_reading`]; [`rules::OUTCOME_REASON_MISSING`].
pub fn judge_test(
    tx: &mut Tx<'_>,
    number: i64,
    session: i16,
    outcome: Option<TestOutcome>,
    reason: &str,
) -> AppResult<(VisiblePrototype, SessionRow)> {
    let (prototype, granted) = working_openly(tx, number)?;
    let session = store::find_session(tx.reading(), prototype.id, session)?;
    let by_readings = outcome_of(&store::list_readings(tx.reading(), session.id)?);
    let reason = rules::paragraph("reason", reason, 1_000, true)?;
    if let Some(outcome) = outcome {
        rules::check_outcome(outcome, by_readings, &reason)?;
    }
    let (found, by_hand) = (outcome.unwrap_or(by_readings), outcome.map(|_| reason.as_str()));
    if is_news(&session, found, by_hand) {
        put_outcome(tx, &granted, &prototype, &session, found, by_hand)?;
    }
    Ok((prototype, session))
}

/// Whether a session says otherwise so far.
fn is_news(session: &SessionRow, outcome: TestOutcome, by_hand: Option<&str>) -> bool {
    outcome != session.outcome || by_hand.is_some() != session.outcome_set || by_hand.unwrap_or_default() != session.outcome_reason
}

/// `by_hand` is the reason, empty where none is needed; `None` follows the readings.
fn put_outcome(
    tx: &mut Tx<'_>,
    granted: &Granted<WorkOnPrototype>,
    prototype: &VisiblePrototype,
    session: &SessionRow,
    outcome: TestOutcome,
    by_hand: Option<&str>,
) -> AppResult<()> {
    store::set_outcome(tx, granted, prototype.id, session.id, outcome, by_hand)?;
    if is_news(session, outcome, by_hand) {
        tx.record(granted, &Event::TestSessionJudged { prototype: prototype.id, session: session.id, outcome })?;
    }
    Ok(())
}

/// Writes down what was learned. Allowed at every stage, the end included.
///
/// # Errors
/// Refusals of wrong fields.
pub fn write_learning(tx: &mut Tx<'_>, number: i64, card: &Learning) -> AppResult<LearningId> {
    let (prototype, granted) = working(tx, number)?;
    if store::list_learning(tx.reading(), prototype.id)?.len() >= 40 {
        return Err(TOO_MANY.into());
    }
    let learning = store::put_learning(tx, &granted, prototype.id, card, acting(&granted)?)?;
    tx.record(&granted, &Event::LearningWritten { prototype: prototype.id, learning })?;
    Ok(learning)
}
