//! Closing, archiving and deleting: what must be done first.
use crate::kernel::{CampaignState, Refusal};

/// Ideas still wait for their answer.
pub const IDEAS_UNANSWERED: Refusal = Refusal::new("campaign-ideas-unanswered");
/// A campaign closes with a summary of what came of it.
pub const SUMMARY_MISSING: Refusal = Refusal::of("summary", "campaign-summary-missing");
/// More than 20,000 characters.
pub const SUMMARY_TOO_LONG: Refusal = Refusal::of("summary", "campaign-summary-too-long");
/// It does not run.
pub const NOT_RUNNING: Refusal = Refusal::new("campaign-not-running");
/// Only a closed campaign goes to the archive.
pub const NOT_CLOSED: Refusal = Refusal::new("campaign-not-closed");
/// Only a campaign in the archive comes back from it.
pub const NOT_ARCHIVED: Refusal = Refusal::new("campaign-not-archived");
/// Only drafts are deleted.
pub const NOT_A_DRAFT: Refusal = Refusal::new("campaign-not-a-draft");
/// Something was made from it.
pub const IN_USE: Refusal = Refusal::new("campaign-in-use");
/// It is neither closed nor beyond this phase.
pub const NOTHING_TO_REOPEN: Refusal = Refusal::new("campaign-nothing-to-reopen");

/// Whether a campaign may close with this summary. `unanswered` are its ideas that are neither selected
/// (shortlisted, in prototype, shipped), parked, declined, merged, withdrawn, off-topic nor binned.
///
/// # Errors
/// When it does not run, ideas still wait, or the summary is missing or too long.
pub fn close(state: CampaignState, unanswered: i64, summary: &str) -> Result<(), Refusal> {
    if !state.is_running() {
        Err(NOT_RUNNING)
    } else if unanswered > 0 {
        Err(IDEAS_UNANSWERED)
    } else if summary.trim().is_empty() {
        Err(SUMMARY_MISSING)
    } else if summary.chars().count() > 20_000 || summary.contains('\0') {
        Err(SUMMARY_TOO_LONG)
    } else {
        Ok(())
    }
}

/// Whether a campaign may go back to a phase that stands for `to`.
///
/// # Errors
/// When it has not come that far, or lies in the archive.
pub fn reopen(state: CampaignState, to: CampaignState) -> Result<(), Refusal> {
    if state <= CampaignState::Scheduled || state == CampaignState::Archived || state < to {
        return Err(NOTHING_TO_REOPEN);
    }
    Ok(())
}

/// Whether a campaign may go to the archive.
///
/// # Errors
/// When it is not closed.
pub fn archive(state: CampaignState) -> Result<(), Refusal> {
    if state == CampaignState::Closed { Ok(()) } else { Err(NOT_CLOSED) }
}

/// Whether a campaign may come back from the archive.
///
/// # Errors
/// When it is not there.
pub fn unarchive(state: CampaignState) -> Result<(), Refusal> {
    if state == CampaignState::Archived { Ok(()) } else { Err(NOT_ARCHIVED) }
}

/// Whether a campaign may be deleted.
///
/// # Errors
/// When it was launched.
pub fn delete(state: CampaignState) -> Result<(), Refusal> {
    if state == CampaignState::Draft { Ok(()) } else { Err(NOT_A_DRAFT) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_campaign_closes_only_from_running_with_every_idea_answered_and_a_summary(
            which in 0..CampaignState::ALL.len(), unanswered in 0_i64..3, summary in "[ a]{0,3}",
        ) {
            let state = CampaignState::ALL[which];
            let allowed = state.is_running() && unanswered == 0 && !summary.trim().is_empty();
            prop_assert_eq!(close(state, unanswered, &summary).is_ok(), allowed);
        }
    }

    #[test]
    fn only_drafts_are_deleted_and_only_closed_ones_archived() {
        for state in CampaignState::ALL {
            assert_eq!(delete(*state).is_ok(), *state == CampaignState::Draft, "{state}");
            assert_eq!(archive(*state).is_ok(), *state == CampaignState::Closed, "{state}");
            assert_eq!(unarchive(*state).is_ok(), *state == CampaignState::Archived, "{state}");
        }
    }

    #[test]
    fn a_campaign_reopens_into_what_it_has_been_through() {
        assert!(reopen(CampaignState::Closed, CampaignState::Vote).is_ok());
        assert!(reopen(CampaignState::Review, CampaignState::Open).is_ok());
        assert!(reopen(CampaignState::Open, CampaignState::Vote).is_err());
        assert!(reopen(CampaignState::Archived, CampaignState::Vote).is_err());
        assert!(reopen(CampaignState::Draft, CampaignState::Open).is_err());
    }
}
