//! What the keys of triage and moderation press, as the server offers it: the idea under the eyes and no other.
use crate::support::{
    TestApp, Visitor,
    make::ideas::{MadeIdea, idea},
    text_of,
};
use diesel::prelude::*;
use proofbench::kernel::{IdeaState, Role};
use proofbench::schema::ideas;

fn state_of(app: &mut TestApp, idea: &MadeIdea) -> IdeaState {
    ideas::table.find(idea.id).select(ideas::state).first(&mut app.conn).unwrap()
}

/// The first value of an attribute of what a selector finds.
fn first(html: &str, selector: &str, attribute: &str) -> String {
    let document = scraper::Html::parse_document(html);
    let found = document.select(&scraper::Selector::parse(selector).unwrap()).next();
    found.unwrap_or_else(|| panic!("{selector} in {html}")).attr(attribute).unwrap().to_owned()
}

async fn follow(by: &Visitor, answer: reqwest::Response) -> String {
    assert_eq!(answer.status(), 303, "{}", answer.status());
    let to = answer.headers()["location"].to_str().unwrap().to_owned();
    let cookie =
        answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).find(|cookie| cookie.starts_with("toast="));
    by.with_cookie(cookie.unwrap().split(';').next().unwrap()).page(&to).await
}

#[tokio::test]
async fn key_2_of_the_whole_inbox_is_a_step_of_triage_and_z_takes_that_one_back() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let [earlier, copy, kept] =
        ["Tape that lets go in heat", "Liner that stays whole in the cold", "Liner that stays whole when it is cold"]
            .map(|title| idea(rosa.id).title(title).insert(&mut app));
    assert_eq!(ines.post(&format!("/triage/{}/accept", earlier.number), &[]).await.status(), 303);
    let inbox = ines.page(&format!("/triage?idea={}", copy.number)).await;
    for selector in ["[data-key='2']", ".card--sunken a.button"] {
        let link = first(&inbox, selector, "href");
        let into = if link.contains("into=") { link.clone() } else { format!("{link}&into={}", kept.number) };
        let page = ines.page(&into).await;
        let to = format!("/triage/{}/duplicate", copy.number);
        assert!(page.contains(&format!("action=\"{to}\"")), "{selector}: {page}");
        assert_eq!(first(&page, "input[name=triage]", "value"), "all", "the searches keep it");
        assert_eq!(ines.post(&to, &[("into", &kept.number.to_string())]).await.status(), 303);
        assert_eq!(state_of(&mut app, &copy), IdeaState::Merged);
        let said = text_of(&follow(&ines, ines.post("/triage/undo", &[]).await).await);
        assert!(said.contains("Taken back: “Liner that stays whole in the cold”"), "{said}");
        assert_eq!((state_of(&mut app, &copy), state_of(&mut app, &earlier)), (IdeaState::Open, IdeaState::InReview));
    }
}

#[tokio::test]
async fn what_was_typed_stands_on_the_page_also_when_somebody_else_was_quicker() {
    let mut app = TestApp::start().await;
    let (rosa, ines, bill) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Bill", &[Role::Rnd]));
    let tape = idea(rosa.id).insert(&mut app);
    let page = ines.page(&format!("/triage?idea={}", tape.number)).await;
    assert!(page.contains(&format!("data-draft-key=\"decline-{}\"", tape.number)), "and is kept on the device");
    assert!(first(&page, "button[data-template]", "data-template").contains("Rosa"), "a text of the library goes in by script, after it");
    assert_eq!(bill.post(&format!("/triage/{}/accept", tape.number), &[]).await.status(), 303);
    let answer = ines.post(&format!("/triage/{}/decline", tape.number), &[("reason", "A reason of many words")]).await;
    assert_eq!(answer.status(), 409);
    let html = answer.text().await.unwrap();
    assert!(html.contains("A reason of many words") && html.contains("role=\"alert\"") && html.contains("data-keys-scope"), "{html}");
    let shortlisted = [("decision", "shortlist"), ("reason", "Fits the oven")];
    let decision = format!("/ideas/{}/decision", tape.number);
    assert_eq!(bill.post(&decision, &shortlisted).await.status(), 303);
    let answer = ines.post(&decision, &shortlisted).await;
    assert_eq!(answer.status(), 409);
    assert!(answer.text().await.unwrap().contains("Fits the oven"));
}

#[tokio::test]
async fn the_preview_of_moderation_alone_is_the_idea_that_was_asked_for() {
    let mut app = TestApp::start().await;
    let (rosa, tomas) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Tomás", &[Role::Moderator]));
    let waiting: Vec<MadeIdea> = (0..3).map(|_| idea(rosa.id).state(IdeaState::Pending).insert(&mut app)).collect();
    let list = tomas.page("/moderation").await;
    assert!(list.contains("data-keys-scope=\"moderation\"") && list.contains("triage"), "the keys follow the row");
    for row in &waiting {
        assert!(list.contains(&format!("data-list-item data-idea=\"{}\"", row.number)));
        let path = format!("/moderation?list=waiting&idea={}", row.number);
        let part = tomas.request(reqwest::Method::GET, &path).header("x-fragment", "1").send().await.unwrap().text().await.unwrap();
        assert!(!part.contains("<html") && !part.contains("data-list-item"), "only the preview: {part}");
        assert_eq!(first(&part, "form[data-key=a] input[name=idea]", "value"), row.number.to_string());
        assert_eq!(first(&part, "[data-idea]", "data-idea"), row.number.to_string());
    }
}
