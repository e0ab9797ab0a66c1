//! A reference to anything, and who may see it.
use super::{Audience, BrainstormId, CampaignId, IdeaId, ItemKind, PersonId, PrototypeId, SpaceId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Any item: what it is and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ItemRef {
    /// What it is.
    pub kind: ItemKind,
    /// Which one.
    pub id: Uuid,
}

impl ItemRef {
    /// A reference by kind and bare id.
    pub const fn new(kind: ItemKind, id: Uuid) -> Self {
        Self { kind, id }
    }
    /// The installation itself: settings, demo, imports.
    pub const INSTANCE: Self = Self::new(ItemKind::Instance, Uuid::nil());
}

macro_rules! from_ids { ($($id:ident => $kind:ident),+) => {$(
    impl From<$id> for ItemRef { fn from(id: $id) -> Self { Self::new(ItemKind::$kind, id.0) } }
)+}}
from_ids!(CampaignId => Campaign, IdeaId => Idea, BrainstormId => Brainstorm, PrototypeId => Prototype, PersonId => Person, SpaceId => Space);

/// Who may see something: an audience, and the space where it is one.
/// Embed it in rows that have the columns `audience` and `space_id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, diesel::QueryableByName)]
pub struct Sight {
    /// Kind of audience.
    #[diesel(sql_type = super::sql_types::Audience)]
    pub audience: Audience,
    /// The space when the audience is one. For named people the item whose list names them, where that is not the item
    /// itself alone: what lies inside a campaign is for those whom the campaign asks. Never otherwise (a check in the
    /// database says the same).
    #[diesel(column_name = space_id, sql_type = diesel::sql_types::Nullable<diesel::sql_types::Uuid>)]
    pub space: Option<SpaceId>,
}

impl Sight {
    /// Everybody.
    pub const PUBLIC: Self = Self { audience: Audience::Public, space: None };
    /// The organisation's own people.
    pub const INTERNAL: Self = Self { audience: Audience::Internal, space: None };
}
