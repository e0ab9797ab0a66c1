//! Asking to be told when a coming campaign opens.
use crate::domains::campaigns::store::{self, Campaign};
use crate::kernel::{AskReminder, CampaignState, Event, Refusal, authorize};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};

/// It is open already, or was.
pub const NOT_COMING: Refusal = Refusal::new("campaign-not-coming");

/// The person who asks is told when the campaign opens, or not after all; asking twice changes nothing.
///
/// # Errors
/// [`NOT_COMING`] once it has opened; not found when they may not see it.
pub fn remind(tx: &mut Tx<'_>, slug: &str, on: bool) -> AppResult<Campaign> {
    let viewer = tx.doer().viewer();
    let campaign = store::find_visible(tx.reading(), &viewer, slug)?;
    let granted = authorize::<AskReminder>(tx.doer(), campaign.place(tx.doer())).ok_or_else(AppError::forbidden::<AskReminder>)?;
    let person = granted.person_id().ok_or(AppError::Unauthenticated)?;
    if on && campaign.state != CampaignState::Scheduled {
        return Err(NOT_COMING.into());
    }
    if store::put_reminder(tx, &granted, campaign.id, person, on)? {
        let campaign = campaign.id;
        let event = if on { Event::ReminderAsked { campaign, person } } else { Event::ReminderDropped { campaign, person } };
        tx.record(&granted, &event)?;
    }
    Ok(campaign)
}
