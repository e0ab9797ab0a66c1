//! Accepting a campaign's idea terms.
use crate::domains::campaigns::store::{self, Campaign};
use crate::kernel::{AcceptTerms, Event, PersonId, authorize};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};

/// The person accepts the terms as they stand now; accepting them again changes nothing.
///
/// # Errors
/// Forbidden for somebody without an account.
pub fn accept_terms(tx: &mut Tx<'_>, campaign: &Campaign, person: PersonId) -> AppResult<()> {
    if store::terms_accepted(tx.reading(), campaign, person)? {
        return Ok(());
    }
    let place = campaign.place(tx.doer());
    let granted = authorize::<AcceptTerms>(tx.doer(), place).ok_or_else(AppError::forbidden::<AcceptTerms>)?;
    if store::put_acceptance(tx, &granted, campaign, person)? {
        tx.record(&granted, &Event::TermsAccepted { campaign: campaign.id, person, version: campaign.terms_version })?;
    }
    Ok(())
}
