//! Campaigns as JSON.
use super::{moderator, state_of};
use crate::support::{
    TestApp, Visitor,
    make::{campaigns::campaign, ideas::idea, tokens::token},
};
use chrono::TimeDelta;
use proofbench::kernel::{CampaignState, IdeaState, Role};
use reqwest::Method;
use serde_json::{Value, json};

async fn call(
    visitor: &Visitor,
    key: &str,
    method: Method,
    path: &str,
    tag: Option<&str>,
    body: Option<Value>,
) -> (u16, Option<String>, Value) {
    let mut request = visitor.request(method, &format!("/api/v1{path}")).bearer_auth(key);
    if let Some(tag) = tag {
        request = request.header("if-match", tag);
    }
    if let Some(body) = body {
        request = request.json(&body);
    }
    let answer = request.send().await.unwrap();
    let tag = answer.headers().get("etag").map(|tag| tag.to_str().unwrap().to_owned());
    let status = answer.status().as_u16();
    (status, tag, serde_json::from_str(&answer.text().await.unwrap()).unwrap_or(Value::Null))
}

/// The version in an entity tag; what stands behind it is a hash of the rest.
fn version(tag: Option<&str>) -> Option<&str> {
    tag?.strip_prefix('"')?.split('-').next()
}

#[tokio::test]
async fn a_campaign_is_drafted_changed_and_launched_over_the_api() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let key = token(&mut app, tomas.id, &["read", "campaigns:write"]);
    let (status, tag, drafted) =
        call(&tomas, &key, Method::POST, "/campaigns", None, Some(json!({"title": "Bond it", "question": "Which?"}))).await;
    assert_eq!((status, version(tag.as_deref()), &drafted["audience"]), (201, Some("v1"), &Value::Null));
    let path = format!("/campaigns/{}", drafted["slug"].as_str().unwrap());
    let (status, _, problem) = call(&tomas, &key, Method::POST, &format!("{path}/launch"), None, None).await;
    let missing: Vec<&str> = problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    assert_eq!((status, problem["code"].as_str()), (409, Some("campaign-not-ready")));
    assert_eq!(missing, ["audience", "reviewers", "phases", "answer_by"]);
    assert!(problem["errors"].as_array().unwrap().iter().all(|error| error["pointer"].is_null()), "a launch has no body");
    let now = app.clock.now();
    let change = json!({
        "audience": "public", "reviewers": [tomas.id], "counts": "after_end", "vote_budget": 3,
        "phases": [{"kind": "collect", "starts_at": now - TimeDelta::hours(1), "ends_at": now + TimeDelta::hours(9)}],
        "answer_by": now + TimeDelta::hours(20),
        "fields": [{"label": "Joint", "kind": "choice", "choices": ["Tape", "Glue"]}],
    });
    let (status, ..) = call(&tomas, &key, Method::PATCH, &path, None, Some(change.clone())).await;
    assert_eq!(status, 428, "without If-Match nothing is overwritten");
    assert_eq!(call(&tomas, &key, Method::PATCH, &path, Some("\"v7\""), Some(change.clone())).await.0, 412);
    let (status, tag, changed) = call(&tomas, &key, Method::PATCH, &path, Some("\"v1\""), Some(change)).await;
    assert_eq!((status, version(tag.as_deref()), &changed["fields"][0]["choices"][1]), (200, Some("v2"), &json!("Glue")));
    let (status, _, taken) = call(&tomas, &key, Method::PATCH, &path, Some("\"v2\""), Some(json!({"vote_budget": null}))).await;
    assert_eq!((status, &taken["vote_budget"], &taken["counts"]), (200, &Value::Null, &json!("after_end")));
    let (status, _, launched) = call(&tomas, &key, Method::POST, &format!("{path}/launch"), None, None).await;
    assert_eq!((status, &launched["state"]), (200, &json!("open")));
    assert_eq!(app.verbs(), ["campaign.drafted", "campaign.changed", "campaign.changed", "campaign.launched", "campaign.moved"]);
    let (status, _, undone) = call(&tomas, &key, Method::DELETE, &format!("{path}/launch"), None, None).await;
    assert_eq!((status, &undone["state"]), (200, &json!("draft")));
}

#[tokio::test]
async fn phases_move_and_a_campaign_closes_over_the_api() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let key = token(&mut app, tomas.id, &["read", "campaigns:write"]);
    let made = campaign().insert(&mut app);
    let path = format!("/campaigns/{}", made.slug);
    let end = json!({"ends_at": app.clock.now() + TimeDelta::hours(30)});
    assert_eq!(call(&tomas, &key, Method::PATCH, &format!("{path}/phases/collect"), None, Some(end.clone())).await.0, 200);
    let (status, _, moved) = call(&tomas, &key, Method::POST, &format!("{path}/next-phase"), None, None).await;
    assert_eq!((status, &moved["state"]), (200, &json!("discuss")));
    assert_eq!(call(&tomas, &key, Method::POST, &format!("{path}/phases/collect/reopening"), None, Some(end)).await.0, 200);
    assert_eq!(
        call(&tomas, &key, Method::PATCH, &format!("{path}/phases/lunch"), None, Some(json!({"ends_at": app.clock.now()}))).await.0,
        404
    );
    let waiting = idea(tomas.id).in_campaign(&made).insert(&mut app);
    let closure = Some(json!({"summary": "Three tapes."}));
    assert_eq!(call(&tomas, &key, Method::POST, &format!("{path}/closure"), None, closure.clone()).await.0, 409);
    use diesel::prelude::*;
    use proofbench::schema::ideas;
    diesel::update(ideas::table.find(waiting.id)).set(ideas::state.eq(IdeaState::Declined)).execute(&mut app.conn).unwrap();
    let (status, _, closed) = call(&tomas, &key, Method::POST, &format!("{path}/closure"), None, closure).await;
    assert_eq!((status, &closed["summary"]), (200, &json!("Three tapes.")));
    assert_eq!(call(&tomas, &key, Method::POST, &format!("{path}/archive"), None, None).await.0, 200);
    let (status, _, back) = call(&tomas, &key, Method::DELETE, &format!("{path}/archive"), None, None).await;
    assert_eq!((status, &back["state"]), (200, &json!("closed")));
    assert_eq!(call(&tomas, &key, Method::POST, &format!("{path}/archive"), None, None).await.0, 200);
    assert_eq!(state_of(&mut app, &made), CampaignState::Archived);
}

#[tokio::test]
async fn the_api_shows_and_takes_no_more_than_the_pages() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let key = token(&mut app, rosa.id, &["read", "campaigns:write"]);
    let (draft, open) = (campaign().title("D").state(CampaignState::Draft).insert(&mut app), campaign().title("O").insert(&mut app));
    let (hidden, seen) = (format!("/campaigns/{}", draft.slug), format!("/campaigns/{}", open.slug));
    assert_eq!(call(&rosa, &key, Method::GET, &hidden, None, None).await.0, 404);
    assert_eq!(call(&rosa, &key, Method::PATCH, &hidden, Some("*"), Some(json!({}))).await.0, 404);
    let (status, tag, _) = call(&rosa, &key, Method::GET, &seen, None, None).await;
    assert_eq!(status, 200);
    let fresh =
        rosa.request(Method::GET, &format!("/api/v1{seen}")).bearer_auth(&key).header("if-none-match", tag.unwrap()).send().await.unwrap();
    assert_eq!(fresh.status(), 304);
    assert_eq!(call(&rosa, &key, Method::PATCH, &seen, Some("*"), Some(json!({"title": "Mine"}))).await.0, 403);
    assert_eq!(call(&rosa, &key, Method::POST, "/campaigns", None, Some(json!({"title": "Mine"}))).await.0, 403);
    assert_eq!(call(&rosa, &key, Method::DELETE, &seen, None, None).await.0, 403);
    let (_, _, list) = call(&rosa, &key, Method::GET, "/campaigns?limit=1", None, None).await;
    assert_eq!((list["items"].as_array().unwrap().len(), &list["items"][0]["title"], &list["next"]), (1, &json!("O"), &Value::Null));
    assert_eq!(call(&rosa, &key, Method::GET, "/campaigns?limit=0", None, None).await.0, 422);
    let reader = token(&mut app, rosa.id, &["ideas:write"]);
    assert_eq!(call(&rosa, &reader, Method::GET, "/campaigns", None, None).await.0, 403);
    assert_eq!(app.visitor().get("/api/v1/campaigns").await.status(), 401);
}

#[tokio::test]
async fn strange_input_is_refused_before_the_database_sees_it() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let key = token(&mut app, tomas.id, &["read", "campaigns:write"]);
    let made = campaign().state(CampaignState::Draft).owner(tomas.id).insert(&mut app);
    let path = format!("/campaigns/{}", made.slug);
    for (body, status) in [
        (json!({"title": "a\u{0}b"}), 422),
        (json!({"title": ""}), 422),
        (json!({"title": "x".repeat(121)}), 422),
        (json!({"version": 9}), 422),
        (json!({"answer_by": "+99999-01-01T00:00:00Z"}), 422),
        (json!({"answer_days": 0}), 422),
        (json!({"space": "019b0000-0000-7000-8000-000000000000"}), 422),
        (json!({"audience": "space"}), 422),
        (json!({"audience": "space", "space": "019b0000-0000-7000-8000-000000000000"}), 422),
        (json!({"audience": "people"}), 422),
        (json!({"reviewers": ["019b0000-0000-7000-8000-000000000000"]}), 422),
        (json!({"fields": [{"label": "a", "kind": "choice", "choices": ["one"]}]}), 422),
        (json!({"fields": [{"id": "019b0000-0000-7000-8000-000000000000", "label": "a", "kind": "text"}]}), 422),
        (json!({"phases": [{"kind": "vote", "starts_at": "2026-01-02T00:00:00Z", "ends_at": "2026-01-01T00:00:00Z"}]}), 422),
    ] {
        assert_eq!(call(&tomas, &key, Method::PATCH, &path, Some("*"), Some(body.clone())).await.0, status, "{body}");
    }
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn a_move_of_the_phases_is_taken_back_over_the_api_while_nothing_else_changed() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let key = token(&mut app, tomas.id, &["read", "campaigns:write"]);
    let made = campaign().insert(&mut app);
    let path = format!("/campaigns/{}/next-phase", made.slug);
    assert_eq!(call(&tomas, &key, Method::DELETE, &path, Some("\"v1\""), None).await.0, 412, "nobody moved it");
    let (status, tag, moved) = call(&tomas, &key, Method::POST, &path, None, None).await;
    assert_eq!((status, version(tag.as_deref()), &moved["state"]), (200, Some("v2"), &json!("discuss")));
    assert_eq!(call(&tomas, &key, Method::DELETE, &path, None, None).await.0, 428);
    let (status, tag, back) = call(&tomas, &key, Method::DELETE, &path, tag.as_deref(), None).await;
    assert_eq!((status, version(tag.as_deref()), &back["state"]), (200, Some("v3"), &json!("open")));
    assert_eq!(call(&tomas, &key, Method::DELETE, &path, Some("\"v3\""), None).await.0, 412, "once");
    assert_eq!(app.verbs(), ["campaign.moved", "campaign.moved"]);
}
