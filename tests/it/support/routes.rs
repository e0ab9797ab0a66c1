//! Every route of the program, read from the sources: actix cannot list its own. A registration that
//! this reader does not understand fails the test that uses it, so that nothing slips past.
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// One method of one path, as registered: `{…}` are parameters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub path: String,
    pub method: String,
}

const METHODS: &[&str] = &["get", "post", "put", "patch", "delete"];

/// All routes, in order of path and method.
pub fn routes() -> Vec<Route> {
    let mut found = BTreeSet::new();
    for file in sources("src") {
        let text = without_tests(&fs::read_to_string(&file).unwrap());
        let routes = read(&text);
        let registered: usize = METHODS.iter().map(|method| handlers(&text, method).count()).sum::<usize>()
            + METHODS.iter().map(|method| text.matches(&format!("#[{method}(\"")).count()).sum::<usize>();
        assert_eq!(routes.len(), registered, "{}: a route is registered in a way this reader does not know", file.display());
        let scoped = text.replace("utoipa_actix_web::scope(\"/api/v1\")", "").contains("web::scope(");
        assert!(!scoped, "{}: write whole paths, so that they can be found", file.display());
        found.extend(routes);
    }
    found.into_iter().collect()
}

/// Files below a folder of the repository with one ending, sorted.
pub fn sources(folder: &str) -> Vec<PathBuf> {
    files_below(folder, "rs")
}

/// Files below a folder of the repository with an ending, sorted.
pub fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    fn walk(dir: &Path, ending: &str, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, ending, found);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), ending, &mut found);
    found.sort();
    found
}

/// A source without its unit tests and its comments.
pub fn without_tests(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or("");
    code.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }).collect::<Vec<_>>().join("\n")
}

/// Where a handler is registered: `get().to(` or `web::get().to(`.
fn handlers<'t>(text: &'t str, method: &str) -> impl Iterator<Item = usize> + use<'t> {
    let wanted = format!("{method}()");
    text.match_indices("()").filter_map(move |(at, _)| {
        let start = (at + 2).checked_sub(wanted.len())?;
        let whole = text.get(start..at + 2) == Some(wanted.as_str()) && text[at + 2..].trim_start().starts_with(".to(");
        let word = text[..start].chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
        (whole && !word).then_some(start)
    })
}

/// The routes of one source: `.route("path", web::get().to(…))`, `web::resource("path")` with its
/// `.route(web::get().to(…))`, and `#[get("path")]`, which stands below `/api/v1`.
fn read(text: &str) -> Vec<Route> {
    let mut found = Vec::new();
    for method in METHODS {
        for piece in text.split(&format!("#[{method}(\"")).skip(1) {
            let path = piece.split('"').next().unwrap_or("");
            found.push(Route { path: format!("/api/v1{path}"), method: method.to_uppercase() });
        }
        for at in handlers(text, method) {
            let before = text[..at].trim_end().trim_end_matches("web::").trim_end();
            let direct = before.strip_suffix(',').map(str::trim_end).and_then(|rest| rest.strip_suffix('"'));
            let path = match direct {
                Some(rest) => rest.rsplit('"').next(),
                None => before.rsplit_once("web::resource(\"").and_then(|(_, rest)| rest.split('"').next()),
            };
            if let Some(path) = path {
                found.push(Route { path: path.to_owned(), method: method.to_uppercase() });
            }
        }
    }
    found
}

#[test]
fn the_reader_knows_all_three_ways_to_register() {
    let text = r##"
        config.route("/a/{b}", web::get().to(show)).route(
            "/a/{b}/c",
            web::post().to(change),
        );
        config.service(web::resource("/d").route(web::get().to(list)).route(web::post().to(add)));
        config.route("/e", post().to(act));
        #[get("/ideas/{number}")]
    "##;
    let mut found: Vec<String> = read(text).into_iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    found.sort();
    assert_eq!(found, ["GET /a/{b}", "GET /api/v1/ideas/{number}", "GET /d", "POST /a/{b}/c", "POST /d", "POST /e"]);
}
