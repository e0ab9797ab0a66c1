//! Roles, as administrators give and take them, and the list they work on.
use crate::kernel::{CampaignId, GrantId, Granted, Moment, Permission, PersonId, Role};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
    web::Limit,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// An account as administrators see it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Member {
    /// Which person.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// Tail of the profile's address.
    #[diesel(sql_type = Text)]
    pub handle: String,
    /// Name as shown.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Address to sign in with.
    #[diesel(sql_type = Text)]
    pub email: String,
    /// Company of people from outside.
    #[diesel(sql_type = Text)]
    pub company: String,
    /// Roles held everywhere.
    #[diesel(sql_type = Array<crate::kernel::sql_types::Role>)]
    pub roles: Vec<Role>,
    /// Browsers signed in.
    #[diesel(sql_type = BigInt)]
    pub sessions: i64,
    /// Last use of any of them.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_seen_at: Option<Moment>,
    /// Deactivated.
    #[diesel(sql_type = Bool)]
    pub closed: bool,
}

macro_rules! member_columns {
    () => {
        "SELECT p.id, p.handle, p.name, coalesce(p.email, '')::text AS email, p.company, p.deactivated_at IS NOT NULL AS closed,
            ARRAY(SELECT g.role FROM role_grants g WHERE g.person_id = p.id AND g.campaign_id IS NULL ORDER BY g.role) AS roles,
            (SELECT count(*) FROM sessions s WHERE s.person_id = p.id AND s.security_stamp = p.security_stamp AND s.expires_at > clock_timestamp()) AS sessions,
            (SELECT max(s.last_seen_at) FROM sessions s WHERE s.person_id = p.id) AS last_seen_at
         FROM people p WHERE p.erased_at IS NULL "
    };
}

/// Accounts by name, for administrators: all, or those whose name, address or company holds every word, or with one role.
///
/// # Errors
/// When the query fails.
pub fn list_members(
    conn: &mut PgConnection,
    patterns: &[String],
    role: Option<Role>,
    after: Option<(String, Uuid)>,
    limit: Limit,
) -> AppResult<(Vec<Member>, Option<String>)> {
    let (after_name, after_id) = after.unzip();
    let mut rows: Vec<Member> = sql(concat!(
        member_columns!(),
        " AND ($1 IS NULL OR (fold(p.name), p.id) > (fold($1), $2))
          AND ($3 IS NULL OR EXISTS (SELECT 1 FROM role_grants g WHERE g.person_id = p.id AND g.role = $3))
          AND NOT EXISTS (SELECT 1 FROM unnest($4) AS word WHERE NOT (fold(p.name) LIKE word OR lower(p.email::text) LIKE word OR fold(p.company) LIKE word))
          ORDER BY fold(p.name), p.id LIMIT $5"
    ))
    .bind::<Nullable<Text>, _>(after_name)
    .bind::<Nullable<SqlUuid>, _>(after_id)
    .bind::<Nullable<crate::kernel::sql_types::Role>, _>(role)
    .bind::<Array<Text>, _>(patterns.to_vec())
    .bind::<BigInt, _>(limit.rows_and_one())
    .load(conn)?;
    let next = limit.cut(&mut rows, |row| (row.name.clone(), row.id));
    Ok((rows, next))
}

/// One account, for administrators.
///
/// # Errors
/// When the query fails.
pub fn find_member(conn: &mut PgConnection, handle: &str) -> AppResult<Option<Member>> {
    if handle.contains('\0') {
        return Ok(None);
    }
    Ok(sql(concat!(member_columns!(), " AND p.handle = $1")).bind::<Text, _>(handle.to_owned()).get_result(conn).optional()?)
}

/// Whether somebody has ever signed in. Sessions that are over are removed one day; what happened is not.
///
/// # Errors
/// When the query fails.
pub fn has_signed_in(conn: &mut PgConnection, person: PersonId) -> AppResult<bool> {
    #[derive(QueryableByName)]
    struct Known {
        #[diesel(sql_type = Bool)]
        known: bool,
    }
    let row: Known = sql("SELECT EXISTS (SELECT 1 FROM sessions WHERE person_id = $1)
            OR EXISTS (SELECT 1 FROM events WHERE stream_id = $1 AND verb = 'person.signed-in') AS known")
    .bind::<SqlUuid, _>(person.0)
    .get_result(conn)?;
    Ok(row.known)
}

/// A role somebody holds.
#[derive(Debug, Clone, QueryableByName)]
pub struct HeldRole {
    /// Which grant.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// Whose.
    #[diesel(sql_type = SqlUuid)]
    pub person_id: Uuid,
    /// Which role.
    #[diesel(sql_type = crate::kernel::sql_types::Role)]
    pub role: Role,
    /// In which campaign alone; everywhere without one.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub campaign_id: Option<Uuid>,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub granted_at: Moment,
}

/// Names of those who hold a role everywhere, in order.
///
/// # Errors
/// When the query fails.
pub fn names_of(conn: &mut PgConnection, role: Role, most: i64) -> AppResult<Vec<String>> {
    #[derive(QueryableByName)]
    struct Named {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let rows: Vec<Named> = sql("SELECT p.name FROM role_grants g JOIN people p ON p.id = g.person_id
         WHERE g.role = $1 AND g.campaign_id IS NULL AND p.deactivated_at IS NULL AND p.erased_at IS NULL GROUP BY p.name ORDER BY fold(p.name), p.name LIMIT $2")
    .bind::<crate::kernel::sql_types::Role, _>(role)
    .bind::<BigInt, _>(most)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// The roles of a person, those held everywhere first; at most 200.
///
/// # Errors
/// When the query fails.
pub fn list_roles(conn: &mut PgConnection, person: PersonId) -> AppResult<Vec<HeldRole>> {
    Ok(sql("SELECT id, person_id, role, campaign_id, granted_at FROM role_grants WHERE person_id = $1
         ORDER BY campaign_id IS NOT NULL, role, id LIMIT 200")
    .bind::<SqlUuid, _>(person.0)
    .load(conn)?)
}

/// One grant of a person.
///
/// # Errors
/// When the query fails.
pub fn find_role(conn: &mut PgConnection, person: PersonId, grant: GrantId) -> AppResult<Option<HeldRole>> {
    Ok(sql("SELECT id, person_id, role, campaign_id, granted_at FROM role_grants WHERE person_id = $1 AND id = $2")
        .bind::<SqlUuid, _>(person.0)
        .bind::<SqlUuid, _>(grant.0)
        .get_result(conn)
        .optional()?)
}

/// Gives a role; `false` when it was held already.
///
/// # Errors
/// When the insert fails.
pub fn put_role<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    person: PersonId,
    role: Role,
    campaign: Option<CampaignId>,
) -> AppResult<bool> {
    let now = tx.now();
    let added = sql("INSERT INTO role_grants (id, person_id, role, campaign_id, granted_by, granted_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT ON CONSTRAINT role_grants_once DO NOTHING")
    .bind::<SqlUuid, _>(GrantId::new().0)
    .bind::<SqlUuid, _>(person.0)
    .bind::<crate::kernel::sql_types::Role, _>(role)
    .bind::<Nullable<SqlUuid>, _>(campaign.map(|campaign| campaign.0))
    .bind::<Nullable<SqlUuid>, _>(granted.person_id().map(|by| by.0))
    .bind::<Timestamptz, _>(now)
    .execute(tx.scratch())?;
    if added > 0 {
        let _owes = tx.writing(granted);
    }
    Ok(added > 0)
}

/// Takes a role.
///
/// # Errors
/// When the delete fails.
pub fn remove_role<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, held: &HeldRole) -> AppResult<()> {
    sql("DELETE FROM role_grants WHERE id = $1").bind::<SqlUuid, _>(held.id).execute(tx.writing(granted))?;
    Ok(())
}

#[derive(QueryableByName)]
struct AdminRow {
    #[diesel(sql_type = SqlUuid)]
    person_id: Uuid,
}

/// Administrators who can sign in; locked, so that two of them cannot remove each other at once.
///
/// # Errors
/// When the query fails.
pub fn lock_admins(tx: &mut Tx<'_>) -> AppResult<Vec<PersonId>> {
    sql("SELECT pg_advisory_xact_lock(7283903)").execute(tx.reading())?;
    let rows: Vec<AdminRow> = sql("SELECT g.person_id FROM role_grants g JOIN people p ON p.id = g.person_id
         WHERE g.role = 'admin' AND g.campaign_id IS NULL AND p.deactivated_at IS NULL AND p.erased_at IS NULL ORDER BY g.person_id LIMIT 1000")
    .load(tx.reading())?;
    Ok(rows.into_iter().map(|row| PersonId(row.person_id)).collect())
}
