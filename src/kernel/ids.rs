//! A type for each id, so that a note's id never stands where an idea's is meant.
use diesel_derive_newtype::DieselNewType;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! ids { ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
    $(#[$doc])*
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DieselNewType, utoipa::ToSchema)]
    #[serde(transparent)]
    #[schema(value_type = uuid::Uuid)]
    pub struct $name(pub Uuid);
    impl $name {
        /// A fresh, time-ordered id (UUID version 7, RFC 9562).
        #[expect(clippy::new_without_default, reason = "an id has no neutral default")]
        pub fn new() -> Self { Self(Uuid::now_v7()) }
    }
    impl fmt::Display for $name {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
    }
)+}}
ids!(
    /// A person with an account.
    PersonId,
    /// A business unit, partner or customer company.
    SpaceId,
    /// A signed-in browser.
    SessionId,
    /// A personal token for the API.
    TokenId,
    /// A one-time sign-in code.
    CodeId,
    /// An expertise tag.
    TagId,
    /// A role held by a person.
    GrantId,
    /// A stored file.
    BlobId,
    /// An idea campaign.
    CampaignId,
    /// One dated phase of a campaign.
    PhaseId,
    /// An extra field of a campaign's idea form.
    FieldId,
    /// An idea.
    IdeaId,
    /// The edge between a duplicate and the idea that stays.
    MergeId,
    /// An official answer.
    AnswerId,
    /// A comment or staff note.
    CommentId,
    /// A decision taken in the triage inbox.
    TriageId,
    /// A live brainstorm.
    BrainstormId,
    /// A round of a brainstorm.
    RoundId,
    /// Somebody in a room, with an account or as a guest.
    ParticipantId,
    /// A note in a brainstorm.
    NoteId,
    /// A cluster of notes.
    ClusterId,
    /// A sprint with a target number of prototypes.
    SprintId,
    /// A prototype.
    PrototypeId,
    /// A hypothesis of a prototype.
    HypothesisId,
    /// A build of a prototype.
    BuildId,
    /// A test session of a prototype.
    TestSessionId,
    /// A reading taken in a test session.
    ReadingId,
    /// A gate of a prototype.
    GateId,
    /// A criterion of a gate.
    CriterionId,
    /// A learning card.
    LearningId,
    /// A part of a prototype, of whatever kind.
    PartId,
    /// A row of the spine.
    EventId,
    /// A job for a worker.
    JobId,
    /// A lineage edge.
    EdgeId,
    /// A notification.
    NotificationId,
);
