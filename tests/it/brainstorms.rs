//! Rooms: who comes in, what is hidden while people write, steps and clock, dots, results, ideas.
use crate::support::{
    TestApp, Visitor,
    make::brainstorms::{MadeRoom, room},
    text_of,
};
use chrono::TimeDelta;
use diesel::prelude::*;
use futures_util::StreamExt;
use proofbench::kernel::{Role, RoundStep};
use proofbench::schema::{clusters, dot_budgets, dots, events, ideas, lineage_edges, notes, participants, round_snapshots};

pub const CANARY: &str = "ZQunspokenthought";

pub async fn staff(app: &mut TestApp) -> (Visitor, Visitor, Visitor) {
    (
        app.sign_in("Tomás Figueira", &[Role::Moderator]),
        app.sign_in("Ines Okafor", &[Role::Rnd]),
        app.sign_in("Marek Novak", &[Role::Contributor]),
    )
}

/// A browser that came in as a guest by the code.
async fn guest(app: &mut TestApp, made: &MadeRoom, name: &str) -> Visitor {
    let (code, visitor) = (made.code(app), app.visitor());
    let answer = visitor.post(&format!("/join/{code}"), &[("name", name)]).await;
    assert_eq!(answer.status(), 303);
    let cookie = answer.headers().get_all("set-cookie").iter().find_map(|value| {
        let text = value.to_str().unwrap();
        text.starts_with("guest-").then(|| text.split(';').next().unwrap().to_owned())
    });
    visitor.with_cookie(&cookie.unwrap())
}

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
async fn what_others_write_never_leaves_the_server_before_the_reveal() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek) = staff(&mut app).await;
    let made = room().for_guests().writing(&tomas).await;
    made.join(&ines).await;
    made.join(&marek).await;
    let gus = guest(&mut app, &made, "Gus").await;
    made.write(&ines, CANARY).await;
    let tails = [
        "",
        "/wall",
        "/phone",
        "/results",
        "/results.csv",
        "/parts/bar",
        "/parts/clock",
        "/parts/late",
        "/parts/here",
        "/parts/mine",
        "/parts/stage",
        "/parts/projector",
        "/parts/controls",
    ];
    let outsider = app.sign_in("Rosa", &[Role::Customer]);
    for visitor in [&marek, &tomas, &gus, &outsider, &app.visitor()] {
        for tail in tails {
            let body = visitor.get(&made.at(tail)).await.text().await.unwrap();
            assert!(!body.contains(CANARY), "{tail} as {}", visitor.name);
        }
        for path in ["/brainstorms", "/"] {
            assert!(!visitor.get(path).await.text().await.unwrap().contains(CANARY));
        }
    }
    assert!(text_of(&marek.page(&made.path).await).contains("1 other has added 1 note"));
    assert!(ines.page(&made.path).await.contains(CANARY), "one's own notes are there");
    made.order(&tomas, "next").await;
    for visitor in [&marek, &tomas, &gus] {
        assert!(visitor.page(&made.path).await.contains(CANARY), "after the reveal");
    }
    assert!(!outsider.get(&made.path).await.text().await.unwrap().contains(CANARY));
}

#[tokio::test]
async fn a_stream_says_that_something_happened_never_what() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    made.join(&marek).await;
    made.write(&ines, CANARY).await;
    // From the very beginning: everything since is missed, so the page must load anew.
    let heard = first_news(&marek, &made.at("/live"), "1-1").await;
    assert!(heard.contains("event: moved") && !heard.contains(CANARY), "{heard}");
    let (xid, seq): (i64, i64) = events::table.order(events::seq.desc()).select((events::xid, events::seq)).first(&mut app.conn).unwrap();
    made.write(&ines, "another").await;
    let heard = first_news(&marek, &made.at("/live"), &format!("{xid}-{seq}")).await;
    assert!(heard.contains("event: changed") && heard.contains("note.written") && !heard.contains("another"), "{heard}");
    let head = marek.request(reqwest::Method::HEAD, &made.at("/live")).send().await.unwrap();
    assert_eq!((head.status().as_u16(), head.headers()["content-type"].to_str().unwrap()), (200, "text/event-stream"));
    assert!(head.bytes().await.unwrap().is_empty(), "asked for its head alone, it ends");
}

#[tokio::test]
async fn a_page_that_has_seen_a_step_change_is_not_told_to_load_again() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let page = ines.page(&made.path).await;
    let url = page.split("data-live-url=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&").replace("&#x2F;", "/");
    made.write(&ines, "Something new").await;
    let heard = first_news_at(&ines, &url, None).await;
    assert!(heard.contains("event: changed") && !heard.contains("event: moved"), "{heard}");
}

/// What a returning browser hears first, greeting aside.
async fn first_news(visitor: &Visitor, path: &str, last: &str) -> String {
    first_news_at(visitor, path, Some(last)).await
}

async fn first_news_at(visitor: &Visitor, path: &str, last: Option<&str>) -> String {
    let mut request = visitor.request(reqwest::Method::GET, path);
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let (mut heard, mut stream) = (String::new(), answer.bytes_stream());
    while !heard.contains("event: moved") && !heard.contains("event: changed") {
        let chunk = tokio::time::timeout(std::time::Duration::from_secs(8), stream.next()).await.expect("news come").unwrap().unwrap();
        heard.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    heard
}

#[tokio::test]
async fn only_people_in_the_room_hear_its_stream() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().open(&tomas).await;
    assert_eq!(ines.get(&made.at("/live")).await.status(), 404);
    assert_eq!(app.visitor().get(&made.at("/live")).await.status(), 404);
}

#[tokio::test]
async fn a_note_sent_twice_is_one_note() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    made.join(&marek).await;
    let id = made.write(&ines, "Soluble edge bead").await.to_string();
    let (path, form) = (made.at("/notes"), [("id", id.as_str()), ("text", "Soluble edge bead")]);
    let answers = futures_util::future::join_all((0..6).map(|_| ines.post(&path, &form))).await;
    assert!(answers.iter().all(|answer| answer.status() == 303));
    assert_eq!(marek.post(&path, &form).await.status(), 422, "another's id is taken");
    assert_eq!(made.notes(&mut app), ["Soluble edge bead"]);
    assert_eq!(app.verbs().iter().filter(|verb| *verb == "note.written").count(), 1);
}

#[tokio::test]
async fn a_note_that_is_not_accepted_comes_back_as_typed() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let answer = ines.post(&made.at("/notes"), &[("text", &"long ".repeat(60))]).await;
    assert_eq!(answer.status(), 422);
    assert!(answer.text().await.unwrap().contains("long long"));
    assert_eq!(ines.post(&made.at("/notes"), &[("text", "\0")]).await.status(), 422);
    made.order(&tomas, "next").await;
    assert_eq!(ines.post(&made.at("/notes"), &[("text", "too late")]).await.status(), 422);
    assert!(made.notes(&mut app).is_empty());
}

#[tokio::test]
async fn ones_own_note_can_be_changed_deleted_and_restored_and_nobody_elses() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    made.join(&marek).await;
    let note = made.write(&ines, "First").await;
    let at = |tail: &str| made.at(&format!("/notes/{note}{tail}"));
    assert_eq!(marek.post(&at(""), &[("text", "mine now")]).await.status(), 404);
    assert_eq!(marek.post(&at("/removal"), &[]).await.status(), 404);
    assert_eq!(tomas.post(&at("/hold"), &[("held", "yes")]).await.status(), 404, "hidden from the facilitator as well");
    assert_eq!(ines.post(&at(""), &[("text", "Second")]).await.status(), 303);
    assert_eq!(ines.post(&at("/removal"), &[]).await.status(), 303);
    assert!(made.notes(&mut app).is_empty());
    assert_eq!(ines.post(&at("/restoration"), &[]).await.status(), 303);
    assert_eq!(made.notes(&mut app), ["Second"]);
    let verbs = app.verbs();
    assert_eq!(verbs[verbs.len() - 3..], ["note.edited", "note.removed", "note.restored"]);
}

#[tokio::test]
async fn a_held_note_is_seen_by_those_who_steer_only() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    made.join(&marek).await;
    let note = made.write(&ines, CANARY).await;
    made.order(&tomas, "next").await;
    assert_eq!(marek.post(&made.at(&format!("/notes/{note}/hold")), &[("held", "yes")]).await.status(), 403);
    assert_eq!(tomas.post(&made.at(&format!("/notes/{note}/hold")), &[("held", "yes")]).await.status(), 303);
    assert!(!marek.page(&made.path).await.contains(CANARY));
    assert!(tomas.page(&made.path).await.contains(CANARY));
    assert_eq!(tomas.post(&made.at(&format!("/notes/{note}/hold")), &[("held", "no")]).await.status(), 303);
    assert!(marek.page(&made.path).await.contains(CANARY));
}

#[tokio::test]
async fn names_of_writers_are_shown_only_where_it_was_agreed_and_hidden_for_good() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek) = staff(&mut app).await;
    let (hidden, shown) = (room().writing(&tomas).await, room().with("names_shown", "on").writing(&tomas).await);
    for made in [&hidden, &shown] {
        made.join(&ines).await;
        made.join(&marek).await;
        made.write(&ines, "A thought").await;
        made.order(&tomas, "next").await;
    }
    assert!(!marek.page(&hidden.at("/parts/mine")).await.contains("Okafor"));
    assert!(marek.page(&shown.at("/parts/mine")).await.contains("Okafor"));
    assert_eq!(tomas.post(&shown.at("/hidden-names"), &[]).await.status(), 303);
    assert!(!marek.page(&shown.at("/parts/mine")).await.contains("Okafor"));
    assert_eq!(tomas.post(&shown.at("/hidden-names"), &[]).await.status(), 409);
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

/// A room at the clustering step with two notes of Ines, the first in a cluster of its own.
pub async fn clustered(app: &mut TestApp) -> (Visitor, Visitor, Visitor, MadeRoom, uuid::Uuid, uuid::Uuid) {
    let (tomas, ines, marek) = staff(app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    made.join(&marek).await;
    let (one, two) = (made.write(&ines, "Heat lets go. Slowly").await, made.write(&ines, "=Steam port").await);
    made.order(&tomas, "next").await;
    made.order(&tomas, "next").await;
    assert_eq!(marek.post(&made.at(&format!("/notes/{one}/cluster")), &[("to", "new")]).await.status(), 303);
    (tomas, ines, marek, made, one, two)
}

#[tokio::test]
async fn notes_are_grouped_renamed_merged_and_freed() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek, made, _, two) = clustered(&mut app).await;
    let first = made.clusters(&mut app)[0];
    assert_eq!(ines.post(&made.at("/clusters"), &[("title", "Steam")]).await.status(), 303);
    let second = made.clusters(&mut app)[1];
    assert_eq!(ines.post(&made.at(&format!("/notes/{two}/cluster")), &[("to", &second.to_string())]).await.status(), 303);
    assert_eq!(marek.post(&made.at(&format!("/clusters/{first}")), &[("title", "Heat")]).await.status(), 303);
    let merge = made.at(&format!("/clusters/{second}/removal"));
    assert_eq!(marek.post(&merge, &[("into", &first.to_string())]).await.status(), 403, "only those who steer merge");
    assert_eq!(tomas.post(&merge, &[("into", &first.to_string())]).await.status(), 303);
    assert_eq!(made.clusters(&mut app), [first]);
    let together: i64 = notes::table.filter(notes::cluster_id.eq(first)).count().get_result(&mut app.conn).unwrap();
    assert_eq!(together, 2);
    assert_eq!(tomas.post(&made.at(&format!("/clusters/{first}/removal")), &[]).await.status(), 303);
    let free: i64 = notes::table.filter(notes::cluster_id.is_null()).count().get_result(&mut app.conn).unwrap();
    assert_eq!(free, 2);
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
async fn dots_never_pass_the_budget_or_the_cap_however_many_come_at_once() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek, made, ..) = clustered(&mut app).await;
    for title in ["Two", "Three", "Four"] {
        marek.post(&made.at("/clusters"), &[("title", title)]).await;
    }
    made.order(&tomas, "next").await;
    let all = made.clusters(&mut app);
    let paths: Vec<String> = all.iter().cycle().take(24).map(|id| made.at(&format!("/clusters/{id}/dots"))).collect();
    let answers = futures_util::future::join_all(paths.iter().map(|path| ines.post(path, &[("dots", "2")]))).await;
    assert!(answers.iter().all(|answer| [303, 422].contains(&answer.status().as_u16())));
    let (spent, cap): (i16, i16) = dot_budgets::table.select((dot_budgets::spent, dot_budgets::cap)).first(&mut app.conn).unwrap();
    let placed: Vec<i16> = dots::table.select(dots::dots_).load(&mut app.conn).unwrap();
    let counted: Vec<i32> = clusters::table.select(clusters::dot_count).load(&mut app.conn).unwrap();
    assert_eq!((spent, placed.iter().sum::<i16>(), counted.iter().sum::<i32>()), (2, 2, 2), "of {cap}");
    assert_eq!(ines.post(&paths[0], &[("dots", "3")]).await.status(), 422, "over the cap");
    assert_eq!(app.verbs().iter().filter(|verb| *verb == "dots.placed").count(), 1);
}

#[tokio::test]
async fn totals_stay_hidden_until_voting_ends() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek, made, ..) = clustered(&mut app).await;
    made.order(&tomas, "next").await;
    let cluster = made.clusters(&mut app)[0];
    ines.post(&made.at(&format!("/clusters/{cluster}/dots")), &[("dots", "2")]).await;
    for visitor in [&marek, &tomas] {
        for tail in ["", "/parts/mine", "/parts/stage", "/results"] {
            let text = text_of(&visitor.page(&made.at(tail)).await);
            assert!(!text.contains("2 dots from"), "{tail}: {text}");
        }
    }
    assert!(text_of(&ines.page(&made.path).await).contains("1 of 3 dots left"));
    made.order(&tomas, "next").await;
    assert!(text_of(&marek.page(&made.path).await).contains("2 dots from 1 person"));
    assert!(text_of(&marek.page(&made.at("/results")).await).contains("2 dots from 1 person"));
    assert_eq!(ines.post(&made.at(&format!("/clusters/{cluster}/dots")), &[("dots", "1")]).await.status(), 409);
}

#[tokio::test]
async fn results_as_csv_hold_no_formula() {
    let mut app = TestApp::start().await;
    let (tomas, _, marek, made, ..) = clustered(&mut app).await;
    made.order(&tomas, "close").await;
    let csv = marek.page(&made.at("/results.csv")).await;
    assert!(csv.contains("'=Steam port") && !csv.contains(",=Steam"), "{csv}");
}

#[tokio::test]
async fn a_guest_of_one_room_is_nobody_anywhere_else() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let here = room().for_guests().writing(&tomas).await;
    let there = room().for_guests().writing(&tomas).await;
    let gus = guest(&mut app, &here, "Gus").await;
    here.write(&gus, "A guest's thought").await;
    assert_eq!(gus.get(&there.path).await.status(), 404);
    assert_eq!(gus.post(&there.at("/notes"), &[("text", "intruder")]).await.status(), 401);
    assert_eq!(gus.get(&there.at("/live")).await.status(), 404);
    assert_eq!(gus.post(&here.at("/steps"), &[("order", "next")]).await.status(), 403);
    assert_eq!(gus.get("/brainstorms/new").await.status(), 303);
    assert!(there.notes(&mut app).is_empty());
    let forged = gus.with_cookie(&format!("guest-{}=x{}", there.number, "a".repeat(42)));
    assert_eq!(forged.get(&there.path).await.status(), 404);
}

#[tokio::test]
async fn looking_at_a_door_joins_nothing() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().for_guests().open(&tomas).await;
    let (code, link) = (made.code(&mut app), made.link(&mut app));
    let visitor = app.visitor();
    let spoken = format!("{} {}", &code[..3], &code[3..]);
    let answer = visitor.post("/join", &[("code", &spoken)]).await;
    assert_eq!(answer.headers()["location"], format!("/join/{code}").as_str());
    for path in [format!("/join/{code}"), format!("/b/{link}")] {
        assert!(text_of(&visitor.page(&path).await).contains("Fail on purpose"));
    }
    let inside: i64 = participants::table.count().get_result(&mut app.conn).unwrap();
    assert_eq!(inside, 1);
    assert_eq!(visitor.post(&format!("/b/{link}"), &[("name", "  ")]).await.status(), 422);
    assert_eq!(visitor.post(&format!("/b/{link}"), &[("name", "Gus")]).await.status(), 303);
    assert_eq!(app.verbs().last().unwrap(), "brainstorm.joined");
}

#[tokio::test]
async fn without_the_switch_guests_stay_outside() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().with("audience", "public").open(&tomas).await;
    let code = made.code(&mut app);
    assert_eq!(app.visitor().post(&format!("/join/{code}"), &[("name", "Gus")]).await.status(), 401);
    let internal = room().open(&tomas).await;
    let code = internal.code(&mut app);
    assert_eq!(app.visitor().post("/join", &[("code", &code)]).await.status(), 422);
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    assert_eq!(rosa.post(&format!("/join/{code}"), &[]).await.status(), 404);
}

#[tokio::test]
async fn codes_cannot_be_guessed_for_long() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().for_guests().open(&tomas).await;
    let code = made.code(&mut app);
    let visitor = app.visitor();
    for guess in 0..30 {
        let wrong = if code == format!("{guess:06}") { "999999".to_owned() } else { format!("{guess:06}") };
        assert_eq!(visitor.post("/join", &[("code", &wrong)]).await.status(), 422);
    }
    assert_eq!(visitor.post("/join", &[("code", &code)]).await.status(), 429, "even the right one waits");
}

#[tokio::test]
async fn codes_that_are_guessed_all_at_once_are_counted_each() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let code = room().for_guests().open(&tomas).await.code(&mut app);
    let visitor = app.visitor();
    for _ in 0..40 {
        assert_eq!(visitor.get(&format!("/join/{code}")).await.status(), 200, "the right one costs no try");
    }
    let wrong: Vec<String> = (0..200).map(|guess| format!("/join/{guess:06}")).filter(|path| !path.ends_with(&code)).collect();
    let answers = futures_util::future::join_all(wrong.iter().map(|path| visitor.get(path))).await;
    let heard = answers.iter().filter(|answer| answer.status() == 422).count();
    assert_eq!(heard, 30, "as many as one address may try, and no more");
    assert_eq!(visitor.get(&format!("/join/{code}")).await.status(), 429);
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
async fn a_cluster_becomes_an_idea_once_and_the_way_back_is_open() {
    let mut app = TestApp::start().await;
    let (tomas, _, marek, made, ..) = clustered(&mut app).await;
    made.order(&tomas, "next").await;
    let cluster = made.clusters(&mut app)[0];
    let path = made.at(&format!("/clusters/{cluster}/promotion"));
    assert_eq!(tomas.post(&path, &[]).await.status(), 409, "not before the results");
    made.order(&tomas, "next").await;
    assert_eq!(marek.post(&path, &[]).await.status(), 403);
    assert_eq!(tomas.post(&path, &[("title", "Heat that lets go"), ("text", "")]).await.status(), 303);
    assert_eq!(tomas.post(&path, &[]).await.status(), 409);
    let (id, title): (uuid::Uuid, String) = ideas::table.select((ideas::id, ideas::title)).first(&mut app.conn).unwrap();
    assert_eq!(title, "Heat that lets go");
    let verbs = app.verbs();
    assert_eq!(verbs[verbs.len() - 3..], ["idea.submitted", "cluster.promoted", "idea.promoted"]);
    assert!(text_of(&marek.page(&made.at("/results")).await).contains("became idea"));
    assert_eq!(tomas.post(&made.at(&format!("/promotions/{id}/undo")), &[]).await.status(), 303);
    let open: i64 = lineage_edges::table.filter(lineage_edges::ended_at.is_null()).count().get_result(&mut app.conn).unwrap();
    assert_eq!(open, 0);
    let state: proofbench::kernel::IdeaState = ideas::table.select(ideas::state).first(&mut app.conn).unwrap();
    assert_eq!(state, proofbench::kernel::IdeaState::Withdrawn);
    assert_eq!(tomas.post(&made.at(&format!("/promotions/{id}/undo")), &[]).await.status(), 404);
}

#[tokio::test]
async fn a_note_becomes_an_idea_of_its_writer_where_names_are_shown() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    for (names, author) in [("on", ines.id), ("", tomas.id)] {
        let scene = if names.is_empty() { room() } else { room().with("names_shown", names) };
        let made = scene.writing(&tomas).await;
        made.join(&ines).await;
        let note = made.write(&ines, "Perforated carrier: tear it like a stamp").await;
        made.order(&tomas, "close").await;
        let answer = tomas.post(&made.at(&format!("/notes/{note}/promotion")), &[]).await;
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
        let by: proofbench::kernel::PersonId =
            ideas::table.order(ideas::number.desc()).select(ideas::author_id).first(&mut app.conn).unwrap();
        assert_eq!(by, author);
    }
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

#[tokio::test]
async fn the_api_runs_a_room_and_hides_as_the_pages_do() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let (lead, writer) = (api_token(&mut app, &tomas), api_token(&mut app, &ines));
    let call = |visitor: &Visitor, token: &str, method: reqwest::Method, path: String, body: serde_json::Value| {
        let request = visitor.request(method, &format!("/api/v1/brainstorms{path}")).bearer_auth(token);
        async move { if body.is_null() { request } else { request.json(&body) }.send().await.unwrap() }
    };
    use reqwest::Method;
    use serde_json::{Value, json};
    let made = call(&tomas, &lead, Method::POST, String::new(), json!({"title": "By machine", "prompts": ["Why?"]})).await;
    assert_eq!(made.status(), 201, "{}", made.text().await.unwrap());
    let number = made.json::<Value>().await.unwrap()["number"].as_i64().unwrap();
    let steps = format!("/{number}/steps");
    for order in ["open", "start"] {
        assert_eq!(call(&tomas, &lead, Method::POST, steps.clone(), json!({"order": order})).await.status(), 200);
    }
    assert_eq!(call(&tomas, &lead, Method::POST, steps.clone(), json!({"order": "next", "from": "1:brief"})).await.status(), 200);
    assert_eq!(call(&tomas, &lead, Method::POST, steps.clone(), json!({"order": "next", "from": "1:brief"})).await.status(), 409);
    let note = format!("/{number}/notes/{}", uuid::Uuid::now_v7());
    assert_eq!(call(&ines, &writer, Method::PUT, note.clone(), json!({"text": CANARY})).await.status(), 403, "not inside yet");
    assert_eq!(call(&ines, &writer, Method::POST, format!("/{number}/participants"), Value::Null).await.status(), 200);
    for _ in 0..2 {
        assert_eq!(call(&ines, &writer, Method::PUT, note.clone(), json!({"text": CANARY})).await.status(), 204);
    }
    let seen = |visitor: &Visitor, token: &str| {
        let answer = call(visitor, token, Method::GET, format!("/{number}/notes"), Value::Null);
        async move { answer.await.json::<Value>().await.unwrap()["items"].as_array().unwrap().len() }
    };
    assert_eq!((seen(&ines, &writer).await, seen(&tomas, &lead).await), (1, 0));
    assert_eq!(call(&ines, &writer, Method::POST, steps.clone(), json!({"order": "next"})).await.status(), 403);
    assert_eq!(call(&tomas, &lead, Method::POST, steps, json!({"order": "next"})).await.status(), 200);
    assert_eq!(seen(&tomas, &lead).await, 1);
    assert_eq!(app.verbs().iter().filter(|verb| *verb == "note.written").count(), 1);
}

/// A personal token with every scope a room needs.
fn api_token(app: &mut TestApp, of: &Visitor) -> String {
    use proofbench::{platform::secret, schema::api_tokens};
    let (token, now) = (secret::token(), app.clock.now());
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::id.eq(uuid::Uuid::now_v7()),
            api_tokens::person_id.eq(of.id),
            api_tokens::name.eq("test"),
            api_tokens::hint.eq(&token[..4]),
            api_tokens::token_hash.eq(secret::hash(&token)),
            api_tokens::scopes.eq(vec!["read", "brainstorms:write"]),
            api_tokens::created_at.eq(now),
            api_tokens::expires_at.eq(now + TimeDelta::days(1)),
        ))
        .execute(&mut app.conn)
        .unwrap();
    token
}

#[tokio::test]
async fn a_colleague_who_is_not_signed_in_is_led_through_the_sign_in_and_nothing_else_is_told() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().open(&tomas).await;
    let (code, link, visitor) = (made.code(&mut app), made.link(&mut app), app.visitor());
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let answers: Vec<String> = [code.as_str(), wrong].map(|typed| typed.to_owned()).to_vec();
    let mut seen = Vec::new();
    for typed in &answers {
        let answer = visitor.post("/join", &[("code", typed)]).await;
        assert_eq!(answer.status(), 422);
        let html = answer.text().await.unwrap();
        assert!(html.contains(&format!("/sign-in?next=%2Fjoin%2F{typed}")), "{html}");
        seen.push(text_of(&html));
    }
    assert_eq!(seen[0], seen[1], "an internal room answers as no room does");
    assert!(seen[0].contains("Sign in first"), "{}", seen[0]);
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    assert!(text_of(&ines.page(&format!("/join/{code}")).await).contains("Fail on purpose"), "the way back leads in");

    let mut seen = Vec::new();
    let none = "x".repeat(link.len());
    for link in [&link, &none] {
        let answer = visitor.get(&format!("/b/{link}")).await;
        assert_eq!(answer.status(), 404);
        let html = answer.text().await.unwrap();
        assert!(html.contains(&format!("/sign-in?next=%2Fb%2F{link}")), "{html}");
        seen.push(text_of(&html));
    }
    assert_eq!(seen[0], seen[1]);
    assert!(text_of(&ines.page(&format!("/b/{link}")).await).contains("Fail on purpose"));
    assert_eq!(ines.get(&format!("/b/{none}")).await.status(), 404);
}

#[tokio::test]
async fn lobby_and_wall_say_which_address_to_type() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().open(&tomas).await;
    let address = format!("{}/join", app.state.config.base_url().split_once("://").unwrap().1);
    for path in [made.path.clone(), made.at("/wall")] {
        let text = text_of(&tomas.page(&path).await);
        assert!(text.contains(&address), "{path}: {text}");
    }
}

#[tokio::test]
async fn who_leads_is_warned_of_notes_that_nobody_could_vote_on() {
    let mut app = TestApp::start().await;
    let (tomas, _, marek, made, _, two) = clustered(&mut app).await;
    let stage = made.at("/parts/stage");
    assert!(text_of(&tomas.page(&stage).await).contains("1 note is in no cluster. Nobody can vote"));
    made.order(&tomas, "next").await;
    assert!(text_of(&tomas.page(&stage).await).contains("1 note is in no cluster and gets no dots"));
    made.order(&tomas, "back").await;
    let first = made.clusters(&mut app)[0];
    assert_eq!(marek.post(&made.at(&format!("/notes/{two}/cluster")), &[("to", &first.to_string())]).await.status(), 303);
    assert!(!text_of(&tomas.page(&stage).await).contains("in no cluster"));
}

#[tokio::test]
async fn the_chain_leads_from_the_first_note_through_its_cluster_to_the_idea() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _, made, ..) = clustered(&mut app).await;
    made.order(&tomas, "next").await;
    made.order(&tomas, "next").await;
    let cluster = made.clusters(&mut app)[0];
    assert_eq!(tomas.post(&made.at(&format!("/clusters/{cluster}/promotion")), &[("title", "Heat that lets go")]).await.status(), 303);
    let number: i64 = ideas::table.select(ideas::number).first(&mut app.conn).unwrap();
    let outsider = app.sign_in("Otto", &[Role::Rnd]);
    let chain = |html: String| {
        let document = scraper::Html::parse_document(&html);
        let list = scraper::Selector::parse(".lineage").unwrap();
        document.select(&list).flat_map(|list| list.text()).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    };
    let idea_path = format!("/ideas/{number}-heat-that-lets-go");
    for path in [made.at("/results"), idea_path.clone()] {
        let said = chain(ines.page(&path).await);
        let places: Vec<Option<usize>> = ["Brainstorm", "Heat lets go. Slowly", "grouped into", "Cluster", "became", "Heat that lets go"]
            .map(|part| said.find(part))
            .to_vec();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{path}: {said}");
        assert!(!said.contains("Steam port"), "a note that became nothing is no part of it");
    }
    let said = chain(outsider.page(&idea_path).await);
    assert!(said.contains("Cluster") && !said.contains("Slowly"), "notes of a room that is not closed are for those inside: {said}");
    made.order(&tomas, "close").await;
    assert!(chain(outsider.page(&idea_path).await).contains("Slowly"));
    let happened = text_of(&ines.page(&made.at("/results")).await);
    assert!(happened.contains("What happened") && happened.contains("Tomás Figueira closed"), "{happened}");
}

#[tokio::test]
async fn a_note_of_one_word_becomes_an_idea_with_the_question_that_it_answers() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let (short, long) = (made.write(&ines, "Wax").await, made.write(&ines, "Perforated carrier: tear it like a stamp").await);
    made.order(&tomas, "next").await;
    made.order(&tomas, "next").await;
    assert_eq!(tomas.post(&made.at(&format!("/notes/{short}/cluster")), &[("to", "new")]).await.status(), 303);
    let other = made.clusters(&mut app)[0];
    made.order(&tomas, "close").await;
    let written = |app: &mut TestApp| -> (String, String) {
        ideas::table.order(ideas::number.desc()).select((ideas::title, ideas::body)).first(&mut app.conn).unwrap()
    };
    let question = "> Fail on purpose: What would make a joint fail on purpose?";
    assert_eq!(tomas.post(&made.at(&format!("/notes/{short}/promotion")), &[("title", ""), ("text", "Wax")]).await.status(), 303);
    assert_eq!(written(&mut app), ("Wax".to_owned(), format!("Wax\n\n{question}")), "as the form sends it, too");
    assert_eq!(tomas.post(&made.at(&format!("/clusters/{other}/promotion")), &[]).await.status(), 303);
    assert_eq!(written(&mut app).1, format!("- Wax\n\n{question}"));
    assert_eq!(tomas.post(&made.at(&format!("/notes/{long}/promotion")), &[]).await.status(), 303);
    assert_eq!(written(&mut app).1, "Perforated carrier: tear it like a stamp", "what stands alone stays as it was written");
}
