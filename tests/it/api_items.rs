//! Items over the API: how they are known again, what they came from, and what is done with them.
use crate::support::{
    TestApp, Visitor,
    make::{ideas::idea, tokens::token},
};
use proofbench::kernel::Role;
use reqwest::{Method, Response};
use serde_json::{Value, json};

const SCOPES: &[&str] =
    &["read", "campaigns:write", "ideas:write", "votes:write", "comments:write", "brainstorms:write", "prototypes:write"];

async fn send(who: &Visitor, key: &str, method: Method, path: &str, headers: &[(&str, &str)], body: Value) -> Response {
    let request = headers
        .iter()
        .fold(who.request(method, &format!("/api/v1{path}")).bearer_auth(key), |request, (name, value)| request.header(*name, *value));
    if body.is_null() { request } else { request.json(&body) }.send().await.unwrap()
}

async fn call(who: &Visitor, key: &str, method: Method, path: &str, body: Value) -> (u16, Value) {
    let answer = send(who, key, method, path, &[], body).await;
    (answer.status().as_u16(), serde_json::from_str(&answer.text().await.unwrap()).unwrap_or(Value::Null))
}

fn tag(answer: &Response) -> String {
    answer.headers()["etag"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_tag_tells_of_votes_and_moves_while_an_edit_is_held_against_the_wording_alone() {
    let mut app = TestApp::start().await;
    let (ann, ines) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (mine, lead) = (token(&mut app, ann.id, SCOPES), token(&mut app, ines.id, SCOPES));
    let path = format!("/ideas/{}", idea(ann.id).insert(&mut app).number);
    let get = async |known: &str| send(&ann, &mine, Method::GET, &path, &[("if-none-match", known)], Value::Null).await;
    let first = tag(&get("\"x\"").await);
    for known in [first.clone(), format!("W/{first}"), format!("\"x\", {first}"), "*".to_owned()] {
        assert_eq!(get(&known).await.status(), 304, "{known}");
    }
    call(&ines, &lead, Method::PUT, &format!("{path}/vote"), Value::Null).await;
    let voted = get(&first).await;
    assert_eq!(voted.status(), 200, "a vote is news");
    let second = tag(&voted);
    let edit = [("if-match", first.as_str())];
    assert_eq!(
        send(&ann, &mine, Method::PATCH, &path, &edit, json!({"title": "Another"})).await.status(),
        200,
        "and stands in nobody's way"
    );
    assert_eq!(send(&ann, &mine, Method::PATCH, &path, &edit, json!({"title": "A third"})).await.status(), 412);
    call(&ines, &lead, Method::POST, &format!("{path}/triage/decline"), json!({"reason": "Sold since 2019"})).await;
    let declined = get(&second).await;
    assert_eq!(declined.status(), 200, "so is a move");
    assert_eq!(get(&tag(&declined)).await.status(), 304);
}
