//! The tables of ideas. Every read that shows something takes the viewer.
mod board;
pub mod outcome;
mod page;
mod ranks;
mod search;
mod writes;
pub use board::*;
pub use page::*;
pub use ranks::*;
pub use search::*;
pub use writes::*;

use crate::kernel::{CampaignId, Doer, IdeaId, IdeaSource, IdeaState, Moment, PersonId, Place, Sight, Viewer, text};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// An idea that a viewer may see, or that the caller has checked otherwise.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table, described in the migration")]
pub struct VisibleIdea {
    #[diesel(sql_type = SqlUuid)]
    pub id: IdeaId,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub campaign_id: Option<CampaignId>,
    #[diesel(sql_type = SqlUuid)]
    pub author_id: PersonId,
    #[diesel(sql_type = crate::kernel::sql_types::IdeaState)]
    pub state: IdeaState,
    #[diesel(sql_type = Nullable<crate::kernel::sql_types::IdeaState>)]
    pub state_before: Option<IdeaState>,
    #[diesel(sql_type = crate::kernel::sql_types::IdeaSource)]
    pub source: IdeaSource,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub body: String,
    #[diesel(embed)]
    pub sight: Sight,
    #[diesel(sql_type = Integer)]
    pub vote_count: i32,
    #[diesel(sql_type = Integer)]
    pub comment_count: i32,
    #[diesel(sql_type = Integer)]
    pub version: i32,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    #[diesel(sql_type = Timestamptz)]
    pub changed_at: Moment,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub answer_due_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub clock_paused_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub answered_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub snoozed_until: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub triaged_at: Option<Moment>,
}

impl VisibleIdea {
    /// Where it stands for permissions: campaign roles count, and its author owns it.
    pub fn place(&self, doer: &Doer) -> Place {
        Place::of(self.id, self.sight).in_campaign(self.campaign_id).owned(doer.person_id() == Some(self.author_id))
    }
    /// Its address.
    pub fn path(&self) -> String {
        path(self.number, &self.slug)
    }
    /// The clock of its answer.
    pub fn clock(&self) -> super::rules::Clock {
        super::rules::Clock { due: self.answer_due_at, paused: self.clock_paused_at, answered: self.answered_at }
    }
}

/// The place of an idea that is about to be submitted: its id is chosen with the grant.
pub fn new_place(sight: Sight, campaign: Option<CampaignId>) -> Place {
    Place::of(IdeaId::new(), sight).in_campaign(campaign).owned(true)
}

/// Address of an idea.
pub fn path(number: i64, slug: &str) -> String {
    format!("/ideas/{number}-{slug}")
}

/// The number in front of such an address: of `118-heat-release-tape`, 118.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub fn number_of(segment: &str) -> AppResult<i64> {
    text::leading_number(segment).ok_or(AppError::NotFound("idea"))
}

/// Binds a viewer as `$1` to `$7`.
macro_rules! bind_viewer {
    ($statement:expr, $viewer:expr) => {{
        let (eyes, keeps_order) = ($viewer.eyes(), $viewer.reach($crate::kernel::KEEPING_ORDER));
        $statement
            .bind::<diesel::sql_types::Bool, _>(eyes.signed_in)
            .bind::<diesel::sql_types::Bool, _>(eyes.staff)
            .bind::<diesel::sql_types::Nullable<diesel::sql_types::Array<diesel::sql_types::Uuid>>, _>(eyes.spaces)
            .bind::<diesel::sql_types::Array<diesel::sql_types::Uuid>, _>(eyes.named_in)
            .bind::<diesel::sql_types::Nullable<diesel::sql_types::Uuid>, _>($viewer.person_id().map(|person| person.0))
            .bind::<diesel::sql_types::Bool, _>(keeps_order.everywhere)
            .bind::<diesel::sql_types::Array<diesel::sql_types::Uuid>, _>(keeps_order.campaigns)
    }};
}

pub(super) use bind_viewer;

/// Whether the viewer of `$1` to `$7` may see the row `i`: its audience, and its state unless they wrote it or keep order.
macro_rules! visible {
    () => {
        "may_see(i.audience, i.space_id, i.id, $1, $2, $3, $4)
         AND idea_on_show(i.state, i.author_id, i.campaign_id, $5, $6, $7)"
    };
}

pub(super) use visible;

/// Columns of [`VisibleIdea`].
macro_rules! idea_columns {
    () => {
        "i.id, i.number, i.slug, i.campaign_id, i.author_id, i.state, i.state_before, i.source, i.title, i.body, i.audience, i.space_id,
         i.vote_count, i.comment_count, i.version, i.created_at, i.changed_at, i.answer_due_at, i.clock_paused_at, i.answered_at,
         i.snoozed_until, i.triaged_at"
    };
}

pub(super) use idea_columns;

const MISSING: AppError = AppError::NotFound("idea");

/// The idea with this number.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there or not to be seen.
pub fn find_visible(conn: &mut PgConnection, viewer: &Viewer, number: i64) -> AppResult<VisibleIdea> {
    let query = sql(concat!("SELECT ", idea_columns!(), " FROM ideas i WHERE i.number = $8 AND ", visible!()));
    bind_viewer!(query, viewer).bind::<BigInt, _>(number).get_result(conn).optional()?.ok_or(MISSING)
}

/// The idea with this id.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there or not to be seen.
pub fn find_visible_by_id(conn: &mut PgConnection, viewer: &Viewer, id: IdeaId) -> AppResult<VisibleIdea> {
    let query = sql(concat!("SELECT ", idea_columns!(), " FROM ideas i WHERE i.id = $8 AND ", visible!()));
    bind_viewer!(query, viewer).bind::<SqlUuid, _>(id).get_result(conn).optional()?.ok_or(MISSING)
}

/// The ideas among these that the viewer may see, in no order; one query, at most 200.
///
/// # Errors
/// When the query fails.
pub fn list_visible_by_id(conn: &mut PgConnection, viewer: &Viewer, ids: &[IdeaId]) -> AppResult<Vec<VisibleIdea>> {
    let query = sql(concat!("SELECT ", idea_columns!(), " FROM ideas i WHERE i.id = ANY ($8) AND ", visible!(), " LIMIT 200"));
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    Ok(bind_viewer!(query, viewer).bind::<Array<SqlUuid>, _>(ids).load(conn)?)
}

/// The idea with this number, its row locked until the end of the transaction. The viewer is the doer.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there or not to be seen.
pub fn lock_visible(tx: &mut Tx<'_>, number: i64) -> AppResult<VisibleIdea> {
    let viewer = tx.doer().viewer();
    let query = sql(concat!("SELECT ", idea_columns!(), " FROM ideas i WHERE i.number = $8 AND ", visible!(), " FOR UPDATE OF i"));
    bind_viewer!(query, &viewer).bind::<BigInt, _>(number).get_result(tx.reading()).optional()?.ok_or(MISSING)
}

/// The idea with this id, its row locked, for those who have checked otherwise that they may.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there.
pub fn lock(tx: &mut Tx<'_>, id: IdeaId) -> AppResult<VisibleIdea> {
    let query = sql(concat!("SELECT ", idea_columns!(), " FROM ideas i WHERE i.id = $1 FOR UPDATE OF i"));
    query.bind::<SqlUuid, _>(id).get_result(tx.reading()).optional()?.ok_or(MISSING)
}

/// The idea that this one is merged into at present.
///
/// # Errors
/// When the query fails.
pub fn find_kept(conn: &mut PgConnection, duplicate: IdeaId) -> AppResult<Option<IdeaId>> {
    #[derive(QueryableByName)]
    struct Edge {
        #[diesel(sql_type = SqlUuid)]
        kept_id: IdeaId,
    }
    let edge: Option<Edge> = sql("SELECT kept_id FROM idea_merges WHERE duplicate_id = $1 AND undone_at IS NULL")
        .bind::<SqlUuid, _>(duplicate)
        .get_result(conn)
        .optional()?;
    Ok(edge.map(|edge| edge.kept_id))
}

/// The ideas merged into this one at present, newest first, at most 100.
///
/// # Errors
/// When the query fails.
pub fn list_duplicates(conn: &mut PgConnection, kept: IdeaId) -> AppResult<Vec<IdeaId>> {
    #[derive(QueryableByName)]
    struct Edge {
        #[diesel(sql_type = SqlUuid)]
        duplicate_id: IdeaId,
    }
    let edges: Vec<Edge> =
        sql("SELECT duplicate_id FROM idea_merges WHERE kept_id = $1 AND undone_at IS NULL ORDER BY merged_at DESC LIMIT 100")
            .bind::<SqlUuid, _>(kept)
            .load(conn)?;
    Ok(edges.into_iter().map(|edge| edge.duplicate_id).collect())
}

/// Who follows an idea or one that is merged into it, each once, first come first, at most 10,000.
///
/// # Errors
/// When the query fails.
pub fn list_followers(conn: &mut PgConnection, idea: IdeaId) -> AppResult<Vec<PersonId>> {
    #[derive(QueryableByName)]
    struct Follower {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
    }
    let found: Vec<Follower> = sql("SELECT person_id FROM idea_followers WHERE idea_id = $1
                OR idea_id IN (SELECT duplicate_id FROM idea_merges WHERE kept_id = $1 AND undone_at IS NULL)
             GROUP BY person_id ORDER BY min(since) LIMIT 10000")
    .bind::<SqlUuid, _>(idea)
    .load(conn)?;
    Ok(found.into_iter().map(|follower| follower.person_id).collect())
}

#[derive(QueryableByName)]
struct Yes {
    #[diesel(sql_type = Bool)]
    yes: bool,
}

/// Whether the person follows the idea.
///
/// # Errors
/// When the query fails.
pub fn is_follower(conn: &mut PgConnection, idea: IdeaId, person: PersonId) -> AppResult<bool> {
    let row: Yes = sql("SELECT EXISTS (SELECT 1 FROM idea_followers WHERE idea_id = $1 AND person_id = $2) AS yes")
        .bind::<SqlUuid, _>(idea)
        .bind::<SqlUuid, _>(person)
        .get_result(conn)?;
    Ok(row.yes)
}

/// The tags of an idea, in order.
///
/// # Errors
/// When the query fails.
pub fn list_tags(conn: &mut PgConnection, idea: IdeaId) -> AppResult<Vec<String>> {
    use crate::schema::idea_tags;
    Ok(idea_tags::table.filter(idea_tags::idea_id.eq(idea)).order(idea_tags::tag).select(idea_tags::tag).limit(20).load(conn)?)
}
