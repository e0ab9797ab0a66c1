//! Counts of ideas, which change in the transaction of a vote or comment, and ranks, which boards are ordered by and
//! which follow within a second: a vote then touches no index, and many votes for one idea cost one change of its ranks.
use crate::kernel::{CampaignId, Granted, IdeaId, Moment, Permission};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Integer, Nullable, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// Sets the ranks of rows of `ideas` as of the moment `$1`: [`super::super::rules::rising`] in SQL. Hidden votes count
/// nothing in them, because orders would tell.
macro_rules! ranked {
    () => {
        "UPDATE ideas SET ranked_votes = CASE WHEN counts_hidden THEN 0 ELSE vote_count END, rising_at = $1,
            rising = ((CASE WHEN counts_hidden THEN 0 ELSE vote_count END) * 5.0 + comment_count * 3.0 - 1.0)
                / power(greatest(extract(epoch FROM $1 - created_at), 0)::float8 / 3600.0 + 2.0, 1.4)"
    };
}

/// Adds to the counts of votes of many ideas in one statement. Each is named once, and the caller holds them all.
///
/// # Errors
/// When the update fails.
pub fn add_votes_to_many<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, deltas: &[(IdeaId, i32)]) -> AppResult<()> {
    let (ids, deltas): (Vec<Uuid>, Vec<i32>) = deltas.iter().map(|(id, delta)| (id.0, *delta)).unzip();
    sql("WITH counted AS (UPDATE ideas SET vote_count = vote_count + change.delta FROM unnest($1, $2) AS change (id, delta)
                          WHERE ideas.id = change.id RETURNING ideas.id)
         INSERT INTO stale_ranks (idea_id) SELECT id FROM counted ORDER BY id ON CONFLICT DO NOTHING")
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<Integer>, _>(deltas)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// Adds to the count of comments.
///
/// # Errors
/// When the update fails.
pub fn add_comments<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, idea: IdeaId, delta: i32) -> AppResult<()> {
    sql("WITH counted AS (UPDATE ideas SET comment_count = comment_count + $2 WHERE id = $1 RETURNING id)
         INSERT INTO stale_ranks (idea_id) SELECT id FROM counted ON CONFLICT DO NOTHING")
    .bind::<SqlUuid, _>(idea)
    .bind::<Integer, _>(delta)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// Lets the ranks of ideas follow their counts, of `most` at most; how many. Ranks are derived, so no one's state changes
/// and nothing is recorded. An idea that is held by somebody who counts is left for the next time: whoever counts holds
/// the idea before noting it as stale, and so does this, so that neither waits for the other.
///
/// # Errors
/// When the update fails.
pub fn follow_counts(tx: &mut Tx<'_>, most: i64) -> AppResult<usize> {
    let now = tx.now();
    Ok(sql(concat!(
        "WITH stale AS MATERIALIZED (
            SELECT s.idea_id FROM stale_ranks s JOIN ideas i ON i.id = s.idea_id ORDER BY s.idea_id LIMIT $2 FOR UPDATE OF i SKIP LOCKED),
         settled AS (DELETE FROM stale_ranks s USING stale WHERE s.idea_id = stale.idea_id) ",
        ranked!(),
        " FROM stale WHERE ideas.id = stale.idea_id"
    ))
    .bind::<Timestamptz, _>(now)
    .bind::<BigInt, _>(most)
    .execute(tx.scratch())?)
}

/// Sets the ranks of a campaign's ideas, or of all, after their counts were set by sets.
///
/// # Errors
/// When the update fails.
pub fn rank_all<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, campaign: Option<CampaignId>) -> AppResult<()> {
    let now = tx.now();
    sql(concat!(ranked!(), " WHERE $2::uuid IS NULL OR campaign_id = $2"))
        .bind::<Timestamptz, _>(now)
        .bind::<Nullable<SqlUuid>, _>(campaign)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Brings the rising scores of ideas on show up to date, stalest first, at most `most`, those older than `stale_before`
/// only; how many.
///
/// # Errors
/// When the update fails.
pub fn refresh_rising(tx: &mut Tx<'_>, stale_before: Moment, most: i64) -> AppResult<usize> {
    let now = tx.now();
    Ok(sql(concat!(
        ranked!(),
        " FROM (SELECT s.id AS stale_id FROM ideas s
                WHERE s.state IN ('open', 'in_review', 'shortlisted', 'in_prototype') AND s.rising_at < $2
                ORDER BY s.rising_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS stale
          WHERE ideas.id = stale.stale_id"
    ))
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(stale_before)
    .bind::<BigInt, _>(most)
    .execute(tx.scratch())?)
}
