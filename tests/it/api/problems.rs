//! Problems say what is wrong, where, and in one language.
use super::{SCOPES, call, header};
use crate::support::{
    TestApp,
    make::{ideas::idea, tokens::token},
};
use proofbench::kernel::Role;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn problems_say_what_is_wrong_and_where() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let key = token(&mut app, ann.id, &["read", "ideas:write"]);
    let made = idea(ann.id).insert(&mut app);
    let (status, problem) = call(&ann, &key, Method::POST, "/ideas", json!({"body": "short"})).await;
    assert_eq!((status, &problem["errors"][0]["pointer"], &problem["errors"][0]["field"]), (422, &json!("#/body"), &json!("body")));
    let (status, problem) =
        call(&ann, &key, Method::POST, "/ideas", json!({"body": "long enough a text", "fields": [{"field": "x", "value": ""}]})).await;
    assert_eq!((status, &problem["errors"][0]["pointer"], &problem["code"]), (422, &json!("#/fields/0/field"), &json!("invalid")));
    let (status, problem) = call(&ann, &key, Method::POST, "/ideas", json!({"body": "long enough a text", "votes": 9})).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (422, &json!("#/votes")));
    let send = |kind: &'static str, body: &'static str| {
        ann.request(Method::POST, "/api/v1/ideas").bearer_auth(&key).header("content-type", kind).body(body).send()
    };
    assert_eq!(send("application/json", "{").await.unwrap().status(), 400);
    assert_eq!(send("text/plain", "{}").await.unwrap().status(), 415);
    let path = format!("/ideas/{}", made.number);
    let (status, problem) = call(&ann, &key, Method::PATCH, &path, json!({"title": "x"})).await;
    assert_eq!((status, &problem["type"]), (428, &json!("/problems/if-match-missing")));
    let lost = ann.request(Method::PUT, &format!("/api/v1{path}")).bearer_auth(&key).send().await.unwrap();
    assert_eq!((lost.status().as_u16(), header(&lost, "allow").as_str()), (405, "GET, PATCH"));
    assert_eq!(header(&lost, "content-type"), "application/problem+json");
    assert_eq!(lost.json::<Value>().await.unwrap()["code"], json!("method-not-allowed"));
}

#[tokio::test]
async fn what_is_missing_in_a_body_is_pointed_at() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let key = token(&mut app, ines.id, SCOPES);
    let made = idea(ines.id).insert(&mut app);
    let decision = format!("/ideas/{}/decision", made.number);
    for (method, path, field) in [(Method::POST, "/ideas", "body"), (Method::PUT, decision.as_str(), "decision")] {
        let (status, problem) = call(&ines, &key, method, path, json!({})).await;
        let error = &problem["errors"][0];
        assert_eq!((status, &error["field"], &error["pointer"]), (422, &json!(field), &json!(format!("#/{field}"))), "{path}");
        assert_eq!(error["text"], json!("This is missing."), "{path}");
    }
}

#[tokio::test]
async fn a_wrong_value_of_a_query_is_named_by_its_field_with_what_to_do() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let key = token(&mut app, ann.id, &["read"]);
    for (path, field, says) in [
        ("/ideas?sort=foo", "sort", "rising, wanted, new, shipped"),
        ("/ideas?status=nope", "status", "shortlisted"),
        ("/ideas?limit=abc", "limit", "whole number"),
        ("/ideas?limit=99999999999999999999", "limit", "too large"),
        ("/ideas?limit=1&limit=2", "limit", "twice"),
        ("/ideas?colour=red", "colour", "sort, status"),
        ("/campaigns?state=nope", "state", "discuss, vote"),
    ] {
        let (status, problem) = call(&ann, &key, Method::GET, path, Value::Null).await;
        let error = &problem["errors"][0];
        assert_eq!((status, &problem["code"], &error["field"]), (422, &json!("invalid"), &json!(field)), "{path}: {problem}");
        assert!(error["text"].as_str().unwrap().contains(says) && error["pointer"].is_null(), "{path}: {problem}");
    }
}

#[tokio::test]
async fn a_problem_is_told_in_one_language_around_names_that_stay() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let key = token(&mut app, ann.id, &["ideas:write"]);
    for (body, says) in [
        (json!({"bodyy": "long enough a text"}), "bodyy: Diesen Namen gibt es hier nicht. Bekannt sind: "),
        (json!({"body": 7}), "body: Senden Sie hier einen Text."),
        (json!({}), "body: Das fehlt."),
    ] {
        let request = ann.request(Method::POST, "/api/v1/ideas").bearer_auth(&key).header("accept-language", "de");
        let problem: Value = request.json(&body).send().await.unwrap().json().await.unwrap();
        assert!(problem["detail"].as_str().unwrap().starts_with(says), "{problem}");
        assert_eq!(problem["title"], json!("Sehen Sie sich einige Felder noch einmal an"));
    }
}
