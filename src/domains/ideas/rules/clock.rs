//! The clock of the promised answer: when it runs, stands still and is late.
use super::{is_answered, owes_answer, pauses_clock};
use crate::kernel::{IdeaState, Moment};
use chrono::TimeDelta;

/// Days until the answer where no campaign promised anything else.
pub const ANSWER_DAYS: i16 = 10;

/// The clock of the promised answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Promised by.
    pub due: Option<Moment>,
    /// Standing still since.
    pub paused: Option<Moment>,
    /// Answered at.
    pub answered: Option<Moment>,
}

/// How the promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// Nothing was promised.
    None,
    /// The answer was given.
    Answered,
    /// It is the author's turn, or the idea is off the board.
    Paused,
    /// More than a day left.
    OnTrack,
    /// A day or less left.
    AtRisk,
    /// The promised moment has passed.
    Missed,
}

/// Less than this left is at risk.
const AT_RISK: TimeDelta = TimeDelta::hours(24);

impl Clock {
    /// The clock of an idea submitted now.
    pub fn started(now: Moment, answer_days: i16) -> Self {
        Self { due: Some(now + TimeDelta::days(i64::from(answer_days))), paused: None, answered: None }
    }
    /// The clock as an idea in this state shows it: off the board nothing is promised, though it may run on some day.
    #[must_use]
    pub const fn shown_in(self, state: IdeaState) -> Self {
        if owes_answer(state) { self } else { Self { due: None, paused: None, answered: None } }
    }
    /// How it stands.
    pub fn state(self, now: Moment) -> ClockState {
        match (self.due, self.paused, self.answered) {
            (_, _, Some(_)) => ClockState::Answered,
            (None, _, None) => ClockState::None,
            (Some(_), Some(_), None) => ClockState::Paused,
            (Some(due), None, None) if due < now => ClockState::Missed,
            (Some(due), None, None) if due - now <= AT_RISK => ClockState::AtRisk,
            (Some(_), None, None) => ClockState::OnTrack,
        }
    }
    /// Time left; negative after the promised moment. While it stands still, what was left then.
    pub fn left(self, now: Moment) -> Option<TimeDelta> {
        self.due.map(|due| due - self.paused.unwrap_or(now))
    }
    /// The clock after a move: stopped where the author is asked, running on with the same time left afterwards.
    #[must_use]
    pub fn moved(self, to: IdeaState, now: Moment) -> Self {
        let mut next = self;
        if let (Some(paused), false) = (self.paused, pauses_clock(to)) {
            next.due = self.due.map(|due| due + (now - paused).max(TimeDelta::zero()));
            next.paused = None;
        } else if self.paused.is_none() && pauses_clock(to) {
            next.paused = Some(now);
        }
        if is_answered(to) {
            next.answered = self.answered.or(Some(now));
        }
        next
    }
}

impl ClockState {
    /// The word in classes, URLs and keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Answered => "answered",
            Self::Paused => "paused",
            Self::OnTrack => "on-track",
            Self::AtRisk => "at-risk",
            Self::Missed => "missed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use IdeaState::{Clarification, Declined, InReview, Open};
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;

    fn noon() -> Moment {
        DateTime::<Utc>::from_timestamp(1_795_435_200, 0).expect("a moment")
    }

    #[test]
    fn the_clock_stands_still_while_the_author_is_asked() {
        let clock = Clock::started(noon(), 10);
        let asked = noon() + TimeDelta::days(9) + TimeDelta::hours(2);
        assert_eq!((clock.state(noon()), clock.state(asked)), (ClockState::OnTrack, ClockState::AtRisk));
        let paused = clock.moved(Clarification, asked);
        let answered = asked + TimeDelta::days(30);
        assert_eq!((paused.state(answered), paused.left(answered)), (ClockState::Paused, Some(TimeDelta::hours(22))));
        let running = paused.moved(InReview, answered);
        assert_eq!((running.state(answered), running.left(answered)), (ClockState::AtRisk, Some(TimeDelta::hours(22))));
        assert_eq!(running.state(answered + TimeDelta::hours(23)), ClockState::Missed);
        assert_eq!(running.moved(Declined, answered).state(answered), ClockState::Answered);
    }

    #[test]
    fn an_idea_that_came_off_the_board_shows_no_clock_and_loses_none() {
        let clock = Clock::started(noon(), 10);
        let merged = clock.moved(IdeaState::Merged, noon());
        let shown = merged.shown_in(IdeaState::Merged);
        assert_eq!((shown.state(noon()), shown.left(noon())), (ClockState::None, None));
        assert_eq!(merged.moved(Open, noon()).shown_in(Open), clock);
        assert_eq!(clock.moved(Clarification, noon()).shown_in(Clarification).state(noon()), ClockState::Paused);
    }

    proptest! {
        #[test]
        fn pausing_never_costs_time(pause_after in 0i64..2_000, pause in 0i64..100_000, days in 1i16..60) {
            let clock = Clock::started(noon(), days);
            let asked = noon() + TimeDelta::minutes(pause_after);
            let back = asked + TimeDelta::minutes(pause);
            let running = clock.moved(Clarification, asked).moved(Open, back);
            prop_assert_eq!(running.left(back), clock.left(asked));
            prop_assert_eq!(running.paused, None);
        }
    }
}
