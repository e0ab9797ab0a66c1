//! The description has every route, says what each operation is and needs, and is what the reference shows.
use super::{SCOPES, header};
use crate::support::{TestApp, make::tokens::token, routes::routes};
use proofbench::kernel::Role;
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;

async fn document(app: &TestApp) -> Value {
    app.visitor().get("/api/v1/openapi.json").await.json().await.unwrap()
}

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let each = paths.flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |(method, call)| (path, method, call)));
    each.map(|(path, method, call)| (method.to_uppercase(), path.clone(), call.clone())).collect()
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
        if let Some(held) = parameters.iter().find(|parameter| parameter["name"] == "If-Match") {
            expected.push("412");
            expected.extend((held["required"] == true).then_some("428"));
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
