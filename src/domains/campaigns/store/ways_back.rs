//! How campaigns stood before somebody moved their phases by hand.
use super::Campaign;
use crate::domains::campaigns::rules::{
    Phase, Plan,
    way_back::{Facts, WayBack},
};
use crate::kernel::{CampaignId, CampaignState, CountsShown, Granted, Moment, Permission, PhaseKind, sql_types};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    prelude::*,
    sql_types::{Array, Integer, Jsonb, Nullable, Timestamptz, Uuid as SqlUuid},
};
use std::collections::HashMap;
use uuid::Uuid;

type Dated = (PhaseKind, Moment, Moment);

/// Keeps the way back from a move that makes the next version of this campaign.
///
/// # Errors
/// When the statement fails.
pub(in crate::domains::campaigns) fn put_way_back<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    campaign: &Campaign,
    plan: &Plan,
) -> AppResult<()> {
    let phases: Vec<Dated> = plan.phases().iter().map(|phase| (phase.kind, phase.starts_at, phase.ends_at)).collect();
    let now = tx.now();
    sql("INSERT INTO campaign_ways_back (campaign_id, version, state, phases, answer_by, moved_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (campaign_id) DO UPDATE SET version = excluded.version, state = excluded.state, phases = excluded.phases,
            answer_by = excluded.answer_by, moved_at = excluded.moved_at")
    .bind::<SqlUuid, _>(campaign.id)
    .bind::<Integer, _>(campaign.version + 1)
    .bind::<sql_types::CampaignState, _>(campaign.state)
    .bind::<Jsonb, _>(serde_json::to_value(phases).map_err(anyhow::Error::from)?)
    .bind::<Nullable<Timestamptz>, _>(campaign.answer_by)
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted))?;
    Ok(())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: CampaignId,
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = sql_types::CampaignState)]
    state: CampaignState,
    #[diesel(sql_type = Jsonb)]
    phases: serde_json::Value,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    answer_by: Option<Moment>,
    #[diesel(sql_type = Timestamptz)]
    moved_at: Moment,
    #[diesel(sql_type = Integer)]
    version_now: i32,
    #[diesel(sql_type = sql_types::CampaignState)]
    state_now: CampaignState,
    #[diesel(sql_type = sql_types::CountsShown)]
    counts: CountsShown,
    #[diesel(sql_type = Integer)]
    ideas: i32,
    #[diesel(sql_type = Integer)]
    voters: i32,
}

/// The ways back of these campaigns, each with how the campaign stands now; for those who checked the campaigns.
///
/// # Errors
/// When the database cannot be asked.
pub fn ways_back(conn: &mut PgConnection, campaigns: &[CampaignId]) -> AppResult<HashMap<CampaignId, (WayBack, Facts)>> {
    if campaigns.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<Uuid> = campaigns.iter().map(|campaign| campaign.0).collect();
    let rows: Vec<Row> =
        sql("SELECT c.id, w.version, w.state, w.phases, w.answer_by, w.moved_at, c.version AS version_now, c.state AS state_now,
            c.counts, c.idea_count AS ideas, c.voter_count AS voters
         FROM campaign_ways_back w JOIN campaigns c ON c.id = w.campaign_id WHERE c.id = ANY ($1)")
        .bind::<Array<SqlUuid>, _>(ids)
        .load(conn)?;
    let read = |row: Row| {
        let dated: Vec<Dated> = serde_json::from_value(row.phases).map_err(anyhow::Error::from)?;
        let phases = dated.into_iter().map(|(kind, starts_at, ends_at)| Phase { kind, starts_at, ends_at }).collect();
        let (version, state, answer_by, moved_at) = (row.version, row.state, row.answer_by, row.moved_at);
        let way = WayBack { version, state, plan: Plan::stored(phases), answer_by, moved_at };
        let is = Facts { version: row.version_now, state: row.state_now, counts: row.counts, ideas: row.ideas, voters: row.voters };
        Ok((row.id, (way, is)))
    };
    rows.into_iter().map(read).collect()
}
