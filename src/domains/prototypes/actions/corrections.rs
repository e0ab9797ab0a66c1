//! What was added by mistake is taken back or put right; the spine keeps that it was there.
use super::{acting, working, working_openly};
use crate::domains::prototypes::{
    rules::{self, Build, Hypothesis},
    store::{self, Part, VisiblePrototype},
};
use crate::kernel::{BuildId, Event, HypothesisId, PartId, PartKind};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};

/// Takes back a hypothesis, build, test session, reading, planned gate or learning card.
///
/// # Errors
/// [`AppError::NotFound`] when it is none of this prototype; refusals of [`rules::check_take_back`].
pub fn take_back(tx: &mut Tx<'_>, number: i64, id: PartId) -> AppResult<(VisiblePrototype, Part)> {
    let (prototype, granted) = working(tx, number)?;
    let part = store::find_part(tx.reading(), prototype.id, id)?;
    let own = part.by == Some(acting(&granted)?);
    rules::check_take_back(prototype.stage, part.kind, own, tx.now() - part.at, part.in_use)?;
    store::remove_part(tx, &granted, prototype.id, id, part.kind)?;
    tx.record(&granted, &Event::PartTakenBack { prototype: prototype.id, part: id, kind: part.kind })?;
    if let (PartKind::Reading, Some(session)) = (part.kind, part.session) {
        let session = store::find_session(tx.reading(), prototype.id, session)?;
        super::work::follow_readings(tx, &granted, &prototype, &session)?;
    }
    Ok((prototype, part))
}

/// Puts the words of a test card right.
///
/// # Errors
/// [`AppError::NotFound`] when it is none of this prototype; a refusal while the evidence is frozen.
pub fn change_hypothesis(tx: &mut Tx<'_>, number: i64, hypothesis: HypothesisId, card: &Hypothesis) -> AppResult<VisiblePrototype> {
    let (prototype, granted) = working_openly(tx, number)?;
    if !store::set_hypothesis_text(tx, &granted, prototype.id, hypothesis, card)? {
        return Err(AppError::NotFound("hypothesis"));
    }
    tx.record(&granted, &Event::HypothesisChanged { prototype: prototype.id, hypothesis })?;
    Ok(prototype)
}

/// Puts a build right: its title, notes, bill of material and cost.
///
/// # Errors
/// As [`change_hypothesis`].
pub fn change_build(tx: &mut Tx<'_>, number: i64, build: i16, wish: &Build) -> AppResult<VisiblePrototype> {
    let (prototype, granted) = working_openly(tx, number)?;
    let rows = store::list_builds(tx.reading(), prototype.id)?;
    let id: BuildId = rows.iter().find(|row| row.number == build).map(|row| row.id).ok_or(AppError::NotFound("build"))?;
    store::set_build(tx, &granted, prototype.id, id, wish)?;
    tx.record(&granted, &Event::BuildChanged { prototype: prototype.id, build: id })?;
    Ok(prototype)
}
