//! The doctor finds what is wrong and is content where nothing is.
use crate::support::{TestApp, TestDatabase};
use diesel::{Connection, PgConnection, RunQueryDsl, connection::SimpleConnection, sql_query};
use proofbench::{
    app::{
        doctor::{self, Finding},
        migrate,
    },
    kernel::{IdeaId, Role},
};
use std::process::Command;
use uuid::Uuid;

async fn complaints(app: &TestApp) -> Vec<Finding> {
    let findings = doctor::of_database(&app.database_url(), true).await;
    // The servers of tests are made for speed, not for power cuts.
    findings.into_iter().filter(|finding| !finding.ok && finding.about != "durability").collect()
}

#[tokio::test]
async fn a_sound_database_has_no_complaints() {
    let app = TestApp::start().await;
    assert_eq!(complaints(&app).await, []);
}

#[tokio::test]
async fn a_count_that_is_off_is_named_with_both_numbers() {
    let mut app = TestApp::start().await;
    let author = app.sign_in("Ann", &[Role::Customer]);
    sql_query(
        "INSERT INTO ideas (id, number, slug, author_id, source, title, body, audience, vote_count, created_at, changed_at)
         VALUES ($1, 118, 'tape', $2, 'customer', 'Tape', 'Tape lets go', 'public', 3, now(), now())",
    )
    .bind::<diesel::sql_types::Uuid, _>(IdeaId::new())
    .bind::<diesel::sql_types::Uuid, _>(author.id)
    .execute(&mut app.conn)
    .unwrap();
    let found = complaints(&app).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].text.contains("votes of ideas: 1 differ: idea 118 keeps 3, counted 0"), "{found:?}");
}

#[tokio::test]
async fn jobs_that_were_given_up_and_events_that_were_changed_are_named() {
    let mut app = TestApp::start().await;
    app.conn
        .batch_execute(
            "INSERT INTO jobs (id, kind, key, payload, failed_at, last_error) VALUES (gen_random_uuid(), 'mail', 'a', '{}', now(), 'no route');
             INSERT INTO event_seals (number, through_xid, through_seq, events, previous, hash) VALUES (1, 9, 9, 1, '', 'x')",
        )
        .unwrap();
    let about: Vec<&str> = complaints(&app).await.iter().map(|finding| finding.about).collect();
    assert_eq!(about, ["audit trail", "jobs"]);
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_one_clear_finding() {
    let findings = doctor::of_database("host=/nowhere dbname=x", false).await;
    assert!(findings.len() == 1 && findings[0].text.contains("DATABASE_URL"), "{findings:?}");
}

/// What the doctor says of the schema, and what a start ends with.
async fn unfit(url: &str) -> [String; 2] {
    let findings = doctor::of_database(url, false).await;
    let found = findings.into_iter().find(|finding| finding.about == "schema" && !finding.ok);
    [found.map(|finding| finding.text), migrate(url).err().map(|error| error.to_string())].map(Option::unwrap_or_default)
}

#[tokio::test]
async fn a_database_of_another_encoding_is_refused_with_how_to_make_one() {
    let latin = TestDatabase::empty("ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'");
    let [found, said] = unfit(&latin.url()).await;
    assert!(said.contains("LATIN1") && said.contains("ENCODING 'UTF8'"), "{said}");
    assert_eq!(found, said);
}

#[tokio::test]
async fn a_database_with_tables_of_another_program_is_left_alone() {
    let foreign = TestDatabase::empty("");
    PgConnection::establish(&foreign.url()).unwrap().batch_execute("CREATE TABLE votes (id int)").unwrap();
    let [found, said] = unfit(&foreign.url()).await;
    assert!(said.contains("empty database of its own"), "{said}");
    assert_eq!(found, said);
}

#[tokio::test]
async fn a_role_that_may_make_no_tables_is_told_to_own_the_database() {
    let mut app = TestApp::start().await;
    let role = format!("role_{}", Uuid::now_v7().simple());
    app.conn.batch_execute(&format!("CREATE ROLE {role}")).unwrap();
    let [found, said] = unfit(&format!("{} options='-c role={role}'", app.database_url())).await;
    app.conn.batch_execute(&format!("DROP ROLE {role}")).unwrap();
    assert!(said.contains("ALTER DATABASE") && said.contains(&format!("OWNER TO \"{role}\"")), "{said}");
    assert_eq!(found, said);
}

#[test]
fn a_doctor_before_the_first_start_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path().join("var");
    let mut program = Command::new(env!("CARGO_BIN_EXE_proofbench"));
    program.arg("doctor").arg("--data-dir").arg(&data_dir).env_remove("DATABASE_URL").current_dir(folder.path());
    let said = String::from_utf8(program.output().unwrap().stdout).unwrap();
    assert!(said.contains("no database yet"), "{said}");
    assert!(!data_dir.exists());
}

#[test]
fn a_wrong_secret_ends_the_start_before_a_database_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let (data_dir, secret) = (folder.path().join("var"), folder.path().join("secret"));
    std::fs::write(&secret, "short").unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_proofbench"));
    program.args(["serve", "--listen", "127.0.0.1:0", "--base-url", "http://localhost", "--data-dir"]).arg(&data_dir);
    program.arg("--secret-file").arg(&secret).env_remove("DATABASE_URL").current_dir(folder.path());
    let ended = program.output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(!ended.status.success() && said.contains("the secret file"), "{said}");
    assert!(!data_dir.join("postgres").exists());
}
