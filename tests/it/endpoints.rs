//! What every route answers to every role, compared with `endpoints.txt`. A new route without a line
//! fails; `ENDPOINTS=write cargo nextest run endpoints` writes the lines, for a person to read.
//!
//! A line is `METHOD path status…| options`, statuses in the order of the roles. Options: `as:STATE`
//! (state of the fresh idea, campaign or room in the path, or the step of the room's round), `by:ROLE` (whose idea it is), `form:a=b&c=d`, `json:{…}`.
use crate::support::{
    Scene,
    routes::{Route, routes},
    scene::ROLES,
};
use std::{collections::BTreeMap, fmt::Write, fs};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/endpoints.txt");

/// Routes that say one and the same 4xx to everybody, so that their line proves nothing about roles.
/// This number may only shrink: give the line options that get past the reading of the input.
const MOST_BLIND: usize = 48;

/// A line of the table.
#[derive(Clone, Default)]
struct Line {
    statuses: Vec<u16>,
    options: String,
}

fn table() -> BTreeMap<Route, Line> {
    let text = fs::read_to_string(TABLE).unwrap_or_default();
    let mut lines = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let (left, options) = line.split_once('|').unwrap_or((line, ""));
        let mut words = left.split_whitespace();
        let (Some(method), Some(path)) = (words.next(), words.next()) else { panic!("unreadable line: {line}") };
        let statuses = words.map(|word| word.parse().unwrap()).collect();
        lines.insert(Route { path: path.to_owned(), method: method.to_owned() }, Line { statuses, options: options.trim().to_owned() });
    }
    lines
}

#[tokio::test]
async fn every_route_answers_every_role_as_the_table_says() {
    let mut scene = Scene::set().await;
    let (routes, mut known) = (routes(), table());
    let mut wrong = Vec::new();
    for route in &routes {
        let line = known.entry(route.clone()).or_default();
        let mut statuses = Vec::new();
        for (role, _) in ROLES {
            statuses.push(probe(&mut scene, route, role, &line.options, false).await);
            if route.method != "GET" && !scene.is_whole() {
                scene = Scene::set().await;
            }
        }
        if statuses != line.statuses {
            wrong.push(format!("{} {}: {:?}, the table says {:?}", route.method, route.path, statuses, line.statuses));
        }
        line.statuses = statuses;
    }
    known.retain(|route, _| {
        let there = routes.contains(route);
        if !there {
            wrong.push(format!("{} {} is in the table, but is no route", route.method, route.path));
        }
        there
    });
    if std::env::var_os("ENDPOINTS").is_some() {
        fs::write(TABLE, printed(&known)).unwrap();
        return;
    }
    let blind: Vec<String> =
        known.iter().filter(|(_, line)| is_blind(line)).map(|(route, _)| format!("{} {}", route.method, route.path)).collect();
    assert!(blind.len() <= MOST_BLIND, "lines that say the same 4xx to everybody, {} of {MOST_BLIND}:\n{}", blind.len(), blind.join("\n"));
    assert!(wrong.is_empty(), "statuses in the order {:?}:\n{}", ROLES.map_names(), wrong.join("\n"));
    let failed: Vec<&Route> =
        known.iter().filter(|(_, line)| line.statuses.iter().any(|status| *status >= 500)).map(|(route, _)| route).collect();
    assert!(failed.is_empty(), "no route may fail: {failed:?}");
}

trait Names {
    fn map_names(&self) -> Vec<&'static str>;
}
impl<T> Names for [(&'static str, T)] {
    fn map_names(&self) -> Vec<&'static str> {
        self.iter().map(|(name, _)| *name).collect()
    }
}

/// The first status is that of a visitor, who is turned away before anything is read.
fn is_blind(line: &Line) -> bool {
    let signed_in = line.statuses.get(1..).unwrap_or_default();
    let first = signed_in.first().copied().unwrap_or(0);
    (400..500).contains(&first) && signed_in.iter().all(|status| *status == first)
}

fn printed(lines: &BTreeMap<Route, Line>) -> String {
    let mut text = format!("# Written by ENDPOINTS=write, read by people. Roles: {}\n", ROLES.map_names().join(" "));
    for (route, line) in lines {
        let statuses: Vec<String> = line.statuses.iter().map(u16::to_string).collect();
        let options = if line.options.is_empty() { String::new() } else { format!(" | {}", line.options) };
        writeln!(text, "{:<7}{:<64} {}{options}", route.method, route.path, statuses.join(" ")).unwrap();
    }
    text
}

/// One request as one role, on items made for it alone, because it may change them.
///
/// With `more`, the body has a field besides that no form asks for.
async fn probe(scene: &mut Scene, route: &Route, role: &str, options: &str, more: bool) -> u16 {
    let option = |name: &str| options.split_whitespace().find_map(|word| word.strip_prefix(name));
    let path = fresh_path(scene, &route.path, option("as:").unwrap_or("open"), option("by:"));
    let visitor = &scene.visitors[role];
    let method = reqwest::Method::from_bytes(route.method.as_bytes()).unwrap();
    let mut request = visitor.request(method.clone(), &path);
    let mut form: Vec<(String, String)> = option("form:").map(pairs).unwrap_or_default();
    if route.path.starts_with("/api/") {
        if let Some(token) = scene.tokens.get(role) {
            request = request.bearer_auth(token);
        }
        if method != reqwest::Method::GET {
            request = request
                .header("content-type", "application/json")
                .header("if-match", "*")
                .body(json(option("json:").unwrap_or("{}"), more));
        }
    } else if method != reqwest::Method::GET {
        form.push(("csrf".to_owned(), visitor.csrf().to_owned()));
        form.extend(more.then(|| ("vote_count".to_owned(), "9999".to_owned())));
        request = request.form(&form);
    }
    // Streams are answered by their head; their body never ends.
    request.send().await.unwrap_or_else(|error| panic!("{} {path} as {role}: {error}", route.method)).status().as_u16()
}

fn json(text: &str, more: bool) -> String {
    let mut body: serde_json::Value = serde_json::from_str(text).unwrap();
    if let (true, Some(fields)) = (more, body.as_object_mut()) {
        fields.insert("vote_count".to_owned(), 9_999.into());
    }
    body.to_string()
}

/// Every form that is taken from an administrator is refused once it holds a field that nobody asked for.
#[tokio::test]
async fn a_body_with_a_field_too_many_is_refused_where_it_was_good_before() {
    let mut scene = Scene::set().await;
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (route, line) in table() {
        let has_body = line.options.contains("form:") || line.options.contains("json:");
        if !has_body || route.method == "GET" || line.statuses.last().is_none_or(|status| *status >= 400) {
            continue;
        }
        tried += 1;
        let status = probe(&mut scene, &route, "admin", &line.options, true).await;
        if !matches!(status, 400 | 422) {
            wrong.push(format!("{} {}: {status}", route.method, route.path));
        }
        if !scene.is_whole() {
            scene = Scene::set().await;
        }
    }
    assert!(tried > 20, "only {tried} routes have a body in the table");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.replace('+', " ").replace("%3F", "?")))
        .collect()
}

/// The path with fresh, public items for its parameters.
fn fresh_path(scene: &mut Scene, route: &str, state: &str, by: Option<&str>) -> String {
    let mut before = "";
    let mut path = String::new();
    for segment in route.split('/').skip(1) {
        let value = match (before, segment) {
            ("ideas" | "triage" | "moderation", part) if part.starts_with('{') => scene.fresh_idea(state, by).to_string(),
            ("campaigns", part) if part.starts_with('{') => scene.fresh_campaign(state),
            ("join", part) if part.starts_with('{') => format!("{:06}", scene.fresh_brainstorm(state)),
            ("b", part) if part.starts_with('{') => format!("link-{}", scene.fresh_brainstorm(state)),
            ("brainstorms", part) if part.starts_with('{') => scene.fresh_brainstorm(state).to_string(),
            ("prototypes", part) if part.starts_with('{') => scene.fresh_prototype().to_string(),
            ("people", part) if part.starts_with('{') => scene.author_handle().to_owned(),
            ("phases", part) if part.starts_with('{') => "collect".to_owned(),
            (list, part) if part.contains('{') => scene.fresh_part(list).unwrap_or_else(|| "1".to_owned()),
            (_, part) => part.to_owned(),
        };
        path.push('/');
        path.push_str(&value);
        before = segment;
    }
    path
}
