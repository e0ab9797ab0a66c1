//! What administrators do with accounts.
use super::account_place;
use crate::domains::people::{
    rules::{self, LAST_ADMIN},
    store::{
        self,
        roles::{self, Member},
        sessions, signing_in,
    },
};
use crate::kernel::{CampaignId, Event, GrantId, Granted, ManagePeople, PersonId, Place, Role, authorize};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    mail::{self, Mail},
};

/// Administrators alone come this far, so that nobody else learns which handles there are.
fn administrate(tx: &Tx<'_>, place: Place) -> AppResult<Granted<ManagePeople>> {
    authorize::<ManagePeople>(tx.doer(), place).ok_or_else(AppError::forbidden::<ManagePeople>)
}

fn find(tx: &mut Tx<'_>, handle: &str) -> AppResult<(Member, Granted<ManagePeople>)> {
    administrate(tx, Place::INSTANCE)?;
    let member = roles::find_member(tx.reading(), handle)?.ok_or(AppError::NotFound("person"))?;
    let granted = administrate(tx, account_place(PersonId(member.id)))?;
    Ok((member, granted))
}

/// Gives a role, everywhere or in one campaign. Whose name it is, and whether they did not hold it yet.
///
/// # Errors
/// [`AppError::NotFound`] when there is nobody of that handle, a refusal when it takes one of our own people.
pub fn give_role(tx: &mut Tx<'_>, handle: &str, role: Role, campaign: Option<CampaignId>) -> AppResult<(String, bool)> {
    let (member, granted) = find(tx, handle)?;
    let person = PersonId(member.id);
    if campaign.is_some() {
        rules::check_campaign_role(&member.roles, role)?;
    }
    let given = roles::put_role(tx, &granted, person, role, campaign)?;
    if given {
        tx.record(&granted, &Event::RoleGranted { person, role, campaign })?;
    }
    Ok((member.name, given))
}

/// Takes a role. With the last one that made them one of our own people go those that only our own have in a campaign.
///
/// # Errors
/// [`AppError::NotFound`] when it is not held, a refusal for the last administrator.
pub fn take_role(tx: &mut Tx<'_>, handle: &str, grant: GrantId) -> AppResult<()> {
    let (member, granted) = find(tx, handle)?;
    let person = PersonId(member.id);
    let held = roles::find_role(tx.reading(), person, grant)?.ok_or(AppError::NotFound("role"))?;
    let campaign = held.campaign_id.map(CampaignId);
    if held.role == Role::Admin && campaign.is_none() && roles::lock_admins(tx)? == [person] {
        return Err(LAST_ADMIN.into());
    }
    roles::remove_role(tx, &granted, &held)?;
    tx.record(&granted, &Event::RoleRevoked { person, role: held.role, campaign })?;
    let (in_campaigns, everywhere): (Vec<_>, Vec<_>) =
        roles::list_roles(tx.reading(), person)?.into_iter().partition(|left| left.campaign_id.is_some());
    let everywhere: Vec<Role> = everywhere.iter().map(|left| left.role).collect();
    for left in in_campaigns.iter().filter(|left| rules::check_campaign_role(&everywhere, left.role).is_err()) {
        roles::remove_role(tx, &granted, left)?;
        tx.record(&granted, &Event::RoleRevoked { person, role: left.role, campaign: left.campaign_id.map(CampaignId) })?;
    }
    Ok(())
}

/// Deactivates an account: all its sessions end at once and its tokens are revoked, so that nothing revives with it.
///
/// # Errors
/// A refusal for the last administrator.
pub fn deactivate(tx: &mut Tx<'_>, handle: &str) -> AppResult<()> {
    let (member, granted) = find(tx, handle)?;
    let person = PersonId(member.id);
    if roles::lock_admins(tx)? == [person] {
        return Err(LAST_ADMIN.into());
    }
    if signing_in::put_closed(tx, &granted, person, true)? {
        signing_in::end_sessions(tx, &granted, person, None)?;
        sessions::revoke_tokens(tx, &granted, person)?;
        tx.record(&granted, &Event::PersonDeactivated { person })?;
    }
    Ok(())
}

/// Lets somebody in again.
///
/// # Errors
/// [`AppError::NotFound`] when there is nobody of that handle.
pub fn reactivate(tx: &mut Tx<'_>, handle: &str) -> AppResult<()> {
    let (member, granted) = find(tx, handle)?;
    let person = PersonId(member.id);
    if signing_in::put_closed(tx, &granted, person, false)? {
        tx.record(&granted, &Event::PersonReactivated { person })?;
    }
    Ok(())
}

/// Ends all sessions of somebody and revokes their tokens: whoever holds a stolen one holds nothing any more.
///
/// # Errors
/// [`AppError::NotFound`] when there is nobody of that handle.
pub fn end_all_sessions(tx: &mut Tx<'_>, handle: &str) -> AppResult<()> {
    let (member, granted) = find(tx, handle)?;
    let person = PersonId(member.id);
    signing_in::end_sessions(tx, &granted, person, None)?;
    sessions::revoke_tokens(tx, &granted, person)?;
    tx.record(&granted, &Event::SessionsEnded { person })?;
    Ok(())
}

/// Makes an account for an address with a first role, and queues the invitation. The link in it does
/// nothing by itself: whoever reads the mail signs in with a code, like everybody.
///
/// # Errors
/// A refusal when the address belongs to somebody.
pub fn invite(tx: &mut Tx<'_>, name: &str, email: &str, role: Role, invitation: &Mail) -> AppResult<PersonId> {
    let door = administrate(tx, Place::INSTANCE)?;
    let new = store::NewPerson { name: name.to_owned(), email: Some(email.to_owned()), roles: vec![role], ..store::NewPerson::default() };
    let person = store::put_person(tx, &door, new)?;
    let granted = administrate(tx, account_place(person))?;
    let events = [Event::PersonJoined { person }, Event::RoleGranted { person, role, campaign: None }];
    tx.record_all(&granted, &events)?;
    mail::queue(tx, &format!("invitation-{person}"), invitation)?;
    Ok(person)
}

/// Queues the invitation of somebody who never signed in once more, under a `key` of its own.
///
/// # Errors
/// A refusal when they have signed in before, or could not.
pub fn invite_again(tx: &mut Tx<'_>, handle: &str, key: &str, invitation: &Mail) -> AppResult<()> {
    let (member, granted) = find(tx, handle)?;
    let person = PersonId(member.id);
    rules::check_invited(member.closed, roles::has_signed_in(tx.reading(), person)?)?;
    mail::queue(tx, key, invitation)?;
    tx.record(&granted, &Event::PersonInvitedAgain { person })?;
    Ok(())
}

/// Makes an administrator of an address: a new account, or one that is there.
///
/// # Errors
/// When the database fails.
pub fn make_admin(tx: &mut Tx<'_>, name: &str, email: &str) -> AppResult<PersonId> {
    let door = administrate(tx, Place::INSTANCE)?;
    let known = signing_in::lock_account(tx, email)?;
    let (person, fresh) = match &known {
        Some(account) => (account.id(), false),
        None => {
            let new = store::NewPerson { name: name.to_owned(), email: Some(email.to_owned()), ..store::NewPerson::default() };
            (store::put_person(tx, &door, new)?, true)
        }
    };
    let granted = administrate(tx, account_place(person))?;
    let mut events = Vec::new();
    if fresh {
        events.push(Event::PersonJoined { person });
    }
    if signing_in::put_closed(tx, &granted, person, false)? {
        events.push(Event::PersonReactivated { person });
    }
    if roles::put_role(tx, &granted, person, Role::Admin, None)? {
        events.push(Event::RoleGranted { person, role: Role::Admin, campaign: None });
    }
    tx.record_all(&granted, &events)?;
    Ok(person)
}
