//! The table of notifications, and who is to be told. Its readers join what the notices are about, and show
//! a person only what they may still see.
mod told;
pub use told::{Recent, Told, Wanted, list_asked, list_recent, put};

use crate::kernel::{ItemKind, KEEPING_ORDER, Moment, NotificationId, PersonId, Viewer};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
    web::Limit,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Json, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// A notification with what it is about.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the tables, described in the migrations")]
pub struct Notice {
    #[diesel(sql_type = SqlUuid)]
    pub id: NotificationId,
    #[diesel(sql_type = Text)]
    pub verb: String,
    #[diesel(sql_type = Text)]
    pub because: String,
    #[diesel(sql_type = crate::kernel::sql_types::ItemKind)]
    pub item_kind: ItemKind,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub read_at: Option<Moment>,
    #[diesel(sql_type = Json)]
    pub payload: serde_json::Value,
    /// Who did it; `None` for the program itself.
    #[diesel(sql_type = Nullable<Text>)]
    pub who: Option<String>,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// The reason that was given with a move or a decision; empty when there was none.
    #[diesel(sql_type = Text)]
    pub reason: String,
    /// The comment it is about, unless that was deleted.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub comment_number: Option<i64>,
    #[diesel(sql_type = Text)]
    pub comment_text: String,
    /// Of a decision at a gate: the state that the idea behind it came to with it.
    #[diesel(sql_type = Nullable<Text>)]
    pub led_to: Option<String>,
}

/// A person's notices, newest first: what was told and can still be seen, all in one statement.
///
/// # Errors
/// When the query fails.
pub fn list(
    conn: &mut PgConnection,
    viewer: &Viewer,
    person: PersonId,
    after: Option<(Moment, NotificationId)>,
    limit: Limit,
) -> AppResult<Vec<Notice>> {
    let eyes = viewer.eyes();
    let keeps_order = viewer.reach(KEEPING_ORDER);
    let query = sql("SELECT n.id, n.verb, n.because, n.item_kind, n.created_at, n.read_at, e.payload, who.name AS who,
            coalesce(i.title, c.title, b.title, p.title) AS title, coalesce(i.number, c.number, b.number, p.number) AS number,
            coalesce(i.slug, c.slug, b.slug, p.slug) AS slug, coalesce(g.reasons, m.reason, '') AS reason, k.number AS comment_number, coalesce(k.text, '') AS comment_text,
            (SELECT d.payload->>'after' FROM events d WHERE n.verb = 'gate.decided' AND d.xid = e.xid AND d.verb = 'idea.moved'
                AND d.stream_id = n.item_id LIMIT 1) AS led_to
         FROM notifications n
         JOIN events e ON e.seq = n.event_seq
         LEFT JOIN people who ON who.id = n.actor_id
         LEFT JOIN ideas i ON n.item_kind = 'idea' AND i.id = n.item_id AND may_see(i.audience, i.space_id, i.id, $1, $2, $3, $4)
            AND idea_on_show(i.state, i.author_id, i.campaign_id, $5, $6, $10)
         LEFT JOIN campaigns c ON n.item_kind = 'campaign' AND c.id = n.item_id
            AND ((c.state <> 'draft' AND may_see(c.audience, c.space_id, c.id, $1, $2, $3, $4)) OR c.owner_id = $5)
         LEFT JOIN brainstorms b ON n.item_kind = 'brainstorm' AND b.id = n.item_id AND may_see(b.audience, b.space_id, b.id, $1, $2, $3, $4)
         LEFT JOIN prototypes p ON n.item_kind = 'prototype' AND p.id = n.item_id AND may_see(p.audience, p.space_id, p.id, $1, $2, $3, $4)
         LEFT JOIN comments k ON k.id = n.subject_id AND k.deleted_at IS NULL AND ($2 OR NOT k.staff_only)
         LEFT JOIN gates g ON n.verb = 'gate.decided' AND g.id = n.subject_id
         LEFT JOIN LATERAL (SELECT reason FROM idea_moves v WHERE v.idea_id = i.id AND v.moved_at = e.occurred_at ORDER BY v.id LIMIT 1) m ON true
         WHERE n.person_id = $5 AND coalesce(i.id, c.id, b.id, p.id) IS NOT NULL AND ($7 IS NULL OR (n.created_at, n.id) < ($7, $8))
         ORDER BY n.created_at DESC, n.id DESC LIMIT $9");
    Ok(query
        .bind::<Bool, _>(eyes.signed_in)
        .bind::<Bool, _>(eyes.staff)
        .bind::<Nullable<Array<SqlUuid>>, _>(eyes.spaces)
        .bind::<Array<SqlUuid>, _>(eyes.named_in)
        .bind::<SqlUuid, _>(person)
        .bind::<Bool, _>(keeps_order.everywhere)
        .bind::<Nullable<Timestamptz>, _>(after.map(|(at, _)| at))
        .bind::<Nullable<SqlUuid>, _>(after.map(|(_, id)| id))
        .bind::<BigInt, _>(limit.rows_and_one())
        .bind::<Array<SqlUuid>, _>(keeps_order.campaigns)
        .load(conn)?)
}

/// Marks a person's notices as read: one of them, or all up to now; how many. Nobody else's state, so it
/// costs no grant and leaves no event.
///
/// # Errors
/// When the update fails.
pub fn set_read(tx: &mut Tx<'_>, person: PersonId, one: Option<Uuid>) -> AppResult<usize> {
    let now = tx.now();
    Ok(sql("UPDATE notifications SET read_at = $3 WHERE person_id = $1 AND read_at IS NULL AND ($2 IS NULL OR id = $2)")
        .bind::<SqlUuid, _>(person)
        .bind::<Nullable<SqlUuid>, _>(one)
        .bind::<Timestamptz, _>(now)
        .execute(tx.scratch())?)
}
