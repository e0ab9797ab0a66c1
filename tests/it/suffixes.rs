//! Addresses with a suffix: the same things as data, for the eyes of whoever asks.
use crate::support::{
    Scene, TestApp, Visitor,
    make::{board::idea, campaigns::campaign},
    scene::{CANARIES, ROLES},
};
use diesel::connection::SimpleConnection;
use proofbench::kernel::Role;
use reqwest::{Method, header};
use serde_json::Value;

const LISTS: [&str; 4] = ["campaigns", "prototypes", "brainstorms", "people"];

async fn read(visitor: &Visitor, path: &str, token: Option<&str>) -> (u16, Value) {
    let mut request = visitor.request(Method::GET, path);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// Addresses of items in a list of the API, as pages have them and as the API has them.
fn items(kind: &str, list: &Value) -> Vec<(String, String)> {
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            let name = match kind {
                "campaigns" => item["slug"].as_str().unwrap().to_owned(),
                "people" => item["handle"].as_str().unwrap().to_owned(),
                _ => item["number"].to_string(),
            };
            let slug = if matches!(kind, "campaigns" | "people") { "" } else { "-any-slug" };
            (format!("/{kind}/{name}{slug}.json"), format!("/api/v1/{kind}/{name}"))
        })
        .collect()
}

#[tokio::test]
async fn json_of_a_page_is_what_the_api_answers_the_same_person() {
    let scene = Scene::set().await;
    for (role, visitor) in scene.visitors.iter().filter(|(role, _)| **role != "anonymous") {
        let token = scene.tokens[role].as_str();
        for kind in LISTS.into_iter().chain(["ideas"]) {
            let (status, by_token) = read(visitor, &format!("/api/v1/{kind}"), Some(token)).await;
            assert_eq!(status, 200, "{kind} as {role}");
            let query = if kind == "ideas" { "?sort=rising" } else { "" };
            let (_, by_suffix) = read(visitor, &format!("/{kind}.json{query}"), None).await;
            if kind != "ideas" {
                assert_eq!(by_suffix, by_token, "{kind} as {role}");
            }
            for (page, api) in items(kind, &by_token) {
                assert_eq!(read(visitor, &page, None).await, read(visitor, &api, Some(token)).await, "{page} as {role}");
            }
        }
    }
}

#[tokio::test]
async fn a_visitor_reads_what_is_public_and_nothing_that_hides() {
    let scene = Scene::set().await;
    for (role, _) in ROLES.iter().filter(|(role, _)| ["anonymous", "customer"].contains(role)) {
        let visitor = &scene.visitors[role];
        let mut paths: Vec<String> =
            LISTS.iter().chain(&["ideas"]).flat_map(|kind| [format!("/{kind}.json"), format!("/{kind}.csv")]).collect();
        for kind in LISTS.into_iter().chain(["ideas"]) {
            let (status, list) = read(visitor, &format!("/{kind}.json"), None).await;
            assert_eq!(status, 200, "{kind} as {role}");
            paths.extend(items(kind, &list).into_iter().map(|(page, _)| page));
        }
        for path in paths {
            let text = visitor.page(&path).await.to_lowercase();
            let found: Vec<&str> = CANARIES
                .iter()
                .filter(|canary| !canary.may.contains(role) && text.contains(canary.word))
                .map(|canary| canary.word)
                .collect();
            assert!(found.is_empty(), "{path} as {role}: {found:?}");
        }
    }
}

#[tokio::test]
async fn what_is_hidden_or_not_there_answers_a_problem_and_the_api_itself_still_wants_a_token() {
    let mut app = TestApp::start().await;
    let staff = app.sign_in("Ines", &[Role::Rnd]);
    let secret = idea("Unreleased codename Halvard").by(staff.id).sight(proofbench::kernel::Sight::INTERNAL).insert(&mut app);
    let visitor = app.visitor();
    for path in [format!("/ideas/{}.json", secret.number), "/ideas/9999.json".to_owned(), "/campaigns/none.json".to_owned()] {
        let answer = visitor.get(&path).await;
        assert_eq!(
            (answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()),
            (404, "application/problem+json"),
            "{path}"
        );
    }
    assert_eq!(read(&staff, &format!("/ideas/{}.json", secret.number), None).await.1["title"], "Unreleased codename Halvard");
    for visitor in [&visitor, &staff] {
        assert_eq!(visitor.get(&format!("/api/v1/ideas/{}", secret.number)).await.status(), 401);
    }
    assert_eq!(visitor.get("/campaigns.json?colour=red").await.status(), 422);
}

/// Where the `Link` header leads on to.
fn next_of(answer: &reqwest::Response) -> Option<String> {
    let link = answer.headers().get(header::LINK)?.to_str().unwrap();
    let address = link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap();
    Some(address[address.find("/ideas").or_else(|| address.find("/campaigns")).unwrap()..].to_owned())
}

#[tokio::test]
async fn csv_holds_every_row_and_json_and_atom_lead_on_to_the_last() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let place = campaign().insert(&mut app);
    let rows = format!(
        "INSERT INTO ideas (id, slug, campaign_id, author_id, state, source, title, body, audience, rising, rising_at, created_at, changed_at)
         SELECT gen_random_uuid(), 'idea', '{}', '{}', 'open', 'customer', '=Idea ' || n, 'A text of an idea', 'public', n % 7, now(), now(), now()
         FROM generate_series(1, 250) AS n",
        place.id.0, rosa.id.0
    );
    app.conn.batch_execute(&rows).unwrap();
    let visitor = app.visitor();
    let csv = visitor.page("/ideas.csv").await;
    let mut table = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let head = table.headers().unwrap().clone();
    assert_eq!(head.iter().take(7).collect::<Vec<_>>(), ["number", "path", "title", "state", "source", "author", "company"]);
    let mut titles: Vec<String> = table.records().map(|row| row.unwrap()[2].to_owned()).collect();
    assert!(titles.iter().all(|title| title.starts_with("'=Idea ")));
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), 250);

    for (first, mark) in [("/ideas.json?sort=new".to_owned(), "\"title\":"), (format!("/campaigns/{}.atom", place.slug), "<entry>")] {
        let (mut path, mut seen, mut pages) = (Some(first.clone()), 0, 0);
        while let Some(asked) = path {
            let answer = visitor.get(&asked).await;
            assert_eq!(answer.status(), 200, "{asked}");
            path = next_of(&answer);
            let text = answer.text().await.unwrap();
            assert_eq!(text.contains("rel=\"next\""), path.is_some() && mark == "<entry>");
            seen += text.matches(mark).count();
            pages += 1;
        }
        assert_eq!((seen, pages), (250, 3), "{first}");
    }
    let next = next_of(&visitor.get("/campaigns.json?limit=1").await);
    assert_eq!(next, None);
    campaign().insert(&mut app);
    let next = next_of(&visitor.get("/campaigns.json?limit=1").await).unwrap();
    assert!(next.starts_with("/campaigns.json?limit=1&after="), "{next}");
    assert_eq!(read(&visitor, &next, None).await.1["items"].as_array().unwrap().len(), 1);
}
