//! The doctor finds what is wrong and is content where nothing is.
use crate::support::TestApp;
use diesel::{RunQueryDsl, connection::SimpleConnection, sql_query};
use proofbench::{
    app::doctor::{self, Finding},
    kernel::{IdeaId, Role},
};

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
