//! What must be there before a campaign can launch, and how long a launch can be taken back.
use super::setup::Setup;
use crate::kernel::{CampaignState, Moment, Refusal};
use chrono::TimeDelta;

/// How long a launch can be undone.
pub const UNDO_WITHIN: TimeDelta = TimeDelta::minutes(10);

/// It was launched before.
pub const LAUNCHED_ALREADY: Refusal = Refusal::new("campaign-launched-already");
/// Something is missing before it can launch; code of the whole.
pub const NOT_READY: &str = "campaign-not-ready";
/// It was never launched.
pub const NOT_LAUNCHED: Refusal = Refusal::new("campaign-not-launched");
/// The ten minutes are over.
pub const UNDO_TOO_LATE: Refusal = Refusal::new("campaign-undo-too-late");
/// Somebody sent an idea already.
pub const UNDO_HAS_IDEAS: Refusal = Refusal::new("campaign-undo-has-ideas");

/// A step of the wizard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words of the URLs")]
pub enum Step {
    Question,
    People,
    Phases,
    Rules,
    Launch,
}

impl Step {
    /// Every step, in order.
    pub const ALL: &'static [Self] = &[Self::Question, Self::People, Self::Phases, Self::Rules, Self::Launch];
    /// Its word in the URL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::People => "people",
            Self::Phases => "phases",
            Self::Rules => "rules",
            Self::Launch => "launch",
        }
    }
    /// The step of a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| step.as_str() == text)
    }
    /// The step after it; the last one is its own.
    pub fn next(self) -> Self {
        match self {
            Self::Question => Self::People,
            Self::People => Self::Phases,
            Self::Phases => Self::Rules,
            Self::Rules | Self::Launch => Self::Launch,
        }
    }
}

/// Something that is asked before the launch: where it is set, what to do, and whether it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// Where it is set.
    pub step: Step,
    /// Says what to do.
    pub refusal: Refusal,
    /// It is there.
    pub met: bool,
}

/// Somebody with a part in the campaign could not see it.
pub const SHUT_OUT: &str = "campaign-launch-shut-out";

/// The launch list, in the order of the wizard. `shut_out` are those with a part in it who are not in its audience.
/// A row that asks something of a thing comes only once the thing is there.
pub fn demands(setup: &Setup, shut_out: usize, now: Moment) -> Vec<Demand> {
    let (first, ends_at) = (setup.plan.phases().first(), setup.plan.ends_at());
    let row = |step, field, code, met| Demand { step, refusal: Refusal::of(field, code), met };
    let mut rows = vec![
        row(Step::Question, "question", "campaign-launch-question", !setup.question.is_empty()),
        row(Step::People, "audience", "campaign-launch-audience", setup.audience_chosen),
        row(Step::People, "reviewers", "campaign-launch-reviewer", !setup.reviewers.is_empty()),
    ];
    if setup.audience_chosen {
        rows.push(row(Step::People, "audience", SHUT_OUT, shut_out == 0));
    }
    rows.push(row(Step::Phases, "phases", "campaign-launch-phases", first.is_some()));
    if let Some(first) = first {
        rows.push(row(Step::Phases, "phases", "campaign-launch-phase-past", first.ends_at > now));
    }
    rows.push(row(Step::Phases, "answer_by", "campaign-launch-answer-by", setup.answer_by.is_some()));
    if setup.answer_by.is_some() && ends_at.is_some() {
        rows.push(row(Step::Phases, "answer_by", "campaign-launch-answer-late", setup.answer_by >= ends_at));
    }
    rows
}

/// Whether a draft may go out.
///
/// # Errors
/// Every demand that is not met, at once.
pub fn launch(state: CampaignState, setup: &Setup, shut_out: usize, now: Moment) -> Result<(), Vec<Refusal>> {
    if state != CampaignState::Draft {
        return Err(vec![LAUNCHED_ALREADY]);
    }
    let missing: Vec<Refusal> =
        demands(setup, shut_out, now).into_iter().filter(|demand| !demand.met).map(|demand| demand.refusal).collect();
    if missing.is_empty() { Ok(()) } else { Err(missing) }
}

/// Whether a launch may be taken back. `ideas` are those sent since.
///
/// # Errors
/// When it is too late, or somebody wrote already.
pub fn undo_launch(state: CampaignState, launched_at: Option<Moment>, ideas: i64, now: Moment) -> Result<(), Refusal> {
    let Some(launched_at) = launched_at.filter(|_| state > CampaignState::Draft && state < CampaignState::Closed) else {
        return Err(NOT_LAUNCHED);
    };
    if now - launched_at > UNDO_WITHIN {
        Err(UNDO_TOO_LATE)
    } else if ideas > 0 {
        Err(UNDO_HAS_IDEAS)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Phase, Plan};
    use super::*;
    use crate::kernel::{PersonId, PhaseKind};
    use chrono::DateTime;
    use proptest::prelude::*;

    fn at(hours: i64) -> Moment {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    fn ready() -> Setup {
        Setup {
            question: "Which joints?".to_owned(),
            audience_chosen: true,
            reviewers: vec![PersonId::new()],
            plan: Plan::stored(vec![Phase { kind: PhaseKind::Collect, starts_at: at(1), ends_at: at(10) }]),
            answer_by: Some(at(10)),
            ..Setup::blank("Bond it", PersonId::new())
        }
    }

    proptest! {
        #[test]
        fn nothing_launches_without_question_audience_reviewer_phases_and_answer_date(
            question in any::<bool>(), audience in any::<bool>(), reviewer in any::<bool>(), phases in any::<bool>(), answer in any::<bool>(),
        ) {
            let mut setup = ready();
            if !question { setup.question.clear() }
            setup.audience_chosen = audience;
            if !reviewer { setup.reviewers.clear() }
            if !phases { setup.plan = Plan::default() }
            if !answer { setup.answer_by = None }
            let result = launch(CampaignState::Draft, &setup, 0, at(0));
            prop_assert_eq!(result.is_ok(), question && audience && reviewer && phases && answer);
        }

        #[test]
        fn a_launch_can_be_undone_for_ten_minutes_and_before_the_first_idea(minutes in 0_i64..30, ideas in 0_i64..3) {
            let now = at(0) + TimeDelta::minutes(minutes);
            let result = undo_launch(CampaignState::Open, Some(at(0)), ideas, now);
            prop_assert_eq!(result.is_ok(), minutes <= 10 && ideas == 0);
        }
    }

    #[test]
    fn the_answer_is_not_promised_for_before_the_end() {
        let setup = Setup { answer_by: Some(at(9)), ..ready() };
        assert_eq!(launch(CampaignState::Draft, &setup, 0, at(0)), Err(vec![Refusal::of("answer_by", "campaign-launch-answer-late")]));
    }

    #[test]
    fn nobody_with_a_part_in_it_is_shut_out() {
        assert_eq!(launch(CampaignState::Draft, &ready(), 1, at(0)), Err(vec![Refusal::of("audience", SHUT_OUT)]));
    }

    #[test]
    fn an_empty_draft_is_told_nothing_of_phases_it_does_not_have() {
        let codes: Vec<&str> = demands(&Setup::blank("Bond it", PersonId::new()), 0, at(0)).iter().map(|row| row.refusal.code).collect();
        assert_eq!(
            codes,
            [
                "campaign-launch-question",
                "campaign-launch-audience",
                "campaign-launch-reviewer",
                "campaign-launch-phases",
                "campaign-launch-answer-by"
            ]
        );
    }

    #[test]
    fn only_a_draft_launches() {
        for state in CampaignState::ALL.iter().filter(|state| **state != CampaignState::Draft) {
            assert_eq!(launch(*state, &ready(), 0, at(0)), Err(vec![LAUNCHED_ALREADY]), "{state}");
        }
        assert_eq!(undo_launch(CampaignState::Draft, None, 0, at(0)), Err(NOT_LAUNCHED));
    }
}
