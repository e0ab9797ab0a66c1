//! Who may do what. A `Granted<P>` exists only after `authorize::<P>` said yes, and every write in
//! every store asks for one, so an unauthorised write does not compile. A grant names its place.
use super::{BrainstormId, CampaignId, ItemRef, ParticipantId, PersonId, Role, Sight, SpaceId};
use std::{marker::PhantomData, sync::Arc};
use uuid::Uuid;

/// A signed-in person with all that decides what they may do, as of this request. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Who it is.
    pub id: PersonId,
    /// What they hold.
    pub standing: Arc<Standing>,
}

/// Roles and spaces of a person.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Name as shown.
    pub name: String,
    /// Roles held everywhere.
    pub roles: Vec<Role>,
    /// Roles held in one campaign.
    pub campaign_roles: Vec<(CampaignId, Role)>,
    /// Spaces the person belongs to.
    pub spaces: Vec<SpaceId>,
    /// Items whose audience names the person.
    pub named_in: Vec<Uuid>,
}

impl Actor {
    /// Holds the role everywhere.
    pub fn has(&self, role: Role) -> bool {
        self.standing.roles.contains(&role)
    }
    /// One of the organisation's own people.
    pub fn is_staff(&self) -> bool {
        self.standing.roles.iter().any(|role| role.is_staff())
    }
    /// Keeps order everywhere, so sees every space.
    fn sees_every_space(&self) -> bool {
        [Role::Moderator, Role::Compliance, Role::Admin].iter().any(|role| self.has(*role))
    }
    /// Holds the role everywhere, or in any campaign.
    pub fn has_somewhere(&self, role: Role) -> bool {
        self.has(role) || self.standing.campaign_roles.iter().any(|(_, held)| *held == role)
    }
    /// Holds the role everywhere or in this campaign.
    pub fn has_in(&self, role: Role, campaign: Option<CampaignId>) -> bool {
        self.has(role) || self.standing.campaign_roles.iter().any(|(place, held)| Some(*place) == campaign && *held == role)
    }
}

/// A participant of one room without an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guest {
    /// Which participant.
    pub participant: ParticipantId,
    /// Of which room; a guest exists nowhere else.
    pub brainstorm: BrainstormId,
}

/// Who is looking.
#[derive(Debug, Clone)]
pub enum Viewer {
    /// Nobody we know.
    Anonymous,
    /// A guest of a room.
    Guest(Guest),
    /// Somebody signed in.
    Person(Actor),
}

/// The viewer as the four facts that the SQL function `may_see` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eyes {
    /// Has an account.
    pub signed_in: bool,
    /// Is one of the organisation's own people.
    pub staff: bool,
    /// Spaces seen; `None` is all of them.
    pub spaces: Option<Vec<Uuid>>,
    /// Items whose audience names the viewer.
    pub named_in: Vec<Uuid>,
}

/// Where somebody holds one of some roles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// Everywhere, also outside of campaigns.
    pub everywhere: bool,
    /// In these campaigns.
    pub campaigns: Vec<Uuid>,
}

impl Reach {
    /// Nowhere at all.
    pub const fn is_none(&self) -> bool {
        !self.everywhere && self.campaigns.is_empty()
    }
}

/// Roles that keep order: they see what is hidden from others, so that they can judge it.
pub const KEEPING_ORDER: &[Role] = &[Role::Moderator, Role::Admin];

impl Viewer {
    /// The person, when somebody is signed in.
    pub fn person(&self) -> Option<&Actor> {
        match self {
            Self::Person(actor) => Some(actor),
            Self::Anonymous | Self::Guest(_) => None,
        }
    }
    /// The person's id, when somebody is signed in.
    pub fn person_id(&self) -> Option<PersonId> {
        self.person().map(|actor| actor.id)
    }
    /// One of the organisation's own people is looking.
    pub fn is_staff(&self) -> bool {
        self.person().is_some_and(Actor::is_staff)
    }
    /// Where the viewer holds one of these roles.
    pub fn reach(&self, roles: &[Role]) -> Reach {
        self.person().map_or_else(Reach::default, |actor| Reach {
            everywhere: roles.iter().any(|role| actor.has(*role)),
            campaigns: actor
                .standing
                .campaign_roles
                .iter()
                .filter(|(_, role)| roles.contains(role))
                .map(|(campaign, _)| campaign.0)
                .collect(),
        })
    }
    /// What `may_see` needs to know.
    pub fn eyes(&self) -> Eyes {
        let Some(actor) = self.person() else {
            return Eyes { signed_in: false, staff: false, spaces: Some(Vec::new()), named_in: Vec::new() };
        };
        let spaces = actor.standing.spaces.iter().map(|space| space.0).collect();
        Eyes {
            signed_in: true,
            staff: actor.is_staff(),
            spaces: (!actor.sees_every_space()).then_some(spaces),
            named_in: actor.standing.named_in.clone(),
        }
    }
}

impl Eyes {
    /// The same rule as the SQL function `may_see`.
    pub fn may_see(&self, sight: Sight, item: Uuid) -> bool {
        use super::Audience;
        let in_space = || match (&self.spaces, sight.space) {
            (None, _) => true,
            (Some(spaces), Some(space)) => spaces.contains(&space.0),
            (Some(_), None) => false,
        };
        match sight.audience {
            Audience::Public => true,
            Audience::SignedIn => self.signed_in,
            Audience::Internal => self.signed_in && self.staff,
            Audience::Space => self.signed_in && in_space(),
            Audience::People => {
                let list = sight.space.map_or(item, |list| list.0);
                self.signed_in && (self.named_in.contains(&list) || (sight.space.is_some() && self.spaces.is_none()))
            }
        }
    }
}

/// Who does something.
#[derive(Debug, Clone)]
pub enum Doer {
    /// Somebody signed in.
    Person(Actor),
    /// A guest of a room.
    Guest(Guest),
    /// The program itself; the word names the part (scheduler, import, demo).
    System(&'static str),
}

impl Doer {
    /// The person's id, when a person acts.
    pub fn person_id(&self) -> Option<PersonId> {
        match self {
            Self::Person(actor) => Some(actor.id),
            Self::Guest(_) | Self::System(_) => None,
        }
    }
    /// The same as somebody who looks.
    pub fn viewer(&self) -> Viewer {
        match self {
            Self::Person(actor) => Viewer::Person(actor.clone()),
            Self::Guest(guest) => Viewer::Guest(*guest),
            Self::System(_) => Viewer::Anonymous,
        }
    }
}

impl From<Actor> for Doer {
    fn from(actor: Actor) -> Self {
        Self::Person(actor)
    }
}

/// Where something is done: the item whose stream takes the event, who may see it, and what the doer is to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The item; the events of a write must belong to its stream.
    pub item: ItemRef,
    /// Who may see it; events carry the same.
    pub sight: Sight,
    /// The campaign it belongs to, whose own roles then count too.
    pub campaign: Option<CampaignId>,
    /// The doer made it.
    pub owner: bool,
    /// The doer runs the room.
    pub facilitator: bool,
    /// The doer takes part in the room.
    pub participant: bool,
}

impl Place {
    /// A place where nothing but roles counts.
    pub fn of(item: impl Into<ItemRef>, sight: Sight) -> Self {
        Self { item: item.into(), sight, campaign: None, owner: false, facilitator: false, participant: false }
    }
    /// The installation itself.
    pub const INSTANCE: Self =
        Self { item: ItemRef::INSTANCE, sight: Sight::INTERNAL, campaign: None, owner: false, facilitator: false, participant: false };
    /// With the roles of a campaign.
    #[must_use]
    pub fn in_campaign(self, campaign: Option<CampaignId>) -> Self {
        Self { campaign, ..self }
    }
    /// Whether the doer made it.
    #[must_use]
    pub fn owned(self, owner: bool) -> Self {
        Self { owner, ..self }
    }
    /// What the doer is in the room.
    #[must_use]
    pub fn in_room(self, participant: bool, facilitator: bool) -> Self {
        Self { participant, facilitator, ..self }
    }
}

/// What can carry a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Everybody with the role, everywhere or in the campaign.
    Role(Role),
    /// Everybody signed in.
    SignedIn,
    /// Who made the item.
    Owner,
    /// Who runs the room.
    Facilitator,
    /// Who takes part in the room, guests included.
    Participant,
}

/// Something that can be allowed.
pub trait Permission: 'static {
    /// Stable name, recorded with every event.
    const KEY: &'static str;
    /// Who holds it.
    const HOLDERS: &'static [Holder];
}

macro_rules! holder {
    (SignedIn) => {
        Holder::SignedIn
    };
    (Owner) => {
        Holder::Owner
    };
    (Facilitator) => {
        Holder::Facilitator
    };
    (Participant) => {
        Holder::Participant
    };
    ($role:ident) => {
        Holder::Role(Role::$role)
    };
}

macro_rules! permissions { ($($(#[$doc:meta])* $name:ident = $key:literal for $($holder:ident)|+;)+) => {
    $($(#[$doc])* #[derive(Debug, Clone, Copy)] pub struct $name;
      impl Permission for $name { const KEY: &'static str = $key; const HOLDERS: &'static [Holder] = &[$(holder!($holder)),+]; })+
    /// Every permission with its holders; a snapshot test prints it.
    pub const PERMISSIONS: &[(&str, &[Holder])] = &[$(($key, &[$(holder!($holder)),+])),+];
}}

permissions! {
    /// Change the own account: profile, settings, sessions, tokens.
    ManageOwnAccount = "account.manage-own" for Owner;
    /// Create an account by signing in for the first time.
    JoinInstance = "account.join" for SignedIn | Owner;
    /// Create, deactivate and erase accounts, give and take roles.
    ManagePeople = "people.manage" for Admin;
    /// Create, change and delete spaces, and name their members.
    ManageSpaces = "spaces.manage" for Admin | Moderator;
    /// Settings of the installation, demo, imports.
    ManageInstance = "instance.manage" for Admin;
    /// Read the audit trail.
    ReadAudit = "audit.read" for Compliance | Admin;

    /// Draft a campaign.
    DraftCampaign = "campaign.draft" for Moderator | Admin;
    /// Edit, launch, move, close and reopen a campaign.
    RunCampaign = "campaign.run" for Owner | Moderator | Admin;
    /// Delete a draft campaign.
    DeleteCampaign = "campaign.delete" for Admin;
    /// Accept a campaign's idea terms.
    AcceptTerms = "campaign.accept-terms" for SignedIn;
    /// Ask to be told when a coming campaign opens, and take that back.
    AskReminder = "campaign.ask-reminder" for SignedIn;

    /// Submit an idea.
    SubmitIdea = "idea.submit" for SignedIn;
    /// Edit or withdraw an idea, answer a clarification.
    EditIdea = "idea.edit" for Owner | Moderator | Admin;
    /// Withdraw one's own idea.
    WithdrawIdea = "idea.withdraw" for Owner;
    /// Approve, bin, restore, merge and unmerge ideas.
    ModerateIdea = "idea.moderate" for Moderator | Admin;
    /// Merge one idea into another and undo it.
    MergeIdeas = "idea.merge" for Moderator | Rnd | Admin;
    /// Select, park, decline, ask and answer officially.
    DecideIdea = "idea.decide" for Rnd | Moderator | Admin;
    /// Work the triage inbox.
    TriageIdea = "idea.triage" for Rnd | Moderator | Admin;
    /// Follow an idea.
    FollowIdea = "idea.follow" for SignedIn;
    /// Vote for an idea and take the vote back.
    CastVote = "vote.cast" for SignedIn;
    /// Read who voted for an idea.
    ReadVoters = "vote.read-voters" for Contributor | Rnd | Moderator | Gatekeeper | Executive | Compliance | Admin;

    /// Write a comment, edit and delete one's own.
    WriteComment = "comment.write" for SignedIn;
    /// Edit or delete a comment.
    EditComment = "comment.edit" for Owner | Moderator | Admin;
    /// Mark a comment as the answer.
    MarkAnswer = "comment.mark-answer" for Owner | Rnd | Moderator | Admin;
    /// Write and read notes for staff only.
    WriteStaffNote = "comment.staff-note" for Contributor | Rnd | Moderator | Gatekeeper | Executive | Compliance | Admin;

    /// Create a brainstorm.
    CreateBrainstorm = "brainstorm.create" for Moderator | Rnd | Contributor | Admin;
    /// Move, pause and time a room; hold notes; name co-facilitators.
    FacilitateBrainstorm = "brainstorm.facilitate" for Facilitator;
    /// Enter a room.
    JoinBrainstorm = "brainstorm.join" for SignedIn | Participant;
    /// Write notes and place dots in a room.
    TakePartInBrainstorm = "brainstorm.take-part" for Participant | Facilitator;
    /// Group notes into clusters.
    ClusterNotes = "brainstorm.cluster" for Participant | Facilitator;
    /// Promote notes and clusters to ideas.
    PromoteNote = "note.promote" for Facilitator | Moderator | Admin;

    /// Graduate an idea to a prototype and undo it.
    GraduateIdea = "idea.graduate" for Rnd | Moderator | Admin;
    /// Frame a prototype that came from no idea.
    FramePrototype = "prototype.frame" for Rnd | Moderator | Admin;
    /// Edit and move a prototype, add hypotheses, builds, tests and learning.
    WorkOnPrototype = "prototype.work" for Owner | Rnd | Admin;
    /// Decide at a gate.
    DecideGate = "gate.decide" for Gatekeeper | Admin;
    /// Set up sprints.
    RunSprint = "sprint.run" for Moderator | Admin;
}

/// Proof that a doer holds `P` in a place.
#[derive(Debug, Clone)]
pub struct Granted<P> {
    doer: Doer,
    place: Place,
    _permission: PhantomData<P>,
}

impl<P> Granted<P> {
    /// Who was granted it.
    pub fn doer(&self) -> &Doer {
        &self.doer
    }
    /// The person it was granted to; `None` for guests and the program itself.
    pub fn person_id(&self) -> Option<PersonId> {
        self.doer.person_id()
    }
    /// Where it holds.
    pub fn place(&self) -> &Place {
        &self.place
    }
}

/// Whether `doer` holds `P` in `place`; says nothing of whether they may see it.
pub fn holds<P: Permission>(doer: &Doer, place: &Place) -> bool {
    P::HOLDERS.iter().any(|holder| match (holder, doer) {
        (_, Doer::System(_)) => true,
        (Holder::Role(role), Doer::Person(actor)) => actor.has_in(*role, place.campaign),
        (Holder::SignedIn, Doer::Person(_)) => true,
        (Holder::Owner, Doer::Person(_)) => place.owner,
        (Holder::Facilitator, _) => place.facilitator,
        (Holder::Participant, Doer::Person(_)) => place.participant,
        (Holder::Participant, Doer::Guest(guest)) => place.participant && place.item == guest.brainstorm.into(),
        (Holder::Role(_) | Holder::SignedIn | Holder::Owner, Doer::Guest(_)) => false,
    })
}

/// `None` when the doer does not hold `P` there.
pub fn authorize<P: Permission>(doer: &Doer, place: Place) -> Option<Granted<P>> {
    holds::<P>(doer, &place).then(|| Granted { doer: doer.clone(), place, _permission: PhantomData })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Audience, IdeaId};

    fn actor(roles: &[Role], campaign_roles: &[(CampaignId, Role)]) -> Actor {
        let standing = Standing { roles: roles.to_vec(), campaign_roles: campaign_roles.to_vec(), ..Standing::default() };
        Actor { id: PersonId::new(), standing: Arc::new(standing) }
    }

    #[test]
    fn a_role_of_one_campaign_counts_only_there() {
        let (here, there) = (CampaignId::new(), CampaignId::new());
        let doer = Doer::from(actor(&[Role::Customer], &[(here, Role::Moderator)]));
        let place = Place::of(IdeaId::new(), Sight::PUBLIC);
        assert!(holds::<ModerateIdea>(&doer, &place.in_campaign(Some(here))));
        assert!(!holds::<ModerateIdea>(&doer, &place.in_campaign(Some(there))));
        assert!(!holds::<ModerateIdea>(&doer, &place));
    }

    #[test]
    fn a_guest_takes_part_in_their_own_room_only() {
        let guest = Guest { participant: ParticipantId::new(), brainstorm: BrainstormId::new() };
        let own = Place::of(guest.brainstorm, Sight::PUBLIC).in_room(true, false);
        let other = Place::of(BrainstormId::new(), Sight::PUBLIC).in_room(true, false);
        assert!(holds::<TakePartInBrainstorm>(&Doer::Guest(guest), &own));
        assert!(!holds::<TakePartInBrainstorm>(&Doer::Guest(guest), &other));
        assert!(!holds::<CastVote>(&Doer::Guest(guest), &own));
    }

    #[test]
    fn outsiders_see_neither_internal_items_nor_other_spaces() {
        let customer = Viewer::Person(actor(&[Role::Customer], &[])).eyes();
        let item = Uuid::now_v7();
        assert!(!customer.may_see(Sight::INTERNAL, item));
        assert!(!customer.may_see(Sight { audience: Audience::Space, space: Some(SpaceId::new()) }, item));
        assert!(customer.may_see(Sight { audience: Audience::SignedIn, space: None }, item));
        assert!(!Viewer::Anonymous.eyes().may_see(Sight { audience: Audience::SignedIn, space: None }, item));
    }

    #[test]
    fn what_lies_inside_a_list_of_named_people_is_for_them_and_for_those_who_keep_order() {
        let (list, inside) = (Uuid::now_v7(), Uuid::now_v7());
        let eyes = |roles: &[Role], named: &[Uuid]| Eyes { named_in: named.to_vec(), ..Viewer::Person(actor(roles, &[])).eyes() };
        let listed = Sight { audience: Audience::People, space: Some(SpaceId(list)) };
        assert!(eyes(&[Role::Customer], &[list]).may_see(listed, inside));
        assert!(!eyes(&[Role::Rnd], &[inside]).may_see(listed, inside));
        assert!(eyes(&[Role::Moderator], &[]).may_see(listed, inside));
        let unlisted = Sight { audience: Audience::People, space: None };
        assert!(!eyes(&[Role::Moderator], &[]).may_see(unlisted, inside), "a draft is for nobody's stream");
        assert!(eyes(&[Role::Customer], &[inside]).may_see(unlisted, inside));
    }
}
