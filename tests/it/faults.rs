//! What breaks from time to time: the database, the program, the network, the person who clicks twice.
use crate::support::{
    TestApp,
    make::{brainstorms::room, campaigns::campaign, ideas::idea},
    program::{OwnCluster, until},
};
use diesel::{connection::SimpleConnection, prelude::*, sql_types::BigInt};
use proofbench::{
    kernel::{CampaignState, Role},
    schema::{comments, jobs, participants, sessions, sign_in_codes, votes},
};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[tokio::test]
async fn a_restart_of_the_database_costs_a_moment_and_nothing_else() {
    let mut own = OwnCluster::start().await;
    let mut app = TestApp::start_on(own.cluster.conninfo(), |_| {}).await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let path = idea(ann.id).insert(&mut app).path;
    for _ in 0..8 {
        assert_eq!(ann.get(&path).await.status(), 200);
    }

    own.cluster.restart().await.unwrap();

    let mut statuses = Vec::new();
    for _ in 0..12 {
        let response = ann.get(&path).await;
        if response.status() == 503 {
            assert!(response.headers().contains_key("retry-after"));
        }
        statuses.push(response.status().as_u16());
    }
    assert!(statuses.iter().all(|status| matches!(status, 200 | 503)), "{statuses:?}");
    until("the pool heals without a restart of the program", || async { ann.get(&path).await.status() == 200 }).await;
    own.cluster.stop().await.unwrap();
}

#[tokio::test]
async fn without_a_database_people_are_told_to_come_back_and_the_program_lives() {
    let own = OwnCluster::start().await;
    let app = TestApp::start_on(own.cluster.conninfo(), |_| {}).await;
    own.cluster.stop().await.unwrap();
    let visitor = app.visitor();
    let member = visitor.with_cookie(&format!("session={}", proofbench::platform::secret::token()));
    let asset = app.state.assets.url("bench.css");
    for path in ["/health/live", &asset] {
        assert_eq!(member.get(path).await.status(), 200, "{path} needs no database, whoever asks");
    }

    let response = visitor.get("/ideas").await;
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("retry-after"));
    assert_eq!(visitor.get("/api/v1/ideas").await.headers()["content-type"], "application/problem+json");
    assert_eq!(visitor.get("/health/live").await.status(), 200);
    assert_eq!(visitor.get("/health/ready").await.status(), 503);
}

#[tokio::test]
async fn eight_submits_of_one_form_make_one_comment_and_get_one_answer() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let path = format!("/ideas/{}/comments", idea(ann.id).insert(&mut app).number);
    let form = [("once", "the-same-key"), ("text", "It let go at 138 degrees.")];

    let answers = futures_util::future::join_all((0..8).map(|_| ann.post(&path, &form))).await;

    let places: std::collections::HashSet<_> = answers
        .iter()
        .map(|answer| (answer.status().as_u16(), answer.headers().get("location").map(|place| place.to_str().unwrap().to_owned())))
        .collect();
    assert_eq!(places.len(), 1, "{places:?}");
    assert_eq!(comments::table.count().get_result(&mut app.conn), Ok(1));
}

/// How much there is of what limited forms make: mails, codes, sessions, people in rooms, comments.
fn made_by_limited_forms(conn: &mut PgConnection) -> [i64; 5] {
    [
        jobs::table.count().get_result(conn).unwrap(),
        sign_in_codes::table.count().get_result(conn).unwrap(),
        sessions::table.count().get_result(conn).unwrap(),
        participants::table.count().get_result(conn).unwrap(),
        comments::table.count().get_result(conn).unwrap(),
    ]
}

#[tokio::test]
async fn where_tries_cannot_be_counted_nothing_is_done_that_is_limited() {
    let mut app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let tomas = app.sign_in("Tomás Figueira", &[Role::Moderator]);
    app.set_email(ann.id, "ann@example.com");
    let password = "wet paint lets go slowly";
    assert_eq!(ann.post("/settings/password", &[("password", password), ("again", password)]).await.status(), 303);
    let comments_path = format!("/ideas/{}/comments", idea(ann.id).insert(&mut app).number);
    let made = room().for_guests().open(&tomas).await;
    let room_code = made.code(&mut app);
    let (rosa, visitor) = (app.visitor(), app.visitor());
    assert_eq!(rosa.post("/sign-in", &[("email", "rosa@example.com")]).await.status(), 303);
    let code = app.code_mailed_to("rosa@example.com");
    let forms = [
        (&rosa, "/sign-in/code".to_owned(), vec![("code", code.as_str()), ("name", "Rosa")]),
        (&visitor, "/sign-in".to_owned(), vec![("email", "gus@example.com")]),
        (&visitor, "/sign-in/password".to_owned(), vec![("email", "ann@example.com"), ("password", password)]),
        (&visitor, "/join".to_owned(), vec![("code", room_code.as_str())]),
        (&visitor, format!("/join/{room_code}"), vec![("name", "Gus")]),
        (&ben, comments_path, vec![("text", "It let go at 138 degrees.")]),
    ];
    let before = made_by_limited_forms(&mut app.conn);

    app.conn.batch_execute("ALTER TABLE rate_counters RENAME TO mislaid").unwrap();
    for (who, path, form) in &forms {
        let answer = who.post(path, form).await;
        assert!(answer.status().is_server_error(), "{path}: {}", answer.status());
        assert!(!answer.headers().contains_key("location"), "{path} leads on");
    }
    assert_eq!(made_by_limited_forms(&mut app.conn), before);

    app.conn.batch_execute("ALTER TABLE mislaid RENAME TO rate_counters").unwrap();
    for (who, path, form) in &forms {
        assert_eq!(who.post(path, form).await.status(), 303, "{path} was refused for the counters alone");
    }
}

#[tokio::test]
async fn two_processes_together_never_overspend_a_budget() {
    let mut one = TestApp::start().await;
    let two = one.start_beside().await;
    let campaign = campaign().state(CampaignState::Vote).vote_budget(3).insert(&mut one);
    let ann = one.sign_in("Ann", &[Role::Customer]);
    let numbers: Vec<i64> = (0..12).map(|_| idea(ann.id).in_campaign(&campaign).insert(&mut one).number).collect();
    let elsewhere = ann.on(&two);

    let casts = numbers.iter().flat_map(|number| {
        let path = format!("/ideas/{number}/vote");
        [(&ann, path.clone()), (&elsewhere, path)]
    });
    let answers =
        futures_util::future::join_all(casts.map(|(browser, path)| async move { browser.post(&path, &[]).await.status().as_u16() })).await;

    assert!(answers.iter().all(|status| *status < 500), "{answers:?}");
    let spent: i64 = votes::table.filter(votes::voter_id.eq(ann.id)).count().get_result(&mut one.conn).unwrap();
    assert!(spent <= 3, "{spent} votes of 3");
    let ledger: i64 = diesel::select(diesel::dsl::sql::<BigInt>(
        "(SELECT coalesce(sum(CASE entry WHEN 'cast' THEN 1 ELSE -1 END), 0)::bigint FROM vote_ledger)",
    ))
    .get_result(&mut one.conn)
    .unwrap();
    assert_eq!(ledger, spent);
}

#[tokio::test]
async fn a_body_that_never_comes_is_cut_and_holds_nobody_up() {
    let app = TestApp::start().await;
    let address = app.base.trim_start_matches("http://").to_owned();
    let mut slow = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nemail="
    );
    slow.write_all(head.as_bytes()).await.unwrap();

    assert_eq!(app.visitor().get("/health/live").await.status(), 200);
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(25), slow.read_to_end(&mut answer)).await.expect("the connection is cut").unwrap();
    let first_line = String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned();
    assert!(answer.is_empty() || first_line.contains("408"), "{first_line}");
}

/// The head of a POST whose body never comes, and what is answered.
async fn half_sent(app: &TestApp, path: &str, headers: &str) -> String {
    let address = app.base.trim_start_matches("http://").to_owned();
    let mut slow = TcpStream::connect(&address).await.unwrap();
    let head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\n{headers}Content-Length: 100\r\n\r\nemail=");
    slow.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(25), slow.read_to_end(&mut answer)).await.expect("the connection is cut").unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_request_that_arrived_and_is_not_done_in_time_is_told_to_come_back() {
    let mut app = TestApp::start_configured(|config| config.longest_request = Duration::from_millis(300)).await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    app.conn.batch_execute("BEGIN; LOCK TABLE events").unwrap();
    let slow = ann.post("/sign-out", &[]).await;
    app.conn.batch_execute("ROLLBACK").unwrap();
    assert_eq!((slow.status().as_u16(), slow.headers()["retry-after"].to_str().unwrap()), (503, "2"));
}

#[tokio::test]
async fn a_request_that_is_cut_is_told_so_in_the_form_of_its_place() {
    let app = TestApp::start_configured(|config| config.longest_request = Duration::from_millis(300)).await;
    let api = half_sent(&app, "/api/v1/ideas", "Content-Type: application/json\r\nIdempotency-Key: one\r\n").await;
    let lower = api.to_lowercase();
    assert!(api.starts_with("HTTP/1.1 408") && lower.contains("content-type: application/problem+json"), "{api}");
    assert!(api.contains("\"/problems/too-slow\""), "{api}");
    assert!(lower.contains("content-security-policy"), "it carries what every answer carries: {api}");
    let page = half_sent(&app, "/sign-in", "Content-Type: application/x-www-form-urlencoded\r\nAccept-Language: de\r\n").await;
    let lower = page.to_lowercase();
    assert!(page.starts_with("HTTP/1.1 408") && lower.contains("content-type: text/html"), "{page}");
    assert!(page.contains("<html lang=\"de\"") && page.contains("</html>"), "an error page of ours, in their language: {page}");
}
