//! What goes on without anybody asking: jobs, the listener, and the removal of what is too old.
use crate::support::TestApp;
use diesel::{connection::SimpleConnection, prelude::*, sql_types::BigInt};
use proofbench::{
    app::{expiry, start_workers},
    kernel::{Doer, Role},
    platform::{
        jobs,
        mail::{self, Mail},
    },
    schema::jobs as kept,
};
use std::time::{Duration, Instant};

async fn queue_mails(app: &TestApp, keys: &'static [&'static str]) {
    let queue = app.state.db.write(Doer::System("test"), move |tx| {
        for key in keys {
            let mail = Mail {
                to: "ann@example.com".to_owned(),
                name: "Ann".to_owned(),
                subject: "News".to_owned(),
                text: "News".to_owned(),
                html: "<p>News".to_owned(),
            };
            mail::queue(tx, key, &mail)?;
        }
        Ok(())
    });
    queue.await.unwrap();
}

fn done(app: &mut TestApp) -> i64 {
    kept::table.filter(kept::done_at.is_not_null()).count().get_result(&mut app.conn).unwrap()
}

#[tokio::test]
async fn a_process_holds_one_job_at_a_time_so_that_none_is_held_in_vain() {
    let mut app = TestApp::start().await;
    queue_mails(&app, &["one", "two"]).await;
    let work = || jobs::work(&app.state.db, &app.clock, &app.state.outbox);
    assert_eq!(work().await.unwrap(), 1);
    let held: i64 = kept::table.filter(kept::attempts.gt(0)).count().get_result(&mut app.conn).unwrap();
    assert_eq!(held, 1);
    assert_eq!((work().await.unwrap(), work().await.unwrap()), (1, 0));
    assert_eq!(done(&mut app), 2);
}

#[tokio::test]
async fn a_sign_in_code_is_sent_before_the_mail_that_waits_for_longer() {
    let mut app = TestApp::start().await;
    queue_mails(&app, &["reminder-1"]).await;
    queue_mails(&app, &["reminder-2"]).await;
    assert_eq!(app.visitor().post("/sign-in", &[("email", "rosa@example.com")]).await.status(), 303);
    let mut sent: Vec<String> = Vec::new();
    while jobs::work(&app.state.db, &app.clock, &app.state.outbox).await.unwrap() > 0 {
        let done = kept::table.filter(kept::done_at.is_not_null()).select(kept::key).load::<String>(&mut app.conn).unwrap();
        let now: Vec<String> = done.into_iter().filter(|key| !sent.contains(key)).collect();
        sent.extend(now);
    }
    assert!(sent[0].starts_with("code-"), "{sent:?}");
    assert_eq!(sent[1..], ["reminder-1", "reminder-2"], "the others go by their time");
}

#[tokio::test]
async fn a_job_whose_end_cannot_be_written_down_at_once_is_not_done_again() {
    let mut app = TestApp::start().await;
    queue_mails(&app, &["one"]).await;
    app.conn
        .batch_execute(
            "CREATE SEQUENCE ends;
             CREATE FUNCTION fail_first() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN IF nextval('ends') < 2 THEN RAISE 'no room'; END IF; RETURN NEW; END $$;
             CREATE TRIGGER fail_first BEFORE UPDATE ON jobs FOR EACH ROW WHEN (NEW.done_at IS NOT NULL) EXECUTE FUNCTION fail_first()",
        )
        .unwrap();
    assert_eq!(jobs::work(&app.state.db, &app.clock, &app.state.outbox).await.unwrap(), 1);
    let attempts: i32 = kept::table.select(kept::attempts).first(&mut app.conn).unwrap();
    assert_eq!((done(&mut app), attempts), (1, 1));
}

fn listeners(app: &mut TestApp) -> i64 {
    let query = "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN spine')";
    diesel::select(diesel::dsl::sql::<BigInt>(query)).get_result(&mut app.conn).unwrap()
}

async fn until_listeners(app: &mut TestApp, wanted: i64) {
    for _ in 0..300 {
        if listeners(app) == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("there are {} listeners instead of {wanted}", listeners(app));
}

#[tokio::test]
async fn word_from_the_database_wakes_readers_until_the_workers_end() {
    let mut app = TestApp::start().await;
    let workers = start_workers(&app.state, &app.database_url());
    until_listeners(&mut app, 1).await;
    let mut bell = app.state.live.bell(Duration::ZERO);
    let mut waits = Vec::new();
    for _ in 0..5 {
        app.conn.batch_execute("NOTIFY spine").unwrap();
        let asked = Instant::now();
        bell.grown().await;
        waits.push(asked.elapsed());
    }
    // Without word it would be two seconds each time.
    assert!(waits.iter().any(|wait| *wait < Duration::from_millis(1500)), "{waits:?}");
    drop(workers);
    until_listeners(&mut app, 0).await;
}

#[tokio::test]
async fn what_nobody_needs_any_more_is_removed_and_the_rest_stays() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let old_and_new =
        |statement: &str| statement.replace("AGE", "0 days") + ";" + &statement.replace("AGE", "91 days").replace("KEY", "OLD");
    for statement in [
        "INSERT INTO idempotency_keys (actor, route, key, body_hash, created_at) VALUES ('KEY', 'POST /', 'x', '', now() - interval 'AGE')",
        "INSERT INTO drafts (owner, form, fields, saved_at) VALUES ('KEY', 'x', '{}', now() - interval 'AGE')",
        "INSERT INTO jobs (id, kind, key, payload, done_at) VALUES (gen_random_uuid(), 'mail', 'KEY', '{}', now() - interval 'AGE')",
        "INSERT INTO sign_in_codes (id, email, code_hash, browser_hash, created_at, expires_at)
             VALUES (gen_random_uuid(), 'ann@example.com', '', '', now(), now() - interval 'AGE')",
    ] {
        app.conn.batch_execute(&old_and_new(statement)).unwrap();
    }
    app.conn
        .batch_execute(
            "INSERT INTO rate_counters (bucket, window_start, used) SELECT n::text, now() - interval '2 days', 1 FROM generate_series(1, 2500) AS n;
             INSERT INTO rate_counters (bucket, window_start, used) VALUES ('new', now(), 1);
             INSERT INTO sessions (id, token_hash, person_id, security_stamp, created_at, last_seen_at, expires_at)
                SELECT gen_random_uuid(), 'old', person_id, security_stamp, created_at, last_seen_at, now() - interval '31 days' FROM sessions",
        )
        .unwrap();

    assert_eq!(expiry::remove_old(&app.state.db, &app.state.files).await.unwrap(), 2505);

    for table in ["idempotency_keys", "drafts", "jobs", "sign_in_codes", "rate_counters", "sessions"] {
        let count = format!("(SELECT count(*) FROM {table})");
        let left: i64 = diesel::select(diesel::dsl::sql::<BigInt>(&count)).get_result(&mut app.conn).unwrap();
        assert_eq!(left, 1, "{table}");
    }
    assert_eq!(ann.get("/settings").await.status(), 200);
    assert_eq!(expiry::remove_old(&app.state.db, &app.state.files).await.unwrap(), 0);
}
