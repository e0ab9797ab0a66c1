//! The board of prototypes with its sprints, and what home says of them.
use super::{frame, location, move_to, stage_of, verbs_of};
use crate::support::{TestApp, text_of};
use diesel::prelude::*;
use proofbench::{
    kernel::{PrototypeStage, Role},
    schema::{people, prototypes},
};
use reqwest::header;

#[tokio::test]
async fn a_move_on_the_board_is_taken_back_on_the_board() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Peel indicator").await;
    let send = async |path: &str, form: &[(&str, &str)]| {
        let fields: Vec<(&str, &str)> = [("csrf", ines.csrf())].into_iter().chain(form.iter().copied()).collect();
        let request = ines.request(reqwest::Method::POST, path).header(header::REFERER, format!("{}/prototypes?lanes=lead", app.base));
        request.form(&fields).send().await.unwrap()
    };
    let card = format!("/prototypes?lanes=lead#prototype-{number}");
    let moved = send(&format!("/prototypes/{number}/stage"), &[("to", "building"), ("from", "board")]).await;
    assert_eq!(location(&moved), card);
    let way_back = format!("/prototypes/{number}/stage/undo?from=board");
    let mut cookies = moved.headers().get_all(header::SET_COOKIE).iter();
    assert!(cookies.any(|cookie| cookie.to_str().unwrap().contains(&way_back)), "{:?}", moved.headers());
    assert_eq!(location(&send(&way_back, &[]).await), card);
    assert_eq!(stage_of(&mut app, number), PrototypeStage::Framed);

    let plain = ines.post(&format!("/prototypes/{number}/stage"), &[("to", "building"), ("from", "board")]).await;
    assert_eq!(location(&plain), format!("/prototypes#prototype-{number}"), "also when the browser does not say where it was");
    let undone = ines.post(&format!("/prototypes/{number}/stage/undo"), &[]).await;
    assert_eq!(location(&undone), format!("/prototypes/{number}-peel-indicator"), "on the prototype's page it stays there");
}

#[tokio::test]
async fn the_board_shows_columns_with_counts_and_the_same_as_a_table() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let today = app.clock.now().date_naive();
    let form = [("title", "Forty-two days"), ("target", "50"), ("starts_on", ""), ("ends_on", "")];
    assert_eq!(ines.post("/sprints", &form).await.status(), 403);
    let mona = app.sign_in("Mona", &[Role::Moderator]);
    let (starts, ends) = (today.to_string(), (today + chrono::TimeDelta::days(41)).to_string());
    let form = [("title", "Forty-two days"), ("target", "50"), ("starts_on", starts.as_str()), ("ends_on", ends.as_str())];
    let (response, verbs) = verbs_of!(app, mona.post("/sprints", &form).await);
    assert_eq!((location(&response), verbs), ("/sprints/forty-two-days".to_owned(), vec!["sprint.started".to_owned()]));
    let first = frame(&ines, "Wire-channel film").await;
    frame(&ines, "Blade paste").await;
    move_to(&ines, first, "bench_test").await;
    let board = text_of(&ines.page("/prototypes").await);
    assert!(board.contains("Wire-channel film") && board.contains("1 of 2 built") && board.contains("Day 1 of 42, target 50"), "{board}");
    let table = text_of(&ines.page("/prototypes?view=table").await);
    assert!(table.contains("Blade paste") && table.contains("Evidence"), "{table}");
    let lanes = text_of(&ines.page("/prototypes?lanes=lead").await);
    assert!(lanes.contains("Ines 2 prototypes") && lanes.contains("Blade paste"), "{lanes}");
    assert!(text_of(&ines.page("/prototypes?lanes=sprint").await).contains("Forty-two days 2 prototypes"));
    let nobody = text_of(&ines.page("/prototypes?lead=nobody").await);
    assert!(nobody.contains("Nothing matches") && !nobody.contains("Blade paste"), "{nobody}");
    let outside = app.visitor();
    assert!(!outside.page("/prototypes").await.contains("Blade paste"), "prototypes are internal unless somebody opens them");
    assert_eq!(outside.get("/sprints/forty-two-days").await.status(), 404);
    assert!(text_of(&ines.page("/sprints/forty-two-days").await).contains("Wire-channel film"));
}

#[tokio::test]
async fn home_says_that_there_are_more_at_a_gate_only_when_there_are() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    for (made, shown) in [(5, "5 prototypes at a gate"), (6, "5+ prototypes at a gate")] {
        while prototypes::table.count().get_result::<i64>(&mut app.conn).unwrap() < made {
            frame(&ines, "Tape that lets go").await;
        }
        diesel::update(prototypes::table).set(prototypes::stage.eq(PrototypeStage::Gate)).execute(&mut app.conn).unwrap();
        let home = text_of(&ines.page("/").await);
        assert!(home.contains(shown), "{shown}: {home}");
    }
}

#[tokio::test]
async fn home_and_the_board_agree_on_the_day_it_is_where_the_reader_is() {
    let mut app = TestApp::start().await;
    let mona = app.sign_in("Mona", &[Role::Moderator, Role::Rnd]);
    diesel::update(people::table.find(mona.id)).set(people::time_zone.eq(Some("Pacific/Kiritimati"))).execute(&mut app.conn).unwrap();
    // Half past noon in UTC is the next day on Kiritimati already.
    let now = app.clock.now();
    let noon = now.date_naive().and_hms_opt(12, 30, 0).unwrap().and_utc() + chrono::TimeDelta::days(1);
    app.clock.advance(noon - now);
    let mona = app.sign_in_again(mona.id, "Mona");
    let starts = noon.date_naive();
    let form = [
        ("title", "Fifty joints".to_owned()),
        ("target", "50".to_owned()),
        ("starts_on", starts.to_string()),
        ("ends_on", (starts + chrono::TimeDelta::days(9)).to_string()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(mona.post("/sprints", &form).await.status(), 303);
    for path in ["/", "/prototypes"] {
        let page = text_of(&mona.page(path).await);
        assert!(page.contains("Day 2 of 10"), "{path}: {page}");
    }
}
