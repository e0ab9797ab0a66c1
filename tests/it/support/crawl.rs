//! Walks through the program as somebody: every GET route with everything the scene has, the twins of
//! each page, and the links that the pages themselves show.
use super::{Scene, Visitor, routes::routes};
use futures_util::{StreamExt, stream};
use proofbench::kernel::Readers;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

/// What came back.
pub struct Answer {
    pub path: String,
    /// The page that leads there; empty where none does.
    pub from: String,
    pub status: u16,
    pub headers: String,
    pub body: String,
}

impl Answer {
    pub fn is_html(&self) -> bool {
        self.headers.contains("text/html")
    }
}

/// Pages of one kind (same path but for numbers and queries) that are visited by following links.
const LINKS_OF_A_KIND: usize = 6;
/// Other forms of a page that exist for some.
const TWINS: &[&str] = &[".json", ".csv", ".atom"];
/// Requests at once.
const AT_ONCE: usize = 6;

/// Everything one role comes across.
pub async fn crawl(scene: &mut Scene, role: &str) -> Vec<Answer> {
    crawl_as(scene, role, None).await
}

/// As [`crawl`], in a language.
pub async fn crawl_as(scene: &mut Scene, role: &str, lang: Option<&str>) -> Vec<Answer> {
    let mut seeds: Vec<String> = Vec::new();
    for route in routes().into_iter().filter(|route| route.method == "GET") {
        for path in scene.paths(&route.path) {
            seeds.extend(TWINS.iter().filter(|_| !route.path.starts_with("/api/") && path.len() > 1).map(|twin| format!("{path}{twin}")));
            seeds.push(path);
        }
    }
    for query in ["?q=zq", "?q=idea", "?sort=new", "?sort=wanted", "?view=table"] {
        seeds.extend(["/ideas", "/people", "/prototypes", "/api/v1/ideas"].map(|list| format!("{list}{query}")));
    }
    let verbs = Readers::ALL.iter().filter(|readers| **readers != Readers::Everybody).flat_map(|readers| readers.verbs());
    seeds.extend(verbs.map(|verb| format!("/api/v1/events?verb={verb}")));
    let visitor = scene.visitors[role].with_cookie(&format!("lang={}", lang.unwrap_or("en")));
    follow(&visitor, scene.tokens.get(role), seeds, |_| LINKS_OF_A_KIND).await
}

/// Everything that these pages lead to, at most so many pages of a kind.
pub async fn follow(visitor: &Visitor, token: Option<&String>, seeds: Vec<String>, most: impl Fn(&str) -> usize) -> Vec<Answer> {
    let mut seen = BTreeSet::new();
    let mut waiting: VecDeque<(String, String)> =
        seeds.into_iter().filter(|path| seen.insert(path.clone())).map(|path| (path, String::new())).collect();
    let (mut answers, mut kinds) = (Vec::new(), BTreeMap::<String, usize>::new());
    while !waiting.is_empty() {
        let batch: Vec<(String, String)> = waiting.drain(..).collect();
        let mut fetched: Vec<Answer> =
            stream::iter(batch).map(|(path, from)| fetch(visitor, token, path, from)).buffer_unordered(AT_ONCE).collect().await;
        fetched.sort_by(|a, b| a.path.cmp(&b.path));
        for (link, from) in
            fetched.iter().filter(|answer| answer.is_html()).flat_map(|answer| links(answer).into_iter().map(|link| (link, &answer.path)))
        {
            let kind = kind(&link);
            let allowed = most(&kind);
            let of_this_kind = kinds.entry(kind).or_default();
            if *of_this_kind < allowed && seen.insert(link.clone()) {
                *of_this_kind += 1;
                waiting.push_back((link, from.clone()));
            }
        }
        answers.append(&mut fetched);
    }
    answers
}

/// One page, or the beginning of a stream.
async fn fetch(visitor: &Visitor, token: Option<&String>, path: String, from: String) -> Answer {
    let mut request = visitor.request(reqwest::Method::GET, &path);
    if let Some(token) = token.filter(|_| path.starts_with("/api/")) {
        request = request.bearer_auth(token);
    }
    let response = request.send().await.unwrap_or_else(|error| panic!("GET {path}: {error}"));
    let status = response.status().as_u16();
    let headers: String =
        response.headers().iter().map(|(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes()))).collect();
    let body = if is_stream(&headers) {
        beginning(response).await
    } else {
        String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned()
    };
    Answer { path, from, status, headers, body }
}

fn is_stream(headers: &str) -> bool {
    headers.contains("text/event-stream")
}

/// What a stream says in its first moments.
async fn beginning(mut response: reqwest::Response) -> String {
    let mut text = String::new();
    while let Ok(Ok(Some(chunk))) = tokio::time::timeout(Duration::from_millis(300), response.chunk()).await {
        text.push_str(&String::from_utf8_lossy(&chunk));
        if text.len() > 64 * 1024 {
            break;
        }
    }
    text
}

/// Our own pages that a page leads to: by link, by form of method GET, by what scripts fetch.
fn links(answer: &Answer) -> Vec<String> {
    let document = scraper::Html::parse_document(&answer.body);
    let mut found = Vec::new();
    for (selector, attribute) in [
        ("a[href]", "href"),
        ("link[href]", "href"),
        ("img[src]", "src"),
        ("[data-live-url]", "data-live-url"),
        ("[data-live-fragment]", "data-live-fragment"),
        ("[hx-get]", "hx-get"),
    ] {
        let selector = scraper::Selector::parse(selector).unwrap();
        found.extend(
            document.select(&selector).filter_map(|element| element.attr(attribute)).filter_map(|link| absolute(&answer.path, link)),
        );
    }
    found
}

fn absolute(from: &str, link: &str) -> Option<String> {
    let link = link.split('#').next().unwrap_or("");
    if link.starts_with("//") || link.contains(':') || link.is_empty() || link.starts_with("/assets/") {
        return None;
    }
    if link.starts_with('/') {
        return Some(link.to_owned());
    }
    let base = from.split('?').next().unwrap_or("/");
    if link.starts_with('?') {
        return Some(format!("{base}{link}"));
    }
    Some(format!("{}/{link}", base.rsplit_once('/').map_or("", |(folder, _)| folder)))
}

/// The path with what differs from item to item left out, and the names of what the query asks.
fn kind(link: &str) -> String {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let path: Vec<&str> =
        path.split('/').map(|segment| if segment.contains(|c: char| c.is_ascii_digit() || c == '-') { "*" } else { segment }).collect();
    let names: BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{} {names:?}", path.join("/"))
}
