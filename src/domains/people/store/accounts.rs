//! Accounts: the name others see, and how an account comes to be.
use crate::domains::people::rules;
use crate::kernel::{Granted, Permission, PersonId, Role, Viewer, text};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
use diesel::{
    prelude::*,
    sql_types::{Array, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Somebody, as others see them beside what they wrote. Erased people bear a pseudonym.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Name {
    /// Which person.
    pub id: PersonId,
    /// Name as shown.
    pub name: String,
    /// Tail of the profile's address.
    pub handle: String,
    /// Company of people from outside, or nothing.
    pub company: String,
    /// Whether whoever looks may open their profile; only [`names_for`] knows.
    #[serde(skip)]
    pub open: bool,
}

impl Name {
    /// Where their profile is; empty where whoever looks may not open it.
    pub fn href(&self) -> String {
        profile_href(&self.handle, self.open)
    }
}

/// Address of a profile; empty where it does not open, so that no link leads nowhere.
pub fn profile_href(handle: &str, open: bool) -> String {
    if open { format!("/people/{handle}") } else { String::new() }
}

#[derive(QueryableByName)]
struct NameRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    handle: String,
    #[diesel(sql_type = Text)]
    company: String,
    #[diesel(sql_type = Bool)]
    listed: bool,
}

impl From<NameRow> for Name {
    fn from(row: NameRow) -> Self {
        Self { id: PersonId(row.id), name: row.name, handle: row.handle, company: row.company, open: row.listed }
    }
}

/// The names of these people, in one query; the id of nobody is left out.
///
/// # Errors
/// When the query fails.
pub fn names(conn: &mut PgConnection, ids: &[PersonId]) -> AppResult<HashMap<PersonId, Name>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows: Vec<NameRow> =
        sql("SELECT id, name, handle, company, listed FROM people WHERE id = ANY ($1)").bind::<Array<SqlUuid>, _>(ids).load(conn)?;
    Ok(rows.into_iter().map(|row| (PersonId(row.id), row.into())).collect())
}

/// The same with what the viewer may open, for pages that link to profiles.
///
/// # Errors
/// When the query fails.
pub fn names_for(conn: &mut PgConnection, viewer: &Viewer, ids: &[PersonId]) -> AppResult<HashMap<PersonId, Name>> {
    let mut names = names(conn, ids)?;
    for name in names.values_mut() {
        name.open = rules::may_open_profile(viewer, name.id, name.open);
    }
    Ok(names)
}

/// Who has this handle; nobody who was erased.
///
/// # Errors
/// When the query fails.
pub fn find_by_handle(conn: &mut PgConnection, handle: &str) -> AppResult<Option<Name>> {
    if handle.contains('\0') {
        return Ok(None);
    }
    let row: Option<NameRow> = sql("SELECT id, name, handle, company, listed FROM people WHERE handle = $1 AND erased_at IS NULL")
        .bind::<Text, _>(handle)
        .get_result(conn)
        .optional()?;
    Ok(row.map(Name::from))
}

/// What a new account starts with. Only the name is needed.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    /// Name as shown.
    pub name: String,
    /// Wished tail of the profile's address; made from the name when absent.
    pub handle: Option<String>,
    /// Address to sign in with.
    pub email: Option<String>,
    /// Job title.
    pub title: String,
    /// Site.
    pub site: String,
    /// Business unit.
    pub unit: String,
    /// Company of people from outside.
    pub company: String,
    /// A few sentences.
    pub bio: String,
    /// Languages spoken, as tags.
    pub languages: Vec<String>,
    /// Language of the screens.
    pub lang: Option<String>,
    /// Time zone.
    pub time_zone: Option<String>,
    /// In the directory that everybody can read.
    pub listed: bool,
    /// Roles held everywhere.
    pub roles: Vec<Role>,
}

#[derive(QueryableByName)]
struct Handle {
    #[diesel(sql_type = Text)]
    handle: String,
}

/// The wished handle, or the first free one after it.
fn free_handle(conn: &mut PgConnection, wish: &str) -> AppResult<String> {
    let taken: Vec<Handle> = sql("SELECT handle FROM people WHERE handle = $1 OR handle LIKE $1 || '-%' ORDER BY handle LIMIT 1000")
        .bind::<Text, _>(wish)
        .load(conn)?;
    let taken: std::collections::HashSet<&str> = taken.iter().map(|row| row.handle.as_str()).collect();
    Ok(rules::handle_choices(wish).find(|handle| !taken.contains(handle.as_str())).unwrap_or_else(|| PersonId::new().to_string()))
}

/// Makes an account with its roles; the caller records that it was made.
///
/// # Errors
/// A refusal when the address belongs to somebody already; otherwise when the insert fails.
pub fn put_person<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, new: NewPerson) -> AppResult<PersonId> {
    let (id, now) = (PersonId::new(), tx.now());
    put_person_as(tx, granted, id, &new)?;
    if !new.roles.is_empty() {
        let ids: Vec<Uuid> = new.roles.iter().map(|_| Uuid::now_v7()).collect();
        sql("INSERT INTO role_grants (id, person_id, role, granted_by, granted_at)
             SELECT given.id, $3, given.role, $4, $5 FROM unnest($1, $2) AS given(id, role) ON CONFLICT DO NOTHING")
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<crate::kernel::sql_types::Role>, _>(new.roles)
        .bind::<SqlUuid, _>(id.0)
        .bind::<Nullable<SqlUuid>, _>(granted.person_id().map(|person| person.0))
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    }
    Ok(id)
}

fn put_person_as<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, id: PersonId, new: &NewPerson) -> AppResult<()> {
    let now = tx.now();
    let wish = new.handle.clone().unwrap_or_else(|| text::slug(&new.name));
    let handle = free_handle(tx.reading(), &wish)?;
    let inserted = sql(
        "INSERT INTO people (id, handle, name, email, title, site, unit, company, bio, languages, lang, time_zone, listed, security_stamp, created_at)
         VALUES ($1, $2, $3, $4::citext, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind::<SqlUuid, _>(id.0)
    .bind::<Text, _>(&handle)
    .bind::<Text, _>(&new.name)
    .bind::<Nullable<Text>, _>(new.email.as_deref())
    .bind::<Text, _>(&new.title)
    .bind::<Text, _>(&new.site)
    .bind::<Text, _>(&new.unit)
    .bind::<Text, _>(&new.company)
    .bind::<Text, _>(&new.bio)
    .bind::<Array<Text>, _>(&new.languages)
    .bind::<Nullable<Text>, _>(new.lang.as_deref())
    .bind::<Nullable<Text>, _>(new.time_zone.as_deref())
    .bind::<Bool, _>(new.listed)
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted));
    match inserted.map_err(AppError::from) {
        Ok(_) => Ok(()),
        Err(error) if error.constraint() == Some("people_email") => Err(rules::EMAIL_TAKEN.into()),
        Err(error) => Err(error),
    }
}
