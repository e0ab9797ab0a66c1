//! What the pickers of other domains offer: the organisation's own people, and spaces.
use crate::kernel::{PersonId, Sight, SpaceId, Viewer};
use crate::platform::{db::sql, error::AppResult};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Nullable, Text, Uuid as SqlUuid},
};
use serde::Serialize;
use uuid::Uuid;

/// One of the organisation's own people, to choose from.
#[derive(Debug, Clone, Serialize, QueryableByName)]
pub struct Staff {
    /// Which person.
    #[diesel(sql_type = SqlUuid)]
    pub id: PersonId,
    /// Name as shown.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Job title.
    #[diesel(sql_type = Text)]
    pub title: String,
}

macro_rules! staff {
    () => {
        "SELECT p.id, p.name, p.title FROM people p WHERE p.erased_at IS NULL AND p.deactivated_at IS NULL
         AND EXISTS (SELECT 1 FROM role_grants g WHERE g.person_id = p.id AND g.campaign_id IS NULL AND g.role NOT IN ('customer', 'partner')) "
    };
}

/// Staff whose name, title, unit or site holds these words, by name.
///
/// # Errors
/// When the database cannot be asked.
pub fn list_staff(conn: &mut PgConnection, words: &str, most: i64) -> AppResult<Vec<Staff>> {
    let words = words.replace('\0', "").replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Ok(sql(concat!(
        staff!(),
        "AND fold(p.name || ' ' || p.title || ' ' || p.unit || ' ' || p.site) LIKE '%' || fold($1) || '%' ORDER BY fold(p.name), p.id LIMIT $2"
    ))
    .bind::<Text, _>(words.trim())
    .bind::<BigInt, _>(most)
    .load(conn)?)
}

/// Those of these ids that are staff, by name.
///
/// # Errors
/// When the database cannot be asked.
pub fn list_staff_of(conn: &mut PgConnection, ids: &[PersonId]) -> AppResult<Vec<Staff>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    Ok(sql(concat!(staff!(), "AND p.id = ANY ($1) ORDER BY fold(p.name), p.id")).bind::<Array<SqlUuid>, _>(ids).load(conn)?)
}

/// Those of these people whom an audience shuts out: who may not see an item with this sight, by name.
///
/// # Errors
/// When the database cannot be asked.
pub fn list_shut_out(conn: &mut PgConnection, sight: Sight, item: Uuid, ids: &[PersonId]) -> AppResult<Vec<Staff>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    Ok(sql("SELECT p.id, p.name, p.title FROM people p CROSS JOIN LATERAL (
            SELECT bool_or(g.role NOT IN ('customer', 'partner')) AS staff, bool_or(g.role IN ('moderator', 'compliance', 'admin')) AS everywhere
            FROM role_grants g WHERE g.person_id = p.id AND g.campaign_id IS NULL) AS r
         WHERE p.id = ANY ($1) AND NOT may_see($2, $3, $4, true, coalesce(r.staff, false),
            CASE WHEN coalesce(r.everywhere, false) THEN NULL ELSE ARRAY(SELECT s.space_id FROM space_members s WHERE s.person_id = p.id) END,
            ARRAY(SELECT a.item_id FROM audience_members a WHERE a.person_id = p.id AND a.item_id = $4))
         ORDER BY fold(p.name), p.id")
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<crate::kernel::sql_types::Audience, _>(sight.audience)
    .bind::<Nullable<SqlUuid>, _>(sight.space)
    .bind::<SqlUuid, _>(item)
    .load(conn)?)
}

/// A space, to choose from.
#[derive(Debug, Clone, Serialize, QueryableByName)]
pub struct SpaceChoice {
    /// Which space.
    #[diesel(sql_type = SqlUuid)]
    pub id: SpaceId,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
}

/// The spaces that the viewer may see, by name.
///
/// # Errors
/// When the database cannot be asked.
pub fn list_space_choices(conn: &mut PgConnection, viewer: &Viewer) -> AppResult<Vec<SpaceChoice>> {
    Ok(sql("SELECT s.id, s.name FROM spaces s WHERE $1 IS NULL OR s.id = ANY ($1) ORDER BY fold(s.name), s.id LIMIT 500")
        .bind::<Nullable<Array<SqlUuid>>, _>(viewer.eyes().spaces)
        .load(conn)?)
}
