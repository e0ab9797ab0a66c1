//! The API keeps what its description says, and has the manners that it promises.
use crate::support::{
    TestApp, Visitor,
    make::{brainstorms::room, ideas::idea, tokens::token},
    routes::routes,
};
use chrono::TimeDelta;
use diesel::{connection::SimpleConnection, prelude::*};
use proofbench::kernel::{IdeaState, Role};
use proofbench::schema::api_tokens;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

const SCOPES: &[&str] =
    &["read", "campaigns:write", "ideas:write", "votes:write", "comments:write", "brainstorms:write", "prototypes:write"];

async fn document(app: &TestApp) -> Value {
    app.visitor().get("/api/v1/openapi.json").await.json().await.unwrap()
}

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let each = paths.flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |(method, call)| (path, method, call)));
    each.map(|(path, method, call)| (method.to_uppercase(), path.clone(), call.clone())).collect()
}

async fn call(who: &Visitor, key: &str, method: Method, path: &str, body: Value) -> (u16, Value) {
    let request = who.request(method, &format!("/api/v1{path}")).bearer_auth(key);
    let answer = if body.is_null() { request } else { request.json(&body) }.send().await.unwrap();
    (answer.status().as_u16(), serde_json::from_str(&answer.text().await.unwrap()).unwrap_or(Value::Null))
}

fn header(answer: &Response, name: &str) -> String {
    answer.headers().get(name).map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

/// Every `$ref` below a value.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if let (true, Some(target)) = (name == "$ref", value.as_str()) {
                    found.insert(target.to_owned());
                }
                references(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[tokio::test]
async fn the_description_has_every_route_and_no_other() {
    let app = TestApp::start().await;
    let described: BTreeSet<String> =
        operations(&document(&app).await).into_iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    let routes = routes().into_iter().filter(|route| route.path.starts_with("/api/v1/"));
    let registered: BTreeSet<String> = routes
        .filter(|route| !matches!(route.path.as_str(), "/api/v1/docs" | "/api/v1/openapi.json"))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert_eq!(described.symmetric_difference(&registered).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[tokio::test]
async fn every_operation_says_what_it_is_what_it_needs_and_how_it_fails() {
    let app = TestApp::start().await;
    let document = document(&app).await;
    let tags: BTreeSet<&str> = document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let (mut names, mut wrong) = (BTreeSet::new(), Vec::new());
    for (method, path, operation) in operations(&document) {
        let mut say = |what: &str| wrong.push(format!("{method} {path}: {what}"));
        if !names.insert(operation["operationId"].as_str().unwrap_or_default().to_owned()) {
            say("its operationId is another's");
        }
        if operation["summary"].as_str().is_none_or(|summary| summary.is_empty() || summary.ends_with('.') || summary.contains('\n')) {
            say("no summary of one sentence");
        }
        if !tags.contains(operation["tags"][0].as_str().unwrap_or_default()) {
            say("no tag that is described");
        }
        let scope = operation["security"][0]["token"][0].as_str();
        let fits = |scope: &str| SCOPES.contains(&scope) && (scope == "read") == (method == "GET");
        if !scope.map_or(path == "/api/v1/me", fits) {
            say("no scope, or not the one of its kind");
        }
        let mut expected = vec!["400", "401", "403", "404", "422", "429", "503"];
        if method != "GET" {
            expected.extend(["408", "409", "413", "415"]);
        }
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let has = |name: &str| parameters.iter().any(|parameter| parameter["name"] == name);
        if has("If-Match") {
            expected.extend(["412", "428"]);
        }
        let answers = operation["responses"].as_object().unwrap();
        if let Some(missing) = expected.iter().find(|status| !answers.contains_key(**status)) {
            say(&format!("{missing} is not among its answers"));
        }
        if !answers.keys().any(|status| status.starts_with('2')) {
            say("it never succeeds");
        }
        let named = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        if let Some(name) = named.into_iter().find(|name| !has(name)) {
            say(&format!("{{{name}}} is not described"));
        }
        if method != "GET" && !parameters.iter().any(|parameter| parameter["$ref"] == "#/components/parameters/IdempotencyKey") {
            say("no Idempotency-Key");
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test]
async fn everything_referred_to_is_there_and_everything_there_is_referred_to() {
    let app = TestApp::start().await;
    let document = document(&app).await;
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    let lost: Vec<&String> = found.iter().filter(|target| document.pointer(target.trim_start_matches('#')).is_none()).collect();
    assert_eq!(lost, Vec::<&String>::new());
    let unused: Vec<String> = document["components"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(kind, _)| *kind != "securitySchemes")
        .flat_map(|(kind, items)| items.as_object().unwrap().keys().map(move |name| format!("#/components/{kind}/{name}")))
        .filter(|name| !found.contains(name))
        .collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[tokio::test]
async fn every_schema_every_member_and_every_parameter_says_what_it_is() {
    let app = TestApp::start().await;
    let document = document(&app).await;
    let said = |value: &Value| value["description"].is_string() || value["oneOf"][0]["description"].is_string();
    let mut silent = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let members = schema["properties"].as_object().into_iter().flatten();
        silent.extend(members.filter(|(_, member)| !said(member)).map(|(member, _)| format!("{name}.{member}")));
        if !said(schema) && !name.starts_with("ApiPage_") && schema["allOf"].is_null() {
            silent.push(name.clone());
        }
    }
    for (method, path, operation) in operations(&document) {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let named = parameters.iter().filter(|parameter| parameter["$ref"].is_null());
        silent.extend(
            named
                .filter(|parameter| !said(parameter) && !said(&parameter["schema"]))
                .map(|parameter| format!("{method} {path} {}", parameter["name"])),
        );
        for (status, answer) in operation["responses"].as_object().unwrap().iter().filter(|(_, answer)| answer["$ref"].is_null()) {
            if answer["headers"]["RateLimit"].is_null() || (method != "GET" && answer["headers"]["Idempotency-Replayed"].is_null()) {
                silent.push(format!("{method} {path} {status}: headers"));
            }
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}

#[tokio::test]
async fn no_operation_is_open_without_a_token_or_without_its_scope() {
    let mut app = TestApp::start_with(|settings| settings.api_calls_per_minute = Some("100000".to_owned())).await;
    let admin = app.sign_in("Admin", &[Role::Admin]);
    let document = document(&app).await;
    let mut open = Vec::new();
    for (method, path, operation) in operations(&document) {
        let at: String = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>().join("/");
        let send = || admin.request(Method::from_bytes(method.as_bytes()).unwrap(), &at);
        let refused = send().send().await.unwrap();
        if refused.status() != 401 || !header(&refused, "www-authenticate").starts_with("Bearer") {
            open.push(format!("{method} {path} without a token: {}", refused.status()));
        }
        let Some(scope) = operation["security"][0]["token"][0].as_str() else { continue };
        let others: Vec<&str> = SCOPES.iter().copied().filter(|other| *other != scope).collect();
        let key = token(&mut app, admin.id, &others);
        let refused = send().bearer_auth(&key).send().await.unwrap();
        let challenge = header(&refused, "www-authenticate");
        let missing = challenge.contains("error=\"insufficient_scope\"") && challenge.contains(&format!("scope=\"{scope}\""));
        if refused.status() != 403 || !missing {
            open.push(format!("{method} {path} without {scope}: {}", refused.status()));
        }
    }
    assert_eq!(open, Vec::<String>::new());
}

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

#[tokio::test]
async fn the_reference_has_every_operation_in_both_languages() {
    let app = TestApp::start().await;
    let document = document(&app).await;
    for (lang, word) in [("en", "API reference"), ("de", "API-Referenz")] {
        let answer = app.visitor().request(Method::GET, "/api/v1/docs").header("accept-language", lang).send().await.unwrap();
        let page = answer.text().await.unwrap();
        assert!(page.contains(word));
        for (_, _, operation) in operations(&document) {
            let id = operation["operationId"].as_str().unwrap();
            assert!(page.contains(&format!("<article class=\"card card--roomy stack\" id=\"{id}\"")), "{id} is missing");
        }
        let targets: BTreeSet<&str> = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let lost: Vec<&&str> = targets.iter().filter(|target| !page.contains(&format!("id=\"{target}\""))).collect();
        assert_eq!(lost, Vec::<&&str>::new(), "links lead somewhere");
    }
}
