//! Parts of a prototype as far as they can be taken back or put right, and the way back from its newest move.
use super::refresh;
use crate::domains::prototypes::rules::{self, LastMove};
use crate::kernel::{
    BuildId, Granted, HypothesisId, ItemKind, ItemRef, Moment, PartId, PartKind, Permission, PersonId, PrototypeId, PrototypeStage,
    Refusal, sql_types,
};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
    files,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use std::collections::HashMap;

/// A part of a prototype, whatever it is.
#[derive(Debug, Clone)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Number of the test session of a reading.
    pub session: Option<i16>,
    /// Who added it, where that is known.
    pub by: Option<PersonId>,
    /// When.
    pub at: Moment,
    /// Something rests on it.
    pub in_use: bool,
}

#[derive(QueryableByName)]
struct PartRow {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Nullable<SmallInt>)]
    session: Option<i16>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    by: Option<PersonId>,
    #[diesel(sql_type = Timestamptz)]
    at: Moment,
    #[diesel(sql_type = Bool)]
    in_use: bool,
}

/// The part with this id.
///
/// # Errors
/// [`AppError::NotFound`] when the prototype has no such part.
pub fn find_part(conn: &mut PgConnection, prototype: PrototypeId, id: PartId) -> AppResult<Part> {
    let row: Option<PartRow> = sql("SELECT 'hypothesis' AS kind, NULL::smallint AS session, h.added_by AS by, h.created_at AS at,
            EXISTS (SELECT FROM test_sessions t WHERE t.hypothesis_id = h.id) AS in_use FROM hypotheses h WHERE h.prototype_id = $1 AND h.id = $2
         UNION ALL SELECT 'build', NULL, built_by, built_at, false FROM builds WHERE prototype_id = $1 AND id = $2
         UNION ALL SELECT 'test', t.number, t.held_by, t.held_at, EXISTS (SELECT FROM readings r WHERE r.test_session_id = t.id)
            FROM test_sessions t WHERE t.prototype_id = $1 AND t.id = $2
         UNION ALL SELECT 'reading', t.number, r.read_by, r.read_at, false
            FROM readings r JOIN test_sessions t ON t.id = r.test_session_id WHERE t.prototype_id = $1 AND r.id = $2
         UNION ALL SELECT 'gate', NULL, planned_by, planned_at, state <> 'planned' FROM gates
            WHERE prototype_id = $1 AND id = $2 AND planned_at IS NOT NULL
         UNION ALL SELECT 'learning', NULL, written_by, written_at, false FROM learning_cards WHERE prototype_id = $1 AND id = $2")
    .bind::<SqlUuid, _>(prototype.0)
    .bind::<SqlUuid, _>(id.0)
    .get_result(conn)
    .optional()?;
    let row = row.ok_or(AppError::NotFound("part"))?;
    let kind = PartKind::parse(&row.kind).ok_or(AppError::NotFound("part"))?;
    Ok(Part { kind, session: row.session, by: row.by, at: row.at, in_use: row.in_use })
}

/// Removes a part, and the photos of a build with it; what is counted follows.
///
/// # Errors
/// When the database fails.
pub fn remove_part<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    prototype: PrototypeId,
    id: PartId,
    kind: PartKind,
) -> AppResult<()> {
    let statement = match kind {
        PartKind::Hypothesis => "DELETE FROM hypotheses WHERE id = $1",
        PartKind::Build => "DELETE FROM builds WHERE id = $1",
        PartKind::Test => "DELETE FROM test_sessions WHERE id = $1",
        PartKind::Reading => "DELETE FROM readings WHERE id = $1",
        PartKind::Gate => "DELETE FROM gates WHERE id = $1",
        PartKind::Learning => "DELETE FROM learning_cards WHERE id = $1",
    };
    sql(statement).bind::<SqlUuid, _>(id.0).execute(tx.writing(granted))?;
    if kind == PartKind::Build {
        files::remove_all_of(tx, granted, ItemRef::new(ItemKind::Prototype, id.0))?;
    }
    refresh(tx, granted, prototype)
}

/// Overwrites the words of a test card; whether there is such a one.
///
/// # Errors
/// When the database fails.
pub fn set_hypothesis_text<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    prototype: PrototypeId,
    hypothesis: HypothesisId,
    card: &rules::Hypothesis,
) -> AppResult<bool> {
    let changed = sql("UPDATE hypotheses SET believe = $3, verify = $4, measure = $5, right_if = $6 WHERE id = $2 AND prototype_id = $1")
        .bind::<SqlUuid, _>(prototype.0)
        .bind::<SqlUuid, _>(hypothesis.0)
        .bind::<Text, _>(&card.believe)
        .bind::<Text, _>(&card.verify)
        .bind::<Text, _>(&card.measure)
        .bind::<Text, _>(&card.right_if)
        .execute(tx.writing(granted))?;
    refresh(tx, granted, prototype)?;
    Ok(changed == 1)
}

/// Overwrites what is written of a build.
///
/// # Errors
/// When the database fails.
pub fn set_build<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    prototype: PrototypeId,
    build: BuildId,
    wish: &rules::Build,
) -> AppResult<()> {
    sql("UPDATE builds SET title = $2, notes = $3, bill_of_material = $4, cost_cents = $5 WHERE id = $1")
        .bind::<SqlUuid, _>(build.0)
        .bind::<Text, _>(&wish.title)
        .bind::<Text, _>(&wish.notes)
        .bind::<Text, _>(&wish.bill_of_material)
        .bind::<BigInt, _>(wish.cost_cents)
        .execute(tx.writing(granted))?;
    refresh(tx, granted, prototype)
}

/// All that says whether the newest move of a prototype, or something added to it, can be taken back.
#[derive(Debug, Clone, QueryableByName)]
pub struct WayBack {
    #[diesel(sql_type = SqlUuid)]
    id: PrototypeId,
    /// Where it stands.
    #[diesel(sql_type = sql_types::PrototypeStage)]
    pub stage: PrototypeStage,
    #[diesel(sql_type = Nullable<sql_types::PrototypeStage>)]
    from_stage: Option<PrototypeStage>,
    #[diesel(sql_type = Nullable<sql_types::PrototypeStage>)]
    to_stage: Option<PrototypeStage>,
    #[diesel(sql_type = Bool)]
    decided: bool,
    #[diesel(sql_type = Bool)]
    planned: bool,
    #[diesel(sql_type = Bool)]
    untouched: bool,
}

impl WayBack {
    /// Where the newest move is taken back to.
    ///
    /// # Errors
    /// As [`rules::check_undo_move`].
    pub fn check(&self) -> Result<PrototypeStage, Refusal> {
        let last = self.from_stage.zip(self.to_stage).map(|(from, to)| LastMove { from, to, decided: self.decided });
        rules::check_undo_move(self.stage, last, self.planned, self.untouched)
    }
}

/// The ways back of these prototypes, in one query.
///
/// # Errors
/// When it fails.
pub fn ways_back(conn: &mut PgConnection, prototypes: &[PrototypeId]) -> AppResult<HashMap<PrototypeId, WayBack>> {
    if prototypes.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<uuid::Uuid> = prototypes.iter().map(|id| id.0).collect();
    let rows: Vec<WayBack> = sql("SELECT x.id, x.stage, m.from_stage, m.to_stage,
            EXISTS (SELECT FROM gates g WHERE g.prototype_id = x.id AND g.decided_at = m.moved_at) AS decided,
            EXISTS (SELECT FROM gates g WHERE g.prototype_id = x.id AND g.state = 'planned') AS planned,
            NOT EXISTS (SELECT FROM gates g JOIN gate_criteria c ON c.gate_id = g.id
                WHERE g.prototype_id = x.id AND g.state = 'at_gate' AND c.met IS NOT NULL) AS untouched
         FROM prototypes x LEFT JOIN LATERAL (SELECT from_stage, to_stage, moved_at FROM stage_moves
            WHERE prototype_id = x.id ORDER BY moved_at DESC, id DESC LIMIT 1) m ON true
         WHERE x.id = ANY ($1) AND x.withdrawn_at IS NULL")
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
