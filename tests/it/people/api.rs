//! People and the spine as JSON.
use crate::support::{TestApp, Visitor, make::ideas::idea};
use diesel::prelude::*;
use proofbench::{
    kernel::{PersonId, Role},
    platform::secret,
};
use reqwest::Method;
use serde_json::Value;

fn token(app: &mut TestApp, person: PersonId, scopes: &str) -> String {
    let token = secret::token();
    let hash: String = secret::hash(&token).iter().map(|byte| format!("{byte:02x}")).collect();
    diesel::sql_query(format!(
        "INSERT INTO api_tokens (id, person_id, name, token_hash, hint, scopes, created_at, expires_at)
         VALUES (gen_random_uuid(), '{person}', 'test', '\\x{hash}', 'pb_', '{{{scopes}}}', now(), now() + interval '1 day')"
    ))
    .execute(&mut app.conn)
    .unwrap();
    token
}

async fn get(visitor: &Visitor, token: &str, path: &str) -> (u16, Value) {
    let answer = visitor.request(Method::GET, path).bearer_auth(token).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn a_call_needs_a_token_with_the_scope() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Rnd]);
    let visitor = app.visitor();
    let narrow = token(&mut app, ann.id, "votes:write");
    for path in ["/api/v1/people", "/api/v1/people/x", "/api/v1/events", "/api/v1/me"] {
        let bare = visitor.get(path).await;
        assert_eq!((bare.status().as_u16(), bare.headers()["content-type"].to_str().unwrap()), (401, "application/problem+json"));
        assert_eq!(get(&visitor, "pb_nonsense", path).await.0, 401);
        assert_eq!(get(&visitor, &narrow, path).await.0, if path == "/api/v1/me" { 200 } else { 403 }, "{path}");
        assert_eq!(ann.get(path).await.status(), 401, "a session opens no API");
    }
}

#[tokio::test]
async fn people_come_in_pages_as_the_caller_may_see_them() {
    let mut app = TestApp::start().await;
    let (ann, rosa) = (app.sign_in("Ann", &[Role::Rnd]), app.sign_in("Rosa", &[Role::Customer]));
    app.sign_in("Bea", &[Role::Contributor]);
    let (staff, outside) = (token(&mut app, ann.id, "read"), token(&mut app, rosa.id, "read"));
    let visitor = app.visitor();

    let (status, page) = get(&visitor, &staff, "/api/v1/people?limit=1").await;
    assert_eq!((status, page["items"][0]["name"].as_str().unwrap()), (200, "Ann"));
    assert_eq!(page["items"][0]["roles"], serde_json::json!(["rnd"]));
    let after = page["next"].as_str().unwrap();
    let (_, second) = get(&visitor, &staff, &format!("/api/v1/people?limit=1&after={after}")).await;
    assert_eq!(second["items"][0]["name"], "Bea");
    assert!(second.get("next").is_none());
    assert_eq!(get(&visitor, &outside, "/api/v1/people").await.1["items"], serde_json::json!([]));
    assert_eq!(get(&visitor, &staff, "/api/v1/people?q=be").await.1["items"].as_array().unwrap().len(), 1);
    let handle = app.handle_of(ann.id);
    assert_eq!(get(&visitor, &staff, &format!("/api/v1/people/{handle}")).await.0, 200);
    assert_eq!(get(&visitor, &outside, &format!("/api/v1/people/{handle}")).await.0, 404);
    let (_, me) = get(&visitor, &outside, "/api/v1/me").await;
    assert_eq!(me["person"]["name"], "Rosa");
    assert!(!me.to_string().contains('@'), "no address");
    for (path, expected) in [
        ("/api/v1/people?limit=0", 422),
        ("/api/v1/people?limit=1000000000", 422),
        ("/api/v1/people?limit=x", 422),
        ("/api/v1/people?unknown=1", 422),
        ("/api/v1/people?after=zzz", 422),
        ("/api/v1/people?q=%00", 200),
        ("/api/v1/people/%00", 404),
        ("/api/v1/events?verb=x", 422),
        ("/api/v1/events?after=zzz", 422),
        ("/api/v1/events?verb=", 422),
        ("/api/v1/events?limit=", 422),
        ("/api/v1/events?after=", 422),
        ("/api/v1/people?limit=", 422),
        ("/api/v1/people?after=", 422),
        ("/api/v1/people?utm_source=x", 422),
    ] {
        assert_eq!(get(&visitor, &staff, path).await.0, expected, "{path}");
    }
    let long = "x".repeat(201);
    assert_eq!(get(&visitor, &staff, &format!("/api/v1/people?q={long}")).await.0, 422);
}

#[tokio::test]
async fn the_spine_shows_ones_own_account_and_nobody_elses() {
    let mut app = TestApp::start().await;
    let (ann, bob, admin) = (app.sign_in("Ann", &[Role::Rnd]), app.sign_in("Bob", &[Role::Rnd]), app.sign_in("Joakim", &[Role::Admin]));
    let handle = app.handle_of(bob.id);
    bob.post("/settings/theme", &[("theme", "dark")]).await;
    admin.post(&format!("/admin/people/{handle}/roles"), &[("role", "moderator")]).await;
    bob.post("/settings/tokens", &[("name", "x"), ("scopes", "read"), ("days", "1")]).await;
    bob.post("/sign-out", &[]).await;
    let (of_ann, of_bob) = (token(&mut app, ann.id, "read"), token(&mut app, bob.id, "read"));
    let visitor = app.visitor();
    app.spine_is_readable().await;

    let verbs = |page: &Value| -> Vec<String> {
        page["items"].as_array().unwrap().iter().map(|item| item["verb"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(verbs(&get(&visitor, &of_ann, "/api/v1/events").await.1), Vec::<String>::new());
    let (_, own) = get(&visitor, &of_bob, "/api/v1/events").await;
    assert_eq!(verbs(&own), ["person.profile-changed", "role.granted", "token.created", "person.signed-out"]);
    let (_, one) = get(&visitor, &of_bob, "/api/v1/events?verb=token.created").await;
    assert_eq!(verbs(&one), ["token.created"]);
    let (_, first) = get(&visitor, &of_bob, "/api/v1/events?limit=1").await;
    let (_, rest) = get(&visitor, &of_bob, &format!("/api/v1/events?after={}", first["next"].as_str().unwrap())).await;
    assert_eq!(verbs(&rest).len(), 3);
}

#[tokio::test]
async fn votes_of_others_and_events_of_hidden_ideas_stay_away_from_the_spine_of_strangers() {
    let mut app = TestApp::start().await;
    let (ann, bob) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Bob", &[Role::Customer]));
    let (shown, hidden) = (uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
    for (id, number, state) in [(shown, 1, "open"), (hidden, 2, "pending")] {
        diesel::sql_query(format!(
            "INSERT INTO ideas (id, number, slug, author_id, state, source, title, body, audience, created_at, changed_at)
             VALUES ('{id}', {number}, 's', '{}', '{state}', 'customer', 'Title', 'Body', 'public', now(), now())",
            ann.id
        ))
        .execute(&mut app.conn)
        .unwrap();
        for verb in ["idea.submitted", "vote.cast", "idea.followed"] {
            diesel::sql_query(format!(
                "INSERT INTO events (id, occurred_at, actor_kind, actor_id, permission, verb, stream_kind, stream_id, subject_id, audience, payload)
                 VALUES (gen_random_uuid(), now(), 'person', '{}', 'x', '{verb}', 'idea', '{id}', '{id}', 'public', '{{}}')",
                ann.id
            ))
            .execute(&mut app.conn)
            .unwrap();
        }
    }
    let (of_ann, of_bob) = (token(&mut app, ann.id, "read"), token(&mut app, bob.id, "read"));
    let visitor = app.visitor();
    app.spine_is_readable().await;
    let (_, strangers) = get(&visitor, &of_bob, "/api/v1/events").await;
    assert_eq!(strangers["items"].as_array().unwrap().len(), 1, "{strangers}");
    assert_eq!(strangers["items"][0]["verb"], "idea.submitted");
    assert_eq!(get(&visitor, &of_ann, "/api/v1/events").await.1["items"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn what_only_staff_read_on_a_page_only_staff_read_among_the_events() {
    let mut app = TestApp::start().await;
    let (ann, ines) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let made = idea(ann.id).insert(&mut app);
    let (of_ann, of_ines) = (token(&mut app, ann.id, "read"), token(&mut app, ines.id, "read,ideas:write"));
    let snooze = ines.request(Method::POST, &format!("/api/v1/ideas/{}/triage/snooze", made.number)).bearer_auth(&of_ines);
    assert_eq!(snooze.json(&serde_json::json!({"days": 3})).send().await.unwrap().status(), 200);
    app.spine_is_readable().await;
    let visitor = app.visitor();
    for path in ["/api/v1/events", "/api/v1/events?verb=idea.triaged"] {
        assert_eq!(get(&visitor, &of_ann, path).await.1["items"], serde_json::json!([]), "{path}");
        assert_eq!(get(&visitor, &of_ines, path).await.1["items"][0]["verb"], "idea.triaged", "{path}");
    }
}

#[tokio::test]
async fn an_event_says_where_its_item_and_its_doer_are() {
    let mut app = TestApp::start().await;
    let (ann, ines) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let made = idea(ann.id).insert(&mut app);
    let (of_ann, of_ines) = (token(&mut app, ann.id, "read"), token(&mut app, ines.id, "read,ideas:write"));
    let accept = ines.request(Method::POST, &format!("/api/v1/ideas/{}/triage/accept", made.number)).bearer_auth(&of_ines);
    assert_eq!(accept.send().await.unwrap().status(), 200);
    app.spine_is_readable().await;
    let visitor = app.visitor();
    let event = async |key: &str| get(&visitor, key, "/api/v1/events?verb=idea.moved").await.1["items"][0].clone();
    let (seen, told) = (event(&of_ines).await, event(&of_ann).await);
    for href in [&seen["item"]["href"], &seen["doer"]["href"]] {
        assert_eq!(get(&visitor, &of_ines, href.as_str().unwrap()).await.0, 200, "{seen}");
    }
    assert_eq!(told["item"]["href"], format!("/api/v1/ideas/{}", made.number));
    assert!(told["doer"].get("href").is_none(), "her profile is not for customers: {told}");
}

#[tokio::test]
async fn the_reference_page_reads_the_description() {
    let app = TestApp::start().await;
    let page = app.visitor().page("/api/v1/docs").await;
    assert!(page.contains("href=\"/api/v1/openapi.json\"") && page.contains("/api/v1/people/{handle}") && !page.contains("<script>"));
    let document: Value = app.visitor().get("/api/v1/openapi.json").await.json().await.unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for path in ["/api/v1/people", "/api/v1/people/{handle}", "/api/v1/me", "/api/v1/events"] {
        assert!(document["paths"][path]["get"].is_object(), "{path}");
    }
}

#[tokio::test]
async fn a_method_that_a_path_does_not_know_is_answered_with_those_it_knows() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for (method, path, status) in [
        (Method::TRACE, "/api/v1/me", 405),
        (Method::DELETE, "/api/v1/people/ines-okafor", 405),
        (Method::GET, "/api/v1/no-such-thing", 404),
    ] {
        let answer = visitor.request(method.clone(), path).send().await.unwrap();
        assert_eq!(answer.status(), status, "{method} {path}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        if status == 405 {
            assert_eq!(answer.headers()["allow"], "GET");
        }
    }
}

#[tokio::test]
async fn the_description_names_the_words_that_are_sent() {
    let app = TestApp::start().await;
    let document: Value = app.visitor().get("/api/v1/openapi.json").await.json().await.unwrap();
    assert_eq!(document["components"]["schemas"]["TagSource"]["enum"], serde_json::json!(["hr", "self", "endorsed"]));
    // Every reference leads somewhere.
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document["components"]["schemas"][reference].is_object(), "{reference}");
    }
}
