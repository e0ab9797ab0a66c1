//! Writes; each costs a grant.
use super::Campaign;
use crate::kernel::{AcceptTerms, CampaignId, Granted, Permission, PersonId};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use crate::schema::terms_acceptances;
use diesel::{
    prelude::*,
    sql_types::{Integer, Uuid as SqlUuid},
};

/// Writes an acceptance down; false when it stood there before.
///
/// # Errors
/// When the insert fails.
pub(in crate::domains::campaigns) fn put_acceptance(
    tx: &mut Tx<'_>,
    granted: &Granted<AcceptTerms>,
    campaign: &Campaign,
    person: PersonId,
) -> AppResult<bool> {
    let row = (
        terms_acceptances::campaign_id.eq(campaign.id),
        terms_acceptances::person_id.eq(person),
        terms_acceptances::version.eq(campaign.terms_version),
        terms_acceptances::accepted_at.eq(tx.now()),
    );
    Ok(diesel::insert_into(terms_acceptances::table).values(row).on_conflict_do_nothing().execute(tx.writing(granted))? > 0)
}

/// Keeps the counts of a campaign fresh; whoever adds or removes ideas and voters calls it in the same transaction.
///
/// # Errors
/// When the update fails.
pub fn add_counts<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, campaign: CampaignId, ideas: i32, voters: i32) -> AppResult<()> {
    sql("UPDATE campaigns SET idea_count = greatest(0, idea_count + $2), voter_count = greatest(0, voter_count + $3) WHERE id = $1")
        .bind::<SqlUuid, _>(campaign)
        .bind::<Integer, _>(ideas)
        .bind::<Integer, _>(voters)
        .execute(tx.writing(granted))?;
    Ok(())
}
