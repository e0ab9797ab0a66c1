//! Cookies where people come over TLS: no other host can plant one that opens something, and none travels without TLS.
use crate::support::{TestApp, Visitor, make::brainstorms::room};
use proofbench::kernel::Role;
use reqwest::Response;
use std::collections::BTreeMap;

const EMAIL: &str = "rosa@voltaic.example";

/// An installation behind a proxy that people reach over TLS.
async fn behind_tls() -> TestApp {
    TestApp::start_with(|settings| settings.base_url = Some("https://ideas.voltaic.example".to_owned())).await
}

/// The same browser as such an installation knows it.
fn over_tls(browser: &Visitor) -> Visitor {
    browser.with_cookie(&format!("__Host-{}", browser.cookie()))
}

/// The attributes of each cookie that an answer sets, by the cookie's name.
fn set_by(answer: &Response) -> BTreeMap<String, Vec<String>> {
    let lines = answer.headers().get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
    lines
        .map(|line| {
            let (name, rest) = line.split_once('=').unwrap();
            (name.to_owned(), rest.split("; ").skip(1).map(str::to_owned).collect())
        })
        .collect()
}

/// The answer sets these cookies and no others, each for this host, for TLS and out of reach of scripts.
fn sets(answer: &Response, names: &[&str]) {
    let cookies = set_by(answer);
    assert_eq!(cookies.keys().collect::<Vec<_>>(), names);
    for (name, attributes) in &cookies {
        for wanted in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(attributes.iter().any(|attribute| attribute == wanted), "{name} lacks {wanted}: {attributes:?}");
        }
        assert!(attributes.iter().all(|attribute| !attribute.starts_with("Domain")), "{name}: {attributes:?}");
    }
}

#[tokio::test]
async fn over_tls_the_cookies_of_a_browser_and_of_a_session_belong_to_this_host_alone() {
    let mut app = behind_tls().await;
    let visitor = over_tls(&app.visitor());
    sets(&app.visitor().get("/sign-in").await, &["__Host-visitor"]);

    let asked = visitor.post("/sign-in", &[("email", EMAIL)]).await;
    assert_eq!(asked.status(), 303);
    let code = app.code_mailed_to(EMAIL);
    let entered = visitor.post("/sign-in/code", &[("code", &code), ("name", "Rosa")]).await;
    assert_eq!(entered.status(), 303);
    sets(&entered, &["__Host-session", "toast"]);

    let ann = over_tls(&app.sign_in("Ann", &[Role::Customer]));
    let out = ann.post("/sign-out", &[]).await;
    assert_eq!(out.status(), 303);
    sets(&out, &["__Host-session", "__Host-visitor", "toast"]);
    assert!(set_by(&out)["__Host-session"].iter().any(|attribute| attribute == "Max-Age=0"), "it ends");
}

#[tokio::test]
async fn over_tls_the_cookie_of_a_guest_belongs_to_this_host_alone() {
    let mut app = behind_tls().await;
    let tomas = over_tls(&app.sign_in("Tomás Figueira", &[Role::Moderator]));
    let made = room().for_guests().open(&tomas).await;
    let code = made.code(&mut app);
    let gus = over_tls(&app.visitor());

    let entered = gus.post(&format!("/join/{code}"), &[("name", "Gus")]).await;

    assert_eq!(entered.status(), 303);
    sets(&entered, &[&format!("__Host-guest-{}", made.number)]);
}

#[tokio::test]
async fn over_tls_what_a_browser_likes_travels_over_tls_alone() {
    let app = behind_tls().await;
    let visitor = over_tls(&app.visitor());
    for (path, choice, cookie) in [
        ("/settings/theme", ("theme", "dark"), "theme"),
        ("/settings/language", ("language", "de"), "lang"),
        ("/settings/hints", ("hint", "board"), "hints"),
    ] {
        let kept = visitor.post(path, &[choice]).await;
        assert_eq!(kept.status(), 303, "{path}");
        sets(&kept, &[cookie]);
    }
}

#[tokio::test]
async fn over_tls_a_cookie_that_another_host_may_have_planted_opens_nothing() {
    let mut app = behind_tls().await;
    let (ann, visitor) = (app.sign_in("Ann", &[Role::Customer]), app.visitor());
    assert_eq!(over_tls(&ann).get("/settings").await.status(), 200);
    assert_eq!(ann.get("/settings").await.status(), 303, "a session without the prefix is none");
    let planted = visitor.post("/settings/theme", &[("theme", "dark")]).await;
    assert_eq!(planted.status(), 403, "nor is the token bound to a browser's key without it");
}

#[tokio::test]
async fn without_tls_no_cookie_asks_for_it() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    visitor.post("/sign-in", &[("email", EMAIL)]).await;
    let code = app.code_mailed_to(EMAIL);
    let entered = set_by(&visitor.post("/sign-in/code", &[("code", &code), ("name", "Rosa")]).await);
    assert_eq!(entered.keys().collect::<Vec<_>>(), ["session", "toast"]);
    assert!(entered.values().flatten().all(|attribute| attribute != "Secure"), "a browser would drop it: {entered:?}");
}
