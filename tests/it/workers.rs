//! What goes on without anybody asking: jobs and the listener.
use crate::support::TestApp;
use diesel::{connection::SimpleConnection, prelude::*, sql_types::BigInt};
use proofbench::{
    app::start_workers,
    kernel::Doer,
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
