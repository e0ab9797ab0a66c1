//! My recent actions: what one did in the last 24 hours, for oneself only, with a way back that works.
use crate::support::{
    TestApp, Visitor,
    make::{brainstorms::room, ideas::idea},
    text_of,
};
use chrono::TimeDelta;
use proofbench::kernel::Role;

const PAGE: &str = "/stream/actions";

/// Where the forms of the page post to, newest step first.
async fn ways_back(visitor: &Visitor) -> Vec<String> {
    let html = visitor.page(PAGE).await;
    let document = scraper::Html::parse_document(&html);
    let forms = scraper::Selector::parse("#main form").unwrap();
    document.select(&forms).filter_map(|form| form.value().attr("action")).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_step_stands_there_and_the_way_back_leads_back() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let tape = idea(rosa.id).title("Heat tape").insert(&mut app);
    let other = idea(rosa.id).title("Cold tape").insert(&mut app);
    assert!(text_of(&ines.page(PAGE).await).contains("Nothing in the last 24 hours"));
    assert_eq!(ines.post(&format!("/ideas/{}/vote?vote=cast", tape.number), &[]).await.status(), 303);
    assert_eq!(ines.post(&format!("/triage/{}/accept", other.number), &[]).await.status(), 303);
    assert_eq!(ines.post(&format!("/ideas/{}/graduation", tape.number), &[]).await.status(), 303);
    let text = text_of(&ines.page(PAGE).await);
    assert!(text.contains("Heat tape") && text.contains("Cold tape"), "{text}");
    let expected = [
        format!("/ideas/{}/graduation/undo", tape.number),
        "/triage/undo".to_owned(),
        format!("/ideas/{}/vote?vote=withdraw", tape.number),
    ];
    let found = ways_back(&ines).await;
    assert_eq!(found.iter().filter(|way| expected.contains(way)).count(), 3, "{found:?}");
    for way in expected {
        let answer = ines.post(&way, &[]).await;
        assert_eq!(answer.status(), 303, "{way}: {}", text_of(&answer.text().await.unwrap()));
    }
    let left = ways_back(&ines).await;
    assert_eq!(left, [format!("/ideas/{}/vote?vote=cast", tape.number)], "what was taken back cannot be taken back again");
    assert!(text_of(&ines.page(PAGE).await).contains("taken back or changed since"));
    assert!(text_of(&rosa.page(PAGE).await).contains("Nothing in the last 24 hours"), "nobody reads another's list");
}

#[tokio::test]
async fn the_list_reaches_back_one_day_and_is_for_people_who_are_signed_in() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let tape = idea(rosa.id).insert(&mut app);
    assert_eq!(rosa.post(&format!("/ideas/{}/withdraw", tape.number), &[]).await.status(), 303);
    assert_eq!(ways_back(&rosa).await, [format!("/ideas/{}/restore", tape.number)]);
    app.clock.advance(TimeDelta::hours(25));
    let rosa = app.sign_in_again(rosa.id, "Rosa");
    assert_eq!(ways_back(&rosa).await, Vec::<String>::new());
    let stranger = app.visitor().get(PAGE).await;
    assert_eq!((stranger.status().as_u16(), &stranger.headers()["location"]), (303, &"/sign-in?next=%2Fstream%2Factions".parse().unwrap()));
}

#[tokio::test]
async fn it_is_one_click_away_on_pages_and_in_rooms() {
    let mut app = TestApp::start().await;
    let tomas = app.sign_in("Tomás", &[Role::Moderator]);
    let made = room().open(&tomas).await;
    for path in ["/", "/ideas", "/settings", &made.path, &made.at("/wall")] {
        assert!(tomas.page(path).await.contains("href=\"/stream/actions\""), "{path}");
    }
    assert!(!app.visitor().page("/ideas").await.contains("href=\"/stream/actions\""));
}
