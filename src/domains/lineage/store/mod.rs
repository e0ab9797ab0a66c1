//! The only code that touches `lineage_edges`. Reading names the items of other domains, each only
//! to those who may see it.
mod activity;
mod audit;
mod chain;
mod origin;
mod recent;
mod wording;
pub use activity::{Activity, Happening, activity, activity_page, activity_page_of_gate};
pub use audit::{AuditFilter, Audited, audit};
pub use chain::{Link, Named, Origin, OriginItem, Step, chain, in_campaign, links, names};
pub use origin::{Source, is_merged, merged_into, source_of_idea};
pub use recent::{Deed, DeedItem, recent};
pub use wording::{Mentioned, choice_key};

use crate::kernel::{Granted, ItemKind, ItemRef, Permission, Relation, sql_types};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    RunQueryDsl,
    sql_types::{Nullable, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// Ties `to` to `from`; a tie that is there already stays one.
///
/// # Errors
/// When the database fails.
pub fn link<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, from: ItemRef, relation: Relation, to: ItemRef) -> AppResult<()> {
    let now = tx.now();
    sql("INSERT INTO lineage_edges (id, from_kind, from_id, relation, to_kind, to_id, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (from_id, relation, to_id) WHERE ended_at IS NULL DO NOTHING")
        .bind::<SqlUuid, _>(Uuid::now_v7())
        .bind::<sql_types::ItemKind, ItemKind>(from.kind)
        .bind::<SqlUuid, _>(from.id)
        .bind::<sql_types::Relation, Relation>(relation)
        .bind::<sql_types::ItemKind, ItemKind>(to.kind)
        .bind::<SqlUuid, _>(to.id)
        .bind::<Nullable<SqlUuid>, _>(granted.person_id().map(|person| person.0))
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Ends the tie, because the step behind it was undone; the row stays as a trace.
///
/// # Errors
/// When the database fails.
pub fn unlink<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, from: ItemRef, relation: Relation, to: ItemRef) -> AppResult<()> {
    let now = tx.now();
    sql("UPDATE lineage_edges SET ended_at = $4 WHERE from_id = $1 AND relation = $2 AND to_id = $3 AND ended_at IS NULL")
        .bind::<SqlUuid, _>(from.id)
        .bind::<sql_types::Relation, Relation>(relation)
        .bind::<SqlUuid, _>(to.id)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(())
}
