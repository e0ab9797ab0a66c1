//! The tables of voting: votes, their ledger, budgets, stances.
pub(super) mod ballots;

use crate::domains::ideas;
use crate::kernel::{CampaignId, Granted, IdeaId, Moment, Permission, PersonId, Stance};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
    web::Limit,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use serde::Serialize;
use std::collections::HashSet;
use uuid::Uuid;

#[derive(QueryableByName)]
struct IdeaRow {
    #[diesel(sql_type = SqlUuid)]
    idea_id: IdeaId,
}

/// Those of these ideas that the person's vote counts for, cast on them or on a duplicate merged into them.
///
/// # Errors
/// When the query fails.
pub fn mine(conn: &mut PgConnection, person: PersonId, ideas: &[IdeaId]) -> AppResult<HashSet<IdeaId>> {
    let ids: Vec<Uuid> = ideas.iter().map(|id| id.0).collect();
    let rows: Vec<IdeaRow> = sql("SELECT t.idea_id FROM unnest($2) AS t (idea_id) WHERE voted_for(t.idea_id, $1)")
        .bind::<SqlUuid, _>(person)
        .bind::<Array<SqlUuid>, _>(ids)
        .load(conn)?;
    Ok(rows.into_iter().map(|row| row.idea_id).collect())
}

/// What a person may still spend in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, QueryableByName, utoipa::ToSchema)]
pub struct Budget {
    /// Votes left.
    #[diesel(sql_type = Integer)]
    pub left: i32,
    /// Votes in all.
    #[diesel(sql_type = Integer)]
    pub cap: i32,
}

impl Budget {
    /// What is left of a cap; nothing, never less, when the cap was lowered later.
    pub fn of(cap: i32, spent: i32) -> Self {
        Self { left: (cap - spent).max(0), cap }
    }
}

#[derive(QueryableByName)]
struct MostSpent {
    #[diesel(sql_type = Integer)]
    most: i32,
}

/// How many votes the one who gave most has given in a campaign.
///
/// # Errors
/// When the query fails.
pub fn most_spent(conn: &mut PgConnection, campaign: CampaignId) -> AppResult<i32> {
    let row: MostSpent = sql("SELECT coalesce(max(spent), 0) AS most FROM vote_budgets WHERE campaign_id = $1")
        .bind::<SqlUuid, _>(campaign)
        .get_result(conn)?;
    Ok(row.most)
}

/// The person's budget in a campaign; `None` where the campaign has none.
///
/// # Errors
/// When the query fails.
pub fn budget(conn: &mut PgConnection, person: PersonId, campaign: CampaignId) -> AppResult<Option<Budget>> {
    let row: Option<Budget> = sql("SELECT greatest(c.vote_budget - coalesce(b.spent, 0), 0) AS left, c.vote_budget AS cap
         FROM campaigns c LEFT JOIN vote_budgets b ON b.campaign_id = c.id AND b.voter_id = $1
         WHERE c.id = $2 AND c.vote_budget IS NOT NULL")
    .bind::<SqlUuid, _>(person)
    .bind::<SqlUuid, _>(campaign)
    .get_result(conn)
    .optional()?;
    Ok(row)
}

/// Somebody who asks for an idea.
#[derive(Debug, Clone, Serialize, QueryableByName)]
pub struct Voter {
    /// Who.
    #[diesel(sql_type = SqlUuid)]
    pub voter_id: PersonId,
    /// Name as shown.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Handle of the profile.
    #[diesel(sql_type = Text)]
    pub handle: String,
    /// Where they work.
    #[diesel(sql_type = Text)]
    pub company: String,
    /// In the public directory.
    #[diesel(sql_type = Bool)]
    pub listed: bool,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub cast_at: Moment,
}

/// Who voted for an idea or a duplicate of it, newest first; each person once. For staff.
///
/// # Errors
/// When the query fails.
pub fn list_voters(conn: &mut PgConnection, idea: IdeaId, after: Option<(Moment, PersonId)>, limit: Limit) -> AppResult<Vec<Voter>> {
    let query = sql("SELECT v.voter_id, p.name, p.handle, p.company, p.listed, v.cast_at
         FROM (SELECT voter_id, min(cast_at) AS cast_at FROM votes WHERE idea_id IN (SELECT with_duplicates($1)) GROUP BY voter_id) v
         JOIN people p ON p.id = v.voter_id
         WHERE $2 IS NULL OR (v.cast_at, v.voter_id) < ($2, $3) ORDER BY v.cast_at DESC, v.voter_id DESC LIMIT $4");
    Ok(query
        .bind::<SqlUuid, _>(idea)
        .bind::<Nullable<Timestamptz>, _>(after.map(|(at, _)| at))
        .bind::<Nullable<SqlUuid>, _>(after.map(|(_, voter)| voter))
        .bind::<BigInt, _>(limit.rows_and_one())
        .load(conn)?)
}

/// A company and how many of its people ask.
#[derive(Debug, Clone, Serialize, QueryableByName)]
pub struct Firm {
    /// Name; empty for people without one.
    #[diesel(sql_type = Text)]
    pub company: String,
    /// How many of its people.
    #[diesel(sql_type = BigInt)]
    pub voters: i64,
}

/// The companies behind the votes for an idea, most first, at most 12. For staff.
///
/// # Errors
/// When the query fails.
pub fn list_firms(conn: &mut PgConnection, idea: IdeaId) -> AppResult<Vec<Firm>> {
    Ok(sql("SELECT p.company, count(DISTINCT v.voter_id) AS voters FROM votes v JOIN people p ON p.id = v.voter_id
         WHERE v.idea_id IN (SELECT with_duplicates($1)) AND p.company <> '' GROUP BY p.company ORDER BY voters DESC, fold(p.company), p.company LIMIT 12")
    .bind::<SqlUuid, _>(idea)
    .load(conn)?)
}

/// Where people stand on a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, QueryableByName, utoipa::ToSchema)]
pub struct Stances {
    /// People who agree.
    #[diesel(sql_type = BigInt)]
    pub agree: i64,
    /// People who disagree.
    #[diesel(sql_type = BigInt)]
    pub disagree: i64,
    /// People who passed.
    #[diesel(sql_type = BigInt)]
    pub pass: i64,
}

/// Stances on one idea, counted.
///
/// # Errors
/// When the query fails.
pub fn count_stances(conn: &mut PgConnection, idea: IdeaId) -> AppResult<Stances> {
    Ok(sql("SELECT count(*) FILTER (WHERE stance = 'agree') AS agree, count(*) FILTER (WHERE stance = 'disagree') AS disagree,
            count(*) FILTER (WHERE stance = 'pass') AS pass FROM stances WHERE idea_id = $1")
    .bind::<SqlUuid, _>(idea)
    .get_result(conn)?)
}

/// Sets where a person stands on an idea.
///
/// # Errors
/// When the statement fails.
pub fn put_stance<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, idea: IdeaId, person: PersonId, stance: Stance) -> AppResult<()> {
    let now = tx.now();
    sql("INSERT INTO stances (idea_id, person_id, stance, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (idea_id, person_id) DO UPDATE SET stance = excluded.stance, at = excluded.at")
    .bind::<SqlUuid, _>(idea)
    .bind::<SqlUuid, _>(person)
    .bind::<crate::kernel::sql_types::Stance, _>(stance)
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted))?;
    Ok(())
}

#[derive(QueryableByName)]
struct Recounted {
    #[diesel(sql_type = SqlUuid)]
    idea_id: IdeaId,
    #[diesel(sql_type = Integer)]
    change: i32,
}

/// Sets the count of these ideas to the people whose vote counts for them: each once, over the idea and
/// everything merged into it.
///
/// # Errors
/// When a statement fails.
pub fn recount_many<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, ideas: &[IdeaId]) -> AppResult<()> {
    let ids: Vec<Uuid> = ideas.iter().map(|id| id.0).collect();
    sql("SELECT 1 FROM ideas WHERE id = ANY ($1) ORDER BY id FOR UPDATE").bind::<Array<SqlUuid>, _>(&ids).execute(tx.reading())?;
    let rows: Vec<Recounted> = sql("SELECT i.id AS idea_id,
                (SELECT count(DISTINCT v.voter_id) FROM votes v WHERE v.idea_id IN (SELECT with_duplicates(i.id)))::int - i.vote_count AS change
         FROM ideas i WHERE i.id = ANY ($1)")
    .bind::<Array<SqlUuid>, _>(ids)
    .load(tx.reading())?;
    let changed: Vec<(IdeaId, i32)> = rows.into_iter().filter(|row| row.change != 0).map(|row| (row.idea_id, row.change)).collect();
    if changed.is_empty() { Ok(()) } else { ideas::store::add_votes_to_many(tx, granted, &changed) }
}

/// As [`recount_many`], for the idea that stays after a merge or an unmerge.
///
/// # Errors
/// When a statement fails.
pub fn recount_with_merged<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, kept: IdeaId) -> AppResult<()> {
    recount_many(tx, granted, &[kept])
}
