//! Who answers by when, and what became of an idea, wherever its author looks; and what home shows to whom.
use crate::support::{
    TestApp, Visitor,
    make::{self, board::idea, brainstorms::room, campaigns::campaign},
    text_of,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use proofbench::kernel::{IdeaState, Role};
use reqwest::{Method, Response, multipart::Form};

async fn send(visitor: &Visitor, fields: &[(&str, &str)]) -> Response {
    let form = Form::new().text("csrf", visitor.csrf().to_owned()).text("once", uuid::Uuid::now_v7().to_string());
    let form = fields.iter().fold(form, |form, (name, value)| form.text((*name).to_owned(), (*value).to_owned()));
    let answer = visitor.request(Method::POST, "/ideas").multipart(form).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    answer
}

/// The message after an action, as the next page shows it.
async fn said_after(visitor: &Visitor, answer: &Response) -> String {
    let cookie = answer.headers().get_all("set-cookie").iter().find_map(|value| value.to_str().ok()?.strip_prefix("toast=")).unwrap();
    said_with(visitor, cookie.split(';').next().unwrap()).await
}

async fn said_with(visitor: &Visitor, toast: &str) -> String {
    text_of(&visitor.with_cookie(&format!("toast={toast}")).page("/ideas").await)
}

#[tokio::test]
async fn who_sends_an_idea_reads_who_answers_by_when() {
    let mut app = TestApp::start().await;
    let (rosa, tomas) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Tomás Figueira", &[Role::Moderator]));
    let place = campaign().owner(tomas.id).insert(&mut app);
    let form = rosa.page(&format!("/ideas/new?campaign={}", place.slug)).await;
    assert!(text_of(&form).contains("Tomás Figueira answers by"), "{form}");
    let answer = send(&rosa, &[("campaign", &place.slug), ("body", "A foam strip that closes the gap at row two.")]).await;
    let said = said_after(&rosa, &answer).await;
    assert!(said.contains("Your idea is in. Tomás Figueira answers by "), "{said}");
    for path in ["/", "/ideas/mine"] {
        let page = text_of(&rosa.page(path).await);
        assert!(page.contains("Tomás Figueira answers by "), "{path}: {page}");
    }
    let answer = send(&rosa, &[("body", "Print the lot number on the outside of the carton."), ("checked", "on")]).await;
    let said = said_after(&rosa, &answer).await;
    assert!(said.contains("Your idea is in. We answer by "), "{said}");
}

#[tokio::test]
async fn a_planted_message_names_nobody() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let who = URL_SAFE_NO_PAD.encode("Mallory");
    for planted in [format!("toast-idea-submitted||1800000000|{who}|forged"), format!("toast-idea-submitted||1800000000|{who}")] {
        let said = said_with(&rosa, &planted).await;
        assert!(!said.contains("Mallory") && !said.contains("Your idea is in"), "{said}");
    }
}

#[tokio::test]
async fn the_coupon_stands_beside_ones_own_idea_and_names_no_hidden_prototype() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let made = make::ideas::idea(rosa.id).state(IdeaState::Shortlisted).insert(&mut app);
    let answer = ines.post(&format!("/ideas/{}/graduation", made.number), &[]).await;
    assert_eq!(answer.status(), 303);
    let number = answer.headers()["location"].to_str().unwrap().trim_start_matches("/prototypes/").to_owned();
    let form = [("title", "Codename Halvard"), ("audience", "internal"), ("brief", ""), ("hatch", "adhesive"), ("lead", "ines")];
    ines.post(&format!("/prototypes/{number}/edit"), &form).await;
    for path in ["/", "/ideas/mine"] {
        let page = rosa.page(path).await;
        assert!(
            page.contains("class=\"coupon coupon--running\"") && text_of(&page).contains(&format!("Prototype {number}")),
            "{path}: {page}"
        );
        assert!(!page.contains("Halvard"), "{path}: {page}");
    }
    let home = ines.page("/").await;
    assert!(home.contains("class=\"coupon coupon--running\""), "{home}");
}

#[tokio::test]
async fn home_shows_running_rooms_to_moderators_and_asks_no_staff_for_a_first_idea() {
    let mut app = TestApp::start().await;
    let tomas = app.sign_in("Tomás", &[Role::Moderator, Role::Contributor]);
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let made = room().writing(&tomas).await;
    let home = tomas.page("/").await;
    assert!(text_of(&home).contains("Running brainstorms") && home.contains(&made.path), "{home}");
    assert!(!home.contains("You have not submitted an idea yet"), "{home}");
    let home = text_of(&rosa.page("/").await);
    assert!(home.contains("You have not submitted an idea yet") && !home.contains("Running brainstorms"), "{home}");
}

#[tokio::test]
async fn who_is_no_staff_is_led_from_the_prototypes_to_what_became_of_their_ideas() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    for (who, way) in [(&rosa, "href=\"/ideas/mine\""), (&app.visitor(), "href=\"/ideas?sort=shipped\"")] {
        let page = who.page("/prototypes").await;
        assert!(page.contains("Prototypes are shown to our own people") && page.contains(way), "{page}");
        assert!(!page.contains("frame a prototype here"), "{page}");
    }
    assert!(ines.page("/prototypes").await.contains("frame a prototype here"));
}

#[tokio::test]
async fn a_visitor_who_finds_nothing_is_offered_to_sign_in() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let (missing, hidden) = ("/ideas/999999", idea("Unreleased").sight(proofbench::kernel::Sight::INTERNAL).insert(&mut app).path);
    for path in [missing, &hidden] {
        let page = app.visitor().get(path).await;
        assert_eq!(page.status(), 404);
        assert!(page.text().await.unwrap().contains("class=\"button\" href=\"/sign-in?next="), "{path}");
        assert!(!rosa.get(path).await.text().await.unwrap().contains("/sign-in"), "{path}");
    }
}

#[tokio::test]
async fn words_between_backticks_are_code_in_the_reference() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let page = ines.page("/api/v1/docs").await;
    let text = page.split("<pre").map(|piece| piece.split("</pre>").last().unwrap_or_default()).collect::<String>();
    assert!(page.contains("<code>") && !text_of(&text).contains('`'), "a backtick is left");
}
