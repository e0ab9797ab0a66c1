//! What people do with ideas that wait: find, authorise, decide, write, record.
use super::{
    rules::{self, Decision},
    store::{self, Decided, NewDecision, facts},
};
use crate::domains::ideas::{
    self,
    store::{VisibleIdea, lock_visible},
};
use crate::kernel::{
    DecideIdea, EditIdea, Event, Granted, IdeaId, IdeaState, ModerateIdea, Moment, Permission, TriageId, TriageIdea, TriageStep, authorize,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};

fn granted<P: Permission>(tx: &Tx<'_>, idea: &VisibleIdea) -> AppResult<Granted<P>> {
    authorize::<P>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<P>)
}

/// An idea on its way through one step of triage.
pub struct Stepping {
    /// As it was before.
    pub idea: VisibleIdea,
    /// Proof that the doer may.
    pub granted: Granted<TriageIdea>,
    step: TriageStep,
}

/// Finds and locks an idea for a step.
///
/// # Errors
/// When it is not visible, the doer does not triage it, or it does not wait.
pub fn begin(tx: &mut Tx<'_>, number: i64, step: TriageStep) -> AppResult<Stepping> {
    let idea = lock_visible(tx, number)?;
    let granted = granted(tx, &idea)?;
    rules::may_step(&facts(&idea), step)?;
    Ok(Stepping { idea, granted, step })
}

/// Writes the step down, after it was carried out.
///
/// # Errors
/// When a statement fails.
pub fn finish(
    tx: &mut Tx<'_>,
    stepping: &Stepping,
    reason: &str,
    duplicate_of: Option<IdeaId>,
    snooze_until: Option<Moment>,
) -> AppResult<()> {
    let (idea, granted, step) = (&stepping.idea, &stepping.granted, stepping.step);
    let (triaged, snoozed) = match step {
        TriageStep::Accept
        | TriageStep::Duplicate
        | TriageStep::Decline
        | TriageStep::Shortlist
        | TriageStep::Park
        | TriageStep::Reopen => (Some(tx.now()), idea.snoozed_until),
        TriageStep::Snooze => (None, snooze_until),
        TriageStep::Ask => (None, None),
    };
    ideas::store::set_triage(tx, granted, idea.id, triaged, snoozed)?;
    let decision = keep(tx, granted, idea, step, reason, (duplicate_of, snooze_until))?;
    tx.record(granted, &Event::IdeaTriaged { idea: idea.id, decision, step })?;
    Ok(())
}

/// Keeps what was decided, with the idea as it was and as it is now, so that it can be taken back.
fn keep<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    idea: &VisibleIdea,
    step: TriageStep,
    reason: &str,
    (duplicate_of, snooze_until): (Option<IdeaId>, Option<Moment>),
) -> AppResult<TriageId> {
    let (before, after) = (facts(idea), facts(&ideas::store::lock(tx, idea.id)?));
    store::put_decision(
        tx,
        granted,
        &NewDecision { idea: idea.id, step, reason, duplicate_of, snooze_until, before: &before, after: &after },
    )
}

/// Takes an idea into review.
///
/// # Errors
/// As [`begin`].
pub fn accept(tx: &mut Tx<'_>, number: i64) -> AppResult<VisibleIdea> {
    let stepping = begin(tx, number, TriageStep::Accept)?;
    ideas::actions::move_to(tx, &stepping.granted, &stepping.idea, IdeaState::InReview, "")?;
    finish(tx, &stepping, "", None, None)?;
    Ok(stepping.idea)
}

/// Says no, with the reason that the author reads.
///
/// # Errors
/// As [`begin`]; a refusal without a reason.
pub fn decline(tx: &mut Tx<'_>, number: i64, reason: &str) -> AppResult<VisibleIdea> {
    let stepping = begin(tx, number, TriageStep::Decline)?;
    let reason = rules::text(reason, rules::LONGEST_REASON, rules::REASON_MISSING, rules::REASON_TOO_LONG)?;
    ideas::actions::move_to(tx, &stepping.granted, &stepping.idea, IdeaState::Declined, &reason)?;
    finish(tx, &stepping, &reason, None, None)?;
    Ok(stepping.idea)
}

/// Puts an idea out of sight for a while; its clock runs on.
///
/// # Errors
/// As [`begin`]; a refusal of a moment that does not do.
pub fn snooze(tx: &mut Tx<'_>, number: i64, until: &str) -> AppResult<VisibleIdea> {
    let stepping = begin(tx, number, TriageStep::Snooze)?;
    let until = rules::snooze_until(until, tx.now())?;
    finish(tx, &stepping, "", None, Some(until))?;
    Ok(stepping.idea)
}

/// Asks the author, from the inbox; the clock stands still until the answer.
///
/// # Errors
/// As [`begin`]; a refusal without a question.
pub fn ask(tx: &mut Tx<'_>, number: i64, question: &str) -> AppResult<VisibleIdea> {
    let stepping = begin(tx, number, TriageStep::Ask)?;
    let question = question_of(question)?;
    ideas::actions::move_to(tx, &stepping.granted, &stepping.idea, IdeaState::Clarification, &question)?;
    tx.record(&stepping.granted, &Event::ClarificationAsked { idea: stepping.idea.id })?;
    finish(tx, &stepping, &question, None, None)?;
    Ok(stepping.idea)
}

fn question_of(question: &str) -> AppResult<String> {
    Ok(rules::text(question, rules::LONGEST_REASON, rules::QUESTION_MISSING, rules::QUESTION_TOO_LONG)?)
}

/// A step on its way back.
pub struct TakingBack {
    /// The decision.
    pub decided: Decided,
    /// The idea as it is now.
    pub idea: VisibleIdea,
    /// Proof that the doer may.
    pub granted: Granted<TriageIdea>,
}

/// Finds and locks the doer's last decision, on this idea or on any, and its idea.
///
/// # Errors
/// [`rules::NOTHING_TO_UNDO`], [`rules::MOVED_ON`], or the permission is gone by now.
pub fn begin_undo(tx: &mut Tx<'_>, number: Option<i64>) -> AppResult<TakingBack> {
    let person = tx.doer().person_id().ok_or(AppError::Unauthenticated)?;
    let idea = number.map(|number| lock_visible(tx, number)).transpose()?;
    if let Some(idea) = &idea {
        granted::<TriageIdea>(tx, idea)?;
    }
    let decided = store::lock_last_of(tx, person, idea.map(|idea| idea.id))?.ok_or(rules::NOTHING_TO_UNDO)?;
    let idea = ideas::store::lock(tx, decided.idea)?;
    let granted = granted(tx, &idea)?;
    rules::may_undo(&facts(&idea), &decided.after)?;
    Ok(TakingBack { decided, idea, granted })
}

/// Puts the idea back exactly as it was before the step.
///
/// # Errors
/// When nobody would answer it there any more.
pub fn finish_undo(tx: &mut Tx<'_>, back: &TakingBack) -> AppResult<()> {
    let (before, idea, granted) = (&back.decided.before, &back.idea, &back.granted);
    let clock = ideas::rules::Clock { due: before.answer_due_at, paused: before.clock_paused_at, answered: before.answered_at };
    if before.state == idea.state {
        ideas::store::set_clock(tx, granted, idea.id, clock)?;
    } else {
        ideas::actions::put_state(tx, granted, idea, before.state, (before.state_before, clock), "")?;
    }
    ideas::store::set_triage(tx, granted, idea.id, before.triaged_at, before.snoozed_until)?;
    store::end_decision(tx, granted, back.decided.id)?;
    tx.record(granted, &Event::TriageUndone { idea: idea.id, decision: back.decided.id, step: back.decided.step })?;
    Ok(())
}

/// Selects, parks, declines or reopens an idea, on its page.
///
/// # Errors
/// When it is not visible, the doer does not decide it, its state does not allow it, or the reason is missing.
pub fn decide(tx: &mut Tx<'_>, number: i64, decision: Decision, reason: &str) -> AppResult<VisibleIdea> {
    let idea = lock_visible(tx, number)?;
    let granted = granted::<DecideIdea>(tx, &idea)?;
    if !decision.is_open_from(idea.state) {
        return Err(rules::NOT_FROM_HERE.into());
    }
    let reason = if decision.needs_reason() {
        rules::text(reason, rules::LONGEST_REASON, rules::REASON_MISSING, rules::REASON_TOO_LONG)?
    } else {
        rules::optional_reason(reason)?
    };
    ideas::actions::move_to(tx, &granted, &idea, decision.target(), &reason)?;
    // Open again is waiting again; everything else has left the inbox.
    let triaged = if decision == Decision::Reopen { None } else { idea.triaged_at.or(Some(tx.now())) };
    ideas::store::set_triage(tx, &granted, idea.id, triaged, None)?;
    if decision == Decision::Reopen {
        let clock = ideas::store::lock(tx, idea.id)?.clock();
        ideas::store::set_clock(tx, &granted, idea.id, ideas::rules::Clock { answered: None, ..clock })?;
    }
    keep(tx, &granted, &idea, decision.step(), &reason, (None, None))?;
    Ok(idea)
}

/// Asks the author, on the idea's page.
///
/// # Errors
/// When it is not visible, the doer does not decide it, its state does not allow it, or there is no question.
pub fn ask_author(tx: &mut Tx<'_>, number: i64, question: &str) -> AppResult<VisibleIdea> {
    let idea = lock_visible(tx, number)?;
    let granted = granted::<DecideIdea>(tx, &idea)?;
    let question = question_of(question)?;
    ideas::actions::move_to(tx, &granted, &idea, IdeaState::Clarification, &question)?;
    tx.record(&granted, &Event::ClarificationAsked { idea: idea.id })?;
    keep(tx, &granted, &idea, TriageStep::Ask, &question, (None, None))?;
    Ok(idea)
}

/// The author answers; the idea goes back to where it was, its clock runs on with what was left.
///
/// # Errors
/// When it is not visible, the doer is not its author, nothing was asked, or nothing is answered.
pub fn clarify(tx: &mut Tx<'_>, number: i64, answer: &str) -> AppResult<VisibleIdea> {
    let idea = lock_visible(tx, number)?;
    let granted = granted::<EditIdea>(tx, &idea)?;
    if idea.state != IdeaState::Clarification {
        return Err(rules::NOT_ASKED.into());
    }
    let answer = rules::text(answer, rules::LONGEST_REASON, rules::CLARIFICATION_MISSING, rules::CLARIFICATION_TOO_LONG)?;
    ideas::actions::move_to(tx, &granted, &idea, idea.state_before.unwrap_or(IdeaState::Open), &answer)?;
    tx.record(&granted, &Event::ClarificationAnswered { idea: idea.id })?;
    Ok(idea)
}

/// Answers officially; the newest answer is pinned, and the promise is kept.
///
/// # Errors
/// When it is not visible, the doer does not decide it, or the answer says nothing.
pub fn answer(tx: &mut Tx<'_>, number: i64, text: &str) -> AppResult<VisibleIdea> {
    let idea = lock_visible(tx, number)?;
    let granted = granted::<DecideIdea>(tx, &idea)?;
    let author = granted.person_id().ok_or(AppError::Unauthenticated)?;
    let text = rules::text(text, rules::LONGEST_ANSWER, rules::ANSWER_MISSING, rules::ANSWER_TOO_LONG)?;
    let answer = ideas::store::put_answer(tx, &granted, idea.id, author, &text)?;
    tx.record(&granted, &Event::OfficialAnswerGiven { idea: idea.id, answer })?;
    Ok(idea)
}

/// Withdraws the pinned answer; where nothing else answered the idea, its clock runs again.
///
/// # Errors
/// When it is not visible, the doer does not decide it, or there is no answer.
pub fn withdraw_answer(tx: &mut Tx<'_>, number: i64) -> AppResult<VisibleIdea> {
    let idea = lock_visible(tx, number)?;
    let granted = granted::<DecideIdea>(tx, &idea)?;
    let (pinned, others) = ideas::store::find_answers(tx.reading(), idea.id)?.ok_or(rules::NO_ANSWER)?;
    ideas::store::withdraw_answer(tx, &granted, idea.id, pinned)?;
    if others == 0 && !ideas::rules::is_answered(idea.state) {
        ideas::store::set_clock(tx, &granted, idea.id, ideas::rules::Clock { answered: None, ..idea.clock() })?;
    }
    tx.record(&granted, &Event::OfficialAnswerWithdrawn { idea: idea.id, answer: pinned })?;
    Ok(idea)
}

/// What a moderator does with an idea of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Moderation {
    /// Onto the board.
    Approve,
    /// Not for this place; the note says why.
    Decline,
    /// Into the bin.
    Bin,
    /// Back to where it came from.
    Return,
}

/// Moves an idea of the moderation queue.
///
/// # Errors
/// When it is not visible, the doer does not moderate it, or the life cycle has no such move.
pub fn moderate(tx: &mut Tx<'_>, number: i64, step: Moderation, note: &str) -> AppResult<VisibleIdea> {
    let idea = lock_visible(tx, number)?;
    let granted = granted::<ModerateIdea>(tx, &idea)?;
    let (to, note) = match step {
        Moderation::Approve if idea.state != IdeaState::Pending => return Err(rules::NOT_FROM_HERE.into()),
        Moderation::Approve => (IdeaState::Open, String::new()),
        Moderation::Decline => {
            (IdeaState::OffTopic, rules::text(note, rules::LONGEST_REASON, rules::REASON_MISSING, rules::REASON_TOO_LONG)?)
        }
        Moderation::Bin => (IdeaState::Binned, rules::optional_reason(note)?),
        Moderation::Return if idea.state == IdeaState::Open => (IdeaState::Pending, String::new()),
        Moderation::Return => (idea.state_before.unwrap_or(IdeaState::Open), String::new()),
    };
    ideas::actions::move_to(tx, &granted, &idea, to, &note)?;
    Ok(idea)
}
