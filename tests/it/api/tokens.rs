//! Tokens: how long they are good, and what is said of one that is not, or lacks a scope.
use super::{call, header};
use crate::support::{TestApp, make::tokens::token};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{kernel::Role, schema::api_tokens};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_token_ends_with_its_time_and_with_its_revocation() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let (short, revoked) = (token(&mut app, ann.id, &["read"]), token(&mut app, ann.id, &["read"]));
    assert_eq!(call(&ann, &revoked, Method::GET, "/me", Value::Null).await.0, 200);
    let hash = proofbench::platform::secret::hash(&revoked);
    diesel::update(api_tokens::table.filter(api_tokens::token_hash.eq(hash)))
        .set(api_tokens::revoked_at.eq(app.clock.now()))
        .execute(&mut app.conn)
        .unwrap();
    let (status, problem) = call(&ann, &revoked, Method::GET, "/me", Value::Null).await;
    assert_eq!((status, &problem["code"]), (401, &json!("token-invalid")));
    assert_eq!(call(&ann, &short, Method::GET, "/me", Value::Null).await.0, 200);
    app.clock.advance(TimeDelta::days(2));
    let (status, problem) = call(&ann, &short, Method::GET, "/me", Value::Null).await;
    assert_eq!((status, &problem["code"]), (401, &json!("token-invalid")));
}

#[tokio::test]
async fn a_token_that_is_no_good_is_told_apart_from_none() {
    let app = TestApp::start().await;
    let me = || app.visitor().request(Method::GET, "/api/v1/me");
    let unknown = me().bearer_auth("x".repeat(43)).send().await.unwrap();
    let challenge = header(&unknown, "www-authenticate");
    assert_eq!((unknown.status().as_u16(), challenge.as_str()), (401, "Bearer realm=\"proofbench\", error=\"invalid_token\""));
    let problem: Value = unknown.json().await.unwrap();
    assert_eq!(problem["code"], json!("token-invalid"));
    assert!(problem["detail"].as_str().unwrap().contains("Settings, API tokens"), "{problem}");
    let none = me().send().await.unwrap();
    assert_eq!((none.status().as_u16(), header(&none, "www-authenticate").as_str()), (401, "Bearer realm=\"proofbench\""));
    assert_eq!(none.json::<Value>().await.unwrap()["code"], json!("unauthenticated"));
}

#[tokio::test]
async fn a_missing_scope_is_named_and_the_word_bearer_is_read_in_any_case() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let key = token(&mut app, ann.id, &["read"]);
    let (status, problem) = call(&ann, &key, Method::POST, "/ideas", json!({"body": "long enough a text"})).await;
    assert_eq!((status, &problem["code"]), (403, &json!("scope-missing")));
    assert!(problem["detail"].as_str().unwrap().contains("ideas:write"), "{problem}");
    for scheme in ["bearer", "BEARER", "Bearer"] {
        let answer = ann.request(Method::GET, "/api/v1/me").header("authorization", format!("{scheme} {key}")).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{scheme}");
    }
    let other = ann.request(Method::GET, "/api/v1/me").header("authorization", format!("Basic {key}")).send().await.unwrap();
    assert_eq!(other.status(), 401);
}
