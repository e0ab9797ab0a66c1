//! Who sees which idea, at which address, and that its text is shown as text.
use super::location;
use crate::support::{TestApp, make::board::idea, text_of};
use diesel::prelude::*;
use proofbench::{
    kernel::{Audience, IdeaState, Role, Sight},
    schema::ideas,
};

#[tokio::test]
async fn each_state_is_seen_by_those_it_is_for() {
    let mut app = TestApp::start().await;
    let author = app.sign_in("Rosa", &[Role::Customer]);
    let stranger = app.sign_in("Ann", &[Role::Customer]);
    let moderator = app.sign_in("Tomás", &[Role::Moderator]);
    let engineer = app.sign_in("Ines", &[Role::Rnd]);
    let visitor = app.visitor();
    for state in IdeaState::ALL {
        let made = idea("Tape that lets go").by(author.id).state(*state).insert(&mut app);
        let public =
            !matches!(state, IdeaState::Draft | IdeaState::Pending | IdeaState::OffTopic | IdeaState::Withdrawn | IdeaState::Binned);
        let moderated = public || matches!(state, IdeaState::Pending | IdeaState::OffTopic | IdeaState::Binned);
        let seen = |yes: bool| if yes { 200 } else { 404 };
        for (who, expected) in [(&visitor, public), (&stranger, public), (&engineer, public), (&moderator, moderated), (&author, true)] {
            assert_eq!(who.get(&made.path).await.status(), seen(expected), "{state} as {}", who.name);
            assert_eq!(who.get(&format!("/ideas/{}/history", made.number)).await.status(), seen(expected), "history of {state}");
        }
    }
}

#[tokio::test]
async fn an_audience_hides_an_idea_everywhere() {
    let mut app = TestApp::start().await;
    let engineer = app.sign_in("Ines", &[Role::Rnd]);
    let customer = app.sign_in("Ann", &[Role::Customer]);
    let secret = idea("Unreleased codename Halvard").by(engineer.id).sight(Sight::INTERNAL).insert(&mut app);
    for path in [
        "/ideas?sort=new",
        "/ideas?q=Halvard",
        "/ideas.json?sort=new",
        "/ideas.csv?sort=new",
        "/ideas.atom?sort=new",
        "/ideas/similar?q=codename+Halvard",
    ] {
        assert!(engineer.page(path).await.contains("Halvard"), "{path} as staff");
        for outsider in [&customer, &app.visitor()] {
            assert!(!outsider.page(path).await.contains("codename Halvard"), "{path} as {}", outsider.name);
        }
    }
    assert_eq!(customer.get(&secret.path).await.status(), 404);
    let follow = format!("/ideas/{}/follow", secret.number);
    assert_eq!(customer.post(&follow, &[("follow", "true")]).await.status(), 404);
}

#[tokio::test]
async fn the_number_alone_and_an_old_slug_lead_to_the_page_for_good() {
    let mut app = TestApp::start().await;
    let made = idea("Heat release tape").insert(&mut app);
    for path in [format!("/ideas/{}", made.number), format!("/ideas/{}-old-name", made.number)] {
        let answer = app.visitor().get(&path).await;
        assert_eq!((answer.status().as_u16(), location(&answer)), (301, made.path.clone()));
    }
    assert_eq!(app.visitor().get("/ideas/heat").await.status(), 404);
}

#[tokio::test]
async fn hostile_text_is_shown_as_text() {
    let mut app = TestApp::start().await;
    let payload = "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) {{ 7*7 }} {% raw %}";
    let made = idea(&payload[..40]).body(payload).tag("cold").insert(&mut app);
    let visitor = app.visitor();
    for path in [made.path.as_str(), "/ideas?sort=new", "/ideas?q=alert", "/ideas/similar?q=script+alert+onerror", "/ideas.atom?sort=new"] {
        let page = visitor.page(path).await;
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x") && !page.contains("href=\"javascript:"), "{path}: {page}");
        assert!(!page.contains("> 49 <"), "{path}");
    }
    let history = visitor.page(&format!("/ideas/{}/history", made.number)).await;
    assert!(!history.contains("<script>alert"));
}

#[tokio::test]
async fn what_became_of_it_lists_ones_own_ideas_only() {
    let mut app = TestApp::start().await;
    let (rosa, ann) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ann", &[Role::Customer]));
    idea("Tape that lets go").by(rosa.id).state(IdeaState::Withdrawn).insert(&mut app);
    assert!(rosa.page("/ideas/mine").await.contains("Tape that lets go"));
    assert!(!ann.page("/ideas/mine").await.contains("Tape that lets go"));
    assert_eq!(app.visitor().get("/ideas/mine").await.status(), 303);
}

#[tokio::test]
async fn a_merged_idea_among_ones_own_leads_to_the_one_that_stays() {
    let mut app = TestApp::start().await;
    let (rosa, marek) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Marek", &[Role::Customer]));
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let duplicate = idea("Tape lets go").by(rosa.id).insert(&mut app);
    let kept = idea("Release by heat").by(marek.id).state(IdeaState::InReview).insert(&mut app);
    let merge = format!("/ideas/{}/merge", duplicate.number);
    assert_eq!(ines.post(&merge, &[("into", &kept.number.to_string())]).await.status(), 303);
    let words = format!("This idea was merged into #{} Release by heat In review", kept.number);
    for path in ["/ideas/mine", "/"] {
        let html = rosa.page(path).await;
        assert!(text_of(&html).contains(&words), "{path}: {}", text_of(&html));
        assert!(html.contains(&format!("href=\"{}\"", kept.path)), "{path}");
    }
    diesel::update(ideas::table.find(kept.id)).set(ideas::audience.eq(Audience::Internal)).execute(&mut app.conn).unwrap();
    for path in ["/ideas/mine", "/"] {
        let text = text_of(&rosa.page(path).await);
        assert!(text.contains("Tape lets go") && !text.contains("Release by heat"), "what she may not see is not named: {path}: {text}");
    }
}
