//! Reading discussions: a page of comments with replies and authors in one statement.
use crate::kernel::{CommentId, IdeaId, Moment, PersonId, Viewer};
use crate::platform::{
    db::sql,
    error::AppResult,
    web::{Cursor, Limit},
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use std::collections::HashMap;
use uuid::Uuid;

/// A comment with all that is shown of it.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the tables, described in the migrations")]
pub struct Comment {
    #[diesel(sql_type = SqlUuid)]
    pub id: CommentId,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub parent_id: Option<CommentId>,
    #[diesel(sql_type = SqlUuid)]
    pub author_id: PersonId,
    #[diesel(sql_type = Text)]
    pub author_name: String,
    #[diesel(sql_type = Text)]
    pub author_handle: String,
    #[diesel(sql_type = Text)]
    pub author_company: String,
    /// In the public directory.
    #[diesel(sql_type = Bool)]
    pub author_listed: bool,
    /// Markdown; empty once deleted.
    #[diesel(sql_type = Text)]
    pub text: String,
    #[diesel(sql_type = Bool)]
    pub staff_only: bool,
    #[diesel(sql_type = Bool)]
    pub is_answer: bool,
    #[diesel(sql_type = Integer)]
    pub version: i32,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub edited_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub deleted_at: Option<Moment>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub deleted_by: Option<PersonId>,
    #[diesel(sql_type = Nullable<Text>)]
    pub deleted_by_name: Option<String>,
    /// Handles of the people mentioned whose profiles the viewer may open.
    #[diesel(sql_type = Array<Text>)]
    pub mentions: Vec<String>,
}

/// A comment and what was replied, oldest first.
#[derive(Debug, Clone)]
pub struct Thread {
    /// What it began with.
    pub comment: Comment,
    /// One level of replies.
    pub replies: Vec<Comment>,
}

/// Comments of an idea that the viewer may see, oldest first, each with its replies: one statement, in
/// which a deleted text never leaves the database. The caller has checked the idea. Also the cursor of the next page.
///
/// # Errors
/// When `after` is no cursor of this list, or the query fails.
pub fn list(
    conn: &mut PgConnection,
    viewer: &Viewer,
    idea: IdeaId,
    after: Option<&str>,
    limit: Limit,
) -> AppResult<(Vec<Thread>, Option<String>)> {
    let after: Option<(Moment, Uuid)> = after.map(Cursor::parse).transpose()?;
    let rows: Vec<Comment> = sql("WITH first AS (
            SELECT c.* FROM comments c WHERE c.idea_id = $1 AND c.parent_id IS NULL AND ($2 OR NOT c.staff_only)
                AND ($3 IS NULL OR (c.created_at, c.id) > ($3, $4))
            ORDER BY c.created_at, c.id LIMIT $5),
         shown AS (
            SELECT * FROM first UNION ALL
            SELECT r.* FROM first f CROSS JOIN LATERAL (
                SELECT c.* FROM comments c WHERE c.parent_id = f.id AND ($2 OR NOT c.staff_only) ORDER BY c.created_at, c.id LIMIT 200) r)
         SELECT s.id, s.number, s.parent_id, s.author_id, a.name AS author_name, a.handle AS author_handle, a.company AS author_company, a.listed AS author_listed,
            CASE WHEN s.deleted_at IS NULL THEN s.text ELSE '' END AS text, s.staff_only,
            s.answer_marked_by IS NOT NULL AND s.deleted_at IS NULL AS is_answer, s.version, s.created_at, s.edited_at, s.deleted_at, s.deleted_by,
            d.name AS deleted_by_name,
            ARRAY(SELECT p.handle FROM mentions m JOIN people p ON p.id = m.person_id WHERE m.comment_id = s.id AND p.erased_at IS NULL AND (p.listed OR $2)) AS mentions
         FROM shown s JOIN people a ON a.id = s.author_id LEFT JOIN people d ON d.id = s.deleted_by
         ORDER BY s.created_at, s.id")
    .bind::<SqlUuid, _>(idea)
    .bind::<Bool, _>(viewer.is_staff())
    .bind::<Nullable<Timestamptz>, _>(after.map(|(at, _)| at))
    .bind::<Nullable<SqlUuid>, _>(after.map(|(_, id)| id))
    .bind::<BigInt, _>(limit.rows_and_one())
    .load(conn)?;
    let (first, replies): (Vec<Comment>, Vec<Comment>) = rows.into_iter().partition(|row| row.parent_id.is_none());
    let mut below: HashMap<CommentId, Vec<Comment>> = HashMap::new();
    for reply in replies {
        if let Some(parent) = reply.parent_id {
            below.entry(parent).or_default().push(reply);
        }
    }
    let mut threads: Vec<Thread> =
        first.into_iter().map(|comment| Thread { replies: below.remove(&comment.id).unwrap_or_default(), comment }).collect();
    let next = limit.cut(&mut threads, |thread| (thread.comment.created_at, thread.comment.id));
    Ok((threads, next))
}

#[derive(QueryableByName)]
struct Before {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    at: Option<Moment>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    id: Option<Uuid>,
    #[diesel(sql_type = BigInt)]
    earlier: i64,
}

/// The cursor of a page that begins with this comment (or the one it replies to); `None` when it stands on
/// the first page of `rows` anyway.
///
/// # Errors
/// When the query fails.
pub fn find_place_before(conn: &mut PgConnection, viewer: &Viewer, comment: CommentId, rows: i64) -> AppResult<Option<String>> {
    let before: Before = sql("WITH top AS (
            SELECT t.idea_id, t.created_at, t.id FROM comments c JOIN comments t ON t.id = coalesce(c.parent_id, c.id) WHERE c.id = $1),
         earlier AS (
            SELECT c.created_at, c.id FROM comments c JOIN top ON c.idea_id = top.idea_id
            WHERE c.parent_id IS NULL AND ($2 OR NOT c.staff_only) AND (c.created_at, c.id) < (top.created_at, top.id)
            ORDER BY c.created_at DESC, c.id DESC LIMIT $3)
         SELECT (SELECT created_at FROM earlier ORDER BY created_at DESC, id DESC LIMIT 1) AS at,
                (SELECT id FROM earlier ORDER BY created_at DESC, id DESC LIMIT 1) AS id, (SELECT count(*) FROM earlier) AS earlier")
    .bind::<SqlUuid, _>(comment)
    .bind::<Bool, _>(viewer.is_staff())
    .bind::<BigInt, _>(rows)
    .get_result(conn)?;
    Ok(before.at.zip(before.id).filter(|_| before.earlier >= rows).map(|key| Cursor::after(&key)))
}

/// A text as it was.
#[derive(Debug, Clone, QueryableByName)]
pub struct OldText {
    /// Its version.
    #[diesel(sql_type = Integer)]
    pub version: i32,
    /// Markdown.
    #[diesel(sql_type = Text)]
    pub text: String,
    /// Written at.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
}

/// Earlier texts of a comment, newest first, at most 100. The caller has checked the comment.
///
/// # Errors
/// When the query fails.
pub fn list_versions(conn: &mut PgConnection, comment: CommentId) -> AppResult<Vec<OldText>> {
    Ok(sql("SELECT version, text, created_at FROM comment_versions WHERE comment_id = $1 ORDER BY version DESC LIMIT 100")
        .bind::<SqlUuid, _>(comment)
        .load(conn)?)
}
