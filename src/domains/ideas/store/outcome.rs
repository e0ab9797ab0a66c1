//! What became of the ideas of one campaign: how many wait, what was chosen, how long it took.
use super::{bind_viewer, visible};
use crate::kernel::{CampaignId, IdeaId, IdeaState, Moment, PersonId, Viewer, sql_types};
use crate::platform::{db::sql, error::AppResult};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Float8, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};

/// States of ideas that still wait for their answer. A draft was never sent.
pub const UNANSWERED: &[IdeaState] =
    &[IdeaState::Submitted, IdeaState::Pending, IdeaState::Open, IdeaState::InReview, IdeaState::Clarification];
/// States of ideas that were chosen.
pub const SELECTED: &[IdeaState] = &[IdeaState::Shipped, IdeaState::InPrototype, IdeaState::Shortlisted];
/// States that the report of a campaign names.
pub const REPORTED: &[IdeaState] = &[
    IdeaState::Shipped,
    IdeaState::InPrototype,
    IdeaState::Shortlisted,
    IdeaState::Parked,
    IdeaState::Declined,
    IdeaState::Merged,
    IdeaState::Submitted,
    IdeaState::Open,
    IdeaState::InReview,
    IdeaState::Clarification,
];

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Ideas of a campaign that nobody decided yet, whoever may see them.
///
/// # Errors
/// When the query fails.
pub fn count_unanswered(conn: &mut PgConnection, campaign: CampaignId) -> AppResult<i64> {
    let counted: Counted = sql("SELECT count(*) AS count FROM ideas WHERE campaign_id = $1 AND state = ANY ($2)")
        .bind::<SqlUuid, _>(campaign)
        .bind::<Array<sql_types::IdeaState>, _>(UNANSWERED)
        .get_result(conn)?;
    Ok(counted.count)
}

/// An idea in the report of its campaign.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the tables, described in the migrations")]
pub struct Reported {
    #[diesel(sql_type = SqlUuid)]
    pub id: IdeaId,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = SqlUuid)]
    pub author_id: PersonId,
    #[diesel(sql_type = sql_types::IdeaState)]
    pub state: IdeaState,
    #[diesel(sql_type = Integer)]
    pub vote_count: i32,
    #[diesel(sql_type = Integer)]
    pub comment_count: i32,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    /// When it came to its present state.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub decided_at: Option<Moment>,
    /// The reason given for it; empty where none was.
    #[diesel(sql_type = Text)]
    pub reason: String,
}

/// Ideas of a campaign in these states, in the order of the states given, most votes first
/// where they are not hidden.
///
/// # Errors
/// When the query fails.
pub fn list_reported(
    conn: &mut PgConnection,
    viewer: &Viewer,
    campaign: CampaignId,
    states: &[IdeaState],
    most: i64,
) -> AppResult<Vec<Reported>> {
    let query = sql(concat!(
        "SELECT i.id, i.number, i.slug, i.title, i.author_id, i.state, i.vote_count, i.comment_count, i.created_at,
            m.moved_at AS decided_at, coalesce(m.reason, '') AS reason
         FROM ideas i
         LEFT JOIN LATERAL (SELECT moved_at, reason FROM idea_moves WHERE idea_id = i.id AND to_state = i.state ORDER BY moved_at DESC LIMIT 1) m ON true
         WHERE i.campaign_id = $8 AND i.state = ANY ($9) AND ",
        visible!(),
        " ORDER BY array_position($9, i.state), CASE WHEN i.counts_hidden THEN 0 ELSE i.vote_count END DESC, i.number LIMIT $10"
    ));
    Ok(bind_viewer!(query, viewer)
        .bind::<SqlUuid, _>(campaign)
        .bind::<Array<sql_types::IdeaState>, _>(states)
        .bind::<BigInt, _>(most)
        .load(conn)?)
}

#[derive(QueryableByName)]
struct StateCount {
    #[diesel(sql_type = sql_types::IdeaState)]
    state: IdeaState,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many of the ideas that the viewer may see are in which state.
///
/// # Errors
/// When the query fails.
pub fn count_by_state(conn: &mut PgConnection, viewer: &Viewer, campaign: CampaignId) -> AppResult<Vec<(IdeaState, i64)>> {
    let query = sql(concat!(
        "SELECT i.state, count(*) AS count FROM ideas i WHERE i.campaign_id = $8 AND i.state NOT IN ('draft', 'withdrawn') AND ",
        visible!(),
        " GROUP BY i.state ORDER BY i.state"
    ));
    let rows: Vec<StateCount> = bind_viewer!(query, viewer).bind::<SqlUuid, _>(campaign).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.state, row.count)).collect())
}

#[derive(QueryableByName)]
struct Median {
    #[diesel(sql_type = Nullable<Float8>)]
    days: Option<f64>,
}

/// Median of the days from an idea to its first decision, over the ideas that the viewer may see. Imported ones are left out: they
/// are dated where they come from, long before anybody here could decide.
///
/// # Errors
/// When the query fails.
pub fn median_days_to_decision(conn: &mut PgConnection, viewer: &Viewer, campaign: CampaignId) -> AppResult<Option<f64>> {
    let query = sql(concat!(
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.at - i.created_at)::float8 / 86400) AS days
         FROM ideas i
         JOIN LATERAL (SELECT min(moved_at) AS at FROM idea_moves
            WHERE idea_id = i.id AND to_state IN ('shortlisted', 'in_prototype', 'shipped', 'parked', 'declined')) d ON d.at IS NOT NULL
         WHERE i.campaign_id = $8 AND i.source <> 'import' AND ",
        visible!()
    ));
    let median: Median = bind_viewer!(query, viewer).bind::<SqlUuid, _>(campaign).get_result(conn)?;
    Ok(median.days)
}
