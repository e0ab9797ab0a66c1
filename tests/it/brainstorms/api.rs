//! Rooms as JSON.
use super::{CANARY, staff};
use crate::api::{SCOPES, call};
use crate::support::{
    TestApp, Visitor,
    make::{brainstorms::room, tokens::token},
};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::kernel::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

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
async fn notes_are_grouped_and_promoted_over_the_api() {
    let mut app = TestApp::start().await;
    let tomas = app.sign_in("Tomas", &[Role::Moderator]);
    let key = token(&mut app, tomas.id, SCOPES);
    let made = room().writing(&tomas).await;
    let at = |tail: String| format!("/brainstorms/{}{tail}", made.number);
    let (kept, taken) = (Uuid::now_v7(), Uuid::now_v7());
    assert_eq!(call(&tomas, &key, Method::POST, &at("/participants".to_owned()), Value::Null).await.0, 200);
    for note in [kept, taken] {
        assert_eq!(call(&tomas, &key, Method::PUT, &at(format!("/notes/{note}")), json!({"text": "Peel from the corner"})).await.0, 204);
    }
    assert_eq!(call(&tomas, &key, Method::DELETE, &at(format!("/notes/{taken}")), Value::Null).await.0, 204);
    made.order(&tomas, "next").await;
    made.order(&tomas, "next").await;
    let (status, cluster) = call(&tomas, &key, Method::POST, &at("/clusters".to_owned()), json!({"title": "Corners"})).await;
    assert_eq!(status, 201, "{cluster}");
    let cluster = cluster["id"].as_str().unwrap();
    assert_eq!(call(&tomas, &key, Method::PUT, &at(format!("/notes/{kept}/cluster")), json!({"cluster": cluster})).await.0, 204);
    made.order(&tomas, "next").await;
    assert_eq!(call(&tomas, &key, Method::POST, &at(format!("/notes/{kept}/promotion")), json!({})).await.0, 409, "no results yet");
    made.order(&tomas, "next").await;
    let (status, idea) = call(&tomas, &key, Method::POST, &at(format!("/notes/{kept}/promotion")), json!({"title": "Corner peel"})).await;
    assert_eq!((status, &idea["title"]), (201, &json!("Corner peel")), "{idea}");
    let (status, idea) = call(&tomas, &key, Method::POST, &at(format!("/clusters/{cluster}/promotion")), json!({})).await;
    assert_eq!((status, &idea["title"]), (201, &json!("Corners")), "{idea}");
}
