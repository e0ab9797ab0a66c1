//! A room from its making to its close: who steers it, its steps and its clock.
use super::{CANARY, clustered, staff};
use crate::support::{TestApp, Visitor, make::brainstorms::room, text_of};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{Role, RoundStep},
    schema::{dots, participants, round_snapshots},
};

#[tokio::test]
async fn a_room_is_made_opened_run_and_closed_with_one_event_each() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().make(&tomas).await;
    assert!(text_of(&tomas.page(&made.path).await).contains("Draft"));
    for order in ["open", "start", "next", "next", "next", "next", "next", "close"] {
        made.order(&tomas, order).await;
    }
    assert_eq!(
        app.verbs(),
        [
            "brainstorm.created",
            "brainstorm.lobby-opened",
            "brainstorm.started",
            "round.step-changed",
            "round.step-changed",
            "round.step-changed",
            "round.step-changed",
            "round.step-changed",
            "brainstorm.closed"
        ]
    );
    let answer = tomas.get(&made.path).await;
    assert_eq!(answer.headers()["location"], made.at("/results").as_str());
}

#[tokio::test]
async fn a_room_form_that_is_wrong_comes_back_with_everything_typed() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let answer = tomas.post("/brainstorms", &[("title", "My room"), ("prompt", ""), ("minutes", "0"), ("audience", "internal")]).await;
    assert_eq!(answer.status(), 422);
    let html = answer.text().await.unwrap();
    assert!(html.contains("My room") && html.contains("Ask a question for the round."));
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn settings_that_somebody_else_saved_are_not_overwritten_unseen() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().open(&tomas).await;
    let version_in = |html: &str| html.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let seen = version_in(&tomas.page(&made.at("/settings")).await);
    let sent = async |path: &str, version: &str, title: &str| {
        let fields = [("title", title), ("prompt", "How?"), ("minutes", "5"), ("dots_each", "3"), ("dots_per_cluster", "2")];
        let rest = [("audience", "internal"), ("warm_up", "What did you open today?"), ("version", version)];
        tomas.post(&format!("{path}/settings"), &[&fields[..], &rest[..]].concat()).await
    };
    let saved = sent(&made.path, &seen, "Saved first").await;
    assert_eq!(saved.status(), 303);
    let path = saved.headers()["location"].to_str().unwrap().split('?').next().unwrap().to_owned();

    let stale = sent(&path, &seen, "From an old tab").await;

    assert_eq!(stale.status(), 409);
    let html = stale.text().await.unwrap();
    assert!(text_of(&html).contains("Somebody changed this room while you were writing"), "{html}");
    assert!(html.contains("From an old tab") && html.contains("What did you open today?"), "nothing typed is lost: {html}");
    assert!(tomas.page(&format!("{path}/settings")).await.contains("Saved first"));
    let again = sent(&path, &version_in(&html), "From an old tab").await;
    assert_eq!(again.status(), 303, "with open eyes");
    assert_eq!(app.verbs().iter().filter(|verb| *verb == "brainstorm.changed").count(), 2);
}

#[tokio::test]
async fn only_those_with_the_role_make_rooms() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    assert_eq!(rosa.get("/brainstorms/new").await.status(), 403);
    assert_eq!(rosa.post("/brainstorms", &[("title", "x")]).await.status(), 403);
    assert_eq!(app.visitor().get("/brainstorms/new").await.status(), 303);
}

#[tokio::test]
async fn only_those_who_steer_a_room_move_it() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let before = app.verbs();
    for order in ["next", "back", "pause", "resume", "add_minute", "close"] {
        assert_eq!(ines.post(&made.at("/steps"), &[("order", order)]).await.status(), 403, "{order}");
        assert_eq!(rosa.post(&made.at("/steps"), &[("order", order)]).await.status(), 404, "{order}");
        assert_eq!(app.visitor().post(&made.at("/steps"), &[("order", order)]).await.status(), 401, "{order}");
    }
    assert_eq!(ines.get(&made.at("/parts/controls")).await.status(), 404);
    assert_eq!(app.verbs(), before);
}

#[tokio::test]
async fn a_co_facilitator_moves_the_room_too() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let id = participants::table
        .filter(participants::person_id.eq(ines.id))
        .select(participants::id)
        .first::<uuid::Uuid>(&mut app.conn)
        .unwrap();
    assert_eq!(ines.post(&made.at("/co-facilitators"), &[("participant", &id.to_string())]).await.status(), 403);
    assert_eq!(tomas.post(&made.at("/co-facilitators"), &[("participant", &id.to_string())]).await.status(), 303);
    made.order(&ines, "next").await;
    assert_eq!(made.clock(&mut app).0, RoundStep::Reveal);
}

#[tokio::test]
async fn two_who_press_next_at_once_skip_nothing() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    let (path, form) = (made.at("/steps"), [("order", "next"), ("from", "1:write")]);
    let (one, two) = tokio::join!(tomas.post(&path, &form), tomas.post(&path, &form));
    assert_eq!((one.status(), two.status()), (reqwest::StatusCode::SEE_OTHER, reqwest::StatusCode::SEE_OTHER));
    assert_eq!(made.clock(&mut app).0, RoundStep::Reveal);
}

#[tokio::test]
async fn the_clock_is_the_servers_and_a_pause_loses_nothing() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    app.clock.advance(TimeDelta::minutes(2));
    made.order(&tomas, "pause").await;
    let (_, ends_at, left) = made.clock(&mut app);
    assert!(ends_at.is_none() && (175_000..=180_000).contains(&left.unwrap()), "{left:?}");
    app.clock.advance(TimeDelta::minutes(30));
    made.order(&tomas, "add_minute").await;
    made.order(&tomas, "resume").await;
    let (_, ends_at, left) = made.clock(&mut app);
    let rest = ends_at.unwrap() - app.clock.now();
    assert!(left.is_none() && rest > TimeDelta::seconds(230) && rest <= TimeDelta::seconds(240), "{rest}");
    // The end passes and nothing moves by itself; a minute more counts from now.
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(made.clock(&mut app).0, RoundStep::Write);
    made.order(&tomas, "add_minute").await;
    let rest = made.clock(&mut app).1.unwrap() - app.clock.now();
    assert!(rest > TimeDelta::seconds(50) && rest <= TimeDelta::seconds(60), "{rest}");
    assert_eq!(tomas.post(&made.at("/steps"), &[("order", "resume")]).await.status(), 409);
}

#[tokio::test]
async fn going_back_loses_nothing_written_after() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _, made, ..) = clustered(&mut app).await;
    let cluster = made.clusters(&mut app)[0];
    made.order(&tomas, "next").await;
    assert_eq!(ines.post(&made.at(&format!("/clusters/{cluster}/dots")), &[("dots", "2")]).await.status(), 303);
    for _ in 0..3 {
        made.order(&tomas, "back").await;
    }
    assert_eq!(made.clock(&mut app).0, RoundStep::Write);
    assert!(made.clock(&mut app).1.unwrap() > app.clock.now(), "the clock of the step goes on");
    made.write(&ines, "Afterthought").await;
    for _ in 0..3 {
        made.order(&tomas, "next").await;
    }
    assert_eq!(made.notes(&mut app).len(), 3);
    assert_eq!(made.clusters(&mut app), [cluster]);
    let kept: i16 = dots::table.select(dots::dots_).first(&mut app.conn).unwrap();
    assert_eq!(kept, 2);
    let snapshots: i64 = round_snapshots::table.count().get_result(&mut app.conn).unwrap();
    assert_eq!(snapshots, 10, "one for each step that ended");
}

#[tokio::test]
async fn a_draft_is_seen_by_its_facilitator_and_moderators_only() {
    let mut app = TestApp::start().await;
    let (_, ines, marek) = staff(&mut app).await;
    let made = room().make(&ines).await;
    assert_eq!(marek.get(&made.path).await.status(), 404);
    assert_eq!(ines.get(&made.path).await.status(), 200);
    assert!(!text_of(&marek.page("/brainstorms").await).contains("Fail on purpose"));
}

#[tokio::test]
async fn ready_counts_for_one_step_only() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    assert_eq!(ines.post(&made.at("/ready"), &[("ready", "yes")]).await.status(), 303);
    assert!(text_of(&tomas.page(&made.path).await).contains("1 of 1 ready"));
    made.order(&tomas, "next").await;
    assert!(text_of(&tomas.page(&made.path).await).contains("0 of 1 ready"));
}

#[tokio::test]
async fn a_second_round_asks_its_own_question() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().with("second_prompt", "What would keep it from ever failing?").writing(&tomas).await;
    made.join(&ines).await;
    made.write(&ines, CANARY).await;
    for _ in 0..5 {
        made.order(&tomas, "next").await;
    }
    let page = ines.page(&made.path).await;
    assert!(page.contains("What would keep it from ever failing?") && page.contains("Round 2") && !page.contains(CANARY));
    made.order(&tomas, "back").await;
    assert!(ines.page(&made.path).await.contains(CANARY), "the first round's results are there again");
}

#[tokio::test]
async fn every_screen_of_a_room_can_be_read_in_german() {
    let mut app = TestApp::start().await;
    let (tomas, _, marek, made, ..) = clustered(&mut app).await;
    let german = |visitor: &Visitor| visitor.with_cookie("lang=de");
    for order in ["back", "back", "next", "next", "next", "next"] {
        for (visitor, tail) in [(&tomas, ""), (&tomas, "/wall"), (&tomas, "/phone"), (&marek, ""), (&marek, "/results")] {
            assert!(german(visitor).page(&made.at(tail)).await.contains("lang=\"de\""), "{order} {tail}");
        }
        made.order(&tomas, order).await;
    }
    for path in ["/brainstorms", "/brainstorms/new", "/join"] {
        assert!(german(&tomas).page(path).await.contains("lang=\"de\""));
    }
}
