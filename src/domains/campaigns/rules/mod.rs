//! Pure decisions about campaigns: what each state allows, phases, the launch list, edits.
pub mod ending;
pub mod launch;
pub mod named;
pub mod phases;
pub mod setup;
pub mod way_back;
pub use phases::{Phase, Plan};
pub use setup::{Change, FieldSetup, Setup};

use crate::kernel::{CampaignState, CountsShown};

/// Ideas come in while a campaign collects and while it discusses.
pub const fn accepts_ideas(state: CampaignState) -> bool {
    matches!(state, CampaignState::Open | CampaignState::Discuss)
}

/// Votes count from the opening until voting ends.
pub const fn accepts_votes(state: CampaignState) -> bool {
    matches!(state, CampaignState::Open | CampaignState::Discuss | CampaignState::Vote)
}

/// Whether somebody sees the vote counts of an idea. Visible counts shift ratings, so a campaign can hide
/// them until one voted oneself, or until voting ended. An idea without a campaign always shows them.
pub fn counts_visible(counts: CountsShown, state: Option<CampaignState>, voted: bool) -> bool {
    match (counts, state) {
        (CountsShown::Always, _) | (_, None) => true,
        (CountsShown::AfterVote, Some(state)) => voted || state >= CampaignState::Review,
        (CountsShown::AfterEnd, Some(state)) => state >= CampaignState::Review,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ideas_come_in_before_votes_end() {
        for state in CampaignState::ALL {
            assert!(!accepts_ideas(*state) || accepts_votes(*state), "{state}");
            assert!(!accepts_votes(*state) || state.is_running(), "{state}");
        }
    }

    #[test]
    fn hidden_counts_show_once_voting_ended_and_never_hide_again() {
        for counts in CountsShown::ALL {
            let shown: Vec<bool> = CampaignState::ALL.iter().map(|state| counts_visible(*counts, Some(*state), false)).collect();
            assert!(shown.windows(2).all(|pair| pair[0] <= pair[1]), "{counts}: {shown:?}");
            assert!(counts_visible(*counts, Some(CampaignState::Closed), false));
            assert!(counts_visible(*counts, None, false));
        }
        assert!(counts_visible(CountsShown::AfterVote, Some(CampaignState::Vote), true));
        assert!(!counts_visible(CountsShown::AfterVote, Some(CampaignState::Vote), false));
        assert!(!counts_visible(CountsShown::AfterEnd, Some(CampaignState::Vote), true));
    }
}
