//! Input from forms and queries, into types that refuse fields they do not know.
use super::guard::form_fields;
use crate::platform::{
    error::{AppError, AppResult},
    unfit::Unfit,
};
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use std::{
    future::{Future, Ready, ready},
    ops::Deref,
    pin::Pin,
};

/// A posted form without its anti-forgery and once-only fields.
#[derive(Debug)]
pub struct Posted<T>(pub T);

/// The query of a URL.
#[derive(Debug)]
pub struct Queried<T>(pub T);

/// The query of a call of the API. What does not fit is named by its field, as in a body.
#[derive(Debug)]
pub struct Asked<T>(T);

impl<T> Asked<T> {
    /// The query itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Asked<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// What was read, or the place where it does not fit: the reader of queries knows no places.
struct Placed<T>(Result<T, Unfit>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Placed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(serde_path_to_error::deserialize(deserializer).map_err(|error| Unfit::in_query(&error))))
    }
}

fn parse_asked<T: DeserializeOwned>(query: &str) -> AppResult<T> {
    let read = web::Query::<Placed<T>>::from_query(query).map_err(|error| AppError::Unreadable(error.to_string()))?;
    read.into_inner().0.map_err(AppError::Unfit)
}

/// Fields that belong to the guard, not to the form.
const GUARD_FIELDS: &[&str] = &["csrf", "once"];

/// Keys that mail programs and other sites hang on links to follow who clicked. They say nothing to us, and a
/// link that was passed on must not fail for them.
const TRACKING: &[&str] =
    &["fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "mc_cid", "mc_eid", "yclid", "igshid", "_hsenc", "_hsmi"];

fn is_tracking(name: &str) -> bool {
    name.starts_with("utm_") || TRACKING.contains(&name)
}

/// A path and query without what belongs to the guard: an anti-forgery token stays out of addresses that go on.
pub(super) fn without_guard_fields(path: &str) -> String {
    let Some((bare, query)) = path.split_once('?') else {
        return path.to_owned();
    };
    let is_guards = |pair: &&str| GUARD_FIELDS.contains(&pair.split('=').next().unwrap_or_default());
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_guards(pair)).collect();
    if kept.is_empty() { bare.to_owned() } else { format!("{bare}?{}", kept.join("&")) }
}

/// Reads pairs into a type.
fn parse<T: DeserializeOwned>(body: &[u8]) -> AppResult<T> {
    read_form(form_fields(body))
}

/// Reads a form's fields into a type.
pub(super) fn read_form<T: DeserializeOwned>(fields: impl Iterator<Item = (String, String)>) -> AppResult<T> {
    read(fields.filter(|(name, _)| !GUARD_FIELDS.contains(&name.as_str())))
}

/// Reads a query into a type.
fn parse_query<T: DeserializeOwned>(query: &[u8]) -> AppResult<T> {
    read(form_fields(query).filter(|(name, _)| !GUARD_FIELDS.contains(&name.as_str()) && !is_tracking(name)))
}

fn read<T: DeserializeOwned>(pairs: impl Iterator<Item = (String, String)>) -> AppResult<T> {
    let mut kept = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        kept.append_pair(&name, &value.replace("\r\n", "\n"));
    }
    serde_html_form::from_str(&kept.finish()).map_err(|error| AppError::Unreadable(error.to_string()))
}

impl<T: DeserializeOwned + 'static> FromRequest for Posted<T> {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = AppResult<Self>>>>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            let body = bytes.await.map_err(|error| AppError::Unreadable(error.to_string()))?;
            parse(&body).map(Self)
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Asked<T> {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse_asked(request.query_string()).map(Self))
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Queried<T> {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse_query(request.query_string().as_bytes()).map(Self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Form {
        title: String,
        #[serde(default)]
        tags: Vec<String>,
    }

    #[test]
    fn guard_fields_are_left_out_and_unknown_ones_refused() {
        let form: Form = parse(b"csrf=x&once=y&title=Tape%0D%0Aone&tags=a&tags=b").expect("reads");
        assert_eq!(form, Form { title: "Tape\none".to_owned(), tags: vec!["a".to_owned(), "b".to_owned()] });
        assert!(matches!(parse::<Form>(b"title=x&role=admin"), Err(AppError::Unreadable(_))));
    }

    #[test]
    fn the_token_stays_out_of_addresses() {
        assert_eq!(without_guard_fields("/ideas?csrf=x&once=y"), "/ideas");
        assert_eq!(without_guard_fields("/ideas/new?campaign=a%26b&csrf=x&q="), "/ideas/new?campaign=a%26b&q=");
        assert_eq!(without_guard_fields("/ideas"), "/ideas");
    }

    #[test]
    fn what_follows_clicks_is_dropped_from_links_but_not_from_forms() {
        let query = b"title=x&utm_source=mail&utm_campaign=y&fbclid=z";
        assert_eq!(parse_query::<Form>(query).expect("reads").title, "x");
        assert!(parse::<Form>(query).is_err() && parse_query::<Form>(b"title=x&role=admin").is_err());
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Page {
        #[expect(dead_code, reason = "only its reading is tested")]
        limit: Option<i64>,
    }

    #[test]
    fn what_does_not_fit_in_a_query_is_named_by_its_field() {
        let field = |query: &str| match parse_asked::<Page>(query) {
            Err(AppError::Unfit(unfit)) => (unfit.field(), unfit.in_body),
            other => (format!("{other:?}"), true),
        };
        for (query, name) in [("limit=abc", "limit"), ("limit=", "limit"), ("limit=1&limit=2", "limit"), ("limit=1&colour=red", "colour")] {
            assert_eq!(field(query), (name.to_owned(), false), "{query}");
        }
        assert!(parse_asked::<Page>("limit=5").is_ok() && parse_asked::<Page>("").is_ok());
    }
}
