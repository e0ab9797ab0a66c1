//! Reads of the moderation queue: what waits for approval, and what was put aside.
use super::bind_scope;
use crate::kernel::{IdeaSource, IdeaState, KEEPING_ORDER, Moment, Viewer};
use crate::platform::{db::sql, error::AppResult};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// An idea in the queue.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of ideas, campaigns and people")]
pub struct Queued {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub body: String,
    #[diesel(sql_type = crate::kernel::sql_types::IdeaState)]
    pub state: IdeaState,
    #[diesel(sql_type = crate::kernel::sql_types::IdeaSource)]
    pub source: IdeaSource,
    #[diesel(sql_type = Nullable<Text>)]
    pub campaign_title: Option<String>,
    #[diesel(sql_type = Text)]
    pub author_name: String,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    #[diesel(sql_type = Timestamptz)]
    pub changed_at: Moment,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
}

/// Whether the viewer keeps order anywhere.
pub fn may_moderate(viewer: &Viewer) -> bool {
    !viewer.reach(KEEPING_ORDER).is_none()
}

macro_rules! queued {
    ($states:literal, $place:literal, $order:literal) => {
        concat!(
            "SELECT i.id, i.number, i.slug, i.title, left(i.body, 2000) AS body, i.state, i.source, c.title AS campaign_title, p.name AS author_name,
                    i.created_at, i.changed_at,
                    (SELECT m.reason FROM idea_moves m WHERE m.idea_id = i.id AND m.to_state = i.state ORDER BY m.moved_at DESC LIMIT 1) AS reason
             FROM ideas i JOIN people p ON p.id = i.author_id LEFT JOIN campaigns c ON c.id = i.campaign_id
             WHERE i.state IN (", $states, ") AND may_see(i.audience, i.space_id, i.id, $1, $2, $3, $4)
               AND ($5 OR i.campaign_id = ANY ($6)) AND $7 IS NOT NULL
               AND ($8::uuid IS NULL OR ", $place, ")
             ORDER BY ", $order, " LIMIT $10"
        )
    };
}

/// The place after a row.
pub type QueuePlace = (Moment, Uuid);

/// What waits for approval, oldest first.
///
/// # Errors
/// When the query fails.
pub fn list_pending(conn: &mut PgConnection, viewer: &Viewer, after: Option<QueuePlace>, most: i64) -> AppResult<Vec<Queued>> {
    list(conn, viewer, queued!("'pending'", "(i.created_at, i.id) > ($9, $8)", "i.created_at, i.id"), after, most)
}

/// What was put aside as off-topic or binned, newest first.
///
/// # Errors
/// When the query fails.
pub fn list_put_aside(conn: &mut PgConnection, viewer: &Viewer, after: Option<QueuePlace>, most: i64) -> AppResult<Vec<Queued>> {
    list(conn, viewer, queued!("'off_topic', 'binned'", "(i.created_at, i.id) < ($9, $8)", "i.created_at DESC, i.id DESC"), after, most)
}

fn list(conn: &mut PgConnection, viewer: &Viewer, statement: &'static str, after: Option<QueuePlace>, most: i64) -> AppResult<Vec<Queued>> {
    let (at, id) = after.map_or((None, None), |(at, id)| (Some(at), Some(id)));
    Ok(bind_scope!(sql(statement), viewer, viewer.reach(KEEPING_ORDER))
        .bind::<Nullable<SqlUuid>, _>(id)
        .bind::<Nullable<Timestamptz>, _>(at)
        .bind::<BigInt, _>(most)
        .load(conn)?)
}

/// What everybody may know of the queue; those who keep order, of their part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName, serde::Serialize)]
pub struct QueueCounts {
    /// Ideas that wait for approval.
    #[diesel(sql_type = BigInt)]
    pub pending: i64,
    /// Ideas put aside as off-topic.
    #[diesel(sql_type = BigInt)]
    pub off_topic: i64,
    /// Ideas in the bin.
    #[diesel(sql_type = BigInt)]
    pub binned: i64,
}

/// How many ideas wait and how many were put aside, among those meant for the viewer; for somebody who keeps order, among
/// those whose order it is.
///
/// # Errors
/// When the query fails.
pub fn count_queue(conn: &mut PgConnection, viewer: &Viewer) -> AppResult<QueueCounts> {
    let (eyes, scope) = (viewer.eyes(), viewer.reach(KEEPING_ORDER));
    let everywhere = scope.everywhere || scope.campaigns.is_empty();
    Ok(sql("SELECT count(*) FILTER (WHERE i.state = 'pending') AS pending, count(*) FILTER (WHERE i.state = 'off_topic') AS off_topic,
                   count(*) FILTER (WHERE i.state = 'binned') AS binned
            FROM ideas i WHERE i.state IN ('pending', 'off_topic', 'binned') AND may_see(i.audience, i.space_id, i.id, $1, $2, $3, $4)
              AND ($5 OR i.campaign_id = ANY ($6))")
    .bind::<Bool, _>(eyes.signed_in)
    .bind::<Bool, _>(eyes.staff)
    .bind::<Nullable<Array<SqlUuid>>, _>(eyes.spaces)
    .bind::<Array<SqlUuid>, _>(eyes.named_in)
    .bind::<Bool, _>(everywhere)
    .bind::<Array<SqlUuid>, _>(scope.campaigns)
    .get_result(conn)?)
}
