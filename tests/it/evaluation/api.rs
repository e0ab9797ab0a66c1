//! Triage, decisions, merging and moderation as JSON.
use crate::api::{SCOPES, call, header};
use crate::support::{
    TestApp,
    make::{ideas::idea, tokens::token},
};
use proofbench::kernel::{IdeaState, Role};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn triage_runs_over_the_api_and_can_be_taken_back() {
    let mut app = TestApp::start().await;
    let (ann, ines) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (mine, lead) = (token(&mut app, ann.id, &["read", "ideas:write"]), token(&mut app, ines.id, SCOPES));
    let (tape, twin) = (idea(ann.id).insert(&mut app), idea(ann.id).title("The same tape").insert(&mut app));
    let at = |tail: &str| format!("/ideas/{}/{tail}", tape.number);
    assert_eq!(call(&ann, &mine, Method::GET, "/triage", Value::Null).await.0, 403);
    let (status, waiting) = call(&ines, &lead, Method::GET, "/triage", Value::Null).await;
    assert_eq!((status, waiting["items"].as_array().unwrap().len()), (200, 2));
    assert_eq!(call(&ann, &mine, Method::POST, &at("triage/accept"), Value::Null).await.0, 403);
    let (status, idea) = call(&ines, &lead, Method::POST, &at("triage/accept"), Value::Null).await;
    assert_eq!((status, &idea["state"]), (200, &json!("in_review")));
    assert_eq!(call(&ines, &lead, Method::POST, "/triage/undo", Value::Null).await.1["state"], json!("open"));
    let (status, _) = call(&ines, &lead, Method::POST, &at("triage/snooze"), json!({"days": 3})).await;
    assert_eq!(status, 200);
    let (_, idea) = call(&ines, &lead, Method::POST, &at("triage/ask"), json!({"question": "How cold?"})).await;
    assert_eq!(idea["state"], json!("clarification"));
    let (_, idea) = call(&ann, &mine, Method::POST, &at("clarification"), json!({"answer": "-20 °C"})).await;
    assert_eq!(idea["state"], json!("open"));
    let (_, idea) = call(&ines, &lead, Method::POST, &at("triage/decline"), json!({"reason": "Sold since 2019"})).await;
    assert_eq!((&idea["state"], &idea["reason"]), (&json!("declined"), &json!("Sold since 2019")));
    assert_eq!(call(&ines, &lead, Method::POST, "/triage/undo", Value::Null).await.1["state"], json!("open"));
    let merged = call(&ines, &lead, Method::POST, &format!("/ideas/{}/triage/duplicate", twin.number), json!({"into": tape.number})).await;
    assert_eq!((merged.0, &merged.1["merged_into"]), (200, &json!(tape.number)));
    assert_eq!(call(&ines, &lead, Method::POST, "/triage/undo", Value::Null).await.1["merged_into"], Value::Null);
    assert_eq!(call(&ines, &lead, Method::POST, "/triage/undo", Value::Null).await.0, 409, "nothing is left to take back");
}

#[tokio::test]
async fn ideas_are_decided_answered_merged_and_graduated_over_the_api() {
    let mut app = TestApp::start().await;
    let (ann, ines) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let lead = token(&mut app, ines.id, SCOPES);
    let (tape, twin) = (idea(ann.id).insert(&mut app), idea(ann.id).title("The same tape").insert(&mut app));
    let at = |tail: &str| format!("/ideas/{}/{tail}", tape.number);
    let (_, idea) = call(&ines, &lead, Method::PUT, &at("answer"), json!({"text": "We build it"})).await;
    assert_eq!(idea["answer"], json!("We build it"));
    assert_eq!(call(&ines, &lead, Method::DELETE, &at("answer"), Value::Null).await.1["answer"], Value::Null);
    assert_eq!(call(&ines, &lead, Method::PUT, &at("decision"), json!({"decision": "park"})).await.0, 422, "parking says why");
    let (status, idea) = call(&ines, &lead, Method::PUT, &at("decision"), json!({"decision": "shortlist"})).await;
    assert_eq!((status, &idea["state"]), (200, &json!("shortlisted")));
    let merge = format!("/ideas/{}/merge", twin.number);
    assert_eq!(call(&ines, &lead, Method::PUT, &merge, json!({"into": twin.number})).await.0, 422);
    assert_eq!(call(&ines, &lead, Method::PUT, &merge, json!({"into": tape.number})).await.1["merged_into"], json!(tape.number));
    assert_eq!(call(&ines, &lead, Method::DELETE, &merge, Value::Null).await.1["state"], json!("open"));
    let (status, made) = call(&ines, &lead, Method::POST, &at("graduation"), Value::Null).await;
    assert_eq!((status, made["prototype"]["number"].is_i64()), (201, true));
    let (status, idea) = call(&ines, &lead, Method::DELETE, &at("graduation"), Value::Null).await;
    assert_eq!((status, &idea["state"]), (200, &json!("shortlisted")));
    assert_eq!(call(&ines, &lead, Method::PUT, &at("stance"), json!({"stance": "agree"})).await.0, 204);
}

#[tokio::test]
async fn the_queue_is_moderated_over_the_api() {
    let mut app = TestApp::start().await;
    let (ann, tomas) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Tomas", &[Role::Moderator]));
    let key = token(&mut app, tomas.id, SCOPES);
    let waiting = idea(ann.id).state(IdeaState::Pending).insert(&mut app);
    let path = format!("/ideas/{}/moderation", waiting.number);
    assert_eq!(call(&tomas, &key, Method::POST, &path, json!({"step": "decline"})).await.0, 422, "declining says why");
    assert_eq!(call(&tomas, &key, Method::POST, &path, json!({"step": "approve"})).await.1["state"], json!("open"));
    assert_eq!(call(&tomas, &key, Method::POST, &path, json!({"step": "approve"})).await.0, 409);
}

#[tokio::test]
async fn an_answer_that_somebody_else_gave_is_neither_replaced_nor_withdrawn_unseen() {
    let mut app = TestApp::start().await;
    let (ann, ines, tomas) =
        (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Tomás", &[Role::Moderator]));
    let (lead, keeper) = (token(&mut app, ines.id, SCOPES), token(&mut app, tomas.id, SCOPES));
    let path = format!("/ideas/{}", idea(ann.id).insert(&mut app).number);
    let at = format!("{path}/answer");
    let held = async |method: Method, tag: &str| {
        let request = ines.request(method.clone(), &format!("/api/v1{at}")).bearer_auth(&lead).header("if-match", tag);
        let request = if method == Method::PUT { request.json(&json!({"text": "We do not"})) } else { request };
        request.send().await.unwrap()
    };
    let read = ines.request(Method::GET, &format!("/api/v1{path}")).bearer_auth(&lead).send().await.unwrap();
    let before = header(&read, "etag");
    assert_eq!(call(&tomas, &keeper, Method::PUT, &at, json!({"text": "We build it"})).await.0, 200);

    for tag in ["\"v0\"", "\"v1\"", &before] {
        assert_eq!(held(Method::PUT, tag).await.status(), 412, "{tag}");
        assert_eq!(held(Method::DELETE, tag).await.status(), 412, "{tag}");
    }

    let read = ines.request(Method::GET, &format!("/api/v1{path}")).bearer_auth(&lead).send().await.unwrap();
    let now = header(&read, "etag");
    assert_eq!(read.json::<Value>().await.unwrap()["answer"], json!("We build it"));
    assert_eq!(app.verbs(), ["idea.answered"]);
    let answered = held(Method::PUT, &now).await;
    assert_eq!((answered.status().as_u16(), header(&answered, "etag") == now), (200, false));
    assert_eq!(held(Method::DELETE, "*").await.status(), 200);
    assert_eq!(call(&ines, &lead, Method::PUT, &at, json!({"text": "We do"})).await.0, 200, "nobody has to name it");
}
