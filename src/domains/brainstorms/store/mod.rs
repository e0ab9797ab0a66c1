//! The only code that touches the tables of this domain. Reads take the viewer; writes cost a grant.
mod clusters;
mod notes;
mod participants;
mod rooms;

use super::rules::{self, Timer};
use crate::kernel::{
    Audience, BrainstormId, BrainstormState, CampaignId, Doer, Moment, NoteColour, ParticipantId, ParticipantRole, PersonId, Place,
    RoundId, RoundStep, Sight, SpaceId, Viewer,
};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
pub use clusters::*;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
pub use notes::*;
pub use participants::*;
pub use rooms::*;
use uuid::Uuid;

/// A room that the viewer may see, and what the viewer is in it.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct VisibleBrainstorm {
    pub id: BrainstormId,
    pub number: i64,
    pub slug: String,
    pub state: BrainstormState,
    pub title: String,
    pub prompt: String,
    pub campaign_id: Option<CampaignId>,
    pub sight: Sight,
    pub facilitator_id: PersonId,
    pub code: Option<String>,
    pub link: String,
    pub guests_allowed: bool,
    pub names_shown: bool,
    pub dots_each: i16,
    pub dots_per_cluster: i16,
    pub warm_up: String,
    pub version: i32,
    pub created_at: Moment,
    pub opened_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    /// The viewer in the room, when they are in it.
    pub me: Option<Me>,
}

/// The viewer in the room.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct Me {
    pub participant: ParticipantId,
    pub role: ParticipantRole,
    pub colour: NoteColour,
}

impl VisibleBrainstorm {
    /// Where something is done in this room. The doer must be the viewer it was found for.
    pub fn place(&self, doer: &Doer) -> Place {
        let owner = doer.person_id() == Some(self.facilitator_id);
        let steers = self.me.is_some_and(|me| rules::steers(me.role));
        // What happens to a draft is for nobody's stream.
        let sight = if self.state == BrainstormState::Draft { Sight { audience: Audience::People, space: None } } else { self.sight };
        Place::of(self.id, sight).in_campaign(self.campaign_id).owned(owner).in_room(self.me.is_some(), steers)
    }
    /// Its address.
    pub fn path(&self) -> String {
        format!("/brainstorms/{}-{}", self.number, self.slug)
    }
    /// The viewer steers it.
    pub fn is_steered(&self) -> bool {
        self.me.is_some_and(|me| rules::steers(me.role))
    }
}

#[derive(QueryableByName)]
struct RoomRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = crate::kernel::sql_types::BrainstormState)]
    state: BrainstormState,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    prompt: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    campaign_id: Option<Uuid>,
    #[diesel(sql_type = crate::kernel::sql_types::Audience)]
    audience: crate::kernel::Audience,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    space_id: Option<Uuid>,
    #[diesel(sql_type = SqlUuid)]
    facilitator_id: Uuid,
    #[diesel(sql_type = Nullable<Text>)]
    code: Option<String>,
    #[diesel(sql_type = Text)]
    link: String,
    #[diesel(sql_type = Bool)]
    guests_allowed: bool,
    #[diesel(sql_type = Bool)]
    names_shown: bool,
    #[diesel(sql_type = SmallInt)]
    dots_each: i16,
    #[diesel(sql_type = SmallInt)]
    dots_per_cluster: i16,
    #[diesel(sql_type = Text)]
    warm_up: String,
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = Timestamptz)]
    created_at: Moment,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    opened_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    closed_at: Option<Moment>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    me_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<crate::kernel::sql_types::ParticipantRole>)]
    me_role: Option<ParticipantRole>,
    #[diesel(sql_type = Nullable<crate::kernel::sql_types::NoteColour>)]
    me_colour: Option<NoteColour>,
}

impl From<RoomRow> for VisibleBrainstorm {
    fn from(row: RoomRow) -> Self {
        let me = row.me_id.zip(row.me_role).zip(row.me_colour);
        Self {
            id: BrainstormId(row.id),
            number: row.number,
            slug: row.slug,
            state: row.state,
            title: row.title,
            prompt: row.prompt,
            campaign_id: row.campaign_id.map(CampaignId),
            sight: Sight { audience: row.audience, space: row.space_id.map(SpaceId) },
            facilitator_id: PersonId(row.facilitator_id),
            code: row.code,
            link: row.link,
            guests_allowed: row.guests_allowed,
            names_shown: row.names_shown,
            dots_each: row.dots_each,
            dots_per_cluster: row.dots_per_cluster,
            warm_up: row.warm_up,
            version: row.version,
            created_at: row.created_at,
            opened_at: row.opened_at,
            closed_at: row.closed_at,
            me: me.map(|((id, role), colour)| Me { participant: ParticipantId(id), role, colour }),
        }
    }
}

/// The room's columns and the viewer's place in it; `$1` person, `$2` guest's participant.
macro_rules! select_room {
    ($rest:expr) => {
        concat!(
            "SELECT b.id, b.number, b.slug, b.state, b.title, b.prompt, b.campaign_id, b.audience, b.space_id, b.facilitator_id, b.code, b.link,
             b.guests_allowed, b.names_shown, b.dots_each, b.dots_per_cluster, b.warm_up, b.version, b.created_at, b.opened_at, b.closed_at,
             p.id AS me_id, p.role AS me_role, p.colour AS me_colour
             FROM brainstorms b LEFT JOIN participants p ON p.brainstorm_id = b.id AND (p.person_id = $1 OR p.id = $2) ",
            $rest
        )
    };
}
use select_room;

/// Who looks, as `$1` and `$2` of [`select_room`].
fn viewer_ids(viewer: &Viewer) -> (Option<Uuid>, Option<Uuid>) {
    match viewer {
        Viewer::Person(actor) => (Some(actor.id.0), None),
        Viewer::Guest(guest) => (None, Some(guest.participant.0)),
        Viewer::Anonymous => (None, None),
    }
}

/// Keeps order everywhere, so sees drafts of others.
fn sees_drafts(viewer: &Viewer) -> bool {
    use crate::kernel::Role;
    viewer.person().is_some_and(|actor| actor.has(Role::Moderator) || actor.has(Role::Admin))
}

/// Whether a viewer sees the room `b`, in which `p` is their seat: by its audience, because they are in it while it takes
/// guests, or because they steer it and are the organisation's own. Being in it opens no other room, so that whoever loses
/// the right to one is out of it at once. A draft is for those in it and those who see drafts. Takes the places of the
/// parameters: sees drafts, then those of `may_see`.
macro_rules! room_seen {
    ($drafts:literal, $signed_in:literal, $staff:literal, $spaces:literal, $named:literal) => {
        concat!(
            "(b.state <> 'draft' OR p.id IS NOT NULL OR ",
            $drafts,
            ")
             AND ((p.id IS NOT NULL AND (b.guests_allowed OR (",
            $staff,
            " AND p.role <> 'participant')))
                OR may_see(b.audience, b.space_id, b.id, ",
            $signed_in,
            ", ",
            $staff,
            ", ",
            $spaces,
            ", ",
            $named,
            "))"
        )
    };
}
use room_seen;

macro_rules! find_room {
    ($name:ident, $lock:literal) => {
        fn $name(conn: &mut PgConnection, viewer: &Viewer, number: i64) -> AppResult<VisibleBrainstorm> {
            let (eyes, (person, guest)) = (viewer.eyes(), viewer_ids(viewer));
            let row: Option<RoomRow> =
                sql(concat!(select_room!(concat!("WHERE b.number = $3 AND ", room_seen!("$4", "$5", "$6", "$7", "$8"))), $lock))
                    .bind::<Nullable<SqlUuid>, _>(person)
                    .bind::<Nullable<SqlUuid>, _>(guest)
                    .bind::<BigInt, _>(number)
                    .bind::<Bool, _>(sees_drafts(viewer))
                    .bind::<Bool, _>(eyes.signed_in)
                    .bind::<Bool, _>(eyes.staff)
                    .bind::<Nullable<Array<SqlUuid>>, _>(eyes.spaces)
                    .bind::<Array<SqlUuid>, _>(eyes.named_in)
                    .get_result(conn)
                    .optional()?;
            row.map(VisibleBrainstorm::from).ok_or(AppError::NotFound("brainstorm"))
        }
    };
}
find_room!(find_unlocked, "");
find_room!(find_locked, " FOR UPDATE OF b");

/// The room of a number, as this viewer may see it.
///
/// # Errors
/// [`AppError::NotFound`] when there is none to be seen.
pub fn find_visible(conn: &mut PgConnection, viewer: &Viewer, number: i64) -> AppResult<VisibleBrainstorm> {
    find_unlocked(conn, viewer, number)
}

/// As [`find_visible`] for the doer of the transaction, locked: steps, clock and clusters change one after another.
///
/// # Errors
/// As [`find_visible`].
pub fn lock_visible(tx: &mut Tx<'_>, number: i64) -> AppResult<VisibleBrainstorm> {
    let viewer = tx.doer().viewer();
    find_locked(tx.reading(), &viewer, number)
}

/// The room that a join code opens, whoever asks.
///
/// # Errors
/// When the query fails.
pub fn find_by_code(conn: &mut PgConnection, viewer: &Viewer, code: &rules::Code) -> AppResult<Option<VisibleBrainstorm>> {
    let (person, guest) = viewer_ids(viewer);
    let row: Option<RoomRow> = sql(select_room!("WHERE b.code = $3 AND b.state IN ('lobby', 'running')"))
        .bind::<Nullable<SqlUuid>, _>(person)
        .bind::<Nullable<SqlUuid>, _>(guest)
        .bind::<Text, _>(code.as_str())
        .get_result(conn)
        .optional()?;
    Ok(row.map(VisibleBrainstorm::from))
}

/// The room behind a stable link, whoever asks; never a draft.
///
/// # Errors
/// When the query fails.
pub fn find_by_link(conn: &mut PgConnection, viewer: &Viewer, link: &str) -> AppResult<Option<VisibleBrainstorm>> {
    let (person, guest) = viewer_ids(viewer);
    let row: Option<RoomRow> = sql(select_room!("WHERE b.link = $3 AND b.state <> 'draft'"))
        .bind::<Nullable<SqlUuid>, _>(person)
        .bind::<Nullable<SqlUuid>, _>(guest)
        .bind::<Text, _>(link)
        .get_result(conn)
        .optional()?;
    Ok(row.map(VisibleBrainstorm::from))
}

/// A round of a room.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct Round {
    #[diesel(sql_type = SqlUuid)]
    pub id: RoundId,
    #[diesel(sql_type = SmallInt)]
    pub position: i16,
    #[diesel(sql_type = Text)]
    pub prompt: String,
    #[diesel(sql_type = crate::kernel::sql_types::RoundStep)]
    pub step: RoundStep,
    #[diesel(sql_type = SmallInt)]
    pub step_minutes: i16,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub ends_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub paused_left_ms: Option<i32>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub started_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub finished_at: Option<Moment>,
}

impl Round {
    /// Its clock.
    pub const fn timer(&self) -> Timer {
        Timer::of(self.ends_at, self.paused_left_ms)
    }
}

/// The rounds of a room, in order.
///
/// # Errors
/// When the query fails.
pub fn list_rounds(conn: &mut PgConnection, room: BrainstormId) -> AppResult<Vec<Round>> {
    let query = sql("SELECT id, position, prompt, step, step_minutes, ends_at, paused_left_ms, started_at, finished_at
         FROM rounds WHERE brainstorm_id = $1 ORDER BY position LIMIT 20");
    Ok(query.bind::<SqlUuid, _>(room).load(conn)?)
}

/// Index of the round that runs now: the first unfinished one, or the last of all.
pub fn current(rounds: &[Round]) -> Option<usize> {
    rounds.iter().position(|round| round.finished_at.is_none()).or(rounds.len().checked_sub(1))
}
