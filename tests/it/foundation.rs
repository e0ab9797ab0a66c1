//! What every request meets, whatever it is for.
use crate::support::TestApp;
use actix_web::test::TestRequest;
use diesel::{RunQueryDsl, connection::SimpleConnection};
use proofbench::{
    kernel::{Doer, Role},
    platform::{error::AppError, web::peer_address},
};
use reqwest::Method;
use std::sync::{Arc, Condvar, Mutex};

#[tokio::test]
async fn an_unknown_address_is_a_page_and_a_problem_under_the_api() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let page = visitor.get("/nowhere").await;
    assert_eq!((page.status().as_u16(), page.headers()["content-type"].to_str().unwrap()), (404, "text/html; charset=utf-8"));
    let problem = visitor.get("/api/v1/nowhere").await;
    assert_eq!((problem.status().as_u16(), problem.headers()["content-type"].to_str().unwrap()), (404, "application/problem+json"));
}

#[tokio::test]
async fn every_answer_forbids_inline_script_and_frames() {
    let app = TestApp::start().await;
    let policy = app.visitor().get("/nowhere").await.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(
        policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"),
        "{policy}"
    );
}

#[tokio::test]
async fn a_foreign_host_name_is_refused() {
    let app = TestApp::start().await;
    let response = app.visitor().request(reqwest::Method::GET, "/").header("host", "evil.example").send().await.unwrap();
    assert_eq!(response.status(), 400);
}

#[tokio::test]
async fn a_statement_or_a_lock_that_takes_too_long_is_a_busy_moment_and_no_fault() {
    let mut app = TestApp::start_with(|settings| settings.statement_timeout_ms = Some("300".to_owned())).await;
    let slow = app.state.db.read(|conn| Ok(diesel::sql_query("SELECT pg_sleep(5)").execute(conn)?)).await;
    assert!(matches!(slow, Err(AppError::Busy)), "{slow:?}");
    app.conn.batch_execute("BEGIN; LOCK TABLE instance_settings").unwrap();
    let locked = app
        .state
        .db
        .write(Doer::System("test"), |tx| {
            tx.scratch().batch_execute("SET LOCAL lock_timeout = 100; LOCK TABLE instance_settings")?;
            Ok(())
        })
        .await;
    assert!(matches!(locked, Err(AppError::Busy)), "{locked:?}");
    app.conn.batch_execute("ROLLBACK").unwrap();
    assert_eq!(app.visitor().get("/health/ready").await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_in_line_waits_for_a_connection_and_is_told_to_come_back_when_none_comes_free() {
    let app = TestApp::start_with(|settings| settings.pool_size = Some("2".to_owned())).await;
    let over = Arc::new((Mutex::new(false), Condvar::new()));
    let busy: Vec<_> = (0..2)
        .map(|_| {
            let (db, over) = (app.state.db.clone(), over.clone());
            tokio::spawn(async move {
                db.read(move |_| {
                    let held = over.0.lock().unwrap();
                    drop(over.1.wait_while(held, |over| !*over).unwrap());
                    Ok(())
                })
                .await
            })
        })
        .collect();
    while app.state.db.free_connections() > 0 {
        tokio::task::yield_now().await;
    }
    let in_line = |db: proofbench::platform::db::Db| {
        tokio::task::spawn_blocking(move || {
            db.blocking_write_in_line(&Doer::System("test"), &|| (), |tx| Ok(tx.scratch().batch_execute("SELECT 1")?))
        })
    };
    let refused = in_line(app.state.db.clone()).await.unwrap();
    assert!(matches!(refused, Err(AppError::Busy)), "{refused:?}");
    let waits = in_line(app.state.db.clone());
    *over.0.lock().unwrap() = true;
    over.1.notify_all();
    for read in busy {
        read.await.unwrap().unwrap();
    }
    waits.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_connection_that_the_server_ends_is_replaced_unseen() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    for _ in 0..4 {
        assert_eq!(visitor.get("/health/ready").await.status(), 200);
        app.conn
            .batch_execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
            .unwrap();
        assert_eq!(visitor.get("/health/ready").await.status(), 200);
    }
}

#[tokio::test]
async fn a_client_behind_proxies_is_the_last_address_that_is_none_of_them_whatever_it_says_itself() {
    let app = TestApp::start_with(|settings| settings.trusted_proxies = Some("10.0.0.0/8".to_owned())).await;
    let address_of = |peer: &str, lines: &[&str]| {
        let mut request = TestRequest::default().peer_addr(format!("{peer}:4000").parse().unwrap()).app_data(app.state.clone());
        for line in lines {
            request = request.append_header(("x-forwarded-for", *line));
        }
        peer_address(&request.to_http_request()).unwrap().to_string()
    };
    assert_eq!(address_of("10.0.0.1", &["192.0.2.9, 198.51.100.7", "10.0.0.2"]), "198.51.100.7");
    assert_eq!(address_of("10.0.0.1", &["192.0.2.9", "198.51.100.7, 10.0.0.2"]), "198.51.100.7");
    assert_eq!(address_of("10.0.0.1", &[]), "10.0.0.1");
    assert_eq!(address_of("203.0.113.5", &["192.0.2.9"]), "203.0.113.5");
}

#[tokio::test]
async fn a_head_is_that_of_the_page_without_the_page() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    for path in ["/", "/ideas", "/health/live", "/nowhere", "/ideas.atom", "/api/v1/openapi.json"] {
        let (head, page) = (ann.request(Method::HEAD, path).send().await.unwrap(), ann.get(path).await);
        let said = |answer: &reqwest::Response| (answer.status(), answer.headers().get("content-type").cloned());
        assert_eq!(said(&head), said(&page), "{path}");
        assert_eq!(head.bytes().await.unwrap().len(), 0, "{path}");
    }
}

/// Elsewhere a program whose output is no terminal is taken for one that is to go on without.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_closed_terminal_stops_the_program_as_cleanly_as_an_order() {
    use crate::support::program::{Program, until};
    use std::process::Command;
    let here = std::fs::read_to_string("/proc/self/status").unwrap();
    let ignored = here.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap();
    if u64::from_str_radix(ignored.trim(), 16).unwrap() & 1 == 1 {
        // Under `nohup` the program is to go on, as the test does.
        return;
    }
    let (app, folder) = (TestApp::start().await, tempfile::tempdir().unwrap());
    let mut program = Program::start(&app.database_url(), &folder).await;
    assert!(Command::new("kill").args(["-HUP", &program.child.id().to_string()]).status().unwrap().success());
    until("the program ends", || {
        let ended = program.child.try_wait().unwrap().is_some();
        async move { ended }
    })
    .await;
    assert!(program.child.wait().unwrap().success());
}
