//! Notes of a room.
use crate::domains::brainstorms::rules;
use crate::kernel::{
    BrainstormId, BrainstormState, CampaignId, ClusterId, Granted, Moment, NoteColour, NoteId, ParticipantId, ParticipantRole, Permission,
    PersonId, Place, RoundId, RoundStep, Sight, SpaceId,
};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
use crate::schema::notes;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use std::collections::HashMap;
use uuid::Uuid;

/// A note with its writer's name; whoever shows it decides whether the name goes along.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct Note {
    #[diesel(sql_type = SqlUuid)]
    pub id: NoteId,
    #[diesel(sql_type = SqlUuid)]
    pub round_id: RoundId,
    #[diesel(sql_type = SqlUuid)]
    pub participant_id: ParticipantId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub person_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    pub writer: String,
    #[diesel(sql_type = Text)]
    pub text: String,
    #[diesel(sql_type = crate::kernel::sql_types::NoteColour)]
    pub colour: NoteColour,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub cluster_id: Option<Uuid>,
    #[diesel(sql_type = Bool)]
    pub held: bool,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub removed_at: Option<Moment>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub promoted_to: Option<Uuid>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub promoted_number: Option<i64>,
}

impl Note {
    /// Its cluster.
    pub fn cluster(&self) -> Option<ClusterId> {
        self.cluster_id.map(ClusterId)
    }
    /// Its writer, when they have an account.
    pub fn person(&self) -> Option<PersonId> {
        self.person_id.map(PersonId)
    }
}

macro_rules! select_notes {
    ($rest:literal) => {
        concat!(
            "SELECT n.id, n.round_id, n.participant_id, p.person_id, coalesce(p.guest_name, e.name, '') AS writer, n.text, n.colour, n.cluster_id,
                 n.held, n.created_at, n.removed_at, n.promoted_to, n.promoted_number
             FROM notes n JOIN participants p ON p.id = n.participant_id LEFT JOIN people e ON e.id = p.person_id ",
            $rest
        )
    };
}

/// What a participant wrote in a round, newest first.
///
/// # Errors
/// When the query fails.
pub fn list_own_notes(conn: &mut PgConnection, round: RoundId, participant: ParticipantId) -> AppResult<Vec<Note>> {
    let query = sql(select_notes!(
        "WHERE n.round_id = $1 AND n.participant_id = $2 AND n.removed_at IS NULL ORDER BY n.created_at DESC, n.id DESC LIMIT 200"
    ));
    Ok(query.bind::<SqlUuid, _>(round).bind::<SqlUuid, _>(participant).load(conn)?)
}

/// Which notes that are held back come along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// None: for a wall that everybody looks at.
    None,
    /// Those of this participant, who may know.
    Of(ParticipantId),
    /// All, for those who steer.
    All,
}

/// Everything on the wall of a round. Only for a round whose notes are shown: see `rules::notes_shown`.
///
/// # Errors
/// When the query fails.
pub fn list_wall(conn: &mut PgConnection, round: RoundId, held: Held) -> AppResult<Vec<Note>> {
    let writer = if let Held::Of(writer) = held { Some(writer) } else { None };
    let query = sql(select_notes!(
        "WHERE n.round_id = $1 AND n.removed_at IS NULL AND (NOT n.held OR $2 OR n.participant_id = $3) ORDER BY n.created_at, n.id LIMIT $4"
    ));
    Ok(query
        .bind::<SqlUuid, _>(round)
        .bind::<Bool, _>(held == Held::All)
        .bind::<Nullable<SqlUuid>, _>(writer)
        .bind::<BigInt, _>(rules::MOST_ON_WALL)
        .load(conn)?)
}

/// How many notes hang in each of these rounds, held ones included; rounds without any are left out.
///
/// # Errors
/// When the query fails.
pub fn count_notes(conn: &mut PgConnection, rounds: &[RoundId]) -> AppResult<HashMap<RoundId, i64>> {
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = SqlUuid)]
        round: RoundId,
        #[diesel(sql_type = BigInt)]
        notes: i64,
    }
    let rows: Vec<Counted> =
        sql("SELECT round_id AS round, count(*) AS notes FROM notes WHERE round_id = ANY ($1) AND removed_at IS NULL GROUP BY round_id")
            .bind::<Array<SqlUuid>, _>(rounds)
            .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.round, row.notes)).collect())
}

/// Notes of a round after a place in it, for the API: all, or only those of one participant. Held notes
/// come to their writers only.
///
/// # Errors
/// When the query fails.
pub fn list_notes_after(
    conn: &mut PgConnection,
    round: RoundId,
    me: Option<ParticipantId>,
    only_mine: bool,
    after: Option<(Moment, Uuid)>,
    most: i64,
) -> AppResult<Vec<Note>> {
    let (at, id) = after.unzip();
    let query = sql(select_notes!(
        "WHERE n.round_id = $1 AND n.removed_at IS NULL AND (NOT n.held OR n.participant_id = $2)
           AND (NOT $3 OR n.participant_id = $2) AND ($4::timestamptz IS NULL OR (n.created_at, n.id) > ($4, $5))
         ORDER BY n.created_at, n.id LIMIT $6"
    ));
    Ok(query
        .bind::<SqlUuid, _>(round)
        .bind::<Nullable<SqlUuid>, _>(me)
        .bind::<Bool, _>(only_mine)
        .bind::<Nullable<Timestamptz>, _>(at)
        .bind::<Nullable<SqlUuid>, _>(id)
        .bind::<BigInt, _>(most)
        .load(conn)?)
}

/// How many notes, and by how many people.
#[derive(Debug, Clone, Copy, Default, QueryableByName, serde::Serialize)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct NoteCount {
    #[diesel(sql_type = BigInt)]
    pub notes: i64,
    #[diesel(sql_type = BigInt)]
    pub people: i64,
}

/// Notes of a round that are not by this participant: how many, never which.
///
/// # Errors
/// When the query fails.
pub fn count_others(conn: &mut PgConnection, round: RoundId, but: Option<ParticipantId>) -> AppResult<NoteCount> {
    let query = sql("SELECT count(*) AS notes, count(DISTINCT participant_id) AS people FROM notes
         WHERE round_id = $1 AND removed_at IS NULL AND participant_id IS DISTINCT FROM $2");
    Ok(query.bind::<SqlUuid, _>(round).bind::<Nullable<SqlUuid>, _>(but).get_result(conn)?)
}

/// A note of a room, locked.
///
/// # Errors
/// [`AppError::NotFound`] when the room has no such note.
pub fn lock_note(tx: &mut Tx<'_>, room: BrainstormId, note: NoteId) -> AppResult<Note> {
    let query = sql(select_notes!("WHERE n.id = $1 AND n.brainstorm_id = $2 FOR UPDATE OF n"));
    query.bind::<SqlUuid, _>(note).bind::<SqlUuid, _>(room).get_result(tx.reading()).optional()?.ok_or(AppError::NotFound("note"))
}

/// Another text.
///
/// # Errors
/// When the database fails.
pub fn set_note_text<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, note: NoteId, text: &str) -> AppResult<()> {
    let now = tx.now();
    diesel::update(notes::table.find(note)).set((notes::text.eq(text), notes::edited_at.eq(now))).execute(tx.writing(granted))?;
    Ok(())
}

/// Taken off the wall, or hung up again.
///
/// # Errors
/// When the database fails.
pub fn set_note_removed<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, note: NoteId, removed: bool) -> AppResult<()> {
    let at = removed.then(|| tx.now());
    diesel::update(notes::table.find(note)).set(notes::removed_at.eq(at)).execute(tx.writing(granted))?;
    Ok(())
}

/// Held back from the wall, or released.
///
/// # Errors
/// When the database fails.
pub fn set_note_held<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, note: NoteId, held: bool) -> AppResult<()> {
    diesel::update(notes::table.find(note)).set(notes::held.eq(held)).execute(tx.writing(granted))?;
    Ok(())
}

/// Into a cluster, or out of all.
///
/// # Errors
/// When the database fails.
pub fn set_note_cluster<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    note: &[NoteId],
    cluster: Option<ClusterId>,
) -> AppResult<()> {
    diesel::update(notes::table.filter(notes::id.eq_any(note))).set(notes::cluster_id.eq(cluster)).execute(tx.writing(granted))?;
    Ok(())
}

/// The idea it became, or none again.
///
/// # Errors
/// When the database fails.
pub fn set_note_promoted<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, note: NoteId, idea: Option<(Uuid, i64)>) -> AppResult<()> {
    let (id, number) = idea.unzip();
    diesel::update(notes::table.find(note))
        .set((notes::promoted_to.eq(id), notes::promoted_number.eq(number)))
        .execute(tx.writing(granted))?;
    Ok(())
}

/// A participant with what decides about their writing and voting: one row per participant, the room shared-locked,
/// so that its step cannot change before the write is in.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct Seat {
    #[diesel(sql_type = SqlUuid)]
    pub participant: ParticipantId,
    #[diesel(sql_type = crate::kernel::sql_types::ParticipantRole)]
    pub role: ParticipantRole,
    #[diesel(sql_type = crate::kernel::sql_types::NoteColour)]
    pub colour: NoteColour,
    #[diesel(sql_type = SqlUuid)]
    pub room: BrainstormId,
    #[diesel(sql_type = crate::kernel::sql_types::BrainstormState)]
    pub state: BrainstormState,
    #[diesel(sql_type = crate::kernel::sql_types::Audience)]
    audience: crate::kernel::Audience,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    space_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    campaign_id: Option<Uuid>,
    #[diesel(sql_type = SmallInt)]
    pub dots_each: i16,
    #[diesel(sql_type = SmallInt)]
    pub dots_per_cluster: i16,
    #[diesel(sql_type = SqlUuid)]
    pub round: RoundId,
    #[diesel(sql_type = crate::kernel::sql_types::RoundStep)]
    pub step: RoundStep,
    #[diesel(sql_type = BigInt)]
    pub written: i64,
}

impl Seat {
    /// Where this participant acts.
    pub fn place(&self) -> Place {
        let steers = rules::steers(self.role);
        let sight = Sight { audience: self.audience, space: self.space_id.map(SpaceId) };
        Place::of(self.room, sight).in_campaign(self.campaign_id.map(CampaignId)).in_room(true, steers)
    }
}

/// The seats of these participants in the current round of their rooms. The rooms are locked first, in a
/// statement of its own: whoever waited for a facilitator's lock then sees the step that the room was moved to.
///
/// # Errors
/// When a query fails.
pub fn share_seats(tx: &mut Tx<'_>, participants: &[ParticipantId]) -> AppResult<Vec<Seat>> {
    sql("SELECT 1 FROM brainstorms WHERE id IN (SELECT brainstorm_id FROM participants WHERE id = ANY ($1)) ORDER BY id FOR SHARE")
        .bind::<Array<SqlUuid>, _>(participants)
        .execute(tx.reading())?;
    let query =
        sql("SELECT p.id AS participant, p.role, p.colour, b.id AS room, b.state, b.audience, b.space_id, b.campaign_id, b.dots_each,
             b.dots_per_cluster, r.id AS round, r.step,
             (SELECT count(*) FROM notes n WHERE n.participant_id = p.id AND n.round_id = r.id AND n.removed_at IS NULL) AS written
         FROM participants p JOIN brainstorms b ON b.id = p.brainstorm_id
         JOIN rounds r ON r.brainstorm_id = b.id AND r.position =
             (SELECT coalesce(min(position) FILTER (WHERE finished_at IS NULL), max(position)) FROM rounds WHERE brainstorm_id = b.id)
         WHERE p.id = ANY ($1)");
    Ok(query.bind::<Array<SqlUuid>, _>(participants).load(tx.reading())?)
}

/// A note that exists already: which, whose, what it says, since when it is gone.
pub type Written = (NoteId, ParticipantId, String, Option<Moment>);

/// Ids of notes that exist already, and who wrote them.
///
/// # Errors
/// When the query fails.
pub fn list_writers(tx: &mut Tx<'_>, ids: &[NoteId]) -> AppResult<Vec<Written>> {
    Ok(notes::table
        .filter(notes::id.eq_any(ids))
        .select((notes::id, notes::participant_id, notes::text, notes::removed_at))
        .load(tx.reading())?)
}

/// A note about to be hung up.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = notes)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct NewNote {
    pub id: NoteId,
    pub brainstorm_id: BrainstormId,
    pub round_id: RoundId,
    pub participant_id: ParticipantId,
    pub text: String,
    pub colour: NoteColour,
    pub created_at: Moment,
}

/// Hangs up many notes in one statement; which of them hung not yet.
///
/// # Errors
/// When the database fails.
pub fn put_notes<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, rows: &[NewNote]) -> AppResult<Vec<NoteId>> {
    let insert = diesel::insert_into(notes::table).values(rows).on_conflict_do_nothing().returning(notes::id);
    // Only a note that is new changes anything, and wants its event.
    let hung: Vec<NoteId> = insert.get_results(tx.scratch())?;
    if !hung.is_empty() {
        tx.writing(granted);
    }
    Ok(hung)
}
