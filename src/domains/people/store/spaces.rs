//! Spaces: business units, partners and customer companies, and who belongs to them.
use crate::kernel::{Granted, Permission, PersonId, SpaceId, SpaceKind, Viewer};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// A space, with how many belong to it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Space {
    /// Which space.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// Tail of its address.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// What it stands for.
    #[diesel(sql_type = crate::kernel::sql_types::SpaceKind)]
    pub kind: SpaceKind,
    /// A sentence or two.
    #[diesel(sql_type = Text)]
    pub about: String,
    /// People in it.
    #[diesel(sql_type = BigInt)]
    pub members: i64,
}

macro_rules! space_columns {
    () => {
        "SELECT s.id, s.slug, s.name, s.kind, s.about, (SELECT count(*) FROM space_members m WHERE m.space_id = s.id) AS members FROM spaces s "
    };
}

/// The spaces that the viewer belongs to, or all for those who keep order; at most 500.
///
/// # Errors
/// When the query fails.
pub fn list_visible_spaces(conn: &mut PgConnection, viewer: &Viewer) -> AppResult<Vec<Space>> {
    let spaces = viewer.eyes().spaces;
    Ok(sql(concat!(space_columns!(), "WHERE $1 IS NULL OR s.id = ANY ($1) ORDER BY s.kind, fold(s.name), s.id LIMIT 500"))
        .bind::<Nullable<Array<SqlUuid>>, _>(spaces)
        .load(conn)?)
}

/// One space that the viewer belongs to.
///
/// # Errors
/// When the query fails.
pub fn find_visible_space(conn: &mut PgConnection, viewer: &Viewer, slug: &str) -> AppResult<Option<Space>> {
    if slug.contains('\0') {
        return Ok(None);
    }
    let spaces = viewer.eyes().spaces;
    Ok(sql(concat!(space_columns!(), "WHERE s.slug = $1 AND ($2 IS NULL OR s.id = ANY ($2))"))
        .bind::<Text, _>(slug.to_owned())
        .bind::<Nullable<Array<SqlUuid>>, _>(spaces)
        .get_result(conn)
        .optional()?)
}

/// Somebody in a space.
#[derive(Debug, Clone, QueryableByName, serde::Serialize)]
pub struct SpaceMember {
    /// Name as shown.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Tail of the profile's address.
    #[diesel(sql_type = Text)]
    pub handle: String,
    /// Company.
    #[diesel(sql_type = Text)]
    pub company: String,
}

/// Who belongs to a space, by name; at most 500.
///
/// # Errors
/// When the query fails.
pub fn list_space_members(conn: &mut PgConnection, space: SpaceId) -> AppResult<Vec<SpaceMember>> {
    Ok(sql("SELECT p.name, p.handle, p.company FROM space_members m JOIN people p ON p.id = m.person_id
         WHERE m.space_id = $1 AND p.erased_at IS NULL ORDER BY fold(p.name), p.id LIMIT 500")
    .bind::<SqlUuid, _>(space.0)
    .load(conn)?)
}

/// Makes a space; `None` when the slug is taken.
///
/// # Errors
/// When the insert fails.
pub fn put_space<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    id: SpaceId,
    slug: &str,
    name: &str,
    kind: SpaceKind,
    about: &str,
) -> AppResult<bool> {
    let now = tx.now();
    let made = sql("INSERT INTO spaces (id, slug, name, kind, about, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT ON CONSTRAINT spaces_slug DO NOTHING")
        .bind::<SqlUuid, _>(id.0)
        .bind::<Text, _>(slug.to_owned())
        .bind::<Text, _>(name.to_owned())
        .bind::<crate::kernel::sql_types::SpaceKind, _>(kind)
        .bind::<Text, _>(about.to_owned())
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(made > 0)
}

/// Changes what a space is called, stands for and says of itself; `false` when another one has the slug.
///
/// # Errors
/// When the update fails.
pub fn put_space_change<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, space: &Space) -> AppResult<bool> {
    let changed = sql("UPDATE spaces SET slug = $2, name = $3, kind = $4, about = $5
         WHERE id = $1 AND NOT EXISTS (SELECT FROM spaces o WHERE o.slug = $2 AND o.id <> $1)")
    .bind::<SqlUuid, _>(space.id)
    .bind::<Text, _>(space.slug.clone())
    .bind::<Text, _>(space.name.clone())
    .bind::<crate::kernel::sql_types::SpaceKind, _>(space.kind)
    .bind::<Text, _>(space.about.clone())
    .execute(tx.writing(granted));
    match changed.map_err(AppError::from) {
        Ok(changed) => Ok(changed > 0),
        // Another one took it at the same moment.
        Err(error) if error.constraint() == Some("spaces_slug") => Ok(false),
        Err(error) => Err(error),
    }
}

/// What still uses a space, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName, serde::Serialize)]
pub struct SpaceUses {
    /// People in it.
    #[diesel(sql_type = BigInt)]
    pub members: i64,
    /// Campaigns for it.
    #[diesel(sql_type = BigInt)]
    pub campaigns: i64,
    /// Ideas in it.
    #[diesel(sql_type = BigInt)]
    pub ideas: i64,
    /// Prototypes in it.
    #[diesel(sql_type = BigInt)]
    pub prototypes: i64,
    /// Brainstorms in it.
    #[diesel(sql_type = BigInt)]
    pub rooms: i64,
}

impl SpaceUses {
    /// Something does.
    pub const fn any(self) -> bool {
        self.members + self.campaigns + self.ideas + self.prototypes + self.rooms > 0
    }
}

/// What still uses a space: whatever refers to its row, drafts and things taken back with it.
///
/// # Errors
/// When the query fails.
pub fn count_space_uses(conn: &mut PgConnection, space: SpaceId) -> AppResult<SpaceUses> {
    Ok(sql("SELECT (SELECT count(*) FROM space_members WHERE space_id = $1) AS members,
            (SELECT count(*) FROM campaigns WHERE space = $1) AS campaigns, (SELECT count(*) FROM ideas WHERE space = $1) AS ideas,
            (SELECT count(*) FROM prototypes WHERE space = $1) AS prototypes,
            (SELECT count(*) FROM brainstorms WHERE space = $1) AS rooms")
    .bind::<SqlUuid, _>(space.0)
    .get_result(conn)?)
}

/// Holds a space until the end of the transaction, so that nobody puts anything into it meanwhile.
///
/// # Errors
/// When the query fails.
pub fn lock_space(tx: &mut Tx<'_>, space: SpaceId) -> AppResult<()> {
    sql("SELECT 1 FROM spaces WHERE id = $1 FOR UPDATE").bind::<SqlUuid, _>(space.0).execute(tx.reading())?;
    Ok(())
}

/// Deletes a space that nothing uses.
///
/// # Errors
/// When the delete fails.
pub fn remove_space<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, space: SpaceId) -> AppResult<()> {
    sql("DELETE FROM spaces WHERE id = $1").bind::<SqlUuid, _>(space.0).execute(tx.writing(granted))?;
    Ok(())
}

/// Adds somebody to a space; `false` when they were in it.
///
/// # Errors
/// When the insert fails.
pub fn put_member<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, space: SpaceId, person: PersonId) -> AppResult<bool> {
    let now = tx.now();
    let added = sql("INSERT INTO space_members (space_id, person_id, joined_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind::<SqlUuid, _>(space.0)
        .bind::<SqlUuid, _>(person.0)
        .bind::<Timestamptz, _>(now)
        .execute(tx.scratch())?;
    if added > 0 {
        let _owes = tx.writing(granted);
    }
    Ok(added > 0)
}

/// Takes somebody out of a space; `false` when they were not in it.
///
/// # Errors
/// When the delete fails.
pub fn remove_member<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, space: SpaceId, person: PersonId) -> AppResult<bool> {
    let removed = sql("DELETE FROM space_members WHERE space_id = $1 AND person_id = $2")
        .bind::<SqlUuid, _>(space.0)
        .bind::<SqlUuid, _>(person.0)
        .execute(tx.scratch())?;
    if removed > 0 {
        let _owes = tx.writing(granted);
    }
    Ok(removed > 0)
}
