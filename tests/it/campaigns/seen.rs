//! Who sees which campaign, and who may do what to it.
use super::{field, moderator};
use crate::support::{
    TestApp,
    make::{board, campaigns::campaign},
    text_of,
};
use proofbench::kernel::{Audience, CampaignState, PhaseKind, Role};

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
async fn a_campaign_that_opens_soon_is_listed_for_its_audience_with_a_way_to_be_reminded() {
    let mut app = TestApp::start().await;
    let (tomas, rosa) = (moderator(&mut app), app.sign_in("Rosa", &[Role::Customer]));
    let made = campaign().title("Cold mornings").state(CampaignState::Scheduled).phases(&[(PhaseKind::Collect, 24, 48)]).insert(&mut app);
    campaign().title("Later ones").state(CampaignState::Scheduled).phases(&[(PhaseKind::Collect, 72, 96)]).insert(&mut app);
    campaign().title("Inside ones").state(CampaignState::Scheduled).audience(Audience::Internal).insert(&mut app);
    let wish = format!("/campaigns/{}/reminder", made.slug);
    for visitor in [&tomas, &rosa] {
        let page = visitor.page("/campaigns").await;
        assert!(page.contains("Opening soon") && page.contains(&wish), "{}", text_of(&page));
        assert!(page.find("Cold mornings") < page.find("Later ones"), "what opens first stands first");
    }
    assert!(!rosa.page("/campaigns").await.contains("Inside ones"));
    let away = app.visitor().page("/campaigns").await;
    assert!(away.contains("Cold mornings") && away.contains(&format!("/sign-in?next=%2Fcampaigns%2F{}", made.slug)));
    assert!(!away.contains(&wish), "nobody can be reminded without an account");
}

#[tokio::test]
async fn a_reminder_asked_for_in_the_list_leads_back_to_the_list_and_can_be_dropped_there() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let made = campaign().state(CampaignState::Scheduled).phases(&[(PhaseKind::Collect, 24, 48)]).insert(&mut app);
    let wish = format!("/campaigns/{}/reminder", made.slug);
    let asked = rosa.post(&wish, &[("remind", "true"), ("from", "list")]).await;
    assert_eq!((asked.status().as_u16(), super::location(&asked)), (303, "/campaigns".to_owned()));
    assert!(text_of(&rosa.page("/campaigns").await).contains("Do not remind me"));
    let dropped = rosa.post(&wish, &[("remind", "false"), ("from", "list")]).await;
    assert_eq!(super::location(&dropped), "/campaigns");
    assert!(text_of(&rosa.page("/campaigns").await).contains("Remind me"));
    assert_eq!(app.verbs(), ["campaign.reminder-asked", "campaign.reminder-dropped"]);
    let page = rosa.post(&wish, &[("remind", "true")]).await;
    assert_eq!(super::location(&page), format!("/campaigns/{}", made.slug), "from its own page it leads there");
}

#[tokio::test]
async fn drafts_stand_in_a_list_of_their_own() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    campaign().title("Half done").state(CampaignState::Draft).insert(&mut app);
    let text = text_of(&tomas.page("/campaigns").await);
    assert!(text.contains("Drafts") && text.contains("Half done") && !text.contains("Opening soon"), "{text}");
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
        "A moderator reads each idea from customers and partners before it is shown.",
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

#[tokio::test]
async fn a_statement_that_is_its_own_title_is_not_said_twice() {
    let mut app = TestApp::start().await;
    let made = campaign().insert(&mut app);
    let short = board::idea("Tape lets go").body("Tape lets go.").campaign(made.id).insert(&mut app);
    let page = app.visitor().page(&format!("/campaigns/{}", made.slug)).await;
    assert!(page.contains("Tape lets go") && !page.contains("idea-row__text"), "{page}");
    let own = app.visitor().page(&short.path).await;
    assert!(own.contains("Tape lets go") && !own.contains("idea-body"), "{own}");
    let long = board::idea("Wax").body("Wax on, then off.").campaign(made.id).insert(&mut app);
    let page = app.visitor().page(&format!("/campaigns/{}", made.slug)).await;
    assert_eq!(page.matches("idea-row__text").count(), 1, "{page}");
    assert!(app.visitor().page(&long.path).await.contains("Wax on, then off."));
}

#[tokio::test]
async fn a_preview_says_whose_eyes_it_is_seen_with() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    for (audience, whose) in [
        (Audience::Public, "as a customer without an account sees it"),
        (Audience::SignedIn, "as everybody with an account sees it"),
        (Audience::Internal, "as your own people see it"),
    ] {
        let made = campaign().owner(tomas.id).audience(audience).insert(&mut app);
        let text = text_of(&tomas.page(&format!("/campaigns/{}/preview", made.slug)).await);
        assert!(text.contains(whose), "{whose} in {text}");
    }
}

#[tokio::test]
async fn the_promise_stands_in_the_quotation_marks_of_the_reader() {
    use diesel::prelude::*;
    use proofbench::schema::campaigns;
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().state(CampaignState::Closed).insert(&mut app);
    let promise = (campaigns::sponsor_id.eq(Some(tomas.id)), campaigns::sponsor_promise.eq("Six prototypes"));
    diesel::update(campaigns::table.find(made.id)).set(promise).execute(&mut app.conn).unwrap();
    for page in [format!("/campaigns/{}", made.slug), format!("/campaigns/{}/results", made.slug)] {
        assert!(text_of(&app.visitor().page(&page).await).contains("“Six prototypes”"), "{page}");
        let german = app.visitor().with_cookie("lang=de");
        assert!(text_of(&german.page(&page).await).contains("„Six prototypes“"), "{page}");
    }
}
