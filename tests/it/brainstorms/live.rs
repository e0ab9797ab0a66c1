//! A room's stream: whom it tells that something happened, and never what.
use super::{CANARY, staff};
use crate::support::{TestApp, Visitor, make::brainstorms::room};
use diesel::prelude::*;
use futures_util::StreamExt;
use proofbench::schema::{events, role_grants};

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
async fn a_stream_ends_with_the_right_to_the_room() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let answer = ines.get(&made.at("/live")).await;
    assert_eq!(answer.status(), 200);
    diesel::delete(role_grants::table.filter(role_grants::person_id.eq(ines.id))).execute(&mut app.conn).unwrap();
    let ended = async {
        let mut stream = answer.bytes_stream();
        while stream.next().await.is_some_and(|chunk| chunk.is_ok()) {}
    };
    tokio::time::timeout(std::time::Duration::from_secs(12), ended).await.expect("the stream ends");
}

#[tokio::test]
async fn only_people_in_the_room_hear_its_stream() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().open(&tomas).await;
    assert_eq!(ines.get(&made.at("/live")).await.status(), 404);
    assert_eq!(app.visitor().get(&made.at("/live")).await.status(), 404);
}
