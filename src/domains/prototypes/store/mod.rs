//! The tables of prototypes and sprints. Every read that shows something takes the viewer.
mod board;
mod corrections;
mod parts;
mod writes;
pub use board::{
    Card, Choice, CouponOfIdea, DecisionOfIdea, Filter, OfIdea, Running, SprintRow, coupon_of_idea, find_sprint, list_board, list_choices,
    list_of_ideas, list_page, list_sprint, running_sprint,
};
pub use corrections::{Part, WayBack, find_part, remove_part, set_build, set_hypothesis_text, ways_back};
pub use parts::{
    BuildRow, CriterionRow, GateRow, HypothesisRow, LearningRow, MoveRow, ReadingRow, SessionRow, find_session, has_learning, has_work,
    list_builds, list_criteria, list_gates, list_hypotheses, list_learning, list_moves, list_readings, list_readings_of, list_sessions,
    next_gate, open_gate,
};
pub use writes::*;

use super::rules::{self, Evidence};
use crate::kernel::{
    CampaignId, Doer, Eyes, Hatch, IdeaId, IdeaState, Moment, PersonId, Place, PrototypeId, PrototypeStage, Sight, SpaceId, SprintId,
    Viewer,
};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};

/// A prototype that a viewer may see, or that the caller has checked otherwise.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table, described in the migration")]
pub struct VisiblePrototype {
    #[diesel(sql_type = SqlUuid)]
    pub id: PrototypeId,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub idea_id: Option<IdeaId>,
    #[diesel(sql_type = Nullable<crate::kernel::sql_types::IdeaState>)]
    pub idea_state: Option<IdeaState>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub campaign_id: Option<CampaignId>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub sprint_id: Option<SprintId>,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub brief: String,
    #[diesel(sql_type = crate::kernel::sql_types::PrototypeStage)]
    pub stage: PrototypeStage,
    #[diesel(sql_type = Nullable<crate::kernel::sql_types::PrototypeStage>)]
    pub stage_before: Option<PrototypeStage>,
    #[diesel(sql_type = SqlUuid)]
    pub lead_id: PersonId,
    #[diesel(sql_type = crate::kernel::sql_types::Audience)]
    pub audience: crate::kernel::Audience,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub space_id: Option<SpaceId>,
    #[diesel(sql_type = crate::kernel::sql_types::Hatch)]
    pub hatch: Hatch,
    #[diesel(sql_type = Integer)]
    pub tests_passed: i32,
    #[diesel(sql_type = Integer)]
    pub tests_total: i32,
    #[diesel(sql_type = BigInt)]
    pub hypotheses_judged: i64,
    #[diesel(sql_type = BigInt)]
    pub hypotheses_total: i64,
    #[diesel(sql_type = BigInt)]
    pub gates_passed: i64,
    #[diesel(sql_type = BigInt)]
    pub gates_total: i64,
    #[diesel(sql_type = BigInt)]
    pub cost_cents: i64,
    #[diesel(sql_type = Integer)]
    pub version: i32,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    #[diesel(sql_type = Timestamptz)]
    pub stage_since: Moment,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub ended_at: Option<Moment>,
}

impl VisiblePrototype {
    /// Who may see it.
    pub fn sight(&self) -> Sight {
        Sight { audience: self.audience, space: self.space_id }
    }
    /// Where it stands for permissions: campaign roles count, and its lead owns it.
    pub fn place(&self, doer: &Doer) -> Place {
        Place::of(self.id, self.sight()).in_campaign(self.campaign_id).owned(doer.person_id() == Some(self.lead_id))
    }
    /// Its address.
    pub fn path(&self) -> String {
        path(self.number, &self.slug)
    }
    /// What the coupon is drawn from.
    pub fn evidence(&self) -> Evidence {
        Evidence {
            tests_passed: self.tests_passed.into(),
            tests: self.tests_total.into(),
            hypotheses_judged: self.hypotheses_judged,
            hypotheses: self.hypotheses_total,
            gates_passed: self.gates_passed,
            gates: self.gates_total,
        }
    }
    /// Length of the hatch, 0 to 100.
    pub fn progress(&self) -> u8 {
        rules::progress(self.evidence(), self.stage == PrototypeStage::Graduated)
    }
}

/// Address of a prototype.
pub fn path(number: i64, slug: &str) -> String {
    format!("/prototypes/{number}-{slug}")
}

macro_rules! prototype_columns {
    () => {
        "x.id, x.number, x.slug, x.idea_id, x.idea_state, x.campaign_id, x.sprint_id, x.title, x.brief, x.stage, x.stage_before, x.lead_id,
         x.audience, x.space_id, x.hatch, x.tests_passed, x.tests_total, x.cost_cents, x.version, x.created_at, x.stage_since, x.ended_at,
         (SELECT count(*) FROM hypotheses h WHERE h.prototype_id = x.id AND h.state <> 'open') AS hypotheses_judged,
         (SELECT count(*) FROM hypotheses h WHERE h.prototype_id = x.id) AS hypotheses_total,
         (SELECT count(*) FROM gates g WHERE g.prototype_id = x.id AND g.decision = 'go') AS gates_passed,
         (SELECT count(*) FROM gates g WHERE g.prototype_id = x.id AND (g.state <> 'decided' OR g.decision IN ('go', 'stop'))) AS gates_total"
    };
}
pub(super) use prototype_columns;

/// Whether work on the prototype with this id has begun: something was built or tested, or a gate was opened.
macro_rules! work_begun {
    ($id:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM builds WHERE prototype_id = ",
            $id,
            ") OR EXISTS (SELECT 1 FROM test_sessions WHERE prototype_id = ",
            $id,
            ") OR EXISTS (SELECT 1 FROM gates WHERE prototype_id = ",
            $id,
            " AND state <> 'planned'))"
        )
    };
}
pub(super) use work_begun;

/// The condition of a row `x` for the eyes `$1` to `$4`.
macro_rules! visible {
    () => {
        "x.withdrawn_at IS NULL AND may_see(x.audience, x.space_id, x.id, $1, $2, $3, $4)"
    };
}
pub(super) use visible;

/// Binds `$1` to `$4` of [`visible!`].
macro_rules! bind_eyes {
    ($query:expr, $viewer:expr) => {{
        let Eyes { signed_in, staff, spaces, named_in } = $viewer.eyes();
        $query
            .bind::<Bool, _>(signed_in)
            .bind::<Bool, _>(staff)
            .bind::<Nullable<Array<SqlUuid>>, _>(spaces)
            .bind::<Array<SqlUuid>, _>(named_in)
    }};
}
pub(super) use bind_eyes;

const MISSING: AppError = AppError::NotFound("prototype");

/// The prototype with this number.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there or not to be seen.
pub fn find_visible(conn: &mut PgConnection, viewer: &Viewer, number: i64) -> AppResult<VisiblePrototype> {
    let query = sql(concat!("SELECT ", prototype_columns!(), " FROM prototypes x WHERE x.number = $5 AND ", visible!()));
    bind_eyes!(query, viewer).bind::<BigInt, _>(number).get_result(conn).optional()?.ok_or(MISSING)
}

/// The prototype with this id.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there or not to be seen.
pub fn find_visible_by_id(conn: &mut PgConnection, viewer: &Viewer, id: PrototypeId) -> AppResult<VisiblePrototype> {
    let query = sql(concat!("SELECT ", prototype_columns!(), " FROM prototypes x WHERE x.id = $5 AND ", visible!()));
    bind_eyes!(query, viewer).bind::<SqlUuid, _>(id.0).get_result(conn).optional()?.ok_or(MISSING)
}

/// The prototype that came of an idea, when there is one that the viewer may see.
///
/// # Errors
/// When the query fails.
pub fn find_of_idea(conn: &mut PgConnection, viewer: &Viewer, idea: IdeaId) -> AppResult<Option<VisiblePrototype>> {
    let query = sql(concat!("SELECT ", prototype_columns!(), " FROM prototypes x WHERE x.idea_id = $5 AND ", visible!()));
    Ok(bind_eyes!(query, viewer).bind::<SqlUuid, _>(idea.0).get_result(conn).optional()?)
}

/// The prototype with this number, its row locked until the end of the transaction. The viewer is the doer.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there or not to be seen.
pub fn lock_visible(tx: &mut Tx<'_>, number: i64) -> AppResult<VisiblePrototype> {
    let viewer = tx.doer().viewer();
    // Locked first: what is counted in the statement that waits is counted from before it waited.
    sql("SELECT FROM prototypes WHERE number = $1 FOR UPDATE").bind::<BigInt, _>(number).execute(tx.reading())?;
    find_visible(tx.reading(), &viewer, number)
}

/// The prototype that came of an idea, locked, for those who have checked otherwise that they may.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub fn lock_of_idea(tx: &mut Tx<'_>, idea: IdeaId) -> AppResult<VisiblePrototype> {
    sql("SELECT FROM prototypes WHERE idea_id = $1 AND withdrawn_at IS NULL FOR UPDATE")
        .bind::<SqlUuid, _>(idea.0)
        .execute(tx.reading())?;
    let query = sql(concat!("SELECT ", prototype_columns!(), " FROM prototypes x WHERE x.idea_id = $1 AND x.withdrawn_at IS NULL"));
    query.bind::<SqlUuid, _>(idea.0).get_result(tx.reading()).optional()?.ok_or(MISSING)
}

/// Whether the viewer may see the pictures of this owner: a prototype, or one of its builds.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there or not to be seen.
pub fn check_pictures_visible(conn: &mut PgConnection, viewer: &Viewer, owner: uuid::Uuid) -> AppResult<()> {
    let query = sql(concat!(
        "SELECT ",
        prototype_columns!(),
        " FROM prototypes x WHERE (x.id = $5 OR x.id = (SELECT prototype_id FROM builds WHERE id = $5)) AND ",
        visible!()
    ));
    let found: Option<VisiblePrototype> = bind_eyes!(query, viewer).bind::<SqlUuid, _>(owner).get_result(conn).optional()?;
    found.map(drop).ok_or(MISSING)
}
