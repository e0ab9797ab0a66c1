//! What people can do with rooms: find, authorise, decide, write, record.
mod clusters;
mod hot;
mod notes;
mod steps;

use super::{
    rules::{self, Setup},
    store::{self, NewRoom, Newcomer, VisibleBrainstorm},
};
use crate::kernel::{
    Audience, BrainstormId, BrainstormState, CampaignId, CreateBrainstorm, Doer, Event, FacilitateBrainstorm, Granted, Guest,
    JoinBrainstorm, ParticipantId, ParticipantRole, Permission, Place, Sight, TakePartInBrainstorm, authorize,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    secret,
};
pub use clusters::*;
pub use hot::{Desk, PlaceDots, WriteNote, Written};
pub use notes::*;
pub use steps::*;

/// The grant, or which permission is missing.
fn allow<P: Permission>(doer: &Doer, place: Place) -> AppResult<Granted<P>> {
    authorize::<P>(doer, place).ok_or_else(AppError::forbidden::<P>)
}

/// A room found and locked, with the right to steer it.
fn steer(tx: &mut Tx<'_>, number: i64) -> AppResult<(VisibleBrainstorm, Granted<FacilitateBrainstorm>)> {
    let room = store::lock_visible(tx, number)?;
    let granted = allow(tx.doer(), room.place(tx.doer()))?;
    Ok((room, granted))
}

/// Makes a room, of a campaign or alone; whoever makes it facilitates it. Its number and slug.
///
/// # Errors
/// When the role is missing or the database fails.
pub fn create(tx: &mut Tx<'_>, campaign: Option<(CampaignId, Sight)>, setup: &Setup) -> AppResult<(BrainstormId, i64, String)> {
    let id = BrainstormId::new();
    let sight = match setup.audience {
        Some(audience) => Sight { audience, space: None },
        None => campaign.map_or(Sight::INTERNAL, |(_, sight)| sight),
    };
    let campaign_id = campaign.map(|(id, _)| id);
    let granted: Granted<CreateBrainstorm> =
        allow(tx.doer(), Place::of(id, Sight { audience: Audience::People, space: None }).in_campaign(campaign_id))?;
    let facilitator = granted.person_id().ok_or(AppError::Unauthenticated)?;
    let room = NewRoom { id, campaign_id, sight, facilitator, link: secret::token(), setup: setup.clone() };
    let (number, slug) = store::put_room(tx, &granted, &room)?;
    let newcomer = Newcomer::Person(facilitator);
    store::put_participant(tx, &granted, id, ParticipantId::new(), &newcomer, ParticipantRole::Facilitator, rules::colour(0))?;
    tx.record(&granted, &Event::BrainstormCreated { brainstorm: id, campaign: campaign_id })?;
    Ok((id, number, slug))
}

/// Changes how a room is set up, until it begins; only as the doer saw it, where `seen` says its version.
///
/// # Errors
/// [`AppError::Stale`] when somebody changed it in the meantime; when it has begun, or the doer does not steer it.
pub fn change(
    tx: &mut Tx<'_>,
    (number, seen): (i64, Option<i32>),
    campaign_sight: Option<Sight>,
    setup: &Setup,
) -> AppResult<VisibleBrainstorm> {
    let (room, granted) = steer(tx, number)?;
    if seen.is_some_and(|seen| seen != room.version) {
        return Err(AppError::Stale);
    }
    if !matches!(room.state, BrainstormState::Draft | BrainstormState::Lobby) {
        return Err(rules::NOT_EDITABLE.into());
    }
    let sight = match setup.audience {
        Some(audience) => Sight { audience, space: None },
        None => campaign_sight.unwrap_or(room.sight),
    };
    store::change_setup(tx, &granted, room.id, sight, setup)?;
    tx.record(&granted, &Event::BrainstormChanged { brainstorm: room.id })?;
    let viewer = tx.doer().viewer();
    store::find_visible(tx.reading(), &viewer, number)
}

/// Adds a round with a new prompt at the end.
///
/// # Errors
/// When the room is closed or has rounds enough.
pub fn add_round(tx: &mut Tx<'_>, number: i64, prompt: &str) -> AppResult<VisibleBrainstorm> {
    use crate::kernel::Refusal;
    let prompt = rules::text(prompt, 300, Refusal::of("prompt", "room-prompt-missing"), Refusal::of("prompt", "room-prompt-long"))?;
    let (room, granted) = steer(tx, number)?;
    if room.state == BrainstormState::Closed {
        return Err(rules::NOT_OPEN.into());
    }
    let rounds = store::list_rounds(tx.reading(), room.id)?;
    if rounds.len() >= rules::MOST_ROUNDS {
        return Err(Refusal::of("prompt", "room-rounds-many").into());
    }
    let (position, minutes) = rounds.last().map_or((1, 5), |last| (last.position + 1, last.step_minutes));
    store::put_round(tx, &granted, room.id, position, &prompt, minutes)?;
    tx.record(&granted, &Event::BrainstormChanged { brainstorm: room.id })?;
    Ok(room)
}

/// Who comes in by code, link or the room's own page.
#[derive(Debug, Clone)]
pub enum Entering {
    /// The person signed in.
    Person,
    /// A guest with a name and the hash of a fresh secret.
    Guest {
        /// As typed, checked.
        name: String,
        /// Of the secret in the cookie.
        token_hash: Vec<u8>,
    },
}

/// Whether this viewer may come in: by the audience, or by holding the code of a room that takes guests.
pub fn may_enter(room: &VisibleBrainstorm, viewer: &crate::kernel::Viewer) -> bool {
    room.guests_allowed || viewer.eyes().may_see(room.sight, room.id.0)
}

/// Lets somebody into a room that was found by its code, link or address. For a new guest the doer
/// is that guest already. Coming in twice changes nothing.
///
/// # Errors
/// When the room is not open, takes no guests, or is full.
pub fn enter(tx: &mut Tx<'_>, room: &VisibleBrainstorm, entering: &Entering) -> AppResult<()> {
    let state = store::lock_state(tx, room.id)?;
    let viewer = tx.doer().viewer();
    if !may_enter(room, &viewer) {
        return Err(AppError::NotFound("brainstorm"));
    }
    let guest = matches!(entering, Entering::Guest { .. });
    let place = room.place(tx.doer());
    let granted: Granted<JoinBrainstorm> = allow(tx.doer(), if guest { place.in_room(room.guests_allowed, false) } else { place })
        .map_err(|error| if guest { rules::GUESTS_NOT_ALLOWED.into() } else { error })?;
    if !rules::is_joinable(state) {
        return Err(rules::NOT_OPEN.into());
    }
    let joined = store::count_participants(tx.reading(), room.id)?;
    if joined >= rules::MOST_PARTICIPANTS {
        return Err(rules::ROOM_FULL.into());
    }
    let (id, newcomer) = match (entering, tx.doer()) {
        (Entering::Guest { name, token_hash }, Doer::Guest(Guest { participant, .. })) => {
            (*participant, Newcomer::Guest(name.clone(), token_hash.clone()))
        }
        (Entering::Person, Doer::Person(actor)) => (ParticipantId::new(), Newcomer::Person(actor.id)),
        _ => return Err(AppError::Unauthenticated),
    };
    let colour = rules::colour(usize::try_from(joined).unwrap_or(0));
    if let Newcomer::Person(person) = &newcomer
        && store::is_in(tx.reading(), room.id, *person)?
    {
        return Ok(());
    }
    store::put_participant(tx, &granted, room.id, id, &newcomer, ParticipantRole::Participant, colour)?;
    tx.record(&granted, &Event::ParticipantJoined { brainstorm: room.id, participant: id })?;
    Ok(())
}

/// Says that the doer is ready to move on from the present step, or is not.
///
/// # Errors
/// When the room does not run or the doer takes no part.
pub fn set_ready(tx: &mut Tx<'_>, number: i64, ready: bool) -> AppResult<()> {
    let room = store::lock_visible(tx, number)?;
    let granted: Granted<TakePartInBrainstorm> = allow(tx.doer(), room.place(tx.doer()))?;
    let me = room.me.ok_or_else(AppError::forbidden::<TakePartInBrainstorm>)?;
    if room.state != BrainstormState::Running {
        return Err(rules::NOT_RUNNING.into());
    }
    let rounds = store::list_rounds(tx.reading(), room.id)?;
    let round = store::current(&rounds).and_then(|index| rounds.get(index)).ok_or(rules::NOT_RUNNING)?;
    let key = ready.then(|| rules::ready_key(&round.id, round.step));
    if store::lock_ready(tx, me.participant)? != key {
        store::set_ready(tx, &granted, me.participant, key.as_deref())?;
        tx.record(&granted, &Event::ParticipantReady { brainstorm: room.id, participant: me.participant, ready })?;
    }
    Ok(())
}

/// Names a co-facilitator, who may then move, pause and time the room as well; needs an account.
///
/// # Errors
/// When the participant is a guest, or nobody of this room.
pub fn name_co_facilitator(tx: &mut Tx<'_>, number: i64, participant: ParticipantId) -> AppResult<()> {
    let (room, granted) = steer(tx, number)?;
    let people = store::list_participants(tx.reading(), room.id)?;
    let named = people.iter().find(|row| row.id == participant).ok_or(AppError::NotFound("participant"))?;
    if named.guest {
        return Err(rules::CO_FACILITATOR_GUEST.into());
    }
    if rules::steers(named.role) {
        return Ok(());
    }
    store::set_role(tx, &granted, participant, ParticipantRole::CoFacilitator)?;
    tx.record(&granted, &Event::CoFacilitatorNamed { brainstorm: room.id, participant })?;
    Ok(())
}

/// Hides the names of writers for good. The other way would break what people were told when they wrote.
///
/// # Errors
/// When they are hidden already.
pub fn hide_names(tx: &mut Tx<'_>, number: i64) -> AppResult<()> {
    let (room, granted) = steer(tx, number)?;
    if !room.names_shown {
        return Err(rules::NAMES_STAY_HIDDEN.into());
    }
    store::hide_names(tx, &granted, room.id)?;
    tx.record(&granted, &Event::NamesHidden { brainstorm: room.id })?;
    Ok(())
}
