//! What a page's address answers with a suffix: `/prototypes/27-heatrelease.json` is the API's reading of that
//! prototype, for the browser that asks and with its eyes.
use crate::kernel::text;
use actix_web::{
    HttpMessage,
    body::BoxBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, Uri, uri::PathAndQuery},
    middleware::Next,
};

/// A request that came by an address with a suffix.
#[derive(Debug, Clone, Copy)]
pub(super) struct Suffixed;

/// Path and query that answer an address with a suffix; `None` for all others.
fn answered_by(path: &str, query: &str) -> Option<String> {
    let (address, suffix) = path.strip_prefix('/')?.rsplit_once('.')?;
    let (kind, item) = address.split_once('/').map_or((address, None), |(kind, item)| (kind, Some(item)));
    if item.is_some_and(|item| item.is_empty() || item.contains('/')) {
        return None;
    }
    let path = match (kind, item, suffix) {
        ("campaigns" | "prototypes" | "brainstorms" | "people", None, "json") => format!("/api/v1/{kind}"),
        ("campaigns" | "people", Some(name), "json") => format!("/api/v1/{kind}/{name}"),
        ("ideas" | "prototypes" | "brainstorms", Some(item), "json") => format!("/api/v1/{kind}/{}", text::leading_number(item)?),
        ("campaigns", Some(slug), "atom") => format!("/ideas.atom?campaign={slug}&sort=new"),
        _ => return None,
    };
    let joint = if path.contains('?') { '&' } else { '?' };
    Some(if query.is_empty() { path } else { format!("{path}{joint}{query}") })
}

/// Leads addresses with a suffix to what answers them, before a route is looked for.
pub async fn lead_suffixes(mut request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if *request.method() == Method::GET
        && let Some(to) = answered_by(request.path(), request.query_string())
        && let Ok(to) = to.parse::<PathAndQuery>()
    {
        let mut parts = request.uri().clone().into_parts();
        parts.path_and_query = Some(to);
        if let Ok(uri) = Uri::from_parts(parts) {
            request.match_info_mut().get_mut().update(&uri);
            request.head_mut().uri = uri;
            request.extensions_mut().insert(Suffixed);
        }
    }
    next.call(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_a_suffix_lead_to_the_api_and_others_nowhere() {
        let to = |path: &str| answered_by(path, "").unwrap_or_default();
        assert_eq!(to("/ideas/118-heat-release-tape.json"), "/api/v1/ideas/118");
        assert_eq!(to("/campaigns/cold-mornings.json"), "/api/v1/campaigns/cold-mornings");
        assert_eq!(to("/campaigns/cold-mornings.atom"), "/ideas.atom?campaign=cold-mornings&sort=new");
        assert_eq!(answered_by("/people.json", "q=peel").unwrap_or_default(), "/api/v1/people?q=peel");
        assert_eq!(answered_by("/campaigns/x.atom", "after=W10").unwrap_or_default(), "/ideas.atom?campaign=x&sort=new&after=W10");
        for other in [
            "/ideas.json",
            "/ideas/118",
            "/ideas/mine.json",
            "/ideas/118/history.json",
            "/campaigns/.json",
            "/api/v1/openapi.json",
            "/x.json",
        ] {
            assert_eq!(to(other), "", "{other}");
        }
    }
}
