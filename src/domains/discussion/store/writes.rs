//! Changes of discussions' rows. Each costs a grant; the caller records what happened.
use super::CommentRow;
use crate::kernel::{CommentId, Granted, IdeaId, Permission, PersonId};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};

#[derive(QueryableByName)]
struct Numbered {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// Inserts a comment; its id and number.
///
/// # Errors
/// When the insert fails.
pub fn put_comment<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    idea: IdeaId,
    parent: Option<CommentId>,
    author: PersonId,
    text: &str,
    staff_only: bool,
) -> AppResult<(CommentId, i64)> {
    let (id, now) = (CommentId::new(), tx.now());
    let row: Numbered = sql("INSERT INTO comments (id, idea_id, parent_id, author_id, text, staff_only, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING number")
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(idea)
    .bind::<Nullable<SqlUuid>, _>(parent)
    .bind::<SqlUuid, _>(author)
    .bind::<Text, _>(text)
    .bind::<Bool, _>(staff_only)
    .bind::<Timestamptz, _>(now)
    .get_result(tx.writing(granted))?;
    Ok((id, row.number))
}

/// Replaces the mentions of a comment by the people who have these handles.
///
/// # Errors
/// When a statement fails.
pub fn put_mentions<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, comment: CommentId, handles: &[String]) -> AppResult<()> {
    sql("WITH named AS (SELECT id FROM people WHERE handle = ANY ($2) AND erased_at IS NULL AND deactivated_at IS NULL),
         gone AS (DELETE FROM mentions WHERE comment_id = $1 AND person_id NOT IN (SELECT id FROM named))
         INSERT INTO mentions (comment_id, person_id) SELECT $1, id FROM named ON CONFLICT DO NOTHING")
    .bind::<SqlUuid, _>(comment)
    .bind::<Array<Text>, _>(handles)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// A new text; the one before is kept. The row is locked by the caller.
///
/// # Errors
/// When the statement fails.
pub fn put_version<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, before: &CommentRow, text: &str) -> AppResult<()> {
    let now = tx.now();
    sql("WITH kept AS (INSERT INTO comment_versions (comment_id, version, text, created_at)
            SELECT id, version, text, coalesce(edited_at, created_at) FROM comments WHERE id = $1)
         UPDATE comments SET text = $2, version = version + 1, edited_at = $3 WHERE id = $1")
    .bind::<SqlUuid, _>(before.id)
    .bind::<Text, _>(text)
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// Marks a comment as deleted by somebody, or brings it back with `None`.
///
/// # Errors
/// When the update fails.
pub fn set_deleted<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, comment: CommentId, by: Option<PersonId>) -> AppResult<()> {
    let at = by.map(|_| tx.now());
    sql("UPDATE comments SET deleted_at = $2, deleted_by = $3, version = version + 1 WHERE id = $1")
        .bind::<SqlUuid, _>(comment)
        .bind::<Nullable<Timestamptz>, _>(at)
        .bind::<Nullable<SqlUuid>, _>(by)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Marks a comment as the answer, or takes the mark away with `None`.
///
/// # Errors
/// When the update fails.
pub fn set_answer<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, comment: CommentId, by: Option<PersonId>) -> AppResult<()> {
    sql("UPDATE comments SET answer_marked_by = $2, version = version + 1 WHERE id = $1")
        .bind::<SqlUuid, _>(comment)
        .bind::<Nullable<SqlUuid>, _>(by)
        .execute(tx.writing(granted))?;
    Ok(())
}

#[derive(QueryableByName)]
struct Marked {
    #[diesel(sql_type = SqlUuid)]
    id: CommentId,
}

/// Takes the answer mark from whatever comment of an idea has it; which one had it.
///
/// # Errors
/// When the update fails.
pub fn clear_answer<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, idea: IdeaId) -> AppResult<Vec<CommentId>> {
    let rows: Vec<Marked> =
        sql("UPDATE comments SET answer_marked_by = NULL, version = version + 1 WHERE idea_id = $1 AND answer_marked_by IS NOT NULL RETURNING id")
            .bind::<SqlUuid, _>(idea)
            .load(tx.writing(granted))?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// How many replies stand below a comment.
///
/// # Errors
/// When the query fails.
pub fn count_replies(tx: &mut Tx<'_>, parent: CommentId) -> AppResult<i64> {
    let row: Numbered =
        sql("SELECT count(*) AS number FROM comments WHERE parent_id = $1").bind::<SqlUuid, _>(parent).get_result(tx.reading())?;
    Ok(row.number)
}
