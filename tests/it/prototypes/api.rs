//! Prototypes as JSON.
use crate::support::{TestApp, make};
use diesel::prelude::*;
use proofbench::{kernel::Role, schema::readings};
use serde_json::{Value, json};

#[tokio::test]
async fn the_api_carries_a_prototype_from_framing_to_a_decision() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd, Role::Gatekeeper]);
    let token = make::tokens::token(&mut app, ines.id, &["read", "prototypes:write"]);
    let call = async |method: reqwest::Method, path: &str, body: Value, etag: Option<&str>| {
        let request = ines.request(method, &format!("/api/v1/prototypes{path}")).bearer_auth(&token);
        let request = match etag {
            Some(etag) => request.header("if-match", etag),
            None => request,
        };
        let response = if body.is_null() { request.send().await } else { request.json(&body).send().await }.unwrap();
        let etag = response.headers().get("etag").map(|tag| tag.to_str().unwrap().to_owned());
        (response.status().as_u16(), etag, response.json::<Value>().await.unwrap_or_default())
    };
    use reqwest::Method as M;
    let (status, etag, body) = call(M::POST, "", json!({ "title": "Heat release" }), None).await;
    assert_eq!(status, 201, "{body}");
    let path = format!("/{}", body["prototype"]["number"]);
    assert_eq!(call(M::PATCH, &path, json!({ "title": "HeatRelease-140" }), None).await.0, 428, "If-Match is asked for");
    let (status, fresh, _) = call(M::PATCH, &path, json!({ "title": "HeatRelease-140" }), etag.as_deref()).await;
    assert_eq!(status, 200);
    assert_eq!(call(M::PATCH, &path, json!({ "title": "x" }), etag.as_deref()).await.0, 412);
    assert_ne!(fresh, etag);
    let card = json!({ "believe": "a", "verify": "b", "measure": "c", "right_if": "d" });
    assert_eq!(call(M::POST, &format!("{path}/hypotheses"), card, None).await.0, 201);
    assert_eq!(call(M::POST, &format!("{path}/builds"), json!({ "title": "One", "cost_cents": 3850 }), None).await.0, 201);
    assert_eq!(call(M::POST, &format!("{path}/tests"), json!({ "title": "Oven" }), None).await.0, 201);
    let reading = json!({ "measure": "release", "value": 141.5, "unit": "°C", "least": 135, "most": 145 });
    let (status, _, body) = call(M::POST, &format!("{path}/tests/1/readings"), reading, None).await;
    assert_eq!((status, &body["tests"][0]["outcome"], &body["tests"][0]["readings"][0]["passed"]), (201, &json!("passed"), &json!(true)));
    assert_eq!(body["prototype"]["progress"], 50);
    let bad = json!({ "measure": " ", "value": 1, "least": 2, "most": 1 });
    let (status, _, body) = call(M::POST, &format!("{path}/tests/1/readings"), bad, None).await;
    assert_eq!((status, body["errors"].as_array().unwrap().len()), (422, 2), "{body}");
    let (_, _, body) = call(M::POST, &format!("{path}/gates"), json!({ "title": "Gate 1", "must": ["Lets go"] }), None).await;
    let criterion = body["gates"][0]["criteria"][0]["id"].clone();
    assert_eq!(call(M::PUT, &format!("{path}/stage"), json!({ "to": "gate" }), None).await.0, 200);
    let go = json!({ "decision": "go", "reasons": "It lets go", "criteria": [{ "criterion": criterion, "met": true }], "sure": true });
    let (status, _, body) = call(M::POST, &format!("{path}/gates/1/decision"), go, None).await;
    assert_eq!((status, &body["prototype"]["stage"], &body["prototype"]["progress"]), (200, &json!("graduated"), &json!(100)));
    let (status, _, body) = call(M::GET, "?stage=graduated", Value::Null, None).await;
    assert_eq!((status, body["items"].as_array().unwrap().len()), (200, 1));
    assert_eq!(readings::table.count().get_result::<i64>(&mut app.conn).unwrap(), 1);
}
