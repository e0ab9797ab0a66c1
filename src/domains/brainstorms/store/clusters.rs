//! Clusters of a round, and the dots on them.
use crate::kernel::{BrainstormId, ClusterId, Granted, NoteId, ParticipantId, Permission, RoundId};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
use crate::schema::clusters;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// A cluster. How many dots lie on it is for later: see `rules::totals_shown`.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct Cluster {
    #[diesel(sql_type = SqlUuid)]
    pub id: ClusterId,
    #[diesel(sql_type = SqlUuid)]
    pub round_id: RoundId,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Integer)]
    pub position: i32,
    #[diesel(sql_type = Integer)]
    pub dot_count: i32,
    #[diesel(sql_type = BigInt)]
    pub voters: i64,
    #[diesel(sql_type = SmallInt)]
    pub mine: i16,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub promoted_to: Option<Uuid>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub promoted_number: Option<i64>,
}

/// Clusters of a round in the order they were made, with the dots of one participant.
///
/// # Errors
/// When the query fails.
pub fn list_clusters(conn: &mut PgConnection, round: RoundId, me: Option<ParticipantId>) -> AppResult<Vec<Cluster>> {
    let query = sql("SELECT c.id, c.round_id, c.title, c.position, c.dot_count, c.promoted_to, c.promoted_number,
             (SELECT count(*) FROM dots d WHERE d.cluster_id = c.id) AS voters,
             coalesce((SELECT d.dots FROM dots d WHERE d.cluster_id = c.id AND d.participant_id = $2), 0::smallint) AS mine
         FROM clusters c WHERE c.round_id = $1 AND c.removed_at IS NULL ORDER BY c.position, c.id LIMIT 200");
    Ok(query.bind::<SqlUuid, _>(round).bind::<Nullable<SqlUuid>, _>(me).load(conn)?)
}

/// How many people placed dots, of how many who take part: whoever steers takes part once they vote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, QueryableByName, serde::Serialize)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct Turnout {
    #[diesel(sql_type = BigInt)]
    pub voters: i64,
    #[diesel(sql_type = BigInt)]
    pub people: i64,
}

/// The turnout of a round of a room.
///
/// # Errors
/// When the query fails.
pub fn count_turnout(conn: &mut PgConnection, room: BrainstormId, round: RoundId) -> AppResult<Turnout> {
    let query = sql("SELECT count(*) FILTER (WHERE b.spent > 0) AS voters, count(*) AS people
         FROM participants p LEFT JOIN dot_budgets b ON b.participant_id = p.id AND b.round_id = $2
         WHERE p.brainstorm_id = $1 AND (p.role = 'participant' OR b.spent > 0)");
    Ok(query.bind::<SqlUuid, _>(room).bind::<SqlUuid, _>(round).get_result(conn)?)
}

/// A cluster of a room, locked.
///
/// # Errors
/// [`AppError::NotFound`] when the room has no such cluster.
pub fn lock_cluster(tx: &mut Tx<'_>, room: BrainstormId, cluster: ClusterId) -> AppResult<Cluster> {
    let query = sql("SELECT c.id, c.round_id, c.title, c.position, c.dot_count, c.promoted_to, c.promoted_number, 0::bigint AS voters, 0::smallint AS mine
         FROM clusters c WHERE c.id = $1 AND c.brainstorm_id = $2 AND c.removed_at IS NULL FOR UPDATE");
    query.bind::<SqlUuid, _>(cluster).bind::<SqlUuid, _>(room).get_result(tx.reading()).optional()?.ok_or(AppError::NotFound("cluster"))
}

/// The round of a cluster of the room with this number.
///
/// # Errors
/// [`AppError::NotFound`] when the room has no such cluster.
pub fn find_round_of_cluster(conn: &mut PgConnection, number: i64, cluster: ClusterId) -> AppResult<RoundId> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        round_id: RoundId,
    }
    let row: Option<Row> = sql("SELECT c.round_id FROM clusters c JOIN brainstorms b ON b.id = c.brainstorm_id
         WHERE c.id = $1 AND b.number = $2 AND c.removed_at IS NULL")
    .bind::<SqlUuid, _>(cluster)
    .bind::<BigInt, _>(number)
    .get_result(conn)
    .optional()?;
    Ok(row.ok_or(AppError::NotFound("cluster"))?.round_id)
}

/// A new cluster at the end.
///
/// # Errors
/// When the database fails.
pub fn put_cluster<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    room: BrainstormId,
    round: RoundId,
    title: &str,
) -> AppResult<ClusterId> {
    let (id, now) = (ClusterId::new(), tx.now());
    let last: Option<i32> =
        clusters::table.filter(clusters::round_id.eq(round)).select(diesel::dsl::max(clusters::position)).get_result(tx.reading())?;
    diesel::insert_into(clusters::table)
        .values((
            clusters::id.eq(id),
            clusters::brainstorm_id.eq(room),
            clusters::round_id.eq(round),
            clusters::title.eq(title),
            clusters::position.eq(last.unwrap_or(0) + 1),
            clusters::created_at.eq(now),
        ))
        .execute(tx.writing(granted))?;
    Ok(id)
}

/// How many clusters a round has.
///
/// # Errors
/// When the query fails.
pub fn count_clusters(conn: &mut PgConnection, round: RoundId) -> AppResult<i64> {
    Ok(clusters::table.filter(clusters::round_id.eq(round).and(clusters::removed_at.is_null())).count().get_result(conn)?)
}

/// Another title.
///
/// # Errors
/// When the database fails.
pub fn set_cluster_title<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, cluster: ClusterId, title: &str) -> AppResult<()> {
    diesel::update(clusters::table.find(cluster)).set(clusters::title.eq(title)).execute(tx.writing(granted))?;
    Ok(())
}

/// Taken away; its notes are free again, and kept in mind for the way back. Its dots count against nobody's budget.
///
/// # Errors
/// When the database fails.
pub fn remove_cluster<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, cluster: ClusterId, notes: &[NoteId]) -> AppResult<()> {
    let now = tx.now();
    let notes: Vec<Uuid> = notes.iter().map(|note| note.0).collect();
    sql("UPDATE notes SET cluster_id = NULL WHERE cluster_id = $1").bind::<SqlUuid, _>(cluster).execute(tx.writing(granted))?;
    sql("UPDATE clusters SET removed_at = $2, removed_notes = $3 WHERE id = $1")
        .bind::<SqlUuid, _>(cluster)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<SqlUuid>, _>(notes)
        .execute(tx.writing(granted))?;
    spend_again(tx, granted, cluster)
}

/// Counts again what those have spent who gave dots to a cluster: only what stands counts.
fn spend_again<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, cluster: ClusterId) -> AppResult<()> {
    sql("UPDATE dot_budgets b SET spent = coalesce((SELECT sum(d.dots) FROM dots d JOIN clusters c ON c.id = d.cluster_id
             WHERE d.participant_id = b.participant_id AND c.round_id = b.round_id AND c.removed_at IS NULL), 0)
         WHERE b.round_id = (SELECT round_id FROM clusters WHERE id = $1)
           AND b.participant_id IN (SELECT participant_id FROM dots WHERE cluster_id = $1)")
    .bind::<SqlUuid, _>(cluster)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// A cluster that was taken away.
#[derive(Debug, Clone, QueryableByName)]
pub struct Removed {
    /// Notes that were in it and hang still.
    #[diesel(sql_type = Array<SqlUuid>)]
    pub notes: Vec<Uuid>,
    /// A step has ended since.
    #[diesel(sql_type = Bool)]
    pub moved_since: bool,
}

/// Which of these clusters were merged or dissolved with notes in them and can come back: no step has ended since.
///
/// # Errors
/// When the query fails.
pub fn list_restorable(conn: &mut PgConnection, ids: &[ClusterId]) -> AppResult<Vec<ClusterId>> {
    #[derive(QueryableByName)]
    struct Restorable {
        #[diesel(sql_type = SqlUuid)]
        id: ClusterId,
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let query = sql("SELECT c.id FROM clusters c WHERE c.id = ANY ($1) AND c.removed_at IS NOT NULL AND c.removed_notes <> '{}'
             AND NOT EXISTS (SELECT 1 FROM round_snapshots s WHERE s.round_id = c.round_id AND s.taken_at >= c.removed_at) LIMIT 200");
    let found: Vec<Restorable> = query.bind::<Array<SqlUuid>, _>(ids).load(conn)?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// A cluster of a round that was taken away, locked.
///
/// # Errors
/// [`AppError::NotFound`] when the round has no such cluster.
pub fn lock_removed_cluster(tx: &mut Tx<'_>, round: RoundId, cluster: ClusterId) -> AppResult<Removed> {
    let query = sql("SELECT ARRAY(SELECT n.id FROM notes n WHERE n.id = ANY (c.removed_notes) AND n.removed_at IS NULL) AS notes,
             EXISTS (SELECT 1 FROM round_snapshots s WHERE s.round_id = c.round_id AND s.taken_at >= c.removed_at) AS moved_since
         FROM clusters c WHERE c.id = $1 AND c.round_id = $2 AND c.removed_at IS NOT NULL FOR UPDATE");
    query.bind::<SqlUuid, _>(cluster).bind::<SqlUuid, _>(round).get_result(tx.reading()).optional()?.ok_or(AppError::NotFound("cluster"))
}

/// Stands again where it stood, with the dots that lay on it. The caller has seen that no step has ended since, so
/// nobody can have spent them elsewhere.
///
/// # Errors
/// When the database fails; the checks of `dot_budgets` are the last word.
pub fn restore_cluster<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, cluster: ClusterId) -> AppResult<()> {
    sql("UPDATE clusters SET removed_at = NULL, removed_notes = '{}' WHERE id = $1")
        .bind::<SqlUuid, _>(cluster)
        .execute(tx.writing(granted))?;
    spend_again(tx, granted, cluster)
}

/// The idea it became, or none again.
///
/// # Errors
/// When the database fails.
pub fn set_cluster_promoted<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    cluster: ClusterId,
    idea: Option<(Uuid, i64)>,
) -> AppResult<()> {
    let (id, number) = idea.unzip();
    diesel::update(clusters::table.find(cluster))
        .set((clusters::promoted_to.eq(id), clusters::promoted_number.eq(number)))
        .execute(tx.writing(granted))?;
    Ok(())
}

/// What became this idea: notes and clusters of the room, freed again. How many.
///
/// # Errors
/// When the database fails.
pub fn clear_promotion<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, room: BrainstormId, idea: Uuid) -> AppResult<Vec<Promoted>> {
    let query = sql("WITH n AS (UPDATE notes SET promoted_to = NULL, promoted_number = NULL WHERE brainstorm_id = $1 AND promoted_to = $2 RETURNING id),
              c AS (UPDATE clusters SET promoted_to = NULL, promoted_number = NULL WHERE brainstorm_id = $1 AND promoted_to = $2 RETURNING id)
         SELECT id, false AS cluster FROM n UNION ALL SELECT id, true FROM c");
    Ok(query.bind::<SqlUuid, _>(room).bind::<SqlUuid, _>(idea).load(tx.writing(granted))?)
}

/// A note or cluster that was promoted.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Promoted {
    /// Which.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// A cluster, or else a note.
    #[diesel(sql_type = Bool)]
    pub cluster: bool,
}

/// Dots of a participant on a cluster, as they are or shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct Placed {
    #[diesel(sql_type = SqlUuid)]
    pub participant: ParticipantId,
    #[diesel(sql_type = SqlUuid)]
    pub cluster: ClusterId,
    #[diesel(sql_type = SmallInt)]
    pub dots: i16,
}

/// Makes and locks the budgets of these participants in their rounds, in one order for everybody. A fresh
/// budget with nothing spent is nobody's state yet.
///
/// # Errors
/// When the database fails.
pub fn lock_budgets(tx: &mut Tx<'_>, rows: &[(RoundId, ParticipantId, i16)]) -> AppResult<()> {
    let (rounds, people, caps) = columns(rows);
    sql("INSERT INTO dot_budgets (round_id, participant_id, cap) SELECT * FROM unnest($1, $2, $3) ORDER BY 1, 2 ON CONFLICT DO NOTHING")
        .bind::<Array<SqlUuid>, _>(&rounds)
        .bind::<Array<SqlUuid>, _>(&people)
        .bind::<Array<SmallInt>, _>(&caps)
        .execute(tx.scratch())?;
    sql("SELECT spent FROM dot_budgets b JOIN unnest($1, $2) AS w (r, p) ON b.round_id = w.r AND b.participant_id = w.p ORDER BY r, p FOR UPDATE OF b")
        .bind::<Array<SqlUuid>, _>(&rounds)
        .bind::<Array<SqlUuid>, _>(&people)
        .execute(tx.reading())?;
    Ok(())
}

fn columns(rows: &[(RoundId, ParticipantId, i16)]) -> (Vec<Uuid>, Vec<Uuid>, Vec<i16>) {
    let mut columns = (Vec::new(), Vec::new(), Vec::new());
    for (round, participant, cap) in rows {
        columns.0.push(round.0);
        columns.1.push(participant.0);
        columns.2.push(*cap);
    }
    columns
}

/// Dots that these participants have placed in these rounds.
///
/// # Errors
/// When the query fails.
pub fn list_placed(tx: &mut Tx<'_>, rounds: &[RoundId], participants: &[ParticipantId]) -> AppResult<Vec<Placed>> {
    let query =
        sql("SELECT d.participant_id AS participant, d.cluster_id AS cluster, d.dots FROM dots d JOIN clusters c ON c.id = d.cluster_id
         WHERE c.round_id = ANY ($1) AND d.participant_id = ANY ($2) AND c.removed_at IS NULL");
    Ok(query.bind::<Array<SqlUuid>, _>(rounds).bind::<Array<SqlUuid>, _>(participants).load(tx.reading())?)
}

/// Which of these clusters stand, and in which round.
///
/// # Errors
/// When the query fails.
pub fn list_standing(tx: &mut Tx<'_>, ids: &[ClusterId]) -> AppResult<Vec<(ClusterId, RoundId)>> {
    Ok(clusters::table
        .filter(clusters::id.eq_any(ids).and(clusters::removed_at.is_null()))
        .select((clusters::id, clusters::round_id))
        .load(tx.reading())?)
}

/// Writes placements, and the counts that follow from them, set by set.
///
/// # Errors
/// When the database fails; the checks of `dot_budgets` are the last word.
pub fn put_dots<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, placed: &[Placed]) -> AppResult<()> {
    let participants: Vec<Uuid> = placed.iter().map(|row| row.participant.0).collect();
    let of: Vec<Uuid> = placed.iter().map(|row| row.cluster.0).collect();
    let dots: Vec<i16> = placed.iter().map(|row| row.dots).collect();
    sql("INSERT INTO dots (cluster_id, participant_id, dots) SELECT c, p, d FROM unnest($1, $2, $3) AS w (c, p, d) WHERE d > 0
         ON CONFLICT (cluster_id, participant_id) DO UPDATE SET dots = EXCLUDED.dots")
    .bind::<Array<SqlUuid>, _>(&of)
    .bind::<Array<SqlUuid>, _>(&participants)
    .bind::<Array<SmallInt>, _>(&dots)
    .execute(tx.writing(granted))?;
    sql("DELETE FROM dots USING unnest($1, $2, $3) AS w (c, p, d) WHERE cluster_id = c AND participant_id = p AND d = 0")
        .bind::<Array<SqlUuid>, _>(&of)
        .bind::<Array<SqlUuid>, _>(&participants)
        .bind::<Array<SmallInt>, _>(&dots)
        .execute(tx.writing(granted))?;
    sql("UPDATE dot_budgets b SET spent = coalesce((SELECT sum(d.dots) FROM dots d JOIN clusters c ON c.id = d.cluster_id
             WHERE d.participant_id = b.participant_id AND c.round_id = b.round_id AND c.removed_at IS NULL), 0)
         WHERE b.participant_id = ANY ($2) AND b.round_id IN (SELECT round_id FROM clusters WHERE id = ANY ($1))")
    .bind::<Array<SqlUuid>, _>(&of)
    .bind::<Array<SqlUuid>, _>(&participants)
    .execute(tx.writing(granted))?;
    // Locked first, counted after: dots of another process are then committed and seen.
    sql("SELECT 1 FROM clusters WHERE id = ANY ($1) ORDER BY id FOR UPDATE").bind::<Array<SqlUuid>, _>(&of).execute(tx.reading())?;
    sql("UPDATE clusters c SET dot_count = coalesce((SELECT sum(d.dots) FROM dots d WHERE d.cluster_id = c.id), 0) WHERE c.id = ANY ($1)")
        .bind::<Array<SqlUuid>, _>(&of)
        .execute(tx.writing(granted))?;
    Ok(())
}
