//! Reads of the inbox: what waits, oldest promise first, and what was decided.
use super::bind_scope;
use crate::kernel::{CampaignId, Hatch, IdeaSource, IdeaState, Moment, Role, TriageStep, Viewer};
use crate::platform::{db::sql, error::AppResult};
use chrono::TimeDelta;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// A promise with less than this left is at risk; the same as in the rules of ideas.
pub const AT_RISK: TimeDelta = TimeDelta::hours(24);

/// Roles that work on the inbox, or on the part of their campaigns; reviewers come by their table.
pub const TRIAGING: &[Role] = &[Role::Rnd, Role::Moderator, Role::Admin];

/// An idea that waits.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of ideas, campaigns and people")]
pub struct Waiting {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = crate::kernel::sql_types::IdeaState)]
    pub state: IdeaState,
    #[diesel(sql_type = crate::kernel::sql_types::IdeaSource)]
    pub source: IdeaSource,
    #[diesel(sql_type = Nullable<Text>)]
    pub campaign_title: Option<String>,
    #[diesel(sql_type = Nullable<crate::kernel::sql_types::Hatch>)]
    pub hatch: Option<Hatch>,
    #[diesel(sql_type = Text)]
    pub author_name: String,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub answer_due_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub clock_paused_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub answered_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub snoozed_until: Option<Moment>,
}

/// What of the inbox is asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Slug of a campaign.
    pub campaign: Option<String>,
    /// How ideas came in.
    pub source: Option<IdeaSource>,
    /// A state of the clock: on-track, at-risk, missed, paused; or `snoozed`.
    pub clock: Option<String>,
}

/// The place after a row: its promise and its id.
pub type After = (Option<Moment>, Uuid);

/// Statements over the inbox, one for each filter that has an index of its own; what else is asked for is checked on the rows.
struct Shapes {
    all: &'static str,
    campaign: &'static str,
    source: &'static str,
    snoozed: &'static str,
    paused: &'static str,
    missed: &'static str,
    at_risk: &'static str,
    on_track: &'static str,
}

macro_rules! shapes {
    ($statement:ident) => {
        Shapes {
            all: $statement!("true"),
            campaign: $statement!("i.campaign_id = (SELECT f.id FROM campaigns f WHERE f.slug = $10)"),
            source: $statement!("i.source = $11"),
            snoozed: $statement!("i.snoozed_until IS NOT NULL"),
            paused: $statement!("i.clock_paused_at IS NOT NULL"),
            missed: $statement!("i.answer_due_at < $8"),
            at_risk: $statement!("i.answer_due_at >= $8 AND i.answer_due_at <= $9"),
            on_track: $statement!("i.answer_due_at > $9"),
        }
    };
}

impl Shapes {
    fn of(&self, filter: &Filter) -> &'static str {
        match filter {
            Filter { campaign: Some(_), .. } => self.campaign,
            Filter { source: Some(source), .. } if *source != IdeaSource::Customer => self.source,
            Filter { clock: Some(clock), .. } => match clock.as_str() {
                "snoozed" => self.snoozed,
                "paused" => self.paused,
                "missed" => self.missed,
                "at-risk" => self.at_risk,
                "on-track" => self.on_track,
                _ => self.all,
            },
            Filter { .. } => self.all,
        }
    }
}

/// `$1` to `$7` by `bind_scope!`; `$8` now, `$9` end of at risk, `$10` campaign, `$11` source, `$12` clock.
macro_rules! in_inbox {
    () => {
        " AND i.triaged_at IS NULL AND i.state IN ('open', 'submitted', 'clarification')
         AND may_see(i.audience, i.space_id, i.id, $1, $2, $3, $4)
         AND ($5 OR i.campaign_id = ANY ($6) OR i.campaign_id IN (SELECT r.campaign_id FROM campaign_reviewers r WHERE r.person_id = $7))
         AND (CASE WHEN $12 = 'snoozed' THEN i.snoozed_until > $8 ELSE i.snoozed_until IS NULL OR i.snoozed_until <= $8 END)
         AND ($10::text IS NULL OR i.campaign_id = (SELECT f.id FROM campaigns f WHERE f.slug = $10))
         AND ($11::idea_source IS NULL OR i.source = $11)
         AND (CASE $12 WHEN 'paused' THEN i.clock_paused_at IS NOT NULL
                       WHEN 'missed' THEN i.clock_paused_at IS NULL AND i.answered_at IS NULL AND i.answer_due_at < $8
                       WHEN 'at-risk' THEN i.clock_paused_at IS NULL AND i.answered_at IS NULL AND i.answer_due_at >= $8 AND i.answer_due_at <= $9
                       WHEN 'on-track' THEN i.clock_paused_at IS NULL AND i.answered_at IS NULL AND i.answer_due_at > $9
                       ELSE true END)"
    };
}

macro_rules! bind_filter {
    ($statement:expr, $filter:expr, $now:expr) => {
        $statement
            .bind::<Timestamptz, _>($now)
            .bind::<Timestamptz, _>($now + AT_RISK)
            .bind::<Nullable<Text>, _>($filter.campaign.as_deref())
            .bind::<Nullable<crate::kernel::sql_types::IdeaSource>, _>($filter.source)
            .bind::<Nullable<Text>, _>($filter.clock.as_deref())
    };
}

macro_rules! list {
    ($lead:literal) => {
        concat!(
            "SELECT i.id, i.number, i.slug, i.title, i.state, i.source, c.title AS campaign_title, c.hatch, p.name AS author_name,
                    i.created_at, i.answer_due_at, i.clock_paused_at, i.answered_at, i.snoozed_until
             FROM ideas i JOIN people p ON p.id = i.author_id LEFT JOIN campaigns c ON c.id = i.campaign_id
             WHERE ",
            $lead,
            in_inbox!(),
            " AND ($13::uuid IS NULL OR i.answer_due_at > $14 OR (i.answer_due_at IS NOT DISTINCT FROM $14 AND i.id > $13) OR ($14 IS NOT NULL AND i.answer_due_at IS NULL))
             ORDER BY i.answer_due_at, i.id LIMIT $15"
        )
    };
}
const LIST: Shapes = shapes!(list);

macro_rules! count {
    ($lead:literal) => {
        concat!("SELECT count(*) AS count FROM (SELECT 1 FROM ideas i WHERE ", $lead, in_inbox!(), " LIMIT $13) AS waiting")
    };
}
const COUNT: Shapes = shapes!(count);

/// What waits, oldest promise first.
///
/// # Errors
/// When the query fails.
pub fn list_waiting(
    conn: &mut PgConnection,
    viewer: &Viewer,
    filter: &Filter,
    now: Moment,
    after: Option<After>,
    most: i64,
) -> AppResult<Vec<Waiting>> {
    let (due, id) = after.map_or((None, None), |(due, id)| (due, Some(id)));
    Ok(bind_filter!(bind_scope!(sql(LIST.of(filter)), viewer, viewer.reach(TRIAGING)), filter, now)
        .bind::<Nullable<SqlUuid>, _>(id)
        .bind::<Nullable<Timestamptz>, _>(due)
        .bind::<BigInt, _>(most)
        .load(conn)?)
}

/// Most that the count says exactly.
pub const COUNTED: i64 = 100;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many wait, counted up to [`COUNTED`] and one more.
///
/// # Errors
/// When the query fails.
pub fn count_waiting(conn: &mut PgConnection, viewer: &Viewer, filter: &Filter, now: Moment) -> AppResult<i64> {
    let row: Count = bind_filter!(bind_scope!(sql(COUNT.of(filter)), viewer, viewer.reach(TRIAGING)), filter, now)
        .bind::<BigInt, _>(COUNTED + 1)
        .get_result(conn)?;
    Ok(row.count)
}

/// A campaign that has something in the inbox.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of campaigns")]
pub struct CampaignChoice {
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub title: String,
}

/// Campaigns to filter by: those that run, that the viewer triages or reviews, at most 50.
///
/// # Errors
/// When the query fails.
pub fn list_campaigns(conn: &mut PgConnection, viewer: &Viewer) -> AppResult<Vec<CampaignChoice>> {
    let statement = sql("SELECT c.slug, c.title FROM campaigns c
         WHERE c.state NOT IN ('draft', 'archived') AND may_see(c.audience, c.space_id, c.id, $1, $2, $3, $4)
           AND ($5 OR c.id = ANY ($6) OR c.id IN (SELECT r.campaign_id FROM campaign_reviewers r WHERE r.person_id = $7))
         ORDER BY c.number DESC LIMIT 50");
    Ok(bind_scope!(statement, viewer, viewer.reach(TRIAGING)).load(conn)?)
}

/// Whether the viewer may see this idea in the inbox: their part of it, whatever its state.
///
/// # Errors
/// When the query fails.
pub fn is_in_scope(conn: &mut PgConnection, viewer: &Viewer, campaign: Option<CampaignId>) -> AppResult<bool> {
    let scope = viewer.reach(TRIAGING);
    let (Some(actor), Some(campaign)) = (viewer.person(), campaign) else {
        return Ok(scope.everywhere);
    };
    if scope.everywhere || scope.campaigns.contains(&campaign.0) {
        return Ok(true);
    }
    let row: Count = sql("SELECT count(*) AS count FROM campaign_reviewers WHERE campaign_id = $1 AND person_id = $2")
        .bind::<SqlUuid, _>(campaign)
        .bind::<SqlUuid, _>(actor.id)
        .get_result(conn)?;
    Ok(row.count > 0)
}

/// A decision with what came of it.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of decisions, ideas and people")]
pub struct PastDecision {
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = crate::kernel::sql_types::TriageStep)]
    pub step: TriageStep,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = Text)]
    pub decider_name: String,
    #[diesel(sql_type = Timestamptz)]
    pub decided_at: Moment,
    #[diesel(sql_type = crate::kernel::sql_types::IdeaState)]
    pub state: IdeaState,
}

/// Decisions that stand, newest first, since a moment, on ideas that the viewer sees in their part of the inbox.
///
/// # Errors
/// When the query fails.
pub fn list_decided(conn: &mut PgConnection, viewer: &Viewer, since: Moment, most: i64) -> AppResult<Vec<PastDecision>> {
    let statement = sql("SELECT i.number, i.slug, i.title, d.step, d.reason, p.name AS decider_name, d.decided_at, i.state
         FROM triage_decisions d JOIN ideas i ON i.id = d.idea_id JOIN people p ON p.id = d.decided_by
         WHERE d.undone_at IS NULL AND d.decided_at >= $8 AND may_see(i.audience, i.space_id, i.id, $1, $2, $3, $4)
           AND i.state NOT IN ('draft', 'withdrawn', 'pending', 'off_topic', 'binned')
           AND ($5 OR i.campaign_id = ANY ($6) OR i.campaign_id IN (SELECT r.campaign_id FROM campaign_reviewers r WHERE r.person_id = $7))
         ORDER BY d.decided_at DESC LIMIT $9");
    Ok(bind_scope!(statement, viewer, viewer.reach(TRIAGING)).bind::<Timestamptz, _>(since).bind::<BigInt, _>(most).load(conn)?)
}
