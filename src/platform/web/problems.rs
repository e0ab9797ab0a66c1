//! The problems of the API's description, each described once and referred to by every operation.
use super::Problem;
use std::collections::BTreeMap;
use utoipa::{
    IntoResponses,
    openapi::{
        ContentBuilder, HeaderBuilder, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder,
        schema::{SchemaType, Type},
    },
};

/// Status, name, meaning, and the headers that come with it.
const ALL: &[(u16, &str, &str, &[&str])] = &[
    (400, "Unreadable", "The request could not be read.", &[]),
    (401, "Unauthenticated", "The token is missing, unknown, expired or revoked.", &["WWW-Authenticate"]),
    (403, "Forbidden", "The token's scope or its owner's role does not allow it; `scope-missing` names the scope.", &["WWW-Authenticate"]),
    (404, "NotFound", "Not there, or not to be seen.", &[]),
    (408, "TooSlow", "The body did not come in time.", &[]),
    (409, "Refused", "A rule said no; or the call is repeated, and its first answer is not there yet, or is gone.", &[]),
    (412, "Stale", "If-Match does not name what is there now.", &[]),
    (413, "TooLarge", "Larger than taken.", &[]),
    (415, "MediaType", "The body is no JSON, or is compressed; or, of a photo, none of the kinds of picture that are taken.", &[]),
    (422, "Invalid", "A field is wrong, each named in `errors`; or the Idempotency-Key is none, or was used for another request.", &[]),
    (428, "MatchMissing", "If-Match is missing.", &[]),
    (429, "TooMany", "Too many calls or tries.", &["Retry-After"]),
    (503, "Busy", "The service is busy.", &["Retry-After"]),
];

/// What a reading call can end in.
pub struct Problems;
/// What a reading call can end in when a rule may say no.
pub struct RuledProblems;
/// What a change can end in.
pub struct WriteProblems;
/// What a change can end in that may name what was read.
pub struct MatchedProblems;
/// What a change of a version that was read can end in.
pub struct UpdateProblems;

const READING: &[u16] = &[400, 401, 403, 404, 422, 429, 503];
const RULED: &[u16] = &[400, 401, 403, 404, 409, 422, 429, 503];
const WRITING: &[u16] = &[400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 503];
const MATCHED: &[u16] = &[400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 429, 503];
const UPDATING: &[u16] = &[400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 428, 429, 503];

fn references(statuses: &[u16]) -> BTreeMap<String, RefOr<Response>> {
    let asked = ALL.iter().filter(|(status, ..)| statuses.contains(status));
    asked.map(|(status, name, ..)| (status.to_string(), Ref::from_response_name(*name).into())).collect()
}

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        references(READING)
    }
}
impl IntoResponses for RuledProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        references(RULED)
    }
}
impl IntoResponses for WriteProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        references(WRITING)
    }
}
impl IntoResponses for MatchedProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        references(MATCHED)
    }
}
impl IntoResponses for UpdateProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        references(UPDATING)
    }
}

/// The problems with their status and name, for the description's components.
pub fn problem_responses() -> impl Iterator<Item = (u16, &'static str, Response)> {
    use utoipa::ToSchema;
    ALL.iter().map(|(status, name, meaning, headers)| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
        let mut response = ResponseBuilder::new().description(*meaning).content("application/problem+json", content);
        for header in *headers {
            let schema = if *header == "Retry-After" {
                ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer)).minimum(Some(1)).description(Some("Seconds to wait"))
            } else {
                ObjectBuilder::new()
                    .schema_type(SchemaType::Type(Type::String))
                    .description(Some("How to sign in, or which scope is missing"))
            };
            response = response.header(*header, HeaderBuilder::new().schema(Some(schema)).build());
        }
        (*status, *name, response.build())
    })
}
