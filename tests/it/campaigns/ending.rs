//! Closing with every idea answered, results, archive, deletion.
use super::{location, moderator, state_of};
use crate::support::{
    TestApp,
    make::{campaigns::campaign, ideas::idea},
    text_of,
};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{Audience, CampaignState, IdeaState, PhaseKind, Role},
    schema::{campaigns, ideas},
};

#[tokio::test]
async fn a_campaign_does_not_close_over_an_idea_without_an_answer() {
    let mut app = TestApp::start().await;
    let (tomas, rosa) = (moderator(&mut app), app.sign_in("Rosa", &[Role::Customer]));
    for waiting in [IdeaState::Submitted, IdeaState::Pending, IdeaState::Open, IdeaState::InReview, IdeaState::Clarification] {
        let made = campaign().title(waiting.as_str()).state(CampaignState::Decide).insert(&mut app);
        idea(rosa.id).in_campaign(&made).title("Heat release tape").state(waiting).insert(&mut app);
        let refused = tomas.post(&format!("/campaigns/{}/closure", made.slug), &[("summary", "We learned **much**.")]).await;
        assert_eq!(refused.status(), 422, "{waiting}");
        let html = refused.text().await.unwrap();
        assert!(html.contains("We learned **much**.") && text_of(&html).contains("1 idea still waits"), "{waiting}");
        assert_eq!(state_of(&mut app, &made), CampaignState::Decide);
    }
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn a_campaign_closes_with_a_summary_that_everybody_reads_first() {
    let mut app = TestApp::start().await;
    let (tomas, rosa) = (moderator(&mut app), app.sign_in("Rosa", &[Role::Customer]));
    let made = campaign().state(CampaignState::Decide).insert(&mut app);
    for (title, state) in [
        ("Chosen tape", IdeaState::Shortlisted),
        ("Built tape", IdeaState::InPrototype),
        ("Shipped tape", IdeaState::Shipped),
        ("Parked tape", IdeaState::Parked),
        ("Declined tape", IdeaState::Declined),
        ("Merged tape", IdeaState::Merged),
        ("Withdrawn tape", IdeaState::Withdrawn),
        ("Off topic", IdeaState::OffTopic),
        ("Binned", IdeaState::Binned),
        ("Never sent", IdeaState::Draft),
    ] {
        idea(rosa.id).in_campaign(&made).title(title).state(state).insert(&mut app);
    }
    let empty = tomas.post(&format!("/campaigns/{}/closure", made.slug), &[("summary", "  ")]).await;
    assert_eq!(empty.status(), 422);
    assert!(empty.text().await.unwrap().contains("summary-error"));
    let closed = tomas.post(&format!("/campaigns/{}/closure", made.slug), &[("summary", "We build **three** tapes.")]).await;
    assert_eq!((closed.status().as_u16(), location(&closed)), (303, format!("/campaigns/{}/results", made.slug)));
    assert_eq!((state_of(&mut app, &made), app.verbs()), (CampaignState::Closed, vec!["campaign.closed".to_owned()]));
    let page = app.visitor().page(&format!("/campaigns/{}", made.slug)).await;
    assert!(page.contains("<strong>three</strong>"));
    let results = text_of(&app.visitor().page(&format!("/campaigns/{}/results", made.slug)).await);
    for words in ["Chosen tape", "Built tape", "Shipped tape", "Parked tape", "Declined tape", "What came of it", "No decision yet"] {
        assert!(results.contains(words), "{words} in {results}");
    }
    for hidden in ["Withdrawn tape", "Binned", "Never sent"] {
        assert!(!results.contains(hidden), "{hidden}");
    }
    let again = tomas.post(&format!("/campaigns/{}/closure", made.slug), &[("summary", "Again")]).await;
    assert_eq!(again.status(), 422);
}

#[tokio::test]
async fn no_idea_comes_to_wait_again_in_a_campaign_that_is_closed() {
    let mut app = TestApp::start().await;
    let (tomas, rosa) = (moderator(&mut app), app.sign_in("Rosa", &[Role::Customer]));
    let made = campaign().state(CampaignState::Decide).insert(&mut app);
    let [tape, film, twin, kept] = [(); 4].map(|()| idea(rosa.id).in_campaign(&made).insert(&mut app));
    rosa.post(&format!("/ideas/{}/withdraw", tape.number), &[]).await;
    tomas.post(&format!("/moderation/{}/bin", film.number), &[]).await;
    tomas.post(&format!("/ideas/{}/merge", twin.number), &[("into", &kept.number.to_string())]).await;
    tomas.post(&format!("/triage/{}/decline", kept.number), &[("reason", "We have it already.")]).await;
    let closed = tomas.post(&format!("/campaigns/{}/closure", made.slug), &[("summary", "Nothing to build.")]).await;
    assert_eq!(closed.status(), 303);
    let states = |app: &mut TestApp| ideas::table.order(ideas::number).select(ideas::state).load::<IdeaState>(&mut app.conn).unwrap();
    let come_back = async || {
        rosa.post(&format!("/ideas/{}/restore", tape.number), &[]).await;
        tomas.post(&format!("/moderation/{}/return", film.number), &[]).await;
        tomas.post(&format!("/ideas/{}/unmerge", twin.number), &[]).await;
        tomas.post(&format!("/ideas/{}/decision/undo", kept.number), &[]).await;
    };
    come_back().await;
    assert_eq!(states(&mut app), [IdeaState::Withdrawn, IdeaState::Binned, IdeaState::Merged, IdeaState::Declined]);
    let end = (app.clock.now() + TimeDelta::days(3)).format("%Y-%m-%dT%H:%M").to_string();
    let reopened = tomas.post(&format!("/campaigns/{}/phases/decide/reopening", made.slug), &[("ends_at", &end)]).await;
    assert_eq!(reopened.status(), 303);
    come_back().await;
    assert_eq!(states(&mut app), [IdeaState::Open; 4], "once it runs again, it can be answered");
}

#[tokio::test]
async fn results_wait_for_the_close() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().insert(&mut app);
    let early = app.visitor().get(&format!("/campaigns/{}/results", made.slug)).await;
    assert_eq!((early.status().as_u16(), location(&early)), (303, format!("/campaigns/{}", made.slug)));
    assert_eq!(app.visitor().get(&format!("/campaigns/{}/results.csv", made.slug)).await.status(), 404);
    assert!(text_of(&tomas.page(&format!("/campaigns/{}/results", made.slug)).await).contains("still runs"));
}

#[tokio::test]
async fn the_table_of_results_holds_no_formula_and_no_hidden_idea() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("=HYPERLINK(1)", &[Role::Customer]);
    let made = campaign().state(CampaignState::Closed).insert(&mut app);
    idea(rosa.id).in_campaign(&made).title("=1+1").state(IdeaState::Shortlisted).insert(&mut app);
    idea(rosa.id).in_campaign(&made).title("＝2").state(IdeaState::Declined).insert(&mut app);
    idea(rosa.id).in_campaign(&made).title("Hidden one").audience(Audience::Internal).state(IdeaState::Parked).insert(&mut app);
    let answer = app.visitor().get(&format!("/campaigns/{}/results.csv", made.slug)).await;
    assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8");
    let text = answer.text().await.unwrap();
    assert!(text.contains(",'=1+1,'=HYPERLINK(1),") && text.contains("'＝2") && !text.contains("Hidden one"), "{text}");
    assert_eq!(text.lines().count(), 3, "{text}");
}

#[tokio::test]
async fn a_closed_campaign_goes_to_the_archive_and_back() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().state(CampaignState::Closed).insert(&mut app);
    let path = format!("/campaigns/{}", made.slug);
    assert_eq!(tomas.post(&format!("{path}/archive"), &[]).await.status(), 303);
    assert_eq!(state_of(&mut app, &made), CampaignState::Archived);
    assert_eq!(tomas.post(&format!("{path}/archive"), &[]).await.status(), 409);
    let change = [("title", "Other"), ("question", "Q?"), ("brief", ""), ("hatch", "film"), ("version", "2")];
    assert_eq!(tomas.post(&format!("{path}/edit/question"), &change).await.status(), 422, "nothing in the archive changes");
    assert_eq!(app.visitor().get(&path).await.status(), 200);
    assert_eq!(tomas.post(&format!("{path}/archive/undo"), &[]).await.status(), 303);
    assert_eq!(state_of(&mut app, &made), CampaignState::Closed);
    assert_eq!(app.verbs(), ["campaign.archived", "campaign.reopened"]);
}

#[tokio::test]
async fn admins_delete_drafts_and_nothing_else() {
    let mut app = TestApp::start().await;
    let (tomas, mei) = (moderator(&mut app), app.sign_in("Mei", &[Role::Admin]));
    let draft = campaign().title("Draft").state(CampaignState::Draft).insert(&mut app);
    let running = campaign().title("Running").insert(&mut app);
    assert_eq!(tomas.post(&format!("/campaigns/{}/deletion", draft.slug), &[]).await.status(), 403);
    assert_eq!(mei.post(&format!("/campaigns/{}/deletion", running.slug), &[]).await.status(), 409);
    assert_eq!(mei.post(&format!("/campaigns/{}/deletion", draft.slug), &[]).await.status(), 303);
    assert_eq!(mei.get(&format!("/campaigns/{}", draft.slug)).await.status(), 404);
    assert_eq!(app.verbs(), ["campaign.deleted"]);
}

#[tokio::test]
async fn what_came_of_it_is_a_heading_once() {
    let mut app = TestApp::start().await;
    for (summary, slug_title) in [("## What came of it\n\nThree tapes.", "Headed"), ("Three tapes.", "Plain")] {
        let made = campaign().title(slug_title).state(CampaignState::Closed).summary(summary).insert(&mut app);
        for path in [format!("/campaigns/{}", made.slug), format!("/campaigns/{}/results", made.slug)] {
            let text = text_of(&app.visitor().page(&path).await);
            assert_eq!(text.matches("What came of it").count(), 1, "{path}: {text}");
        }
    }
}

#[tokio::test]
async fn a_campaign_that_closed_early_says_when_it_was_over_and_not_what_was_planned() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let phases = [(PhaseKind::Collect, -96, -48), (PhaseKind::Vote, -48, 2400)];
    let made = campaign().state(CampaignState::Closed).phases(&phases).insert(&mut app);
    let shown = |at: chrono::DateTime<chrono::Utc>| at.format("%-d %b %Y").to_string();
    let (now, planned) = (app.clock.now(), app.clock.now() + TimeDelta::hours(2400));
    for path in [format!("/campaigns/{}", made.slug), format!("/campaigns/{}/run", made.slug)] {
        let text = text_of(&tomas.page(&path).await);
        assert!(text.contains(&format!("ended {}", shown(now))) && !text.contains(&format!("ended {}", shown(planned))), "{path}: {text}");
    }
}

#[tokio::test]
async fn an_archived_campaign_is_over_and_offers_no_edit() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().state(CampaignState::Archived).insert(&mut app);
    for path in [format!("/campaigns/{}", made.slug), format!("/campaigns/{}/run", made.slug)] {
        let page = tomas.page(&path).await;
        assert!(!page.contains("/edit/question"), "{path}");
        assert!(!text_of(&page).contains("Ahead"), "{path}");
    }
}

#[tokio::test]
async fn a_phase_to_go_back_to_offers_an_answer_date_that_moves_along() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().state(CampaignState::Vote).phases(&[(PhaseKind::Collect, -96, -48), (PhaseKind::Vote, -48, 48)]).insert(&mut app);
    let promised: chrono::DateTime<chrono::Utc> =
        campaigns::table.find(made.id).select(campaigns::answer_by.assume_not_null()).first(&mut app.conn).unwrap();
    let page = tomas.page(&format!("/campaigns/{}/run", made.slug)).await;
    let document = scraper::Html::parse_document(&page);
    let value = |id: &str| {
        let input = document.select(&scraper::Selector::parse(id).unwrap()).next().unwrap();
        let text = input.value().attr("value").unwrap();
        chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap().and_utc()
    };
    // Collecting a week more pushes voting, which began two days ago, on by nine days, and the promise with it.
    let (ends, answer) = (value("#collect-ends"), value("#collect-answer"));
    assert_eq!(ends.format("%M").to_string(), "00", "on a full hour");
    let moved = (answer - promised).num_hours();
    assert!((9 * 24 - 1..=9 * 24 + 1).contains(&moved), "{moved} hours");
    let form = [("ends_at", ends.format("%Y-%m-%dT%H:%M").to_string()), ("answer_by", answer.format("%Y-%m-%dT%H:%M").to_string())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(tomas.post(&format!("/campaigns/{}/phases/collect/reopening", made.slug), &form).await.status(), 303, "as it is offered");
}

#[tokio::test]
async fn results_say_which_ideas_were_not_chosen_and_why_and_count_what_the_campaign_counts() {
    let mut app = TestApp::start().await;
    let (tomas, rosa) = (moderator(&mut app), app.sign_in("Rosa", &[Role::Customer]));
    let made = campaign().state(CampaignState::Decide).insert(&mut app);
    let path = format!("/campaigns/{}", made.slug);
    let beads = idea(rosa.id).in_campaign(&made).title("Starch beads").insert(&mut app);
    let stray = idea(rosa.id).in_campaign(&made).title("A better canteen").state(IdeaState::OffTopic).insert(&mut app);
    diesel::update(campaigns::table.find(made.id)).set(campaigns::idea_count.eq(1)).execute(&mut app.conn).unwrap();
    assert_eq!(tomas.post(&format!("/triage/{}/decline", beads.number), &[("reason", "They break at 60 °C.")]).await.status(), 303);
    assert_eq!(tomas.post(&format!("{path}/closure"), &[("summary", "Nothing to build.")]).await.status(), 303);
    let html = tomas.page(&format!("{path}/results")).await;
    let text = text_of(&html);
    assert!(text.contains("Declined ideas") && text.contains("They break at 60 °C.") && html.contains(&beads.path), "{text}");
    assert!(!text.contains("Parked ideas") && !text.contains("of them"), "{text}");
    assert!(!text.contains("Off-topic") && !html.contains(&stray.path), "what is off the board is no result: {text}");
    assert!(html.contains("<span class=\"stat__value\">1</span>"), "{html}");
}
