//! Many prototypes at once: the board, lists by key, sprints, and the small public read for idea pages.
use super::{VisiblePrototype, bind_eyes, prototype_columns, visible, work_begun};
use crate::domains::prototypes::rules;
use crate::kernel::{CampaignId, Eyes, GateDecision, IdeaId, Moment, PersonId, PrototypeStage, SprintId, Viewer, sql_types};
use crate::platform::{
    db::sql,
    error::{AppError, AppResult},
};
use chrono::NaiveDate;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Date, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid},
};

/// Cards shown in one column.
pub const PER_COLUMN: i64 = 60;

/// Which prototypes to show.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Of this campaign only.
    pub campaign: Option<CampaignId>,
    /// Led by this person only.
    pub lead: Option<PersonId>,
    /// Of this sprint only.
    pub sprint: Option<SprintId>,
}

/// A prototype on the board, and how many its column holds.
#[derive(Debug, Clone, QueryableByName)]
pub struct Card {
    /// The prototype.
    #[diesel(embed)]
    pub prototype: VisiblePrototype,
    /// Name of its campaign; empty when it has none.
    #[diesel(sql_type = Text)]
    pub campaign: String,
    /// Name of its sprint, for the organisation's own people; empty when it has none.
    #[diesel(sql_type = Text)]
    pub sprint: String,
    /// Prototypes in its stage, those not shown counted too.
    #[diesel(sql_type = BigInt)]
    pub in_stage: i64,
}

/// The board: per stage the `PER_COLUMN` prototypes that came there last. One query.
///
/// # Errors
/// When it fails.
pub fn list_board(conn: &mut PgConnection, viewer: &Viewer, filter: Filter) -> AppResult<Vec<Card>> {
    let query = sql(concat!(
        "SELECT ",
        prototype_columns!(),
        ", coalesce((SELECT title FROM campaigns c WHERE c.id = x.campaign_id AND may_see(c.audience, c.space_id, c.id, $1, $2, $3, $4)), '') AS campaign,
            coalesce((SELECT title FROM sprints s WHERE s.id = x.sprint_id AND $2), '') AS sprint, x.in_stage FROM (
            SELECT x.*, count(*) OVER (PARTITION BY stage) AS in_stage, row_number() OVER (PARTITION BY stage ORDER BY stage_since DESC, id) AS place
            FROM prototypes x WHERE ",
        visible!(),
        " AND ($5 IS NULL OR x.campaign_id = $5) AND ($6 IS NULL OR x.lead_id = $6) AND ($7 IS NULL OR x.sprint_id = $7)
         ) x WHERE x.place <= $8 ORDER BY x.stage, x.place"
    ));
    let query = bind_eyes!(query, viewer)
        .bind::<Nullable<SqlUuid>, _>(filter.campaign.map(|campaign| campaign.0))
        .bind::<Nullable<SqlUuid>, _>(filter.lead.map(|lead| lead.0))
        .bind::<Nullable<SqlUuid>, _>(filter.sprint.map(|sprint| sprint.0))
        .bind::<BigInt, _>(PER_COLUMN);
    Ok(query.load(conn)?)
}

/// Prototypes by number, newest first, below a number.
///
/// # Errors
/// When the query fails.
pub fn list_page(
    conn: &mut PgConnection,
    viewer: &Viewer,
    stage: Option<PrototypeStage>,
    below: Option<i64>,
    most: i64,
) -> AppResult<Vec<VisiblePrototype>> {
    let query = sql(concat!(
        "SELECT ",
        prototype_columns!(),
        " FROM prototypes x WHERE x.number < $5 AND ($6 IS NULL OR x.stage = $6) AND ",
        visible!(),
        " ORDER BY x.number DESC LIMIT $7"
    ));
    let query = bind_eyes!(query, viewer)
        .bind::<BigInt, _>(below.unwrap_or(i64::MAX))
        .bind::<Nullable<sql_types::PrototypeStage>, _>(stage)
        .bind::<BigInt, _>(most);
    Ok(query.load(conn)?)
}

/// The prototypes of a sprint, by number.
///
/// # Errors
/// When the query fails.
pub fn list_sprint(conn: &mut PgConnection, viewer: &Viewer, sprint: SprintId) -> AppResult<Vec<VisiblePrototype>> {
    let query = sql(concat!(
        "SELECT ",
        prototype_columns!(),
        " FROM prototypes x WHERE x.sprint_id = $5 AND ",
        visible!(),
        " ORDER BY x.number LIMIT 500"
    ));
    Ok(bind_eyes!(query, viewer).bind::<SqlUuid, _>(sprint.0).load(conn)?)
}

/// A sprint.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table")]
pub struct SprintRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: SprintId,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Integer)]
    pub target: i32,
    #[diesel(sql_type = Date)]
    pub starts_on: NaiveDate,
    #[diesel(sql_type = Date)]
    pub ends_on: NaiveDate,
}

impl SprintRow {
    /// The day of the sprint that a date is, from 1, within its length; and how many days it has.
    pub fn day(&self, today: NaiveDate) -> (i64, i64) {
        let days = (self.ends_on - self.starts_on).num_days() + 1;
        (((today - self.starts_on).num_days() + 1).clamp(0, days), days)
    }
}

/// A sprint with its numbers: how many prototypes it has and how many of them are built.
#[derive(Debug, Clone, QueryableByName)]
pub struct Running {
    /// The sprint.
    #[diesel(embed)]
    pub sprint: SprintRow,
    /// Past framing and building.
    #[diesel(sql_type = BigInt)]
    pub built: i64,
    /// All of them.
    #[diesel(sql_type = BigInt)]
    pub total: i64,
}

macro_rules! sprint_counted {
    () => {
        "SELECT s.id, s.slug, s.title, s.target, s.starts_on, s.ends_on,
            count(x.id) FILTER (WHERE (CASE x.stage WHEN 'on_hold' THEN coalesce(x.stage_before, 'framed') ELSE x.stage END) NOT IN ('framed', 'building')) AS built,
            count(x.id) AS total
         FROM sprints s LEFT JOIN prototypes x ON x.sprint_id = s.id AND x.withdrawn_at IS NULL "
    };
}

/// The sprint that runs on a date.
///
/// # Errors
/// When the query fails.
pub fn running_sprint(conn: &mut PgConnection, today: NaiveDate) -> AppResult<Option<Running>> {
    let query =
        sql(concat!(sprint_counted!(), "WHERE $1 BETWEEN s.starts_on AND s.ends_on GROUP BY s.id ORDER BY s.ends_on, s.id LIMIT 1"));
    Ok(query.bind::<Date, _>(today).get_result(conn).optional()?)
}

/// A sprint by its slug. Sprints are the organisation's own: others find none.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there or not to be seen.
pub fn find_sprint(conn: &mut PgConnection, viewer: &Viewer, slug: &str) -> AppResult<Running> {
    if !viewer.is_staff() || slug.contains('\0') {
        return Err(AppError::NotFound("sprint"));
    }
    let query = sql(concat!(sprint_counted!(), "WHERE s.slug = $1 GROUP BY s.id"));
    query.bind::<Text, _>(slug).get_result(conn).optional()?.ok_or(AppError::NotFound("sprint"))
}

/// What a gate decided, as everybody who sees the idea reads it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct DecisionOfIdea {
    /// Number of the gate.
    pub number: i16,
    /// Go, recycle, hold or stop.
    pub decision: GateDecision,
    /// Why.
    pub reasons: String,
    /// Name of who decided.
    pub by: Option<String>,
    /// When.
    pub at: Moment,
}

/// What an idea's page shows of its prototype to everybody who sees the idea: how far it is, and no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouponOfIdea {
    /// Short number.
    pub number: i64,
    /// Where it stands.
    pub stage: PrototypeStage,
    /// Since when.
    pub since: Moment,
    /// Length of the hatch, 0 to 100.
    pub progress: u8,
    /// Where its gates are, 0 to 100.
    pub ticks: Vec<u8>,
    /// What its gates decided, the last one first, 20 at most.
    pub decisions: Vec<DecisionOfIdea>,
    /// Something was built or tested, or a gate was opened: it is no slip any more.
    pub work_begun: bool,
    /// Title and address, for those who may see the prototype itself.
    pub link: Option<(String, String)>,
}

/// The prototype that came of an idea, as far as everybody who sees the idea may know it: stage and progress.
/// The caller has checked that the viewer may see the idea.
///
/// # Errors
/// When the query fails.
pub fn coupon_of_idea(conn: &mut PgConnection, viewer: &Viewer, idea: IdeaId) -> AppResult<Option<CouponOfIdea>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(embed)]
        prototype: VisiblePrototype,
        #[diesel(sql_type = Bool)]
        open: bool,
        #[diesel(sql_type = Bool)]
        work_begun: bool,
        #[diesel(sql_type = Jsonb)]
        decisions: serde_json::Value,
    }
    let query = sql(concat!(
        "SELECT ",
        prototype_columns!(),
        ", may_see(x.audience, x.space_id, x.id, $1, $2, $3, $4) AS open, ",
        work_begun!("x.id"),
        " AS work_begun,
         (SELECT coalesce(jsonb_agg(d), '[]') FROM (SELECT g.number, g.decision, g.reasons, p.name AS by, g.decided_at AS at
            FROM gates g LEFT JOIN people p ON p.id = g.decided_by
            WHERE g.prototype_id = x.id AND g.decision IS NOT NULL ORDER BY g.decided_at DESC, g.number DESC LIMIT 20) AS d) AS decisions
         FROM prototypes x WHERE x.idea_id = $5 AND x.withdrawn_at IS NULL"
    ));
    let found: Option<Row> = bind_eyes!(query, viewer).bind::<SqlUuid, _>(idea.0).get_result(conn).optional()?;
    let Some(Row { prototype, open, work_begun, decisions }) = found else {
        return Ok(None);
    };
    Ok(Some(CouponOfIdea {
        number: prototype.number,
        stage: prototype.stage,
        since: prototype.stage_since,
        progress: prototype.progress(),
        ticks: rules::ticks(prototype.gates_total),
        decisions: serde_json::from_value(decisions).map_err(anyhow::Error::from)?,
        work_begun,
        link: open.then(|| (prototype.title.clone(), prototype.path())),
    }))
}

/// A prototype that came of an idea.
#[derive(Debug, Clone, QueryableByName)]
pub struct OfIdea {
    /// The prototype.
    #[diesel(embed)]
    pub prototype: VisiblePrototype,
    /// The viewer may see the prototype itself, too.
    #[diesel(sql_type = Bool)]
    pub open: bool,
}

/// The prototypes that came of these ideas. The caller has checked that the viewer may see the ideas. One query.
///
/// # Errors
/// When it fails.
pub fn list_of_ideas(conn: &mut PgConnection, viewer: &Viewer, ideas: &[IdeaId]) -> AppResult<Vec<OfIdea>> {
    if ideas.is_empty() {
        return Ok(Vec::new());
    }
    let query = sql(concat!(
        "SELECT ",
        prototype_columns!(),
        ", may_see(x.audience, x.space_id, x.id, $1, $2, $3, $4) AS open
         FROM prototypes x WHERE x.idea_id = ANY ($5) AND x.withdrawn_at IS NULL"
    ));
    let ids: Vec<uuid::Uuid> = ideas.iter().map(|idea| idea.0).collect();
    Ok(bind_eyes!(query, viewer).bind::<Array<SqlUuid>, _>(ids).load(conn)?)
}

/// What the board can be narrowed to: campaigns and leads of prototypes the viewer sees.
#[derive(Debug, Clone, QueryableByName)]
pub struct Choice {
    /// A campaign (true) or a lead.
    #[diesel(sql_type = Bool)]
    pub is_campaign: bool,
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: uuid::Uuid,
    /// Slug of the campaign or handle of the person.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// Title or name.
    #[diesel(sql_type = Text)]
    pub label: String,
}

/// Choices of the filter, 200 at most, by label. One query.
///
/// # Errors
/// When it fails.
pub fn list_choices(conn: &mut PgConnection, viewer: &Viewer) -> AppResult<Vec<Choice>> {
    let query = sql(concat!(
        "WITH seen AS (SELECT DISTINCT x.campaign_id, x.lead_id FROM prototypes x WHERE ",
        visible!(),
        ") SELECT offered.* FROM (SELECT true AS is_campaign, c.id, c.slug AS key, c.title AS label FROM campaigns c
            WHERE c.id IN (SELECT campaign_id FROM seen) AND may_see(c.audience, c.space_id, c.id, $1, $2, $3, $4)
         UNION ALL SELECT false, p.id, p.handle, p.name FROM people p WHERE p.id IN (SELECT lead_id FROM seen)) AS offered
         ORDER BY is_campaign, fold(label), id LIMIT 200"
    ));
    Ok(bind_eyes!(query, viewer).load(conn)?)
}
