//! A private database per test, copied from a template that is migrated once per set of migrations.
use diesel::{Connection, PgConnection, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::BigInt};
use diesel_migrations::MigrationHarness;
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::LazyLock,
};
use uuid::Uuid;

static TEMPLATE: LazyLock<String> = LazyLock::new(prepare_template);

pub struct TestDatabase {
    name: String,
}

impl TestDatabase {
    pub fn new() -> Self {
        let name = format!("test_{}", Uuid::now_v7().simple());
        admin().batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {} STRATEGY FILE_COPY", *TEMPLATE)).unwrap();
        Self { name }
    }
    /// Without our tables; `how` follows the name in `CREATE DATABASE`.
    pub fn empty(how: &str) -> Self {
        let name = format!("test_{}", Uuid::now_v7().simple());
        admin().batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0 {how}")).unwrap();
        Self { name }
    }
    pub fn url(&self) -> String {
        url(&self.name)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        admin().batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).unwrap();
    }
}

/// Safe when many test processes start at once (nextest): an advisory lock lets one of them build.
fn prepare_template() -> String {
    let mut hasher = DefaultHasher::new();
    for path in migration_files() {
        std::fs::read(path).unwrap().hash(&mut hasher);
    }
    let name = format!("template_{:016x}", hasher.finish());
    let mut admin = admin();
    sql_query("SELECT pg_advisory_lock($1)").bind::<BigInt, _>(4_711).execute(&mut admin).unwrap();
    if sql_query(format!("SELECT 1 FROM pg_database WHERE datname = '{name}'")).execute(&mut admin).unwrap() == 0 {
        let building = format!("{name}_building");
        admin.batch_execute(&format!("DROP DATABASE IF EXISTS {building}")).unwrap();
        admin.batch_execute(&format!("CREATE DATABASE {building}")).unwrap();
        PgConnection::establish(&url(&building)).unwrap().run_pending_migrations(proofbench::app::MIGRATIONS).unwrap();
        admin.batch_execute(&format!("ALTER DATABASE {building} RENAME TO {name}")).unwrap();
        admin.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).unwrap();
    }
    name
}

fn migration_files() -> Vec<std::path::PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join("up.sql")).collect();
    files.sort();
    files
}

fn admin() -> PgConnection {
    PgConnection::establish(&url("postgres")).unwrap()
}
/// `TEST_DATABASE_SERVER` is a libpq string without a database, e.g. `host=/run/postgresql user=postgres`.
fn url(database: &str) -> String {
    format!("{} dbname={database}", std::env::var("TEST_DATABASE_SERVER").unwrap())
}
