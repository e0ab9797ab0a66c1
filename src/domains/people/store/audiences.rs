//! Audiences of named people: the list that belongs to an item, and whom a typed word names.
use crate::kernel::{Granted, Permission, PersonId};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Text, Uuid as SqlUuid},
};
use uuid::Uuid;

/// Most people read of one list.
const MOST: i64 = 1000;

/// Whom a word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// This person.
    One(PersonId),
    /// Nobody here.
    Nobody,
    /// Several people of that name; a handle or an address tells them apart.
    Several,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    place: i64,
    #[diesel(sql_type = SqlUuid)]
    person: PersonId,
    #[diesel(sql_type = Bool)]
    by_name: bool,
}

/// Whom each of these words names: a handle, an e-mail address, or else a whole name, whatever its case and accents.
///
/// # Errors
/// When the query fails.
pub fn find_named(conn: &mut PgConnection, words: &[String]) -> AppResult<Vec<Match>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let asked: Vec<String> = words.iter().map(|word| word.replace('\0', "")).collect();
    let found: Vec<Found> = sql("WITH asked AS (SELECT w.word, w.place FROM unnest($1) WITH ORDINALITY AS w (word, place))
         SELECT a.place, p.id AS person, false AS by_name FROM asked a JOIN people p ON p.handle = lower(a.word) AND p.erased_at IS NULL
         UNION SELECT a.place, p.id, false FROM asked a JOIN people p ON p.email = a.word::citext AND p.erased_at IS NULL
         UNION SELECT a.place, p.id, true FROM asked a JOIN people p ON fold(p.name) = fold(a.word) AND p.erased_at IS NULL
         LIMIT 5000")
    .bind::<Array<Text>, _>(asked)
    .load(conn)?;
    let of = |place: i64| {
        let people = |by_name: bool| -> Vec<PersonId> {
            found.iter().filter(|row| row.place == place && row.by_name == by_name).map(|row| row.person).collect()
        };
        let exactly = people(false);
        let people = if exactly.is_empty() { people(true) } else { exactly };
        match people.as_slice() {
            [] => Match::Nobody,
            [person] => Match::One(*person),
            _ => Match::Several,
        }
    };
    Ok((1..).zip(words).map(|(place, _)| of(place)).collect())
}

#[derive(QueryableByName)]
struct Member {
    #[diesel(sql_type = SqlUuid)]
    person_id: PersonId,
}

/// The people on the list of an item.
///
/// # Errors
/// When the query fails.
pub fn list_named(conn: &mut PgConnection, item: Uuid) -> AppResult<Vec<PersonId>> {
    let rows: Vec<Member> = sql("SELECT person_id FROM audience_members WHERE item_id = $1 ORDER BY person_id LIMIT $2")
        .bind::<SqlUuid, _>(item)
        .bind::<BigInt, _>(MOST)
        .load(conn)?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// Makes these people the list of an item.
///
/// # Errors
/// When a statement fails.
pub fn put_named<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, item: Uuid, people: &[PersonId]) -> AppResult<()> {
    let people: Vec<Uuid> = people.iter().map(|person| person.0).collect();
    sql("DELETE FROM audience_members WHERE item_id = $1 AND person_id <> ALL ($2)")
        .bind::<SqlUuid, _>(item)
        .bind::<Array<SqlUuid>, _>(&people)
        .execute(tx.writing(granted))?;
    sql("INSERT INTO audience_members (item_id, person_id) SELECT $1, p.id FROM people p WHERE p.id = ANY ($2) AND p.erased_at IS NULL
         ON CONFLICT DO NOTHING")
    .bind::<SqlUuid, _>(item)
    .bind::<Array<SqlUuid>, _>(&people)
    .execute(tx.writing(granted))?;
    Ok(())
}
