//! The tables of discussions: comments, their versions, mentions.
mod lists;
mod writes;
pub use lists::{Comment, OldText, Thread, find_place_before, list, list_versions};
pub use writes::{clear_answer, count_replies, put_comment, put_mentions, put_version, set_answer, set_deleted};

use crate::domains::ideas::{self, store::VisibleIdea};
use crate::kernel::{CommentId, Doer, IdeaId, Moment, PersonId, Place, Sight, Viewer};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};

/// One comment as a row.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table, described in the migration")]
pub struct CommentRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: CommentId,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = SqlUuid)]
    pub idea_id: IdeaId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub parent_id: Option<CommentId>,
    /// Number of the comment it replies to.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub parent_number: Option<i64>,
    #[diesel(sql_type = SqlUuid)]
    pub author_id: PersonId,
    #[diesel(sql_type = Text)]
    pub text: String,
    #[diesel(sql_type = Bool)]
    pub staff_only: bool,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub answer_marked_by: Option<PersonId>,
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
}

/// A comment that a viewer may see, with the idea it stands under.
#[derive(Debug, Clone)]
pub struct VisibleComment {
    /// The comment.
    pub comment: CommentRow,
    /// Its idea.
    pub idea: VisibleIdea,
}

impl VisibleComment {
    /// Where the comment stands for permissions: who wrote it owns it. Notes for staff leave internal traces only.
    pub fn place(&self, doer: &Doer) -> Place {
        let place = place(&self.idea, doer, self.comment.staff_only);
        place.owned(doer.person_id() == Some(self.comment.author_id))
    }
}

/// Where something is written under an idea: its author owns it. Notes for staff leave internal traces only.
pub fn place(idea: &VisibleIdea, doer: &Doer, staff_only: bool) -> Place {
    let place = idea.place(doer);
    if staff_only { Place { sight: Sight::INTERNAL, ..place } } else { place }
}

macro_rules! comment_columns {
    () => {
        "SELECT c.id, c.number, c.idea_id, c.parent_id,
            (SELECT o.number FROM comments o WHERE o.id = c.parent_id) AS parent_number, c.author_id, c.text, c.staff_only, c.answer_marked_by, c.version, c.created_at,
            c.edited_at, c.deleted_at, c.deleted_by FROM comments c "
    };
}

const MISSING: AppError = AppError::NotFound("comment");

fn checked(conn: &mut PgConnection, viewer: &Viewer, comment: CommentRow) -> AppResult<VisibleComment> {
    if comment.staff_only && !viewer.is_staff() {
        return Err(MISSING);
    }
    let idea = ideas::store::find_visible_by_id(conn, viewer, comment.idea_id).map_err(|error| match error {
        AppError::NotFound(_) => MISSING,
        error => error,
    })?;
    Ok(VisibleComment { comment, idea })
}

/// The comment with this number, deleted ones included, with its idea.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there or not to be seen.
pub fn find_visible(conn: &mut PgConnection, viewer: &Viewer, number: i64) -> AppResult<VisibleComment> {
    let row = sql(concat!(comment_columns!(), "WHERE c.number = $1")).bind::<BigInt, _>(number).get_result(conn).optional()?;
    checked(conn, viewer, row.ok_or(MISSING)?)
}

/// As [`find_visible`], by id.
///
/// # Errors
/// As [`find_visible`].
pub fn find_visible_by_id(conn: &mut PgConnection, viewer: &Viewer, id: CommentId) -> AppResult<VisibleComment> {
    let row = sql(concat!(comment_columns!(), "WHERE c.id = $1")).bind::<SqlUuid, _>(id).get_result(conn).optional()?;
    checked(conn, viewer, row.ok_or(MISSING)?)
}

/// As [`find_visible`], the idea's row and then the comment's locked until the end of the transaction. The viewer is the doer.
///
/// # Errors
/// As [`find_visible`].
pub fn lock_visible(tx: &mut Tx<'_>, number: i64) -> AppResult<VisibleComment> {
    let viewer = tx.doer().viewer();
    let seen = find_visible(tx.reading(), &viewer, number)?;
    let idea = ideas::store::lock(tx, seen.idea.id)?;
    let comment =
        sql(concat!(comment_columns!(), "WHERE c.id = $1 FOR UPDATE")).bind::<SqlUuid, _>(seen.comment.id).get_result(tx.reading())?;
    Ok(VisibleComment { comment, idea })
}
