//! Bodies of the API: JSON in, JSON out. What does not fit is named by its place.
use crate::platform::{
    error::{AppError, AppResult},
    unfit::Unfit,
};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, Responder, body::BoxBody, dev::Payload, http::header, web::Bytes};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::{future::Future, ops::Deref, pin::Pin};

/// A JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T> Json<T> {
    /// The body itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Json<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// Whether a content type is JSON, whatever its parameters.
fn is_json(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("application/json")
        || kind.to_ascii_lowercase().strip_prefix("application/").is_some_and(|kind| kind.ends_with("+json"))
}

/// Largest whole number that a floating point number holds exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// `12.0` is a whole number to JSON Schema, and so it is here.
fn make_whole(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(whole) = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0 && float.abs() <= EXACT) {
                *value = Value::from(whole as i64);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(make_whole),
        Value::Object(members) => members.values_mut().for_each(make_whole),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> AppResult<T> {
    let mut body: Value = serde_json::from_slice(body).map_err(|error| AppError::Unreadable(error.to_string()))?;
    // What is read into members by name would also be read by place.
    if body.is_array() {
        return Err(AppError::Unfit(Unfit::no_object()));
    }
    if let Some(unfit) = Unfit::nul_in(&body) {
        return Err(AppError::Unfit(unfit));
    }
    make_whole(&mut body);
    serde_path_to_error::deserialize(body).map_err(|error| AppError::Unfit(Unfit::in_body(&error)))
}

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = AppResult<Self>>>>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if !is_json(request.content_type()) {
            return Box::pin(std::future::ready(Err(AppError::MediaType)));
        }
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            let body = bytes.await.map_err(|error| match error.as_response_error().status_code() {
                actix_web::http::StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
                _ => AppError::Unreadable(error.to_string()),
            })?;
            parse(&body).map(Self)
        })
    }
}

impl<T: Serialize> Responder for Json<T> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        #[expect(dead_code, reason = "only its reading is tested")]
        least: i16,
    }

    fn place(body: &str) -> String {
        match parse::<std::collections::BTreeMap<String, Vec<Part>>>(body.as_bytes()) {
            Err(AppError::Unfit(unfit)) => unfit.pointer,
            Err(AppError::Unreadable(_)) => "unreadable".to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn what_does_not_fit_is_named_by_its_place() {
        assert_eq!(place(r#"{"a/b":[{"least":1},{"least":"x"}]}"#), "/a~1b/1/least");
        assert_eq!(place(r#"{"a":[{"most":1}]}"#), "/a/0/most");
        assert_eq!(place(r#"{"a":[{}]}"#), "/a/0/least", "what is missing is named, too");
        assert_eq!((place("[]"), place("7")), (String::new(), String::new()));
        assert_eq!(
            (place(r#"{"a":[{"least":1.5}]}"#).as_str(), place(r#"{"a":[{"least":12.0}]}"#).contains("least: 12")),
            ("/a/0/least", true)
        );
        assert_eq!(place(r#"{"a/b":[{"least":"x\u0000"}]}"#), "/a~1b/0/least", "no text holds NUL");
        assert_eq!((place("{").as_str(), place("{} {}").as_str()), ("unreadable", "unreadable"));
    }

    #[test]
    fn members_are_read_by_name_alone() {
        assert!(parse::<Part>(br#"{"least":1}"#).is_ok() && parse::<Part>(b"[1]").is_err());
    }

    #[test]
    fn json_is_known_by_its_kind() {
        assert!(is_json("application/json") && is_json("Application/JSON") && is_json("application/merge-patch+json"));
        assert!(!is_json("text/plain") && !is_json("") && !is_json("application/x-www-form-urlencoded"));
    }
}
