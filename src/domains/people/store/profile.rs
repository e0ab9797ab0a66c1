//! Profiles, preferences and expertise tags.
use crate::domains::people::rules;
use crate::kernel::{Density, Granted, Moment, Permission, PersonId, Role, TagId, TagSource, Theme, Viewer};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
    web::{Cursor, Limit},
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Somebody as the directory and the profile show them.
#[derive(Debug, Clone, QueryableByName)]
pub struct Profile {
    /// Which person.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// Tail of the profile's address.
    #[diesel(sql_type = Text)]
    pub handle: String,
    /// Name as shown.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Job title.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// Site.
    #[diesel(sql_type = Text)]
    pub site: String,
    /// Business unit.
    #[diesel(sql_type = Text)]
    pub unit: String,
    /// Company of people from outside.
    #[diesel(sql_type = Text)]
    pub company: String,
    /// A few sentences.
    #[diesel(sql_type = Text)]
    pub bio: String,
    /// Languages spoken, as tags.
    #[diesel(sql_type = Array<Text>)]
    pub languages: Vec<String>,
    /// In the directory that everybody can read.
    #[diesel(sql_type = Bool)]
    pub listed: bool,
    /// Roles held everywhere.
    #[diesel(sql_type = Array<crate::kernel::sql_types::Role>)]
    pub roles: Vec<Role>,
    /// Names of the expertise tags, the best founded first.
    #[diesel(sql_type = Array<Text>)]
    pub tag_names: Vec<String>,
    /// Their slugs.
    #[diesel(sql_type = Array<Text>)]
    pub tag_slugs: Vec<String>,
    /// Where each came from.
    #[diesel(sql_type = Array<crate::kernel::sql_types::TagSource>)]
    pub tag_sources: Vec<TagSource>,
    /// Since when there is an account.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
}

macro_rules! profile_columns {
    () => {
        "SELECT p.id, p.handle, p.name, p.title, p.site, p.unit, p.company, p.bio, p.languages, p.listed, p.created_at,
            ARRAY(SELECT g.role FROM role_grants g WHERE g.person_id = p.id AND g.campaign_id IS NULL ORDER BY g.role) AS roles,
            ARRAY(SELECT t.name FROM person_tags pt JOIN expertise_tags t ON t.id = pt.tag_id WHERE pt.person_id = p.id ORDER BY pt.source DESC, fold(t.name), t.id LIMIT 60) AS tag_names,
            ARRAY(SELECT t.slug FROM person_tags pt JOIN expertise_tags t ON t.id = pt.tag_id WHERE pt.person_id = p.id ORDER BY pt.source DESC, fold(t.name), t.id LIMIT 60) AS tag_slugs,
            ARRAY(SELECT pt.source FROM person_tags pt JOIN expertise_tags t ON t.id = pt.tag_id WHERE pt.person_id = p.id ORDER BY pt.source DESC, fold(t.name), t.id LIMIT 60) AS tag_sources
         FROM people p WHERE p.erased_at IS NULL AND p.deactivated_at IS NULL "
    };
}
/// One of the organisation's own people holds a role that is neither customer nor partner.
macro_rules! is_staff {
    () => {
        "EXISTS (SELECT 1 FROM role_grants g WHERE g.person_id = p.id AND g.campaign_id IS NULL AND g.role NOT IN ('customer', 'partner'))"
    };
}

/// A search of the directory.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Folded patterns that must all be found somewhere.
    pub patterns: Vec<String>,
    /// Slug of a tag that must be there.
    pub tag: Option<String>,
    /// Name and id of the last row of the page before.
    pub after: Option<(String, Uuid)>,
}

/// The people that the viewer may see in the directory, by name.
///
/// # Errors
/// When the query fails or the cursor is none of this list.
pub fn list_visible(conn: &mut PgConnection, viewer: &Viewer, search: &Search, limit: Limit) -> AppResult<(Vec<Profile>, Option<String>)> {
    let (after_name, after_id) = search.after.clone().unzip();
    let mut rows: Vec<Profile> = sql(concat!(
        profile_columns!(),
        " AND (p.listed OR ($1 AND ",
        is_staff!(),
        ")) AND ($2 IS NULL OR (fold(p.name), p.id) > (fold($2), $3))
          AND ($4 IS NULL OR EXISTS (SELECT 1 FROM person_tags pt JOIN expertise_tags t ON t.id = pt.tag_id WHERE pt.person_id = p.id AND t.slug = $4))
          AND NOT EXISTS (SELECT 1 FROM unnest($5) AS word WHERE NOT (
              fold(p.name || ' ' || p.title || ' ' || p.unit || ' ' || p.site) LIKE word OR fold(p.company) LIKE word
              OR EXISTS (SELECT 1 FROM person_tags pt JOIN expertise_tags t ON t.id = pt.tag_id WHERE pt.person_id = p.id AND fold(t.name) LIKE word)))
          ORDER BY fold(p.name), p.id LIMIT $6"
    ))
    .bind::<Bool, _>(viewer.is_staff())
    .bind::<Nullable<Text>, _>(after_name)
    .bind::<Nullable<SqlUuid>, _>(after_id)
    .bind::<Nullable<Text>, _>(search.tag.clone())
    .bind::<Array<Text>, _>(search.patterns.clone())
    .bind::<BigInt, _>(limit.rows_and_one())
    .load(conn)?;
    let next = limit.cut(&mut rows, |row| (row.name.clone(), row.id));
    Ok((rows, next))
}

/// The name and id behind a cursor of the directory; the database folds the name as it sorts.
///
/// # Errors
/// A refusal when it is none.
pub fn directory_cursor(text: Option<&str>) -> AppResult<Option<(String, Uuid)>> {
    let key: Option<(String, Uuid)> = text.map(Cursor::parse).transpose()?;
    if key.as_ref().is_some_and(|(name, _)| name.contains('\0')) {
        return Err(crate::kernel::Refusal::of("after", "cursor-unreadable").into());
    }
    Ok(key)
}

/// One profile, where the viewer may see it: their own, anybody's for staff, those listed for everybody.
///
/// # Errors
/// When the query fails.
pub fn find_visible(conn: &mut PgConnection, viewer: &Viewer, handle: &str) -> AppResult<Option<Profile>> {
    if handle.contains('\0') {
        return Ok(None);
    }
    let found: Option<Profile> =
        sql(concat!(profile_columns!(), " AND p.handle = $1")).bind::<Text, _>(handle.to_owned()).get_result(conn).optional()?;
    Ok(found.filter(|profile| rules::may_open_profile(viewer, PersonId(profile.id), profile.listed)))
}

/// Handles of those of these people whose profile the viewer may see.
///
/// # Errors
/// When the query fails.
pub fn list_handles_visible(conn: &mut PgConnection, viewer: &Viewer, people: &[Uuid]) -> AppResult<HashMap<Uuid, String>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
        #[diesel(sql_type = Text)]
        handle: String,
    }
    let rows: Vec<Row> = sql("SELECT id, handle FROM people
         WHERE id = ANY ($1) AND erased_at IS NULL AND deactivated_at IS NULL AND (listed OR $2 OR id = $3)")
    .bind::<Array<SqlUuid>, _>(people)
    .bind::<Bool, _>(viewer.is_staff())
    .bind::<Nullable<SqlUuid>, _>(viewer.person_id().map(|person| person.0))
    .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row.handle)).collect())
}

/// The people of these handles, whoever looks; for the cards of the demo.
///
/// # Errors
/// When the query fails.
pub fn list_by_handles(conn: &mut PgConnection, handles: &[String]) -> AppResult<Vec<Profile>> {
    Ok(sql(concat!(profile_columns!(), " AND p.handle = ANY ($1)")).bind::<Array<Text>, _>(handles.to_vec()).load(conn)?)
}

/// A tag with how many people of the directory carry it.
#[derive(Debug, Clone, QueryableByName, serde::Serialize)]
pub struct PopularTag {
    /// Its words.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Its place in a query.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// People who carry it.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
}

/// The tags most people carry, of those the viewer may see.
///
/// # Errors
/// When the query fails.
pub fn list_popular_tags(conn: &mut PgConnection, viewer: &Viewer, most: i64) -> AppResult<Vec<PopularTag>> {
    Ok(sql(concat!(
        "SELECT t.name, t.slug, count(DISTINCT p.id) AS people FROM person_tags pt JOIN expertise_tags t ON t.id = pt.tag_id JOIN people p ON p.id = pt.person_id
         WHERE p.erased_at IS NULL AND p.deactivated_at IS NULL AND (p.listed OR ($1 AND ",
        is_staff!(),
        ")) GROUP BY t.id, t.name, t.slug ORDER BY people DESC, fold(t.name), t.name LIMIT $2"
    ))
    .bind::<Bool, _>(viewer.is_staff())
    .bind::<BigInt, _>(most)
    .load(conn)?)
}

#[derive(QueryableByName)]
struct Zone {
    #[diesel(sql_type = Nullable<Text>)]
    time_zone: Option<String>,
}

/// The time zone somebody chose.
///
/// # Errors
/// When the query fails.
pub fn find_time_zone(conn: &mut PgConnection, person: PersonId) -> AppResult<Option<String>> {
    let row: Option<Zone> = sql("SELECT time_zone FROM people WHERE id = $1").bind::<SqlUuid, _>(person.0).get_result(conn).optional()?;
    Ok(row.and_then(|row| row.time_zone))
}

/// What people change about themselves.
#[derive(Debug, Clone)]
pub struct ProfileChange {
    /// Name as shown.
    pub name: String,
    /// Job title.
    pub title: String,
    /// Company.
    pub company: String,
    /// A few sentences.
    pub bio: String,
    /// Time zone; `None` is the installation's.
    pub time_zone: Option<String>,
    /// Language of screens and mail; `None` is the browser's.
    pub lang: Option<String>,
    /// In the directory that everybody can read.
    pub listed: bool,
}

/// Changes a profile.
///
/// # Errors
/// When the update fails.
pub fn put_profile<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, person: PersonId, change: &ProfileChange) -> AppResult<()> {
    sql("UPDATE people SET name = $2, title = $3, company = $4, bio = $5, time_zone = $6, lang = $7, listed = $8 WHERE id = $1")
        .bind::<SqlUuid, _>(person.0)
        .bind::<Text, _>(&change.name)
        .bind::<Text, _>(&change.title)
        .bind::<Text, _>(&change.company)
        .bind::<Text, _>(&change.bio)
        .bind::<Nullable<Text>, _>(change.time_zone.as_deref())
        .bind::<Nullable<Text>, _>(change.lang.as_deref())
        .bind::<Bool, _>(change.listed)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// How somebody likes their screens.
#[derive(Debug, Clone)]
pub enum Preference {
    /// Colours.
    Theme(Theme),
    /// Language.
    Lang(&'static str),
    /// Density of lists.
    Density(Density),
    /// Single-letter shortcuts.
    Keys(bool),
    /// A hint that need not come again.
    Hint(String),
}

impl Preference {
    /// The column it changes.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Theme(_) => "theme",
            Self::Lang(_) => "lang",
            Self::Density(_) => "density",
            Self::Keys(_) => "keys_on",
            Self::Hint(_) => "hints_seen",
        }
    }
}

/// Keeps a preference; `false` when it was so already.
///
/// # Errors
/// When the update fails.
pub fn put_preference<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, person: PersonId, preference: &Preference) -> AppResult<bool> {
    let conn = tx.scratch();
    let changed = match preference {
        Preference::Theme(theme) => sql("UPDATE people SET theme = $2 WHERE id = $1 AND theme <> $2")
            .bind::<SqlUuid, _>(person.0)
            .bind::<crate::kernel::sql_types::Theme, _>(*theme)
            .execute(conn)?,
        Preference::Lang(lang) => sql("UPDATE people SET lang = $2 WHERE id = $1 AND lang IS DISTINCT FROM $2")
            .bind::<SqlUuid, _>(person.0)
            .bind::<Text, _>(*lang)
            .execute(conn)?,
        Preference::Density(density) => sql("UPDATE people SET density = $2 WHERE id = $1 AND density <> $2")
            .bind::<SqlUuid, _>(person.0)
            .bind::<crate::kernel::sql_types::Density, _>(*density)
            .execute(conn)?,
        Preference::Keys(on) => sql("UPDATE people SET keys_on = $2 WHERE id = $1 AND keys_on <> $2")
            .bind::<SqlUuid, _>(person.0)
            .bind::<Bool, _>(*on)
            .execute(conn)?,
        Preference::Hint(hint) => sql(
            "UPDATE people SET hints_seen = hints_seen || $2 WHERE id = $1 AND NOT $2 = ANY (hints_seen) AND cardinality(hints_seen) < 100",
        )
        .bind::<SqlUuid, _>(person.0)
        .bind::<Text, _>(hint)
        .execute(conn)?,
    };
    // Marks the transaction as one that owes an event, only where something changed.
    if changed > 0 {
        let _owes = tx.writing(granted);
    }
    Ok(changed > 0)
}

#[derive(QueryableByName)]
struct TagRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Replaces the tags that a person gave themselves; those from elsewhere stay.
///
/// # Errors
/// When a statement fails.
pub fn put_own_tags<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    person: PersonId,
    tags: &[(String, String)],
) -> AppResult<Vec<TagId>> {
    let now = tx.now();
    let (names, slugs): (Vec<String>, Vec<String>) = tags.iter().cloned().unzip();
    let ids: Vec<Uuid> = tags.iter().map(|_| TagId::new().0).collect();
    sql("INSERT INTO expertise_tags (id, slug, name) SELECT * FROM unnest($1, $2, $3) ON CONFLICT ON CONSTRAINT expertise_tags_slug DO NOTHING")
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Text>, _>(&slugs)
        .bind::<Array<Text>, _>(names)
        .execute(tx.writing(granted))?;
    sql("DELETE FROM person_tags WHERE person_id = $1 AND source = 'self'").bind::<SqlUuid, _>(person.0).execute(tx.writing(granted))?;
    let kept: Vec<TagRow> = sql("INSERT INTO person_tags (person_id, tag_id, source, added_at)
         SELECT $1, id, 'self', $3 FROM expertise_tags WHERE slug = ANY ($2) RETURNING tag_id AS id")
    .bind::<SqlUuid, _>(person.0)
    .bind::<Array<Text>, _>(slugs)
    .bind::<Timestamptz, _>(now)
    .load(tx.writing(granted))?;
    Ok(kept.into_iter().map(|row| TagId(row.id)).collect())
}
