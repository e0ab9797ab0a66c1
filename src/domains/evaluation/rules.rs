//! Pure decisions of the triage inbox: which steps an idea is open to, and whether one can still be taken back.
use crate::kernel::{IdeaState, Moment, Refusal, TriageStep};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Longest reason or question, in characters, as the table keeps it.
pub const LONGEST_REASON: usize = 4000;
/// Longest official answer, in characters.
pub const LONGEST_ANSWER: usize = 10_000;
/// Days an idea can be snoozed for by one button.
pub const SNOOZE_DAYS: &[i64] = &[1, 3, 7];
/// Longest snooze.
const LONGEST_SNOOZE: TimeDelta = TimeDelta::days(92);

/// The author will read it, so it cannot be empty.
pub const REASON_MISSING: Refusal = Refusal::of("reason", "triage-reason-missing");
/// Past [`LONGEST_REASON`].
pub const REASON_TOO_LONG: Refusal = Refusal::of("reason", "triage-reason-too-long");
/// The author is asked nothing.
pub const QUESTION_MISSING: Refusal = Refusal::of("question", "triage-question-missing");
/// Past [`LONGEST_REASON`].
pub const QUESTION_TOO_LONG: Refusal = Refusal::of("question", "triage-question-too-long");
/// The clarification says nothing.
pub const CLARIFICATION_MISSING: Refusal = Refusal::of("answer", "triage-clarification-missing");
/// Past [`LONGEST_REASON`].
pub const CLARIFICATION_TOO_LONG: Refusal = Refusal::of("answer", "triage-clarification-too-long");
/// The official answer says nothing.
pub const ANSWER_MISSING: Refusal = Refusal::of("text", "triage-answer-missing");
/// Past [`LONGEST_ANSWER`].
pub const ANSWER_TOO_LONG: Refusal = Refusal::of("text", "triage-answer-too-long");
/// Snoozing ends in the future, within three months.
pub const SNOOZE_WRONG: Refusal = Refusal::of("until", "triage-snooze-wrong");
/// Somebody else was quicker, or it never was in the inbox.
pub const NOT_WAITING: Refusal = Refusal::new("triage-not-waiting");
/// There is nothing of the person's own to take back.
pub const NOTHING_TO_UNDO: Refusal = Refusal::new("triage-nothing-to-undo");
/// The idea has changed since, so that taking back would undo another's work.
pub const MOVED_ON: Refusal = Refusal::new("triage-moved-on");
/// The idea waits for no clarification.
pub const NOT_ASKED: Refusal = Refusal::new("triage-not-asked");
/// The idea has no answer to withdraw.
pub const NO_ANSWER: Refusal = Refusal::new("triage-no-answer");
/// This decision is not open to an idea in this state.
pub const NOT_FROM_HERE: Refusal = Refusal::new("triage-not-from-here");
/// Decided, but not known as a word.
pub const DECISION_UNKNOWN: Refusal = Refusal::of("decision", "triage-decision-unknown");

/// What triage may change in an idea: kept before and after each step, so that the step can be taken back exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// State.
    pub state: IdeaState,
    /// Where a clarification or a merge found it.
    pub state_before: Option<IdeaState>,
    /// The promise.
    pub answer_due_at: Option<Moment>,
    /// Since when the promise stands still.
    pub clock_paused_at: Option<Moment>,
    /// When the promise was kept.
    pub answered_at: Option<Moment>,
    /// Out of sight until then.
    pub snoozed_until: Option<Moment>,
    /// When it left the inbox.
    pub triaged_at: Option<Moment>,
}

/// Whether an idea waits in the inbox, snoozed or not.
pub fn waits(facts: &Facts) -> bool {
    facts.triaged_at.is_none() && matches!(facts.state, IdeaState::Open | IdeaState::Submitted | IdeaState::Clarification)
}

/// Whether a step can be taken; a question waits for its answer before there is another one.
///
/// # Errors
/// [`NOT_WAITING`].
pub fn may_step(facts: &Facts, step: TriageStep) -> Result<(), Refusal> {
    let asked_twice = step == TriageStep::Ask && facts.state == IdeaState::Clarification;
    if waits(facts) && !asked_twice { Ok(()) } else { Err(NOT_WAITING) }
}

/// Whether the step that left the idea as `after` can be taken back now.
///
/// # Errors
/// [`MOVED_ON`] when anything that triage touches is different by now.
pub fn may_undo(now: &Facts, after: &Facts) -> Result<(), Refusal> {
    if now == after { Ok(()) } else { Err(MOVED_ON) }
}

/// A text that somebody will read: trimmed, neither empty nor too long, without NUL.
///
/// # Errors
/// `missing` or `too_long`.
pub fn text(text: &str, most: usize, missing: Refusal, too_long: Refusal) -> Result<String, Refusal> {
    if text.chars().count() > most {
        return Err(too_long);
    }
    let text = text.trim();
    if text.is_empty() || text.contains('\0') {
        return Err(missing);
    }
    Ok(text.to_owned())
}

/// A reason that may be left out.
///
/// # Errors
/// As [`text`].
pub fn optional_reason(reason: &str) -> Result<String, Refusal> {
    if reason.trim().is_empty() { Ok(String::new()) } else { text(reason, LONGEST_REASON, REASON_MISSING, REASON_TOO_LONG) }
}

/// When a snooze ends: a number of days ("3") or a date ("2026-12-01", its start in UTC).
///
/// # Errors
/// [`SNOOZE_WRONG`] for anything else, for the past, and beyond three months.
pub fn snooze_until(wish: &str, now: Moment) -> Result<Moment, Refusal> {
    let wish = wish.trim();
    let until = match wish.parse::<i64>() {
        Ok(days) if (1..=92).contains(&days) => Some(now + TimeDelta::days(days)),
        Ok(_) => None,
        Err(_) => wish.parse::<chrono::NaiveDate>().ok().and_then(|date| date.and_hms_opt(0, 0, 0)).map(|start| start.and_utc()),
    };
    until.filter(|until| *until > now && *until - now <= LONGEST_SNOOZE).ok_or(SNOOZE_WRONG)
}

/// What R&D leads and campaign managers decide on an idea's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = IdeaDecision)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Into review.
    Review,
    /// Select it.
    Shortlist,
    /// Not now; says why.
    Park,
    /// No; says why.
    Decline,
    /// Open again.
    Reopen,
}

impl Decision {
    /// Every decision, in the order of the form.
    pub const ALL: &'static [Self] = &[Self::Review, Self::Shortlist, Self::Park, Self::Decline, Self::Reopen];
    /// The word in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Shortlist => "shortlist",
            Self::Park => "park",
            Self::Decline => "decline",
            Self::Reopen => "reopen",
        }
    }
    /// # Errors
    /// [`DECISION_UNKNOWN`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::ALL.iter().copied().find(|decision| decision.as_str() == text).ok_or(DECISION_UNKNOWN)
    }
    /// Where it takes the idea.
    pub const fn target(self) -> IdeaState {
        match self {
            Self::Review => IdeaState::InReview,
            Self::Shortlist => IdeaState::Shortlisted,
            Self::Park => IdeaState::Parked,
            Self::Decline => IdeaState::Declined,
            Self::Reopen => IdeaState::Open,
        }
    }
    /// What it is kept as, beside the steps of the inbox.
    pub const fn step(self) -> TriageStep {
        match self {
            Self::Review => TriageStep::Accept,
            Self::Shortlist => TriageStep::Shortlist,
            Self::Park => TriageStep::Park,
            Self::Decline => TriageStep::Decline,
            Self::Reopen => TriageStep::Reopen,
        }
    }
    /// The author reads why.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Park | Self::Decline)
    }
    /// Whether it can be taken from a state.
    pub const fn is_open_from(self, state: IdeaState) -> bool {
        use IdeaState::{Clarification, Declined, InReview, Open, Parked, Shortlisted, Submitted};
        match self {
            Self::Review => matches!(state, Open | Submitted | Shortlisted),
            Self::Shortlist => matches!(state, Open | Submitted | InReview),
            Self::Park | Self::Decline => matches!(state, Open | Submitted | InReview | Shortlisted | Clarification),
            Self::Reopen => matches!(state, Parked | Declined | InReview | Shortlisted),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    fn facts(state: IdeaState) -> Facts {
        Facts {
            state,
            state_before: None,
            answer_due_at: None,
            clock_paused_at: None,
            answered_at: None,
            snoozed_until: None,
            triaged_at: None,
        }
    }

    #[test]
    fn an_idea_leaves_the_inbox_once() {
        assert!(may_step(&facts(IdeaState::Open), TriageStep::Accept).is_ok());
        assert_eq!(may_step(&facts(IdeaState::InReview), TriageStep::Accept), Err(NOT_WAITING));
        assert_eq!(may_step(&facts(IdeaState::Clarification), TriageStep::Ask), Err(NOT_WAITING));
        let triaged = Facts { triaged_at: Some(DateTime::UNIX_EPOCH), ..facts(IdeaState::Open) };
        assert_eq!(may_step(&triaged, TriageStep::Decline), Err(NOT_WAITING));
    }

    #[test]
    fn snoozing_takes_days_or_a_date_ahead() {
        let now = "2026-11-23T10:00:00Z".parse().expect("a moment");
        assert_eq!(snooze_until("3", now), Ok(now + TimeDelta::days(3)));
        assert_eq!(snooze_until("2026-12-01", now), Ok("2026-12-01T00:00:00Z".parse().expect("a moment")));
        for wrong in ["", "0", "-1", "93", "2026-11-23", "2027-11-23", "soon", "99999999999999"] {
            assert_eq!(snooze_until(wrong, now), Err(SNOOZE_WRONG), "{wrong}");
        }
    }

    #[test]
    fn park_and_decline_say_why() {
        assert!(Decision::ALL.iter().filter(|decision| decision.needs_reason()).eq(&[Decision::Park, Decision::Decline]));
        assert_eq!(text("  \n", 10, REASON_MISSING, REASON_TOO_LONG), Err(REASON_MISSING));
        assert_eq!(text("a\0b", 10, REASON_MISSING, REASON_TOO_LONG), Err(REASON_MISSING));
        assert_eq!(text("longer than ten", 10, REASON_MISSING, REASON_TOO_LONG), Err(REASON_TOO_LONG));
    }

    proptest! {
        #[test]
        fn no_wish_makes_a_snooze_in_the_past(wish in ".{0,12}") {
            let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
            if let Ok(until) = snooze_until(&wish, now) {
                prop_assert!(until > now && until - now <= TimeDelta::days(92));
            }
        }
        #[test]
        fn what_decided_cannot_be_decided_again_from_where_it_led(index in 0usize..5) {
            let decision = Decision::ALL[index];
            prop_assert!(!decision.is_open_from(decision.target()));
        }
    }
}
