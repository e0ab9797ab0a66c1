//! The schema's history can be walked both ways, and `schema.rs` says what it leads to.
use crate::support::TestDatabase;
use diesel::{prelude::*, sql_types::Text};
use diesel_migrations::MigrationHarness;
use proofbench::app::MIGRATIONS;
use std::collections::{BTreeMap, BTreeSet};

#[derive(QueryableByName, PartialEq, Eq, PartialOrd, Ord, Debug, Clone)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Columns, constraints, indexes, triggers, functions and enums, one a line; what an extension brings along is its own.
const SHAPE: &str = "
    SELECT format('column %s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN 'not null' ELSE '' END, coalesce(pg_get_expr(d.adbin, d.adrelid), '')) AS line
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace = 'public'::regnamespace AND c.relname <> '__diesel_schema_migrations'
    UNION ALL SELECT format('constraint %s.%s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '__diesel_schema_migrations'
    UNION ALL SELECT format('index %s', indexdef) FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '__diesel_schema_migrations'
    UNION ALL SELECT format('options %s %s', c.relname, c.reloptions) FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.reloptions IS NOT NULL
    UNION ALL SELECT format('trigger %s', pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT format('function %s', pg_get_functiondef(p.oid)) FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL SELECT format('type %s %s', t.typname, array_agg(e.enumlabel ORDER BY e.enumsortorder)) FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
    GROUP BY t.oid, t.typname
    ORDER BY line";

fn shape(conn: &mut PgConnection) -> BTreeSet<Line> {
    diesel::sql_query(SHAPE).load(conn).unwrap().into_iter().collect()
}

#[test]
fn every_migration_can_be_taken_back_and_leaves_the_schema_as_it_was() {
    let database = TestDatabase::new();
    let mut conn = PgConnection::establish(&database.url()).unwrap();
    let whole = shape(&mut conn);
    conn.revert_all_migrations(MIGRATIONS).unwrap();
    assert_eq!(shape(&mut conn), BTreeSet::new());
    while conn.has_pending_migration(MIGRATIONS).unwrap() {
        let before = shape(&mut conn);
        let version = conn.run_next_migration(MIGRATIONS).unwrap().as_owned();
        let after = shape(&mut conn);
        conn.revert_last_migration(MIGRATIONS).unwrap();
        let back = shape(&mut conn);
        let different: Vec<&Line> = before.symmetric_difference(&back).collect();
        assert!(different.is_empty(), "{version} down: {different:#?}");
        conn.run_next_migration(MIGRATIONS).unwrap();
        let again = shape(&mut conn);
        let different: Vec<&Line> = after.symmetric_difference(&again).collect();
        assert!(different.is_empty(), "{version} up again: {different:#?}");
    }
    let different: Vec<Line> = whole.symmetric_difference(&shape(&mut conn)).cloned().collect();
    assert!(different.is_empty(), "{different:#?}");
}

/// Tables with their columns, as `schema.rs` lists them.
fn listed() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/schema.rs")).unwrap();
    let (mut tables, mut table, mut renamed) = (BTreeMap::<String, BTreeSet<String>>::new(), String::new(), None);
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("#[sql_name = \"").and_then(|rest| rest.strip_suffix("\"]")) {
            renamed = Some(name.to_owned());
        } else if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            table = renamed.take().unwrap_or_else(|| name.to_owned());
            tables.insert(table.clone(), BTreeSet::new());
        } else if let Some((name, _)) = line.split_once(" -> ").filter(|_| line.ends_with(',')) {
            tables.get_mut(&table).unwrap().insert(renamed.take().unwrap_or_else(|| name.to_owned()));
        }
    }
    tables
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    column: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    generated: bool,
}

#[test]
fn schema_rs_lists_the_tables_and_columns_that_the_migrations_make() {
    let database = TestDatabase::new();
    let mut conn = PgConnection::establish(&database.url()).unwrap();
    let columns: Vec<Column> = diesel::sql_query(
        "SELECT table_name::text AS table, column_name::text AS column, is_generated = 'ALWAYS' AS generated FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')
         AND table_name <> '__diesel_schema_migrations'",
    )
    .load(&mut conn)
    .unwrap();
    let (listed, mut made) = (listed(), BTreeMap::<String, BTreeSet<String>>::new());
    for Column { table, column, generated } in columns {
        let columns = made.entry(table.clone()).or_default();
        // What the database keeps for its own sake need not be listed.
        if !generated || listed.get(&table).is_some_and(|listed| listed.contains(&column)) {
            columns.insert(column);
        }
    }
    assert_eq!(listed, made);
}
