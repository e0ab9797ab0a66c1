//! The note or cluster that an idea was made of, and the idea that something was merged into.
use super::chain::{Named, names};
use crate::kernel::{Eyes, IdeaId, ItemKind, ItemRef, Viewer, sql_types};
use crate::platform::{db::sql, error::AppResult};
use diesel::{
    OptionalExtension, PgConnection, QueryableByName, RunQueryDsl,
    sql_types::{Array, BigInt, Bool, Nullable, Uuid as SqlUuid},
};
use std::collections::HashMap;
use uuid::Uuid;

/// What somebody in a room wrote or grouped, before it became an idea.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Source {
    /// A note or a cluster.
    #[diesel(sql_type = sql_types::ItemKind)]
    pub kind: ItemKind,
    /// Which.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// Number of the room.
    #[diesel(sql_type = BigInt)]
    pub room: i64,
}

/// Where an idea came from, when it was promoted in a room that the viewer may see.
///
/// # Errors
/// When the query fails.
pub fn source_of_idea(conn: &mut PgConnection, viewer: &Viewer, idea: IdeaId) -> AppResult<Option<Source>> {
    let Eyes { signed_in, staff, spaces, named_in } = viewer.eyes();
    Ok(sql("SELECT e.from_kind AS kind, e.from_id AS id, b.number AS room FROM lineage_edges e
            LEFT JOIN notes n ON n.id = e.from_id LEFT JOIN clusters c ON c.id = e.from_id
            JOIN brainstorms b ON b.id = coalesce(n.brainstorm_id, c.brainstorm_id)
            WHERE e.to_id = $1 AND e.relation = 'promoted_to' AND e.ended_at IS NULL
              AND (b.facilitator_id = $6 OR may_see(b.audience, b.space_id, b.id, $2, $3, $4, $5))
            ORDER BY e.made_at LIMIT 1")
    .bind::<SqlUuid, _>(idea)
    .bind::<Bool, _>(signed_in)
    .bind::<Bool, _>(staff)
    .bind::<Nullable<Array<SqlUuid>>, _>(spaces)
    .bind::<Array<SqlUuid>, _>(named_in)
    .bind::<Nullable<SqlUuid>, _>(viewer.person_id().map(|person| person.0))
    .get_result(conn)
    .optional()?)
}

/// Those of these items that were merged into another one, with what it is called as far as the viewer may see it.
///
/// # Errors
/// When a query fails.
pub fn merged_into(conn: &mut PgConnection, viewer: &Viewer, ids: &[Uuid]) -> AppResult<HashMap<Uuid, Option<Named>>> {
    #[derive(QueryableByName)]
    struct Tie {
        #[diesel(sql_type = SqlUuid)]
        from_id: Uuid,
        #[diesel(sql_type = SqlUuid)]
        to_id: Uuid,
    }
    let ties: Vec<Tie> = sql("SELECT from_id, to_id FROM lineage_edges
         WHERE from_id = ANY ($1) AND relation = 'merged_into' AND ended_at IS NULL ORDER BY made_at, id")
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)?;
    let into: Vec<Uuid> = ties.iter().map(|tie| tie.to_id).collect();
    let named = names(conn, viewer, &into)?;
    Ok(ties.into_iter().map(|tie| (tie.from_id, named.get(&tie.to_id).cloned())).collect())
}

/// Whether an item was merged into another one.
///
/// # Errors
/// When the query fails.
pub fn is_merged(conn: &mut PgConnection, item: ItemRef) -> AppResult<bool> {
    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Bool)]
        merged: bool,
    }
    let row: Answer =
        sql("SELECT EXISTS (SELECT FROM lineage_edges WHERE from_id = $1 AND relation = 'merged_into' AND ended_at IS NULL) AS merged")
            .bind::<SqlUuid, _>(item.id)
            .get_result(conn)?;
    Ok(row.merged)
}
