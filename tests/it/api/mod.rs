//! The API keeps what its description says, and has the manners that it promises.
mod description;
mod manners;
mod problems;
mod tokens;

use crate::support::Visitor;
use reqwest::{Method, Response};
use serde_json::Value;

pub const SCOPES: &[&str] =
    &["read", "campaigns:write", "ideas:write", "votes:write", "comments:write", "brainstorms:write", "prototypes:write"];

pub async fn call(who: &Visitor, key: &str, method: Method, path: &str, body: Value) -> (u16, Value) {
    let request = who.request(method, &format!("/api/v1{path}")).bearer_auth(key);
    let answer = if body.is_null() { request } else { request.json(&body) }.send().await.unwrap();
    (answer.status().as_u16(), serde_json::from_str(&answer.text().await.unwrap()).unwrap_or(Value::Null))
}

pub fn header(answer: &Response, name: &str) -> String {
    answer.headers().get(name).map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}
