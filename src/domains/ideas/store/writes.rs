//! Changes of ideas' rows. Each costs a grant; the caller records what happened.
use super::super::rules::{Clock, Wording};
use crate::kernel::{AnswerId, CampaignId, Granted, IdeaId, IdeaSource, IdeaState, MergeId, Moment, Permission, PersonId, Sight, text};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// A row of `ideas` to insert.
#[derive(Debug)]
#[expect(missing_docs, reason = "columns of the table")]
pub struct Row<'r> {
    pub id: IdeaId,
    pub campaign_id: Option<CampaignId>,
    pub author: PersonId,
    pub state: IdeaState,
    pub source: IdeaSource,
    pub wording: &'r Wording,
    pub sight: Sight,
    pub clock: Clock,
}

#[derive(QueryableByName)]
struct Numbered {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// Inserts the idea with its first version and its author as a follower; its number.
///
/// # Errors
/// When the insert fails.
pub fn put<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, row: &Row<'_>) -> AppResult<i64> {
    let now = tx.now();
    let statement = sql(
        "WITH idea AS (
            INSERT INTO ideas (id, slug, campaign_id, author_id, state, source, title, body, audience, space_id, answer_due_at, clock_paused_at,
                rising, rising_at, created_at, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, -1.0 / power(2.0, 1.4), $13, $13, $13) RETURNING id, number),
         version AS (INSERT INTO idea_versions (idea_id, version, title, body, editor_id, created_at) SELECT id, 1, $7, $8, $4, $13 FROM idea),
         follower AS (INSERT INTO idea_followers (idea_id, person_id, since) SELECT id, $4, $13 FROM idea)
         SELECT number FROM idea",
    );
    let numbered: Numbered = statement
        .bind::<SqlUuid, _>(row.id)
        .bind::<Text, _>(text::slug(row.wording.title()))
        .bind::<Nullable<SqlUuid>, _>(row.campaign_id)
        .bind::<SqlUuid, _>(row.author)
        .bind::<crate::kernel::sql_types::IdeaState, _>(row.state)
        .bind::<crate::kernel::sql_types::IdeaSource, _>(row.source)
        .bind::<Text, _>(row.wording.title())
        .bind::<Text, _>(row.wording.body())
        .bind::<crate::kernel::sql_types::Audience, _>(row.sight.audience)
        .bind::<Nullable<SqlUuid>, _>(row.sight.space)
        .bind::<Nullable<Timestamptz>, _>(row.clock.due)
        .bind::<Nullable<Timestamptz>, _>(row.clock.paused)
        .bind::<Timestamptz, _>(now)
        .get_result(tx.writing(granted))?;
    Ok(numbered.number)
}

/// Replaces the tags of an idea.
///
/// # Errors
/// When a statement fails.
pub fn set_tags<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, idea: IdeaId, tags: &[String]) -> AppResult<()> {
    sql("DELETE FROM idea_tags WHERE idea_id = $1 AND NOT tag = ANY ($2)")
        .bind::<SqlUuid, _>(idea)
        .bind::<Array<Text>, _>(tags)
        .execute(tx.writing(granted))?;
    sql("INSERT INTO idea_tags (idea_id, tag) SELECT $1, tag FROM unnest($2) AS tag ON CONFLICT DO NOTHING")
        .bind::<SqlUuid, _>(idea)
        .bind::<Array<Text>, _>(tags)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// The values of a campaign's extra fields, by question.
///
/// # Errors
/// When the query fails.
pub fn list_fields(conn: &mut PgConnection, idea: IdeaId) -> AppResult<Vec<(Uuid, String)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        field_id: Uuid,
        #[diesel(sql_type = Text)]
        value: String,
    }
    let rows: Vec<Row> =
        sql("SELECT field_id, value FROM idea_fields WHERE idea_id = $1 ORDER BY field_id").bind::<SqlUuid, _>(idea).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.field_id, row.value)).collect())
}

/// Replaces the values of a campaign's extra fields.
///
/// # Errors
/// When a statement fails.
pub fn set_fields<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, idea: IdeaId, fields: &[(Uuid, String)]) -> AppResult<()> {
    let (ids, values): (Vec<Uuid>, Vec<&str>) = fields.iter().map(|(id, value)| (*id, value.as_str())).unzip();
    sql("DELETE FROM idea_fields WHERE idea_id = $1 AND NOT field_id = ANY ($2)")
        .bind::<SqlUuid, _>(idea)
        .bind::<Array<SqlUuid>, _>(&ids)
        .execute(tx.writing(granted))?;
    sql("INSERT INTO idea_fields (idea_id, field_id, value) SELECT $1, f.id, f.value FROM unnest($2, $3) AS f (id, value)
         ON CONFLICT (idea_id, field_id) DO UPDATE SET value = excluded.value")
    .bind::<SqlUuid, _>(idea)
    .bind::<Array<SqlUuid>, _>(&ids)
    .bind::<Array<Text>, _>(values)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// Keeps the answers with the version that the idea has now.
///
/// # Errors
/// When the update fails.
pub fn keep_answers<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, idea: IdeaId) -> AppResult<()> {
    sql(
        "UPDATE idea_versions v SET answers = answers_of(i.id) FROM ideas i WHERE i.id = $1 AND v.idea_id = i.id AND v.version = i.version",
    )
    .bind::<SqlUuid, _>(idea)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// A new version of the wording, with the answers as they stand; the row must be locked. The new version's number.
///
/// # Errors
/// When a statement fails.
pub fn put_version<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    idea: IdeaId,
    editor: PersonId,
    wording: &Wording,
) -> AppResult<i32> {
    #[derive(QueryableByName)]
    struct Versioned {
        #[diesel(sql_type = Integer)]
        version: i32,
    }
    let now = tx.now();
    let row: Versioned = sql("WITH idea AS (
            UPDATE ideas SET title = $2, body = $3, slug = $4, version = version + 1, changed_at = $6 WHERE id = $1 RETURNING id, version),
         kept AS (INSERT INTO idea_versions (idea_id, version, title, body, editor_id, created_at, answers)
             SELECT id, version, $2, $3, $5, $6, answers_of(id) FROM idea)
         SELECT version FROM idea")
    .bind::<SqlUuid, _>(idea)
    .bind::<Text, _>(wording.title())
    .bind::<Text, _>(wording.body())
    .bind::<Text, _>(text::slug(wording.title()))
    .bind::<SqlUuid, _>(editor)
    .bind::<Timestamptz, _>(now)
    .get_result(tx.writing(granted))?;
    Ok(row.version)
}

/// A change of state with its clock, and the line of `idea_moves` that the author reads; the row must be locked.
///
/// # Errors
/// When a statement fails.
pub(in crate::domains::ideas) fn put_move<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    idea: IdeaId,
    (from, to): (IdeaState, IdeaState),
    before: Option<IdeaState>,
    clock: Clock,
    reason: &str,
) -> AppResult<()> {
    let now = tx.now();
    sql("WITH moved AS (
            UPDATE ideas SET state = $3, state_before = $4, answer_due_at = $5, clock_paused_at = $6, answered_at = $7, changed_at = $8 WHERE id = $1 RETURNING id)
         INSERT INTO idea_moves (id, idea_id, from_state, to_state, reason, moved_by, moved_at)
         SELECT $9, id, $2, $3, $10, $11, $8 FROM moved")
    .bind::<SqlUuid, _>(idea)
    .bind::<crate::kernel::sql_types::IdeaState, _>(from)
    .bind::<crate::kernel::sql_types::IdeaState, _>(to)
    .bind::<Nullable<crate::kernel::sql_types::IdeaState>, _>(before)
    .bind::<Nullable<Timestamptz>, _>(clock.due)
    .bind::<Nullable<Timestamptz>, _>(clock.paused)
    .bind::<Nullable<Timestamptz>, _>(clock.answered)
    .bind::<Timestamptz, _>(now)
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .bind::<Text, _>(reason)
    .bind::<Nullable<SqlUuid>, _>(granted.person_id())
    .execute(tx.writing(granted))?;
    Ok(())
}

/// What the triage inbox keeps on the row: when it was triaged, until when it sleeps.
///
/// # Errors
/// When the update fails.
pub fn set_triage<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    idea: IdeaId,
    triaged_at: Option<Moment>,
    snoozed_until: Option<Moment>,
) -> AppResult<()> {
    sql("UPDATE ideas SET triaged_at = $2, snoozed_until = $3 WHERE id = $1")
        .bind::<SqlUuid, _>(idea)
        .bind::<Nullable<Timestamptz>, _>(triaged_at)
        .bind::<Nullable<Timestamptz>, _>(snoozed_until)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Sets the clock of the answer as it was before something that is undone.
///
/// # Errors
/// When the update fails.
pub fn set_clock<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, idea: IdeaId, clock: Clock) -> AppResult<()> {
    sql("UPDATE ideas SET answer_due_at = $2, clock_paused_at = $3, answered_at = $4 WHERE id = $1")
        .bind::<SqlUuid, _>(idea)
        .bind::<Nullable<Timestamptz>, _>(clock.due)
        .bind::<Nullable<Timestamptz>, _>(clock.paused)
        .bind::<Nullable<Timestamptz>, _>(clock.answered)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Follows for a person; whether they did not before.
///
/// # Errors
/// When the insert fails.
pub fn put_follower<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, idea: IdeaId, person: PersonId) -> AppResult<bool> {
    let now = tx.now();
    let rows = sql("INSERT INTO idea_followers (idea_id, person_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind::<SqlUuid, _>(idea)
        .bind::<SqlUuid, _>(person)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(rows > 0)
}

/// As [`put_follower`], for several people at once.
///
/// # Errors
/// When the insert fails.
pub fn put_followers<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, idea: IdeaId, people: &[PersonId]) -> AppResult<()> {
    let now = tx.now();
    let people: Vec<uuid::Uuid> = people.iter().map(|person| person.0).collect();
    sql("INSERT INTO idea_followers (idea_id, person_id, since) SELECT $1, person, $3 FROM (SELECT DISTINCT unnest($2)) AS w (person) ON CONFLICT DO NOTHING")
        .bind::<SqlUuid, _>(idea)
        .bind::<diesel::sql_types::Array<SqlUuid>, _>(people)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Ends following; whether they did before.
///
/// # Errors
/// When the delete fails.
pub fn remove_follower<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, idea: IdeaId, person: PersonId) -> AppResult<bool> {
    let rows = sql("DELETE FROM idea_followers WHERE idea_id = $1 AND person_id = $2")
        .bind::<SqlUuid, _>(idea)
        .bind::<SqlUuid, _>(person)
        .execute(tx.writing(granted))?;
    Ok(rows > 0)
}

/// The edge of a merge; the duplicate's state is moved by the caller.
///
/// # Errors
/// When the insert fails, also when the duplicate is merged already (`idea_merges_active`).
pub fn put_merge<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    duplicate: IdeaId,
    kept: IdeaId,
    by: PersonId,
) -> AppResult<MergeId> {
    let (id, now) = (MergeId::new(), tx.now());
    sql("INSERT INTO idea_merges (id, duplicate_id, kept_id, merged_by, merged_at) VALUES ($1, $2, $3, $4, $5)")
        .bind::<SqlUuid, _>(id)
        .bind::<SqlUuid, _>(duplicate)
        .bind::<SqlUuid, _>(kept)
        .bind::<SqlUuid, _>(by)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(id)
}

/// Ends the edge of a merge; the idea it led to, when there was one.
///
/// # Errors
/// When the update fails.
pub fn end_merge<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, duplicate: IdeaId, by: PersonId) -> AppResult<Option<IdeaId>> {
    #[derive(QueryableByName)]
    struct Edge {
        #[diesel(sql_type = SqlUuid)]
        kept_id: IdeaId,
    }
    let now = tx.now();
    let edge: Option<Edge> =
        sql("UPDATE idea_merges SET undone_by = $2, undone_at = $3 WHERE duplicate_id = $1 AND undone_at IS NULL RETURNING kept_id")
            .bind::<SqlUuid, _>(duplicate)
            .bind::<SqlUuid, _>(by)
            .bind::<Timestamptz, _>(now)
            .get_result(tx.writing(granted))
            .optional()?;
    Ok(edge.map(|edge| edge.kept_id))
}

/// An official answer; the newest one that was not withdrawn is pinned.
///
/// # Errors
/// When a statement fails.
pub fn put_answer<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    idea: IdeaId,
    author: PersonId,
    answer: &str,
) -> AppResult<AnswerId> {
    let (id, now) = (AnswerId::new(), tx.now());
    sql("WITH answered AS (UPDATE ideas SET answered_at = coalesce(answered_at, $5), changed_at = $5 WHERE id = $2)
         INSERT INTO official_answers (id, idea_id, author_id, text, answered_at) VALUES ($1, $2, $3, $4, $5)")
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(idea)
    .bind::<SqlUuid, _>(author)
    .bind::<Text, _>(answer)
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted))?;
    Ok(id)
}

/// Withdraws an official answer; whether it was there.
///
/// # Errors
/// When the update fails.
pub fn withdraw_answer<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, idea: IdeaId, answer: AnswerId) -> AppResult<bool> {
    let now = tx.now();
    let rows = sql("UPDATE official_answers SET withdrawn_at = $3 WHERE id = $1 AND idea_id = $2 AND withdrawn_at IS NULL")
        .bind::<SqlUuid, _>(answer)
        .bind::<SqlUuid, _>(idea)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(rows > 0)
}

/// The pinned official answer of an idea, and how many more there are behind it; `None` when there is none.
///
/// # Errors
/// When the query fails.
pub fn find_answers(conn: &mut PgConnection, idea: IdeaId) -> AppResult<Option<(AnswerId, i64)>> {
    #[derive(QueryableByName)]
    struct Pinned {
        #[diesel(sql_type = SqlUuid)]
        id: AnswerId,
        #[diesel(sql_type = BigInt)]
        answers: i64,
    }
    let pinned: Option<Pinned> = sql("SELECT id, count(*) OVER () AS answers FROM official_answers
         WHERE idea_id = $1 AND withdrawn_at IS NULL ORDER BY answered_at DESC, id DESC LIMIT 1")
    .bind::<SqlUuid, _>(idea)
    .get_result(conn)
    .optional()?;
    Ok(pinned.map(|pinned| (pinned.id, pinned.answers - 1)))
}

/// The reason that was given when the idea last came to a state; empty where none was. What its author replied
/// to a question is no reason.
///
/// # Errors
/// When the query fails.
pub fn find_reason(conn: &mut PgConnection, idea: IdeaId, state: IdeaState) -> AppResult<String> {
    #[derive(QueryableByName)]
    struct Given {
        #[diesel(sql_type = Text)]
        reason: String,
    }
    let given: Option<Given> = sql("SELECT m.reason FROM idea_moves m JOIN ideas i ON i.id = m.idea_id
         WHERE m.idea_id = $1 AND m.to_state = $2 AND m.reason <> ''
           AND NOT (m.from_state = 'clarification' AND m.moved_by IS NOT DISTINCT FROM i.author_id)
         ORDER BY m.moved_at DESC, m.id DESC LIMIT 1")
    .bind::<SqlUuid, _>(idea)
    .bind::<crate::kernel::sql_types::IdeaState, _>(state)
    .get_result(conn)
    .optional()?;
    Ok(given.map(|given| given.reason).unwrap_or_default())
}

/// Where the last move to a state came from.
///
/// # Errors
/// When the query fails.
pub fn find_move_source(conn: &mut PgConnection, idea: IdeaId, to: IdeaState) -> AppResult<Option<IdeaState>> {
    #[derive(QueryableByName)]
    struct Source {
        #[diesel(sql_type = crate::kernel::sql_types::IdeaState)]
        from_state: IdeaState,
    }
    let source: Option<Source> = sql("SELECT from_state FROM idea_moves WHERE idea_id = $1 AND to_state = $2 AND from_state <> 'merged'
         ORDER BY moved_at DESC, id DESC LIMIT 1")
    .bind::<SqlUuid, _>(idea)
    .bind::<crate::kernel::sql_types::IdeaState, _>(to)
    .get_result(conn)
    .optional()?;
    Ok(source.map(|source| source.from_state))
}
