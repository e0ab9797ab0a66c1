//! Who is in a room, with an account or as a guest.
use crate::kernel::{BrainstormId, Granted, Guest, Moment, NoteColour, ParticipantId, ParticipantRole, Permission, PersonId};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use crate::schema::participants;
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Bytea, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// Somebody in a room.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct Participant {
    #[diesel(sql_type = SqlUuid)]
    pub id: ParticipantId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub person_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Bool)]
    pub guest: bool,
    #[diesel(sql_type = crate::kernel::sql_types::ParticipantRole)]
    pub role: ParticipantRole,
    #[diesel(sql_type = crate::kernel::sql_types::NoteColour)]
    pub colour: NoteColour,
    #[diesel(sql_type = Nullable<Text>)]
    pub ready_for: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    pub joined_at: Moment,
}

/// Everybody in a room, in the order they came. The caller has found the room visible.
///
/// # Errors
/// When the query fails.
pub fn list_participants(conn: &mut PgConnection, room: BrainstormId) -> AppResult<Vec<Participant>> {
    let query = sql("SELECT p.id, p.person_id, coalesce(p.guest_name, e.name, '') AS name, p.person_id IS NULL AS guest, p.role, p.colour,
             p.ready_for, p.joined_at
         FROM participants p LEFT JOIN people e ON e.id = p.person_id WHERE p.brainstorm_id = $1 ORDER BY p.joined_at, p.id LIMIT 500");
    Ok(query.bind::<SqlUuid, _>(room).load(conn)?)
}

/// How many are in a room.
///
/// # Errors
/// When the query fails.
pub fn count_participants(conn: &mut PgConnection, room: BrainstormId) -> AppResult<i64> {
    Ok(participants::table.filter(participants::brainstorm_id.eq(room)).count().get_result(conn)?)
}

/// Whether a person is in the room.
///
/// # Errors
/// When the query fails.
pub fn is_in(conn: &mut PgConnection, room: BrainstormId, person: PersonId) -> AppResult<bool> {
    let row = participants::table.filter(participants::brainstorm_id.eq(room).and(participants::person_id.eq(person)));
    Ok(diesel::select(diesel::dsl::exists(row)).get_result(conn)?)
}

/// The guest behind a secret in the room of a number, and nowhere else.
///
/// # Errors
/// When the query fails.
pub fn find_guest(conn: &mut PgConnection, number: i64, token_hash: &[u8]) -> AppResult<Option<Guest>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
        #[diesel(sql_type = SqlUuid)]
        brainstorm_id: Uuid,
    }
    let found: Option<Found> = sql("SELECT p.id, p.brainstorm_id FROM participants p JOIN brainstorms b ON b.id = p.brainstorm_id
         WHERE p.guest_token_hash = $1 AND b.number = $2 AND b.guests_allowed")
    .bind::<Bytea, _>(token_hash)
    .bind::<BigInt, _>(number)
    .get_result(conn)
    .optional()?;
    Ok(found.map(|row| Guest { participant: ParticipantId(row.id), brainstorm: BrainstormId(row.brainstorm_id) }))
}

/// Who comes in.
#[derive(Debug, Clone)]
pub enum Newcomer {
    /// Somebody with an account.
    Person(PersonId),
    /// A guest: name and hash of their secret.
    Guest(String, Vec<u8>),
}

/// Lets somebody in.
///
/// # Errors
/// When the database fails.
pub fn put_participant<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    room: BrainstormId,
    id: ParticipantId,
    newcomer: &Newcomer,
    role: ParticipantRole,
    colour: NoteColour,
) -> AppResult<()> {
    let now = tx.now();
    let (person, name, hash) = match newcomer {
        Newcomer::Person(person) => (Some(*person), None, None),
        Newcomer::Guest(name, hash) => (None, Some(name.as_str()), Some(hash.as_slice())),
    };
    diesel::insert_into(participants::table)
        .values((
            participants::id.eq(id),
            participants::brainstorm_id.eq(room),
            participants::person_id.eq(person),
            participants::guest_name.eq(name),
            participants::guest_token_hash.eq(hash),
            participants::role.eq(role),
            participants::colour.eq(colour),
            participants::joined_at.eq(now),
            participants::seen_at.eq(now),
        ))
        .execute(tx.writing(granted))?;
    Ok(())
}

/// What somebody is ready to leave, locked.
///
/// # Errors
/// When the query fails.
pub fn lock_ready(tx: &mut Tx<'_>, participant: ParticipantId) -> AppResult<Option<String>> {
    Ok(participants::table.find(participant).select(participants::ready_for).for_update().first(tx.reading())?)
}

/// Nobody of a room is ready any more: it stands elsewhere now.
///
/// # Errors
/// When the database fails.
pub fn clear_ready<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, room: BrainstormId) -> AppResult<()> {
    let ready = participants::table.filter(participants::brainstorm_id.eq(room).and(participants::ready_for.is_not_null()));
    diesel::update(ready).set(participants::ready_for.eq(None::<String>)).execute(tx.writing(granted))?;
    Ok(())
}

/// What somebody is ready to leave; nothing takes it back.
///
/// # Errors
/// When the database fails.
pub fn set_ready<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, participant: ParticipantId, key: Option<&str>) -> AppResult<()> {
    diesel::update(participants::table.find(participant)).set(participants::ready_for.eq(key)).execute(tx.writing(granted))?;
    Ok(())
}

/// Another role in the room.
///
/// # Errors
/// When the database fails.
pub fn set_role<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, participant: ParticipantId, role: ParticipantRole) -> AppResult<()> {
    diesel::update(participants::table.find(participant)).set(participants::role.eq(role)).execute(tx.writing(granted))?;
    Ok(())
}
