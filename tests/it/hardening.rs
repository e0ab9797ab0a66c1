//! The day-one list of security, line by line, over the whole route table, so that a new route is held to it too.
use crate::support::{
    Scene, TestApp,
    crawl::crawl,
    routes::{Route, routes},
};
use diesel::prelude::*;
use proofbench::{kernel::Role, schema::api_tokens};
use reqwest::Method;
use std::collections::BTreeMap;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

fn unsafe_pages() -> Vec<Route> {
    routes().into_iter().filter(|route| route.method != "GET" && !route.path.starts_with("/api/")).collect()
}

/// Any path of the route; what its parameters name need not be there.
fn some_path(route: &str) -> String {
    route.split('/').map(|part| if part.contains('{') { "1" } else { part }).collect::<Vec<_>>().join("/")
}

fn method(route: &Route) -> Method {
    Method::from_bytes(route.method.as_bytes()).unwrap()
}

#[tokio::test]
async fn no_form_is_taken_without_its_token_or_from_another_site() {
    let mut app = TestApp::start().await;
    let (admin, other) = (app.sign_in("Admin", &[Role::Admin]), app.sign_in("Other", &[]));
    let mut open = Vec::new();
    for route in unsafe_pages() {
        let path = some_path(&route.path);
        let send = || admin.request(method(&route), &path);
        let tries = [
            ("without a token", send().form(&[("a", "b")])),
            ("with another's token", send().form(&[("csrf", other.csrf())])),
            ("as text", send().header("content-type", "text/plain").body(format!("csrf={}", admin.csrf()))),
            ("as JSON", send().header("content-type", "application/json").body("{}")),
            ("from another site", send().header("sec-fetch-site", "cross-site").form(&[("csrf", admin.csrf())])),
            ("from a sibling site", send().header("sec-fetch-site", "same-site").form(&[("csrf", admin.csrf())])),
            ("from another origin", send().header("origin", "https://evil.example").form(&[("csrf", admin.csrf())])),
            ("from nowhere", send().header("origin", "null").form(&[("csrf", admin.csrf())])),
        ];
        for (how, request) in tries {
            let status = request.send().await.unwrap().status().as_u16();
            if !matches!(status, 403 | 415) {
                open.push(format!("{} {} {how}: {status}", route.method, route.path));
            }
        }
    }
    assert!(open.is_empty(), "taken:\n{}", open.join("\n"));
}

#[tokio::test]
async fn the_api_takes_no_cookie() {
    let mut app = TestApp::start().await;
    let admin = app.sign_in("Admin", &[Role::Admin]);
    for route in routes().into_iter().filter(|route| route.path.starts_with("/api/") && route.method != "GET") {
        let status =
            admin.request(method(&route), &some_path(&route.path)).json(&serde_json::json!({})).send().await.unwrap().status().as_u16();
        assert!(matches!(status, 401 | 400 | 404 | 422), "{} {}: {status}", route.method, route.path);
        assert!(app.verbs().is_empty(), "{} {} wrote something", route.method, route.path);
    }
}

/// Rows of every table, but for those that are nobody's state.
fn rows(app: &mut TestApp) -> BTreeMap<String, String> {
    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    #[derive(QueryableByName)]
    struct Sum {
        #[diesel(sql_type = diesel::sql_types::Text)]
        sum: String,
    }
    let names: Vec<Name> = diesel::sql_query(
        "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('rate_counters', 'reader_cursors', '__diesel_schema_migrations')",
    )
    .load(&mut app.conn)
    .unwrap();
    names
        .into_iter()
        .map(|Name { name }| {
            // A table's name cannot be bound; these come from the catalogue.
            let query = format!(
                "SELECT count(*)::text || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS sum FROM {name} t"
            );
            let sum: Sum = diesel::sql_query(query).get_result(&mut app.conn).unwrap();
            (name, sum.sum)
        })
        .collect()
}

#[tokio::test]
async fn reading_never_writes() {
    for role in ["anonymous", "customer", "admin"] {
        let mut scene = Scene::set().await;
        // Of a token, as of a session, the last use is written down from time to time; here it was just used.
        let now = scene.app.clock.now();
        diesel::update(api_tokens::table).set(api_tokens::last_used_at.eq(now)).execute(&mut scene.app.conn).unwrap();
        let before = rows(&mut scene.app);
        crawl(&mut scene, role).await;
        let after = rows(&mut scene.app);
        let changed: Vec<&String> = before.iter().filter(|(table, sum)| after.get(*table) != Some(*sum)).map(|(table, _)| table).collect();
        assert!(changed.is_empty(), "pages that {role} read changed {changed:?}");
    }
}

/// What is no number, no name, no cursor and no word of ours.
const ODD: &[&str] = &[
    "%00",
    "%FF%FE",
    "-1",
    "99999999999999999999",
    "9223372036854775807",
    "..%2f..%2fetc",
    "%27%20OR%201=1--",
    "a%0d%0ab",
    "%F0%9F%92%A5",
    "1e9",
];

/// What lists are asked by.
const ASKED_BY: &[&str] = &["q", "after", "limit", "sort", "status", "state", "campaign", "tag", "role", "verb"];

/// The scene, where nobody is turned away for calling and searching as often as a test does.
async fn patient_scene() -> Scene {
    Scene::set_with(|settings| {
        settings.api_calls_per_minute = Some("1000000".to_owned());
        settings.searches_per_minute = Some("1000000".to_owned());
    })
    .await
}

#[tokio::test]
async fn nonsense_is_refused_and_never_an_error_of_ours() {
    let mut scene = patient_scene().await;
    let mut failed = Vec::new();
    for route in routes().into_iter().filter(|route| route.method != "GET" || route.path.contains('{')) {
        // One account may not send as many forms in a minute as all routes get here.
        let admin = scene.app.sign_in("Admin", &[Role::Admin]);
        for odd in ODD {
            let path = route.path.split('/').map(|part| if part.contains('{') { *odd } else { part }).collect::<Vec<_>>().join("/");
            let mut request = admin.request(method(&route), &path);
            if route.path.starts_with("/api/") {
                request = request.bearer_auth(&scene.tokens["admin"]);
                if route.method != "GET" {
                    request =
                        request.header("if-match", "*").json(&serde_json::json!({"text": "\u{0}", "title": "\u{0}", "body": "\u{0}"}));
                }
            } else if route.method != "GET" {
                request = request.form(&[("csrf", admin.csrf())]);
            }
            let status = request.send().await.unwrap().status().as_u16();
            if status == 429 || (status >= 500 && status != 503) {
                failed.push(format!("{} {path}: {status}", route.method));
            }
        }
        if route.method != "GET" && !scene.is_whole() {
            scene = patient_scene().await;
        }
    }
    for list in routes().into_iter().filter(|route| route.method == "GET" && !route.path.contains('{')) {
        // One field at a time: a list refuses the whole query for a field that it does not know.
        let odd = ASKED_BY.iter().flat_map(|field| ODD.iter().map(move |odd| format!("{field}={odd}")));
        for query in odd.chain(["limit=1000000000", "after=AAAA"].map(str::to_owned)) {
            let request = scene.visitors["admin"].request(Method::GET, &format!("{}?{query}", list.path));
            let request = if list.path.starts_with("/api/") { request.bearer_auth(&scene.tokens["admin"]) } else { request };
            let status = request.send().await.unwrap().status().as_u16();
            if status == 429 || status >= 500 {
                failed.push(format!("GET {}?{query}: {status}", list.path));
            }
            let is_list = !["/api/v1/me", "/api/v1/docs", "/api/v1/openapi.json"].contains(&list.path.as_str());
            if is_list && list.path.starts_with("/api/") && query.starts_with("limit=1000") && status == 200 {
                failed.push(format!("GET {}?{query} gave a page without bounds", list.path));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A sum that only a template would do, and what it would come to.
const SUM: &str = "{{ 71911 * 70009 }}";
const DONE_SUM: &str = "5034417199";

/// A text of every kind that has been a way in: each must come back as text.
const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>{{ 71911 * 70009 }}",
    "\"><img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](x\" onerror=\"alert(1))",
    "<a href=\"java&#115;cript:alert(1)\">x</a>",
    "{{ 71911 * 70009 }}{% include \"base.html\" %}",
    "</textarea><script>alert(1)</script>",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "`</code><script>alert(1)</script>`",
];

#[tokio::test]
async fn what_people_write_is_only_ever_text() {
    let mut scene = Scene::set().await;
    for (index, payload) in PAYLOADS.iter().enumerate() {
        let quoted = payload.replace('\'', "''");
        let statement = format!(
            "UPDATE ideas SET title = left('{quoted}', 120), body = '{quoted}' WHERE state = 'open';
             UPDATE idea_versions SET title = left('{quoted}', 120), body = '{quoted}';
             UPDATE comments SET text = '{quoted}'; UPDATE campaigns SET title = left('{quoted}', 120), question = '{quoted}', brief = '{quoted}';
             UPDATE prototypes SET title = left('{quoted}', 120), brief = '{quoted}'; UPDATE brainstorms SET title = left('{quoted}', 120), prompt = left('{quoted}', 300);
             UPDATE people SET name = left('{quoted}', 120), company = '{quoted}', title = '{quoted}', bio = '{quoted}';
             UPDATE official_answers SET text = '{quoted}'; UPDATE idea_moves SET reason = '{quoted}'"
        );
        diesel::connection::SimpleConnection::batch_execute(&mut scene.app.conn, &statement).unwrap();
        // The whole crawl for one payload, the pages of items for the others.
        let answers = if index == 0 { crawl(&mut scene, "admin").await } else { pages(&scene).await };
        for answer in answers.iter().filter(|answer| answer.is_html()) {
            let found = active_content(&answer.body);
            assert!(found.is_empty(), "{payload} became {found:?} on {}", answer.path);
        }
        for answer in &answers {
            assert!(!answer.body.contains(DONE_SUM), "{payload} was taken for a template on {}", answer.path);
        }
        let shown = answers.iter().any(|answer| answer.is_html() && answer.body.contains(SUM));
        assert!(shown || !payload.contains(SUM), "no page shows {payload} as it was written");
    }
}

async fn pages(scene: &Scene) -> Vec<crate::support::crawl::Answer> {
    let mut answers = Vec::new();
    for path in [
        "/",
        "/ideas",
        "/campaigns",
        "/campaigns/open-question",
        "/triage",
        "/moderation",
        "/ideas/1006",
        "/prototypes",
        "/brainstorms",
        "/people",
    ] {
        let response = scene.visitors["admin"].get(path).await;
        let headers =
            response.headers().iter().map(|(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes()))).collect();
        let status = response.status().as_u16();
        answers.push(crate::support::crawl::Answer {
            path: path.to_owned(),
            from: String::new(),
            status,
            headers,
            body: response.text().await.unwrap(),
        });
    }
    answers
}

/// Markup that can act and is not ours: inline script, handlers, foreign schemes, frames.
fn active_content(html: &str) -> Vec<String> {
    let document = scraper::Html::parse_document(html);
    let mut found = Vec::new();
    for element in document.tree.nodes().filter_map(|node| node.value().as_element()) {
        let name = element.name();
        let own_script = name == "script" && element.attr("src").is_some_and(|src| src.starts_with("/assets/"));
        if matches!(name, "iframe" | "object" | "embed" | "math") || (name == "script" && !own_script) {
            found.push(format!("<{name}>"));
        }
        for (attribute, value) in element.attrs() {
            let value = value.trim().to_lowercase();
            let acts = attribute.starts_with("on") || attribute == "style" || attribute == "srcdoc";
            let scheme = matches!(attribute, "href" | "src" | "action" | "formaction")
                && ["javascript:", "data:", "vbscript:"].iter().any(|scheme| value.starts_with(scheme));
            if acts || scheme {
                found.push(format!("<{name} {attribute}={value:?}>"));
            }
        }
    }
    found
}

#[test]
fn markdown_bombs_go_off_harmlessly() {
    let bombs = [
        "> ".repeat(20_000),
        "[".repeat(50_000),
        "*a ".repeat(20_000),
        "- ".repeat(20_000),
        "|a".repeat(20_000) + "\n" + &"|-".repeat(20_000),
        "<".repeat(60_000),
        "`".repeat(60_000),
        "![".repeat(30_000),
        "a\u{300}".repeat(20_000),
    ];
    for bomb in bombs {
        let start = std::time::Instant::now();
        proofbench::platform::markdown::to_html(&bomb);
        // Debug builds are some ten times slower than what is promised for a release: 200 ms.
        assert!(start.elapsed().as_millis() < 4_000, "{}… took {:?}", bomb.chars().take(4).collect::<String>(), start.elapsed());
    }
}

#[tokio::test]
async fn bodies_past_their_limit_are_refused() {
    let mut scene = Scene::set().await;
    let mut wrong = Vec::new();
    let form = format!("csrf={}&text={}", scene.visitors["admin"].csrf(), "x".repeat(300 * 1024));
    let json = format!("{{\"text\": \"{}\"}}", "x".repeat(1200 * 1024));
    for route in routes().into_iter().filter(|route| route.method != "GET") {
        let Some(path) = scene.paths(&route.path).into_iter().next() else { continue };
        let admin = &scene.visitors["admin"];
        let (kind, body) =
            if route.path.starts_with("/api/") { ("application/json", &json) } else { ("application/x-www-form-urlencoded", &form) };
        let mut headers = vec![("content-type", kind.to_owned())];
        if route.path.starts_with("/api/") {
            // Calls without a body do not read one, unless they carry a key.
            let bearer = format!("Bearer {}", scene.tokens["admin"]);
            headers.extend([("authorization", bearer), ("if-match", "*".to_owned()), ("idempotency-key", path.clone())]);
        }
        let request =
            headers.iter().fold(admin.request(method(&route), &path), |request, (name, value)| request.header(*name, value.as_str()));
        let status = match request.body(body.clone()).send().await {
            Ok(answer) => answer.status().as_u16(),
            // A server that stops reading may close the connection while we still write. Who only announces the body reads why.
            Err(_) => {
                let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
                let host = scene.app.base.trim_start_matches("http://");
                let (cookie, length) = (admin.cookie(), body.len());
                let first = format!("{} {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n", route.method);
                let answer = raw(&scene.app, &format!("{first}{lines}Content-Length: {length}\r\n\r\n")).await;
                answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
            }
        };
        if status != 413 {
            wrong.push(format!("{} {}: {status}", route.method, route.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(scene.visitors["admin"].get("/health/live").await.status(), 200);
}

#[tokio::test]
async fn every_answer_carries_the_headers_and_private_pages_are_stored_by_nobody() {
    let mut scene = Scene::set().await;
    for answer in crawl(&mut scene, "customer").await {
        for header in [
            "content-security-policy: ",
            "x-content-type-options: nosniff",
            "referrer-policy: same-origin",
            "cross-origin-opener-policy: same-origin",
        ] {
            assert!(answer.headers.contains(header), "{} lacks {header}", answer.path);
        }
        assert!(!answer.headers.contains("unsafe-inline") && !answer.headers.to_lowercase().contains("server: "), "{}", answer.path);
        if answer.is_html() && answer.status == 200 {
            assert!(answer.headers.contains("cache-control: no-store"), "{} may be stored: {}", answer.path, answer.headers);
        }
    }
}

#[tokio::test]
async fn browsers_are_told_to_stay_with_tls_where_people_come_over_it_and_nowhere_else() {
    const YEAR_S: u64 = 365 * 24 * 60 * 60;
    let plain = TestApp::start().await;
    let secure = TestApp::start_with(|settings| settings.base_url = Some("https://ideas.voltaic.example".to_owned())).await;
    let asset = secure.state.assets.url("bench.css");
    for path in ["/", "/sign-in", "/settings", "/nowhere", "/api/v1/ideas", "/api/v1/nowhere", "/health/live", &asset] {
        let answer = secure.visitor().get(path).await;
        let told = answer.headers().get("strict-transport-security").map_or("", |told| told.to_str().unwrap());
        let seconds = told.split(';').find_map(|part| part.trim().strip_prefix("max-age=")).and_then(|age| age.parse::<u64>().ok());
        assert!(seconds.is_some_and(|seconds| seconds >= YEAR_S), "{path}: {told:?}");
        let answer = plain.visitor().get(path).await;
        assert!(!answer.headers().contains_key("strict-transport-security"), "{path}");
    }
}

#[tokio::test]
async fn nothing_leads_off_this_site() {
    let mut app = TestApp::start().await;
    let person = app.sign_in("Ann", &[]);
    let targets = [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/%2f/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=y",
        "http:evil.example",
        "/\t/evil.example",
    ];
    for target in targets {
        let encoded: String = form_urlencoded::byte_serialize(target.as_bytes()).collect();
        for path in ["/sign-in", "/sign-out", "/settings/theme", "/settings/language", "/settings/hints", "/enter"] {
            let got = person.get(&format!("{path}?next={encoded}")).await;
            let posted =
                person.post(path, &[("next", target), ("theme", "dark"), ("language", "de"), ("lang", "de"), ("hint", "board")]).await;
            for response in [got, posted] {
                if let Some(location) = response.headers().get("location") {
                    let location = location.to_str().unwrap();
                    let own = location.starts_with('/')
                        && !location.starts_with("//")
                        && !location.starts_with("/\\")
                        && !location.contains(['\t', '\r', '\n']);
                    assert!(own, "{path} with next={target:?} leads to {location}");
                }
                assert!(response.headers().get_all("set-cookie").iter().all(|cookie| !cookie.to_str().unwrap().starts_with("x=y")));
            }
        }
    }
}

#[tokio::test]
async fn unknown_hosts_are_refused_whatever_header_names_them() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "127.0.0.1:1@evil.example"] {
        let status = raw(&app, &format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).await;
        assert!(status.starts_with("HTTP/1.1 400"), "{host:?}: {status}");
    }
    // Nobody in front of us is trusted here, so what a client says of itself changes nothing.
    let page = visitor
        .request(Method::GET, "/nowhere")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example")
        .send()
        .await
        .unwrap();
    assert!(!page.text().await.unwrap().contains("evil.example"));
}

/// Bytes as they are, and the beginning of the answer.
async fn raw(app: &TestApp, request: &str) -> String {
    let address = app.base.trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = stream.read(&mut answer).await.unwrap_or(0);
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

/// Half a kilobyte that would be read as half a megabyte, were it taken.
#[tokio::test]
async fn a_body_that_comes_compressed_is_refused_before_it_is_read() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa Lindqvist", &[Role::Customer]);
    for path in ["/sign-in", "/ideas", "/api/v1/ideas"] {
        for encoding in ["gzip", "GZIP", "br", "identity, gzip"] {
            let sent = rosa.request(Method::POST, path).header("x-csrf-token", rosa.csrf()).header("content-encoding", encoding);
            let answer = sent.header("content-type", "application/json").body(vec![0x1f; 512]).send().await.unwrap();
            assert_eq!(answer.status(), 415, "{path} {encoding}");
        }
    }
    let plain = rosa.request(Method::POST, "/nowhere").header("x-csrf-token", rosa.csrf()).header("content-encoding", "identity");
    assert_eq!(plain.send().await.unwrap().status(), 404, "what is not compressed is read");
}

#[tokio::test]
async fn a_target_under_a_foreign_name_is_refused_whatever_the_header_says() {
    let app = TestApp::start().await;
    let host = app.base.trim_start_matches("http://").to_owned();
    let ask = async |target: &str| raw(&app, &format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).await;
    assert!(ask("http://evil.example/campaigns").await.starts_with("HTTP/1.1 400"));
    assert!(ask(&format!("http://{host}/campaigns")).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn requests_that_two_readers_would_cut_differently_are_refused() {
    let app = TestApp::start().await;
    let host = app.base.trim_start_matches("http://").to_owned();
    for headers in [
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: -1",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: chunked\r\nContent-Length: 4",
        "Transfer-Encoding: xchunked",
        "Content-Length: +5",
    ] {
        let answer = raw(&app, &format!("POST /sign-out HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n\r\nhello")).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{headers:?}: {answer}");
    }
}

#[tokio::test]
async fn stored_files_are_found_by_their_id_alone() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for path in [
        "/files/..%2f..%2fetc%2fpasswd",
        "/files/%2e%2e/%2e%2e/etc/passwd",
        "/files/a%00b",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e%2fCargo.toml",
        "/files/00000000-0000-0000-0000-000000000000",
    ] {
        assert_eq!(visitor.get(path).await.status(), 404, "{path}");
    }
}
