//! Who sees which campaign, and who may do what to it.
use super::{field, moderator};
use crate::support::{TestApp, make::campaigns::campaign, text_of};
use proofbench::kernel::{Audience, CampaignState, Role};

#[tokio::test]
async fn a_draft_is_seen_by_those_who_run_campaigns_and_by_nobody_else() {
    let mut app = TestApp::start().await;
    let (tomas, rosa, ines) = (moderator(&mut app), app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let draft = campaign().title("Secret plan").state(CampaignState::Draft).insert(&mut app);
    let owned = campaign().title("My plan").state(CampaignState::Draft).owner(ines.id).insert(&mut app);
    let path = format!("/campaigns/{}", draft.slug);
    assert_eq!(tomas.get(&path).await.status(), 200);
    for visitor in [&rosa, &ines, &app.visitor()] {
        assert_eq!(visitor.get(&path).await.status(), 404);
        assert!(!visitor.page("/campaigns").await.contains("Secret plan"));
        assert_eq!(visitor.get(&format!("/campaigns/{}", draft.number)).await.status(), 404);
        assert_eq!(visitor.get(&format!("{path}/results")).await.status(), 404);
        assert_eq!(visitor.get(&format!("{path}/results.csv")).await.status(), 404);
    }
    assert!(tomas.page("/campaigns").await.contains("Secret plan"));
    assert_eq!(ines.get(&format!("/campaigns/{}", owned.slug)).await.status(), 200, "the owner runs it");
}

#[tokio::test]
async fn an_internal_campaign_is_not_there_for_outsiders() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let made = campaign().title("Inside only").audience(Audience::Internal).insert(&mut app);
    let path = format!("/campaigns/{}", made.slug);
    assert_eq!(rosa.get(&path).await.status(), 404);
    assert_eq!(app.visitor().get(&path).await.status(), 404);
    assert_eq!(ines.get(&path).await.status(), 200);
    assert!(!app.visitor().page("/campaigns").await.contains("Inside only"));
    assert_eq!(rosa.post(&format!("{path}/phases/next"), &[]).await.status(), 404);
}

#[tokio::test]
async fn planned_campaigns_are_listed_for_those_who_run_them() {
    let mut app = TestApp::start().await;
    let (tomas, rosa) = (moderator(&mut app), app.sign_in("Rosa", &[Role::Customer]));
    let made = campaign().title("Coming soon").state(CampaignState::Scheduled).insert(&mut app);
    assert!(tomas.page("/campaigns").await.contains("Coming soon"));
    assert!(!rosa.page("/campaigns").await.contains("Coming soon"));
    assert_eq!(rosa.get(&format!("/campaigns/{}", made.slug)).await.status(), 200, "a link to it may be shared");
}

#[tokio::test]
async fn only_those_who_run_a_campaign_reach_its_desk() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let made = campaign().insert(&mut app);
    let end = field(&app, 5);
    let path = format!("/campaigns/{}", made.slug);
    for page in ["edit", "edit/question", "edit/people", "edit/phases", "edit/rules", "edit/launch", "run", "preview", "closure"] {
        let page = format!("{path}/{page}");
        assert_eq!(ines.get(&page).await.status(), 403, "{page}");
        let away = app.visitor().get(&page).await;
        assert_eq!(away.status(), 303, "{page}");
        assert!(super::location(&away).starts_with("/sign-in"), "{page}");
    }
    for (action, form) in [
        ("launch", vec![]),
        ("launch/undo", vec![]),
        ("phases/next", vec![]),
        ("phases/collect/end", vec![("ends_at", end.as_str())]),
        ("phases/collect/reopening", vec![("ends_at", end.as_str())]),
        ("archive", vec![]),
        ("archive/undo", vec![]),
        ("deletion", vec![]),
        ("closure", vec![("summary", "Done")]),
    ] {
        assert_eq!(ines.post(&format!("{path}/{action}"), &form).await.status(), 403, "{action}");
        assert_eq!(app.visitor().post(&format!("{path}/{action}"), &form).await.status(), 401, "{action}");
    }
    assert_eq!(ines.get("/campaigns/new").await.status(), 403);
    assert_eq!(ines.post("/campaigns", &[("title", "Mine")]).await.status(), 403);
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn the_page_says_question_promise_phases_and_time_left() {
    let mut app = TestApp::start().await;
    let made = campaign().vote_budget(5).approval_needed().terms("You stay named.").insert(&mut app);
    let html = app.visitor().page(&format!("/campaigns/{}", made.slug)).await;
    let text = text_of(&html);
    for words in [
        "Which joints should our customers be able to undo?",
        "Collecting ends in",
        "23 h",
        "Collect",
        "Everybody has 5 votes",
        "You stay named.",
        "Send an idea",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(html.contains(&format!("/ideas/new?campaign={}", made.slug)));
}

#[tokio::test]
async fn those_who_may_plan_a_brainstorm_find_the_way_to_it_on_the_page() {
    let mut app = TestApp::start().await;
    let made = campaign().insert(&mut app);
    let (page, way) = (format!("/campaigns/{}", made.slug), format!("/brainstorms/new?campaign={}", made.slug));
    let (moderator, customer) = (app.sign_in("Tomás", &[Role::Moderator]), app.sign_in("Rosa", &[Role::Customer]));
    assert!(moderator.page(&page).await.contains(&way));
    assert_eq!(moderator.get(&way).await.status(), 200);
    assert!(!customer.page(&page).await.contains(&way));
    assert!(!app.visitor().page(&page).await.contains(&way));
    assert!(!moderator.page(&format!("{page}/preview")).await.contains(&way));
}

#[tokio::test]
async fn an_address_that_no_text_can_hold_is_not_found() {
    let app = TestApp::start().await;
    for path in ["/campaigns/%00", "/campaigns/%00/results", "/campaigns/99999999999999999999", "/campaigns/0"] {
        assert_eq!(app.visitor().get(path).await.status(), 404, "{path}");
    }
}
