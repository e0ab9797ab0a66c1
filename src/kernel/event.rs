//! Everything that can happen, as plain data with ids, and words only where nothing else keeps them. Append variants, never change one.
use super::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who reads that something happened, among those who may see the item that it happened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Everybody.
    Everybody,
    /// The organisation's own people.
    Staff,
    /// Whose account it is about.
    Account,
    /// Who did it, and nobody else: how somebody voted, whom they follow, what they agreed to, every tick of a live room.
    Doer,
}

impl Readers {
    /// From all to one.
    pub const ALL: &'static [Self] = &[Self::Everybody, Self::Staff, Self::Account, Self::Doer];
    /// The verbs that these alone read.
    pub fn verbs(self) -> Vec<&'static str> {
        Event::READERS.iter().filter(|(_, readers)| *readers == self).map(|(verb, _)| *verb).collect()
    }
}

macro_rules! events { ($($name:ident = $verb:literal $(for $readers:ident)? in $stream:ident $(about $subject:ident)? { $($field:ident: $type:ty),* $(,)? })+) => {
    /// A change of state. The verb is stable and past tense; the stream is the item whose activity it belongs to.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[serde(untagged)]
    #[expect(missing_docs, reason = "name and fields say it")]
    pub enum Event { $($name { $($field: $type),* }),+ }

    impl Event {
        /// Every verb there is.
        pub const VERBS: &'static [&'static str] = &[$($verb),+];
        /// Who reads each of them.
        pub const READERS: &'static [(&'static str, Readers)] = &[$(($verb, events!(@readers $($readers)?))),+];
        /// Stable name of what happened.
        pub fn verb(&self) -> &'static str {
            match self { $(Self::$name { .. } => $verb),+ }
        }
        /// The item whose stream takes it.
        pub fn stream(&self) -> ItemRef {
            match self { $(Self::$name { $stream, .. } => ItemRef::from(*$stream)),+ }
        }
        /// What it is about: the item of the stream, or a part of it.
        pub fn subject(&self) -> Uuid {
            match self { $(Self::$name { $stream, .. } => { let _ = $stream; events!(@subject self, $name, $stream $(, $subject)?) }),+ }
        }
        /// The event behind a stored verb and payload; `None` when this version does not know it.
        pub fn parse(verb: &str, payload: &serde_json::Value) -> Option<Self> {
            match verb {
                $($verb => {
                    #[derive(Deserialize)]
                    struct Payload { $($field: $type),* }
                    let Payload { $($field),* } = Payload::deserialize(payload).ok()?;
                    Some(Self::$name { $($field),* })
                })+
                _ => None,
            }
        }
    }
};
    (@readers) => { Readers::Everybody };
    (@readers $readers:ident) => { Readers::$readers };
    (@subject $self:ident, $name:ident, $stream:ident) => { ItemRef::from(*$stream).id };
    (@subject $self:ident, $name:ident, $stream:ident, $subject:ident) => { match $self { Self::$name { $subject, .. } => $subject.0, _ => Uuid::nil() } };
}

/// Stream of the installation itself, as a field of its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance;

impl From<Instance> for ItemRef {
    fn from(_: Instance) -> Self {
        Self::INSTANCE
    }
}

/// What a part of a prototype is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is described where it is made")]
pub enum PartKind {
    Hypothesis,
    Build,
    Test,
    Reading,
    Gate,
    Learning,
}

impl PartKind {
    /// The word of the database and of addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hypothesis => "hypothesis",
            Self::Build => "build",
            Self::Test => "test",
            Self::Reading => "reading",
            Self::Gate => "gate",
            Self::Learning => "learning",
        }
    }
    /// The kind of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Hypothesis, Self::Build, Self::Test, Self::Reading, Self::Gate, Self::Learning]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

events! {
    PersonJoined = "person.joined" in person { person: PersonId }
    PersonSignedIn = "person.signed-in" for Account in person { person: PersonId }
    PersonSignedOut = "person.signed-out" for Account in person { person: PersonId }
    SignInRefused = "person.sign-in-refused" for Account in person { person: PersonId }
    SessionEnded = "person.session-ended" for Account in person about session { person: PersonId, session: SessionId }
    SessionsEnded = "person.sessions-ended" for Account in person { person: PersonId }
    PasswordChanged = "person.password-changed" for Account in person { person: PersonId }
    ProfileChanged = "person.profile-changed" in person { person: PersonId, fields: Vec<String> }
    PersonDeactivated = "person.deactivated" in person { person: PersonId }
    PersonReactivated = "person.reactivated" in person { person: PersonId }
    PersonErased = "person.erased" in person { person: PersonId }
    PersonInvitedAgain = "person.invited-again" for Account in person { person: PersonId }
    RoleGranted = "role.granted" in person { person: PersonId, role: Role, campaign: Option<CampaignId> }
    RoleRevoked = "role.revoked" in person { person: PersonId, role: Role, campaign: Option<CampaignId> }
    TokenCreated = "token.created" for Account in person about token { person: PersonId, token: TokenId, scopes: Vec<String> }
    TokenRevoked = "token.revoked" for Account in person about token { person: PersonId, token: TokenId }
    TagsChanged = "person.tags-changed" in person { person: PersonId, tags: Vec<TagId> }
    SpaceCreated = "space.created" in space { space: SpaceId }
    SpaceJoined = "space.joined" in space { space: SpaceId, person: PersonId }
    SpaceLeft = "space.left" in space { space: SpaceId, person: PersonId }
    SpaceChanged = "space.changed" in space { space: SpaceId, fields: Vec<String>, name_before: String }
    SpaceDeleted = "space.deleted" in space { space: SpaceId, name: String }

    CampaignDrafted = "campaign.drafted" for Staff in campaign { campaign: CampaignId, from: Option<CampaignId> }
    CampaignChanged = "campaign.changed" for Staff in campaign { campaign: CampaignId, fields: Vec<String> }
    PeopleNamed = "campaign.people-named" for Staff in campaign { campaign: CampaignId, added: Vec<PersonId>, removed: Vec<PersonId> }
    CampaignLaunched = "campaign.launched" in campaign { campaign: CampaignId }
    LaunchUndone = "campaign.launch-undone" for Staff in campaign { campaign: CampaignId }
    CampaignMoved = "campaign.moved" in campaign { campaign: CampaignId, before: CampaignState, after: CampaignState }
    PhaseDated = "campaign.phase-dated" in campaign { campaign: CampaignId, phase: PhaseKind, starts_at: Moment, ends_at: Moment }
    CampaignClosed = "campaign.closed" in campaign { campaign: CampaignId }
    CampaignReopened = "campaign.reopened" in campaign { campaign: CampaignId, state: CampaignState }
    CampaignArchived = "campaign.archived" in campaign { campaign: CampaignId }
    CampaignDeleted = "campaign.deleted" in campaign { campaign: CampaignId }
    TermsAccepted = "campaign.terms-accepted" for Doer in campaign { campaign: CampaignId, person: PersonId, version: i32 }
    ReminderAsked = "campaign.reminder-asked" for Doer in campaign { campaign: CampaignId, person: PersonId }
    ReminderDropped = "campaign.reminder-dropped" for Doer in campaign { campaign: CampaignId, person: PersonId }

    IdeaSubmitted = "idea.submitted" in idea { idea: IdeaId, campaign: Option<CampaignId>, source: IdeaSource }
    IdeaEdited = "idea.edited" in idea { idea: IdeaId, version: i32 }
    IdeaMoved = "idea.moved" in idea { idea: IdeaId, before: IdeaState, after: IdeaState }
    IdeaPhotoAdded = "idea.photo-added" in idea { idea: IdeaId, photo: BlobId }
    IdeaPhotoRemoved = "idea.photo-removed" in idea { idea: IdeaId, photo: BlobId }
    IdeaTagged = "idea.tagged" in idea { idea: IdeaId, tags: Vec<String> }
    ClarificationAsked = "idea.clarification-asked" in idea { idea: IdeaId }
    ClarificationAnswered = "idea.clarification-answered" in idea { idea: IdeaId }
    IdeaMerged = "idea.merged" in idea { idea: IdeaId, kept: IdeaId }
    IdeaUnmerged = "idea.unmerged" in idea { idea: IdeaId, kept: IdeaId }
    DuplicateTaken = "idea.duplicate-taken" in idea { idea: IdeaId, duplicate: IdeaId }
    DuplicateReturned = "idea.duplicate-returned" in idea { idea: IdeaId, duplicate: IdeaId }
    OfficialAnswerGiven = "idea.answered" in idea about answer { idea: IdeaId, answer: AnswerId }
    OfficialAnswerWithdrawn = "idea.answer-withdrawn" in idea about answer { idea: IdeaId, answer: AnswerId }
    IdeaFollowed = "idea.followed" for Doer in idea { idea: IdeaId, person: PersonId }
    IdeaUnfollowed = "idea.unfollowed" for Doer in idea { idea: IdeaId, person: PersonId }
    IdeaTriaged = "idea.triaged" for Staff in idea about decision { idea: IdeaId, decision: TriageId, step: TriageStep }
    TriageUndone = "idea.triage-undone" for Staff in idea about decision { idea: IdeaId, decision: TriageId, step: TriageStep }
    VoteCast = "vote.cast" for Doer in idea { idea: IdeaId }
    VoteWithdrawn = "vote.withdrawn" for Doer in idea { idea: IdeaId }
    StanceTaken = "stance.taken" for Doer in idea { idea: IdeaId }
    CommentWritten = "comment.written" in idea about comment { idea: IdeaId, comment: CommentId, parent: Option<CommentId> }
    StaffNoteWritten = "comment.staff-note-written" for Staff in idea about comment { idea: IdeaId, comment: CommentId }
    CommentEdited = "comment.edited" in idea about comment { idea: IdeaId, comment: CommentId, version: i32 }
    CommentDeleted = "comment.deleted" in idea about comment { idea: IdeaId, comment: CommentId }
    CommentRestored = "comment.restored" in idea about comment { idea: IdeaId, comment: CommentId }
    AnswerMarked = "comment.answer-marked" in idea about comment { idea: IdeaId, comment: CommentId }
    AnswerUnmarked = "comment.answer-unmarked" in idea about comment { idea: IdeaId, comment: CommentId }
    IdeaPromoted = "idea.promoted" in idea { idea: IdeaId, brainstorm: BrainstormId, note: Option<NoteId>, cluster: Option<ClusterId> }
    IdeaGraduated = "idea.graduated" in idea { idea: IdeaId, prototype: PrototypeId }
    GraduationUndone = "idea.graduation-undone" in idea { idea: IdeaId, prototype: PrototypeId }

    BrainstormCreated = "brainstorm.created" in brainstorm { brainstorm: BrainstormId, campaign: Option<CampaignId> }
    BrainstormChanged = "brainstorm.changed" for Staff in brainstorm { brainstorm: BrainstormId }
    LobbyOpened = "brainstorm.lobby-opened" in brainstorm { brainstorm: BrainstormId }
    BrainstormStarted = "brainstorm.started" in brainstorm { brainstorm: BrainstormId }
    NamesHidden = "brainstorm.names-hidden" in brainstorm { brainstorm: BrainstormId }
    BrainstormClosed = "brainstorm.closed" in brainstorm { brainstorm: BrainstormId }
    ParticipantJoined = "brainstorm.joined" for Doer in brainstorm about participant { brainstorm: BrainstormId, participant: ParticipantId }
    ParticipantReady = "brainstorm.ready" for Doer in brainstorm about participant { brainstorm: BrainstormId, participant: ParticipantId, ready: bool }
    CoFacilitatorNamed = "brainstorm.co-facilitator-named" in brainstorm about participant { brainstorm: BrainstormId, participant: ParticipantId }
    StepChanged = "round.step-changed" in brainstorm about round { brainstorm: BrainstormId, round: RoundId, before: RoundStep, after: RoundStep }
    RoundPaused = "round.paused" in brainstorm about round { brainstorm: BrainstormId, round: RoundId }
    RoundResumed = "round.resumed" in brainstorm about round { brainstorm: BrainstormId, round: RoundId }
    TimeAdded = "round.time-added" in brainstorm about round { brainstorm: BrainstormId, round: RoundId, seconds: i32 }
    NoteWritten = "note.written" for Doer in brainstorm about note { brainstorm: BrainstormId, note: NoteId }
    NoteEdited = "note.edited" for Doer in brainstorm about note { brainstorm: BrainstormId, note: NoteId }
    NoteRemoved = "note.removed" for Doer in brainstorm about note { brainstorm: BrainstormId, note: NoteId }
    NoteRestored = "note.restored" for Doer in brainstorm about note { brainstorm: BrainstormId, note: NoteId }
    NoteHeld = "note.held" for Doer in brainstorm about note { brainstorm: BrainstormId, note: NoteId, held: bool }
    NoteGrouped = "note.grouped" for Doer in brainstorm about note { brainstorm: BrainstormId, note: NoteId, cluster: Option<ClusterId> }
    ClusterMade = "cluster.made" for Doer in brainstorm about cluster { brainstorm: BrainstormId, cluster: ClusterId }
    ClusterRenamed = "cluster.renamed" for Doer in brainstorm about cluster { brainstorm: BrainstormId, cluster: ClusterId }
    ClusterRemoved = "cluster.removed" for Doer in brainstorm about cluster { brainstorm: BrainstormId, cluster: ClusterId }
    DotsPlaced = "dots.placed" for Doer in brainstorm { brainstorm: BrainstormId, round: RoundId }
    NotePromoted = "note.promoted" in brainstorm about note { brainstorm: BrainstormId, note: NoteId, idea: IdeaId }
    ClusterPromoted = "cluster.promoted" in brainstorm about cluster { brainstorm: BrainstormId, cluster: ClusterId, idea: IdeaId }
    BrainstormReopened = "brainstorm.reopened" in brainstorm { brainstorm: BrainstormId }
    PromotionUndone = "brainstorm.promotion-undone" in brainstorm { brainstorm: BrainstormId, idea: IdeaId }

    PrototypeFramed = "prototype.framed" in prototype { prototype: PrototypeId, idea: Option<IdeaId> }
    PrototypeChanged = "prototype.changed" in prototype { prototype: PrototypeId, fields: Vec<String> }
    PrototypeMoved = "prototype.moved" in prototype { prototype: PrototypeId, before: PrototypeStage, after: PrototypeStage }
    PrototypeWithdrawn = "prototype.withdrawn" in prototype { prototype: PrototypeId, idea: Option<IdeaId> }
    HypothesisAdded = "hypothesis.added" in prototype about hypothesis { prototype: PrototypeId, hypothesis: HypothesisId }
    HypothesisJudged = "hypothesis.judged" in prototype about hypothesis { prototype: PrototypeId, hypothesis: HypothesisId, state: HypothesisState }
    BuildRecorded = "build.recorded" in prototype about build { prototype: PrototypeId, build: BuildId }
    BuildPhotoAdded = "build.photo-added" in prototype about build { prototype: PrototypeId, build: BuildId, photo: BlobId }
    TestSessionHeld = "test.held" in prototype about session { prototype: PrototypeId, session: TestSessionId, outcome: TestOutcome }
    TestSessionJudged = "test.judged" in prototype about session { prototype: PrototypeId, session: TestSessionId, outcome: TestOutcome }
    ReadingTaken = "reading.taken" in prototype about reading { prototype: PrototypeId, session: TestSessionId, reading: ReadingId }
    GatePlanned = "gate.planned" in prototype about gate { prototype: PrototypeId, gate: GateId }
    GateOpened = "gate.opened" in prototype about gate { prototype: PrototypeId, gate: GateId }
    CriterionJudged = "gate.criterion-judged" in prototype about criterion { prototype: PrototypeId, gate: GateId, criterion: CriterionId, met: Option<bool> }
    GateDecided = "gate.decided" in prototype about gate { prototype: PrototypeId, gate: GateId, decision: GateDecision }
    GateOpeningUndone = "gate.opening-undone" in prototype about gate { prototype: PrototypeId, gate: GateId }
    HypothesisChanged = "hypothesis.changed" in prototype about hypothesis { prototype: PrototypeId, hypothesis: HypothesisId }
    BuildChanged = "build.changed" in prototype about build { prototype: PrototypeId, build: BuildId }
    PartTakenBack = "prototype.part-taken-back" in prototype about part { prototype: PrototypeId, part: PartId, kind: PartKind }
    LearningWritten = "learning.written" in prototype about learning { prototype: PrototypeId, learning: LearningId }
    SprintStarted = "sprint.started" in instance about sprint { instance: Instance, sprint: SprintId }

    ImportFinished = "import.finished" in campaign { campaign: CampaignId, ideas: i64, votes: i64, people: i64 }
    DemoInstalled = "demo.installed" in instance { instance: Instance }
    DemoRemoved = "demo.removed" in instance { instance: Instance }
    InstanceChanged = "instance.changed" in instance { instance: Instance, fields: Vec<String> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_comes_back_from_its_verb_and_payload() {
        let event = Event::CommentWritten { idea: IdeaId::new(), comment: CommentId::new(), parent: None };
        let payload = serde_json::to_value(&event).expect("events serialise");
        assert_eq!(Event::parse(event.verb(), &payload), Some(event));
    }

    #[test]
    fn verbs_are_unique() {
        let mut verbs = Event::VERBS.to_vec();
        verbs.sort_unstable();
        verbs.dedup();
        assert_eq!(verbs.len(), Event::VERBS.len());
    }
}
