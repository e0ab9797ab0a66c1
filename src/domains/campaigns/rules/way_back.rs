//! Whether the phases of a campaign can go back to where they stood before somebody moved them by hand.
use super::{Plan, accepts_votes, launch};
use crate::kernel::{CampaignState, CountsShown, Moment, Refusal};

/// The calendar would move it on again at once.
pub const CALENDAR_CAUGHT_UP: Refusal = Refusal::new("campaign-calendar-caught-up");
/// Ideas are there, and a campaign that is not open yet shows none.
pub const IDEAS_ARE_IN: Refusal = Refusal::new("campaign-ideas-are-in");
/// People have seen the counts that voting keeps from them.
pub const COUNTS_ARE_OUT: Refusal = Refusal::new("campaign-counts-are-out");

/// How a campaign stood before a move by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayBack {
    /// Version that the move made; another one means that somebody went on.
    pub version: i32,
    /// Where it stood.
    pub state: CampaignState,
    /// Its phases.
    pub plan: Plan,
    /// Its promised answers.
    pub answer_by: Option<Moment>,
    /// When it was moved.
    pub moved_at: Moment,
}

/// How a campaign stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "columns of a campaign, under their names")]
pub struct Facts {
    pub version: i32,
    pub state: CampaignState,
    pub counts: CountsShown,
    pub ideas: i32,
    pub voters: i32,
}

/// Whether the campaign goes back there. For a few minutes a slip is a slip; counts that were out for longer stay out.
///
/// # Errors
/// [`IDEAS_ARE_IN`], [`COUNTS_ARE_OUT`] or [`CALENDAR_CAUGHT_UP`].
pub fn may_go_back(way: &WayBack, is: &Facts, now: Moment) -> Result<(), Refusal> {
    let voting_again = accepts_votes(way.state) && !accepts_votes(is.state);
    let seen = is.counts != CountsShown::Always && is.voters > 0 && now - way.moved_at > launch::UNDO_WITHIN;
    if way.state == CampaignState::Scheduled && is.ideas > 0 {
        Err(IDEAS_ARE_IN)
    } else if voting_again && seen {
        Err(COUNTS_ARE_OUT)
    } else if way.plan.due(way.state, now).is_some() {
        Err(CALENDAR_CAUGHT_UP)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Phase;
    use super::*;
    use crate::kernel::PhaseKind;
    use chrono::{DateTime, TimeDelta};

    fn at(hours: i64) -> Moment {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    fn voting() -> (WayBack, Facts) {
        let phase = |kind, from, to| Phase { kind, starts_at: at(from), ends_at: at(to) };
        let plan = Plan::stored(vec![phase(PhaseKind::Vote, 0, 100), phase(PhaseKind::Review, 100, 200)]);
        let way = WayBack { version: 2, state: CampaignState::Vote, plan, answer_by: None, moved_at: at(50) };
        let is = Facts { version: 2, state: CampaignState::Review, counts: CountsShown::AfterVote, ideas: 5, voters: 3 };
        (way, is)
    }

    #[test]
    fn counts_that_were_out_for_more_than_a_slip_stay_out() {
        let (way, is) = voting();
        assert_eq!(may_go_back(&way, &is, at(50) + TimeDelta::minutes(9)), Ok(()));
        assert_eq!(may_go_back(&way, &is, at(51)), Err(COUNTS_ARE_OUT));
        assert_eq!(may_go_back(&way, &Facts { counts: CountsShown::Always, ..is }, at(51)), Ok(()), "they were never hidden");
        assert_eq!(may_go_back(&way, &Facts { voters: 0, ..is }, at(51)), Ok(()), "there are none");
    }

    #[test]
    fn the_calendar_wins() {
        let (way, is) = voting();
        assert_eq!(may_go_back(&way, &Facts { voters: 0, ..is }, at(100)), Err(CALENDAR_CAUGHT_UP));
    }

    #[test]
    fn an_opening_is_taken_back_until_the_first_idea() {
        let (way, is) = voting();
        let plan = Plan::stored(vec![Phase { kind: PhaseKind::Collect, starts_at: at(60), ends_at: at(70) }]);
        let (way, is) = (WayBack { state: CampaignState::Scheduled, plan, ..way }, Facts { state: CampaignState::Open, ..is });
        assert_eq!(may_go_back(&way, &is, at(51)), Err(IDEAS_ARE_IN));
        assert_eq!(may_go_back(&way, &Facts { ideas: 0, ..is }, at(51)), Ok(()));
    }
}
