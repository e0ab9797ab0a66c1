//! Ideas as JSON.
use super::location;
use crate::support::{
    TestApp,
    make::{
        board::{api_token, idea},
        campaigns::campaign,
    },
};
use proofbench::kernel::{Audience, PersonId, Role, Sight};
use reqwest::{Method, Response};

fn token(app: &mut TestApp, person: PersonId) -> String {
    api_token(app, person, &["read", "ideas:write"])
}

async fn call(app: &TestApp, token: &str, method: Method, path: &str, body: Option<serde_json::Value>, tag: Option<&str>) -> Response {
    let mut request = app.visitor().request(method, &format!("/api/v1{path}")).bearer_auth(token);
    if let Some(body) = body {
        request = request.json(&body);
    }
    if let Some(tag) = tag {
        request = request.header("If-Match", tag);
    }
    request.send().await.unwrap()
}

#[tokio::test]
async fn the_api_submits_lists_reads_and_edits_with_entity_tags() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let token = token(&mut app, rosa.id);
    let new = serde_json::json!({ "body": "The tape should let go at 140 °C.", "tags": ["cold"] });
    let made = call(&app, &token, Method::POST, "/ideas", Some(new), None).await;
    assert_eq!((made.status().as_u16(), made.headers()["etag"].to_str().unwrap().starts_with("\"v1-")), (201, true));
    let path = location(&made).trim_start_matches("/api/v1").to_owned();
    let change = serde_json::json!({ "title": "Tape that lets go" });
    assert_eq!(call(&app, &token, Method::PATCH, &path, Some(change.clone()), None).await.status(), 428);
    assert_eq!(call(&app, &token, Method::PATCH, &path, Some(change.clone()), Some("\"v9\"")).await.status(), 412);
    let edited = call(&app, &token, Method::PATCH, &path, Some(change), Some("\"v1\"")).await;
    assert_eq!(edited.status(), 200);
    let item: serde_json::Value = edited.json().await.unwrap();
    assert_eq!(
        (item["title"].as_str(), item["version"].as_i64(), item["tags"][0].as_str()),
        (Some("Tape that lets go"), Some(2), Some("cold"))
    );
    let versions: serde_json::Value =
        call(&app, &token, Method::GET, &format!("{path}/versions?limit=1"), None, None).await.json().await.unwrap();
    assert_eq!((versions["items"].as_array().unwrap().len(), versions["next"].is_string()), (1, true));
    let list = call(&app, &token, Method::GET, "/ideas?sort=new&limit=1", None, None).await;
    assert_eq!(list.status(), 200);
    let nul = serde_json::json!({ "body": "A text with \u{0} in the middle of it.", "campaign": "a\u{0}b" });
    assert!(call(&app, &token, Method::POST, "/ideas", Some(nul), None).await.status().is_client_error());
    let place = campaign().audience(Audience::Internal).insert(&mut app);
    for slug in ["no-such-campaign", "a\u{0}b", &place.slug] {
        let new = serde_json::json!({ "body": "The tape should let go at 140 °C.", "campaign": slug });
        let refused = call(&app, &token, Method::POST, "/ideas", Some(new), None).await;
        assert_eq!(refused.status(), 422, "{slug:?}");
        let problem: serde_json::Value = refused.json().await.unwrap();
        assert_eq!(problem["errors"][0]["pointer"], "#/campaign", "{slug:?}: {problem}");
    }
    let weak = api_token(&mut app, rosa.id, &["read"]);
    let body = serde_json::json!({ "body": "Another idea of mine, please." });
    assert_eq!(call(&app, &weak, Method::POST, "/ideas", Some(body), None).await.status(), 403);
    assert_eq!(app.visitor().get("/api/v1/ideas").await.status(), 401);
}

#[tokio::test]
async fn the_api_hides_what_its_caller_may_not_see() {
    let mut app = TestApp::start().await;
    let (rosa, ann) = (app.sign_in("Rosa", &[Role::Rnd]), app.sign_in("Ann", &[Role::Customer]));
    let made = idea("Codename Halvard").by(rosa.id).sight(Sight { audience: Audience::Internal, space: None }).insert(&mut app);
    let token = token(&mut app, ann.id);
    for path in
        [format!("/ideas/{}", made.number), format!("/ideas/{}/versions", made.number), "/ideas/0".to_owned(), "/ideas/x".to_owned()]
    {
        assert_eq!(call(&app, &token, Method::GET, &path, None, None).await.status(), 404, "{path}");
    }
    let list = call(&app, &token, Method::GET, "/ideas?sort=new&q=Halvard", None, None).await.text().await.unwrap();
    assert!(!list.contains("Halvard"));
}
