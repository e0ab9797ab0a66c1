//! What a database has to be before our schema can stand in it, and what to do where it is not.
use crate::platform::db::sql;
use diesel::{
    PgConnection, QueryResult, QueryableByName, RunQueryDsl,
    sql_types::{Array, Bool, Text},
};

/// The setting behind each of these sentences.
const SETTING: &str = "database_url (--database-url, DATABASE_URL)";

#[derive(QueryableByName)]
struct Ground {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Text)]
    encoding: String,
    #[diesel(sql_type = Bool)]
    may_create: bool,
    #[diesel(sql_type = Bool)]
    taken: bool,
}

/// Why the schema cannot stand in this database, in one sentence; `None` where it can.
///
/// # Errors
/// When the query fails.
pub(super) fn complaint(conn: &mut PgConnection) -> QueryResult<Option<String>> {
    let query = sql("SELECT current_database()::text AS name, current_user::text AS role, current_setting('server_encoding') AS encoding,
            coalesce(has_schema_privilege(current_schema()::text, 'CREATE'), false)
                AND (has_database_privilege(current_database()::text, 'CREATE')
                    OR NOT EXISTS (SELECT FROM unnest(ARRAY['pg_trgm', 'unaccent', 'citext']) AS w(name)
                        WHERE NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = w.name))) AS may_create,
            to_regclass('__diesel_schema_migrations') IS NULL
                AND EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema() AND tablename = ANY ($1)) AS taken")
    .bind::<Array<Text>, _>(own_tables());
    Ok(query.get_result::<Ground>(conn)?.complaint())
}

impl Ground {
    fn complaint(&self) -> Option<String> {
        let Self { name, role, encoding, .. } = self;
        if encoding != "UTF8" {
            return Some(format!(
                "{SETTING} names the database \"{name}\" with the encoding {encoding}; name one that is made with \
                 CREATE DATABASE proofbench ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0"
            ));
        }
        if self.taken {
            return Some(format!(
                "{SETTING} names the database \"{name}\", which has tables of another program; \
                 give Proofbench an empty database of its own, such as from createdb proofbench"
            ));
        }
        (!self.may_create).then(|| {
            format!(
                "{SETTING} signs in as \"{role}\", which may make no tables in the database \"{name}\"; \
                 let the role own the database: ALTER DATABASE \"{name}\" OWNER TO \"{role}\""
            )
        })
    }
}

/// Names of our tables, from the list that diesel writes.
fn own_tables() -> Vec<&'static str> {
    let lines = include_str!("../schema.rs").lines();
    lines.filter_map(|line| line.strip_prefix("    ")?.strip_suffix(") {")?.split_once(" (")).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_those_of_the_schema() {
        let tables = own_tables();
        assert!(["events", "people", "votes"].iter().all(|name| tables.contains(name)), "{tables:?}");
        assert_eq!(tables.len(), include_str!("../schema.rs").matches("table! {").count());
    }
}
