//! Drafting, editing and deleting a campaign.
use crate::domains::campaigns::{
    rules::{Change, Setup, ending, phases, setup},
    store::{self, Campaign},
};
use crate::domains::people;
use crate::kernel::{
    Actor, Audience, CampaignId, CampaignState, DeleteCampaign, Doer, DraftCampaign, Event, Granted, Permission, PersonId, Place, Refusal,
    RunCampaign, Sight, authorize, text,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};
use chrono::TimeDelta;
use chrono_tz::Tz;

/// The owner must be one of the organisation's own people.
pub const OWNER_UNFIT: Refusal = Refusal::of("owner", "campaign-owner-unfit");
/// So must the sponsor.
pub const SPONSOR_UNFIT: Refusal = Refusal::of("sponsor", "campaign-sponsor-unfit");
/// And every reviewer.
pub const REVIEWER_UNFIT: Refusal = Refusal::of("reviewers", "campaign-reviewer-unfit");
/// There is no such space, or it is not open to the doer.
pub const SPACE_UNKNOWN: Refusal = Refusal::of("space", "campaign-space-unknown");
/// The field to change belongs to no or another campaign.
pub const FIELD_UNKNOWN: Refusal = Refusal::of("fields", "campaign-field-unknown");
/// Two campaigns took the same address at the same moment.
pub const SLUG_TAKEN: Refusal = Refusal::of("title", "campaign-slug-taken");

/// A copy begins about this long after it was made, so that there is time to look it over.
const COPY_BEGINS_IN: TimeDelta = TimeDelta::days(7);

/// What came of an edit.
#[derive(Debug, Clone)]
pub struct Edited {
    /// Which campaign.
    pub id: CampaignId,
    /// Its address from now on.
    pub slug: String,
    /// Its version from now on.
    pub version: i32,
}

/// Starts a draft: from a title alone, or after a past campaign with its phases moved ahead, at their hours of the day in
/// `zone`, and no ideas.
///
/// # Errors
/// Forbidden without the role; refusals of the title; not found when the past campaign is not to be seen.
pub fn draft(tx: &mut Tx<'_>, actor: &Actor, change: &Change, from: Option<&str>, zone: Tz) -> AppResult<Edited> {
    let viewer = tx.doer().viewer();
    let past = from.map(|slug| store::find_visible(tx.reading(), &viewer, slug)).transpose()?;
    let id = CampaignId::new();
    let place = Place::of(id, Sight { audience: Audience::People, space: None }).in_campaign(Some(id)).owned(true);
    let granted = authorize::<DraftCampaign>(tx.doer(), place).ok_or_else(AppError::forbidden::<DraftCampaign>)?;
    let now = tx.now();
    let before = match &past {
        Some(past) => store::setup(tx.reading(), past)?.copied(actor.id, now + COPY_BEGINS_IN, zone),
        None => Setup::blank("", actor.id),
    };
    let change = match (&change.title, &past) {
        (None, Some(past)) => Change { title: Some(past.title.clone()), ..change.clone() },
        _ => change.clone(),
    };
    let after = change.apply(&before, CampaignState::Draft, now).map_err(AppError::Invalid)?;
    check_people(tx, &before, &after)?;
    let slug = store::free_slug(tx, &text::slug(&after.title), None)?;
    let asked = store::asked(tx.reading(), id)?;
    store::insert(tx, &granted, id, &slug, &after, past.as_ref().map(|past| past.id)).map_err(slug_taken)?;
    tx.record(&granted, &Event::CampaignDrafted { campaign: id, from: past.map(|past| past.id) })?;
    record_named(tx, &granted, id, &asked)?;
    Ok(Edited { id, slug, version: 1 })
}

/// Says how many votes the one who gave most has given in a campaign; votes rank higher, so the caller knows where to ask.
pub type MostSpent = fn(&mut diesel::PgConnection, CampaignId) -> AppResult<i32>;

/// Changes what a campaign is set up with. `version` is the one the editor saw; nothing different writes nothing. Its row is
/// locked, as it is while votes come in, so that nobody spends more while a lower budget is checked.
///
/// # Errors
/// Stale when somebody changed it in the meantime; refusals of the fields; forbidden without the role.
pub fn edit(tx: &mut Tx<'_>, slug: &str, version: i32, change: &Change, most_spent: MostSpent) -> AppResult<Edited> {
    let campaign = store::lock_visible_by_slug(tx, slug)?;
    let granted = authorize::<RunCampaign>(tx.doer(), campaign.place(tx.doer())).ok_or_else(AppError::forbidden::<RunCampaign>)?;
    if campaign.version != version {
        return Err(AppError::Stale);
    }
    let (before, now) = (store::setup(tx.reading(), &campaign)?, tx.now());
    let after = change.clone().apply(&before, campaign.state, now).map_err(AppError::Invalid)?;
    let fields = before.differences(&after);
    if fields.is_empty() {
        return Ok(Edited { id: campaign.id, slug: campaign.slug, version });
    }
    check_people(tx, &before, &after)?;
    if campaign.state > CampaignState::Draft && (before.sight != after.sight || before.people() != after.people()) {
        check_sight(tx, campaign.id, &after)?;
    }
    check_fields(&before, &after)?;
    if after.lowers_budget(&before) {
        after.check_spent(most_spent(tx.reading(), campaign.id)?).map_err(|refusal| AppError::Invalid(vec![refusal]))?;
    }
    let slug = if before.title == after.title {
        campaign.slug.clone()
    } else {
        store::free_slug(tx, &text::slug(&after.title), Some(campaign.id))?
    };
    let asked = store::asked(tx.reading(), campaign.id)?;
    store::save(tx, &granted, &campaign, &slug, &before, &after).map_err(slug_taken)?;
    let fields = fields.into_iter().map(str::to_owned).collect();
    tx.record(&granted, &Event::CampaignChanged { campaign: campaign.id, fields })?;
    // Those who are asked do not read who else is; what happens to a draft is for nobody's stream anyway.
    let place = campaign.place(tx.doer());
    let among_us = if campaign.state == CampaignState::Draft { place } else { Place { sight: Sight::INTERNAL, ..place } };
    let granted = authorize::<RunCampaign>(tx.doer(), among_us).ok_or_else(AppError::forbidden::<RunCampaign>)?;
    record_named(tx, &granted, campaign.id, &asked)?;
    Ok(Edited { id: campaign.id, slug, version: version + 1 })
}

/// Records who came to the list of the named people and who left it, when somebody did.
fn record_named<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, campaign: CampaignId, before: &[PersonId]) -> AppResult<()> {
    let after = store::asked(tx.reading(), campaign)?;
    let beyond = |these: &[PersonId], those: &[PersonId]| -> Vec<PersonId> {
        these.iter().copied().filter(|person| !those.contains(person)).collect()
    };
    let (added, removed) = (beyond(&after, before), beyond(before, &after));
    if !added.is_empty() || !removed.is_empty() {
        tx.record(granted, &Event::PeopleNamed { campaign, added, removed })?;
    }
    Ok(())
}

/// Deletes a draft for good.
///
/// # Errors
/// Forbidden for all but admins; refused once it was launched, or when something was made from it.
pub fn delete(tx: &mut Tx<'_>, slug: &str) -> AppResult<()> {
    let campaign = store::lock_visible_by_slug(tx, slug)?;
    let granted = authorize::<DeleteCampaign>(tx.doer(), campaign.place(tx.doer())).ok_or_else(AppError::forbidden::<DeleteCampaign>)?;
    ending::delete(campaign.state)?;
    store::remove(tx, &granted, campaign.id).map_err(in_use)?;
    tx.record(&granted, &Event::CampaignDeleted { campaign: campaign.id })?;
    Ok(())
}

fn slug_taken(error: AppError) -> AppError {
    if error.constraint() == Some("campaigns_slug") { SLUG_TAKEN.into() } else { error }
}

fn in_use(error: AppError) -> AppError {
    if error.constraint().is_some() { ending::IN_USE.into() } else { error }
}

/// Those named anew are staff, and a space chosen anew is one the doer can see.
fn check_people(tx: &mut Tx<'_>, before: &Setup, after: &Setup) -> AppResult<()> {
    let fresh_reviewers: Vec<PersonId> = after.reviewers.iter().copied().filter(|person| !before.reviewers.contains(person)).collect();
    let owner = (after.owner != before.owner).then_some(after.owner);
    let sponsor = after.sponsor.filter(|sponsor| Some(*sponsor) != before.sponsor);
    let asked: Vec<PersonId> = fresh_reviewers.iter().copied().chain(owner).chain(sponsor).collect();
    let staff = people::store::choices::list_staff_of(tx.reading(), &asked)?;
    let is_staff = |person: &PersonId| staff.iter().any(|row| row.id == *person);
    let mut refusals = Vec::new();
    if owner.is_some_and(|owner| !is_staff(&owner)) {
        refusals.push(OWNER_UNFIT);
    }
    if sponsor.is_some_and(|sponsor| !is_staff(&sponsor)) {
        refusals.push(SPONSOR_UNFIT);
    }
    if !fresh_reviewers.iter().all(is_staff) {
        refusals.push(REVIEWER_UNFIT);
    }
    if let Some(space) = after.sight.space.filter(|_| after.sight != before.sight) {
        let viewer = tx.doer().viewer();
        let known = matches!(tx.doer(), Doer::System(_))
            || people::store::choices::list_space_choices(tx.reading(), &viewer)?.iter().any(|row| row.id == space);
        if !known {
            refusals.push(SPACE_UNKNOWN);
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(AppError::Invalid(refusals)) }
}

/// Whoever has a part in a campaign that is out is in its audience; for a draft the launch list asks.
fn check_sight(tx: &mut Tx<'_>, campaign: CampaignId, after: &Setup) -> AppResult<()> {
    let people: Vec<PersonId> = store::shut_out(tx.reading(), campaign, after)?.into_iter().map(|row| row.id).collect();
    let refusals = after.shut_out(&people);
    if refusals.is_empty() { Ok(()) } else { Err(AppError::Invalid(refusals)) }
}

/// Fields that say they exist are this campaign's own.
fn check_fields(before: &Setup, after: &Setup) -> AppResult<()> {
    let known = |id| before.fields.iter().any(|field| field.id == id);
    let (ids, mut seen) = (after.fields.iter().map(|field| field.id).filter(Option::is_some), std::collections::HashSet::new());
    for id in ids {
        if !known(id) || !seen.insert(id) {
            return Err(AppError::Invalid(vec![FIELD_UNKNOWN]));
        }
    }
    Ok(())
}

/// The setup that the wizard shows, with phases to start from where a draft has none.
///
/// # Errors
/// When the database cannot be asked.
pub fn suggested(setup: &Setup, now: crate::kernel::Moment) -> Vec<phases::Phase> {
    if setup.plan.phases().is_empty() { setup::Rhythm::Usual.phases(now + COPY_BEGINS_IN) } else { setup.plan.phases().to_vec() }
}

/// The campaign under a slug, for somebody who runs it.
///
/// # Errors
/// Not found when it is not to be seen, forbidden when somebody else runs it.
pub fn find_run_by(conn: &mut diesel::PgConnection, actor: &Actor, slug: &str) -> AppResult<Campaign> {
    let viewer = crate::kernel::Viewer::Person(actor.clone());
    let campaign = store::find_visible(conn, &viewer, slug)?;
    if campaign.is_run_by(&viewer) { Ok(campaign) } else { Err(AppError::forbidden::<RunCampaign>()) }
}
