//! Calls are counted, lists lead on by links, and a call that comes twice has one effect and one answer.
use super::{call, header};
use crate::support::{
    TestApp, Visitor,
    make::{ideas::idea, tokens::token},
};
use diesel::{connection::SimpleConnection, prelude::*};
use proofbench::kernel::Role;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[tokio::test]
async fn the_calls_of_a_minute_are_counted_and_said() {
    let mut app = TestApp::start_with(|settings| settings.api_calls_per_minute = Some("3".to_owned())).await;
    let (ann, bob) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Bob", &[Role::Customer]));
    let (one, two) = (token(&mut app, ann.id, &["read"]), token(&mut app, ann.id, &["read"]));
    let get = |who: &Visitor, key: &str| who.request(Method::GET, "/api/v1/me").bearer_auth(key).send();
    let first = get(&ann, &one).await.unwrap();
    assert_eq!(
        (header(&first, "ratelimit-policy").as_str(), header(&first, "ratelimit").as_str()),
        ("\"calls\";q=3;w=60", "\"calls\";r=2;t=21")
    );
    let lost = ann.request(Method::GET, "/api/v1/ideas/999999").bearer_auth(&one).send().await.unwrap();
    assert_eq!((lost.status().as_u16(), header(&lost, "ratelimit").starts_with("\"calls\";r=1;")), (404, true), "problems say it too");
    get(&ann, &two).await.unwrap();
    let refused = get(&ann, &two).await.unwrap();
    assert_eq!((refused.status().as_u16(), header(&refused, "content-type").as_str()), (429, "application/problem+json"));
    let wait: u32 = header(&refused, "retry-after").parse().unwrap();
    assert!((1..=20).contains(&wait) && header(&refused, "ratelimit").starts_with("\"calls\";r=0;"));
    let key = token(&mut app, bob.id, &["read"]);
    assert_eq!(get(&bob, &key).await.unwrap().status(), 200, "others go on");
}

#[tokio::test]
async fn a_list_is_read_page_by_page_along_its_links() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    for _ in 0..5 {
        idea(ann.id).insert(&mut app);
    }
    let key = token(&mut app, ann.id, &["read"]);
    let (mut path, mut seen) = ("/api/v1/ideas?sort=new&limit=2".to_owned(), Vec::new());
    loop {
        let answer = ann.request(Method::GET, &path).bearer_auth(&key).send().await.unwrap();
        let link = header(&answer, "link");
        let page: Value = answer.json().await.unwrap();
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["number"].as_i64().unwrap()));
        let Some(rest) = link.strip_suffix(">; rel=\"next\"") else { break };
        assert_eq!(rest.split("after=").nth(1), page["next"].as_str());
        path = format!("/api/v1/{}", rest.split("/api/v1/").nth(1).unwrap());
    }
    let once: BTreeSet<&i64> = seen.iter().collect();
    assert_eq!((seen.len(), once.len()), (5, 5));
    let wrong = call(&ann, &key, Method::GET, "/ideas?limit=101", Value::Null).await;
    assert_eq!((wrong.0, &wrong.1["errors"][0]["field"]), (422, &json!("limit")));
    for list in ["/ideas?after=", "/ideas?q=tape&after=x", "/campaigns?after=", "/brainstorms?after=", "/prototypes?after="] {
        assert_eq!(call(&ann, &key, Method::GET, list, Value::Null).await.0, 422, "an empty place is none: {list}");
    }
}

#[tokio::test]
async fn a_repeated_key_gives_the_first_answer_and_one_effect() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let key = token(&mut app, ann.id, &["read", "ideas:write"]);
    let send = |once: &str, body: &str| {
        let request = ann.request(Method::POST, "/api/v1/ideas").bearer_auth(&key).header("idempotency-key", once);
        request.json(&json!({"body": body})).send()
    };
    let first = send("one", "A peel tab that a gloved hand finds").await.unwrap();
    let again = send("one", "A peel tab that a gloved hand finds").await.unwrap();
    assert_eq!((first.status().as_u16(), again.status().as_u16(), header(&again, "idempotency-replayed").as_str()), (201, 201, "true"));
    assert_eq!((header(&first, "location"), header(&first, "etag")), (header(&again, "location"), header(&again, "etag")));
    assert_eq!(first.text().await.unwrap(), again.text().await.unwrap());
    let other = send("one", "Another text of enough letters").await.unwrap();
    assert_eq!((other.status().as_u16(), other.json::<Value>().await.unwrap()["code"].clone()), (422, json!("idempotency-key-reused")));
    let elsewhere = ann.request(Method::POST, "/api/v1/ideas?notify=no").bearer_auth(&key).header("idempotency-key", "one");
    let elsewhere = elsewhere.json(&json!({"body": "A peel tab that a gloved hand finds"})).send().await.unwrap();
    assert_eq!(elsewhere.json::<Value>().await.unwrap()["code"], json!("idempotency-key-reused"), "the query belongs to the call");
    for wrong in ["", "with space", &"x".repeat(129)] {
        let refused = send(wrong, "A peel tab that a gloved hand finds").await.unwrap();
        let (status, problem) = (refused.status().as_u16(), refused.json::<Value>().await.unwrap());
        assert_eq!((status, &problem["code"]), (422, &json!("idempotency-key-malformed")), "{wrong}");
        assert!(problem["title"].as_str().unwrap().contains("1 to 128 visible characters"), "{problem}");
    }
    assert_eq!(app.verbs(), ["idea.submitted"]);
}

#[tokio::test]
async fn two_equal_calls_at_once_have_one_effect_and_one_answer() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let key = token(&mut app, ann.id, &["read", "ideas:write"]);
    let send = || {
        let request = ann.request(Method::POST, "/api/v1/ideas").bearer_auth(&key).header("idempotency-key", "one");
        tokio::spawn(request.json(&json!({"body": "A peel tab that a gloved hand finds"})).send())
    };
    let mut held = PgConnection::establish(&app.database_url()).unwrap();
    held.batch_execute("BEGIN; LOCK TABLE ideas IN EXCLUSIVE MODE").unwrap();
    let first = send();
    app.waiting_for_locks(1).await;
    let twin = send();
    app.waiting_for_locks(2).await;
    held.batch_execute("COMMIT").unwrap();
    let (first, twin) = (first.await.unwrap().unwrap(), twin.await.unwrap().unwrap());
    assert_eq!((first.status().as_u16(), twin.status().as_u16()), (201, 201));
    assert_eq!((header(&first, "idempotency-replayed"), header(&twin, "idempotency-replayed")), (String::new(), "true".to_owned()));
    assert_eq!(first.text().await.unwrap(), twin.text().await.unwrap());
    assert_eq!(app.verbs(), ["idea.submitted"]);
}

#[tokio::test]
async fn a_call_whose_first_answer_is_still_under_way_is_told_to_come_again() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let key = token(&mut app, ann.id, &["read", "ideas:write"]);
    let send = || {
        let request = ann.request(Method::POST, "/api/v1/ideas").bearer_auth(&key).header("idempotency-key", "one");
        request.json(&json!({"body": "A peel tab that a gloved hand finds"})).send()
    };
    assert_eq!(send().await.unwrap().status(), 201);
    // As if the first had its effect and not yet its answer.
    app.conn.batch_execute("UPDATE idempotency_keys SET status = NULL, headers = NULL, response = NULL").unwrap();
    let twin = send().await.unwrap();
    assert_eq!((twin.status().as_u16(), header(&twin, "content-type").as_str()), (409, "application/problem+json"));
    assert_eq!(twin.json::<Value>().await.unwrap()["code"], json!("idempotency-key-in-flight"));
    // As if the server had gone down in between.
    app.conn.batch_execute("UPDATE idempotency_keys SET created_at = created_at - interval '2 minutes'").unwrap();
    let late = send().await.unwrap();
    assert_eq!((late.status().as_u16(), late.json::<Value>().await.unwrap()["code"].clone()), (409, json!("idempotency-answer-gone")));
    assert_eq!(app.verbs(), ["idea.submitted"]);
}
