//! How one likes the screens.
use crate::support::TestApp;
use diesel::prelude::*;
use proofbench::{kernel::Role, schema::people};

#[tokio::test]
async fn a_visitor_keeps_choices_in_cookies_and_stays_on_the_page() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    let dark = visitor.post("/settings/theme", &[("theme", "dark"), ("next", "/people?q=x")]).await;
    assert_eq!((dark.status().as_u16(), dark.headers()["location"].to_str().unwrap()), (303, "/people?q=x"));
    assert!(dark.headers()["set-cookie"].to_str().unwrap().starts_with("theme=dark"));
    let german = visitor.post("/settings/language", &[("language", "de"), ("next", "//evil.example")]).await;
    assert_eq!(german.headers()["location"].to_str().unwrap(), "/");
    let hint = visitor.post("/settings/hints", &[("hint", "board"), ("next", "/")]).await;
    assert!(hint.headers()["set-cookie"].to_str().unwrap().starts_with("hints=board"));
    for (path, form) in
        [("/settings/theme", ("theme", "pink")), ("/settings/hints", ("hint", "a b")), ("/settings/language", ("language", "tlh"))]
    {
        assert!(visitor.post(path, &[form]).await.status().is_client_error(), "{path}");
    }
    for path in ["/settings/density", "/settings/keys"] {
        assert_eq!(visitor.post(path, &[("density", "compact")]).await.status(), 401, "{path}");
    }
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn an_account_keeps_them_and_each_change_is_recorded_once() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    for _ in 0..2 {
        ann.post("/settings/theme", &[("theme", "dark")]).await;
        ann.post("/settings/density", &[("density", "compact")]).await;
        ann.post("/settings/keys", &[("keys", "off")]).await;
        ann.post("/settings/hints", &[("hint", "board")]).await;
        ann.post("/settings/language", &[("language", "de")]).await;
    }
    let page = ann.page("/settings").await;
    assert!(page.contains("data-theme=\"dark\"") && page.contains("data-density=\"compact\"") && page.contains("data-keys=\"off\""));
    assert!(page.contains("<html lang=\"de\""));
    let hints: Vec<Option<String>> = people::table.find(ann.id).select(people::hints_seen).first(&mut app.conn).unwrap();
    assert_eq!(hints, [Some("board".to_owned())]);
    assert_eq!(app.verbs(), ["person.profile-changed"; 5]);
}

#[tokio::test]
async fn a_form_without_token_or_from_elsewhere_changes_nothing() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let bare = ann.request(reqwest::Method::POST, "/settings/theme").form(&[("theme", "dark")]).send().await.unwrap();
    assert_eq!(bare.status(), 403);
    let form = [("csrf", ann.csrf()), ("theme", "dark")];
    let foreign =
        ann.request(reqwest::Method::POST, "/settings/theme").header("sec-fetch-site", "cross-site").form(&form).send().await.unwrap();
    assert_eq!(foreign.status(), 403);
    let origin =
        ann.request(reqwest::Method::POST, "/settings/theme").header("origin", "https://evil.example").form(&form).send().await.unwrap();
    assert_eq!(origin.status(), 403);
    let other = app.visitor();
    let swapped =
        ann.request(reqwest::Method::POST, "/settings/theme").form(&[("csrf", other.csrf()), ("theme", "dark")]).send().await.unwrap();
    assert_eq!(swapped.status(), 403, "a token of another browser");
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn times_are_told_in_the_zone_of_the_browser_until_a_person_chose_one() {
    let mut app = TestApp::start().await;
    // A form of dates names the zone that it is read in.
    let tomas = app.sign_in("Tomás", &[Role::Moderator]);
    let drafted = tomas.post("/campaigns", &[("title", "Bond it"), ("from", "")]).await;
    let path = drafted.headers()["location"].to_str().unwrap().replace("/question", "/phases");
    assert!(tomas.page(&path).await.contains("UTC"));
    let there = tomas.with_cookie("zone=America/New_York");
    assert!(there.page(&path).await.contains("America/New York"));
    assert!(tomas.with_cookie("zone=Mars/Olympus").page(&path).await.contains("UTC"), "what no calendar knows is left out");
    diesel::update(people::table.find(tomas.id)).set(people::time_zone.eq("Europe/Stockholm")).execute(&mut app.conn).unwrap();
    assert!(there.page(&path).await.contains("Europe/Stockholm"), "a choice goes first");
}

#[tokio::test]
async fn drafts_of_the_browser_know_whose_they_are_and_end_at_sign_out() {
    let mut app = TestApp::start().await;
    let owner = |page: &str| page.split("data-draft-owner=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let page = ann.page("/ideas").await;
    assert!(page.contains("action=\"/sign-out\" method=\"post\" data-drafts-end"), "{page}");
    let (anns, bens, visitors) = (owner(&page), owner(&ben.page("/ideas").await), owner(&app.visitor().page("/ideas").await));
    assert!(anns.starts_with("p.") && bens.starts_with("p.") && visitors.starts_with("v."), "{anns} {bens} {visitors}");
    assert_ne!(anns, bens);
    assert_eq!(anns, owner(&app.sign_in_again(ann.id, "Ann").page("/settings").await), "the same wherever she signs in");
    assert!(!page.contains(&ann.id.to_string()), "nobody can read who it is");
}

#[tokio::test]
async fn each_screen_says_once_what_it_is_for() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    for (path, hint) in [
        ("/", "home"),
        ("/ideas/new", "submit"),
        ("/ideas/mine", "mine"),
        ("/stream/actions", "actions"),
        ("/triage", "triage"),
        ("/brainstorms", "rooms"),
    ] {
        let shown = format!("name=\"hint\" value=\"{hint}\"");
        assert!(ines.page(path).await.contains(&shown), "{path}");
        assert_eq!(ines.post("/settings/hints", &[("hint", hint), ("next", path)]).await.status(), 303);
        assert!(!ines.page(path).await.contains(&shown), "{path}, after it was dismissed");
    }
}
