//! My recent actions: what one did in the last 24 hours, for oneself only, with a way back that works.
use crate::brainstorms::clustered;
use crate::support::{
    TestApp, Visitor,
    make::{brainstorms::room, campaigns::campaign, ideas::idea},
    text_of,
};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{CampaignState, CountsShown, PhaseKind, Role},
    schema::campaigns,
};

const PAGE: &str = "/stream/actions";

/// Where the forms of the page post to, newest step first.
async fn ways_back(visitor: &Visitor) -> Vec<String> {
    let html = visitor.page(PAGE).await;
    let document = scraper::Html::parse_document(&html);
    let forms = scraper::Selector::parse("#main .list-ruled form").unwrap();
    document.select(&forms).filter_map(|form| form.value().attr("action")).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_step_stands_there_and_the_way_back_leads_back() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let tape = idea(rosa.id).title("Heat tape").insert(&mut app);
    let other = idea(rosa.id).title("Cold tape").insert(&mut app);
    assert!(text_of(&ines.page(PAGE).await).contains("Nothing in the last 24 hours"));
    assert_eq!(ines.post(&format!("/ideas/{}/vote?vote=cast", tape.number), &[]).await.status(), 303);
    assert_eq!(ines.post(&format!("/triage/{}/accept", other.number), &[]).await.status(), 303);
    assert_eq!(ines.post(&format!("/ideas/{}/graduation", tape.number), &[]).await.status(), 303);
    let text = text_of(&ines.page(PAGE).await);
    assert!(text.contains("Heat tape") && text.contains("Cold tape"), "{text}");
    assert!(text.contains("You voted") && !text.contains("Ines voted"), "{text}");
    let expected = [
        format!("/ideas/{}/graduation/undo", tape.number),
        format!("/ideas/{}/decision/undo", other.number),
        format!("/ideas/{}/vote?vote=withdraw", tape.number),
    ];
    let found = ways_back(&ines).await;
    assert_eq!(found.iter().filter(|way| expected.contains(way)).count(), 3, "{found:?}");
    for way in expected {
        let answer = ines.post(&way, &[]).await;
        assert_eq!(answer.status(), 303, "{way}: {}", text_of(&answer.text().await.unwrap()));
    }
    let left = ways_back(&ines).await;
    assert_eq!(left, [format!("/ideas/{}/vote?vote=cast", tape.number)], "what was taken back cannot be taken back again");
    assert!(text_of(&ines.page(PAGE).await).contains("taken back or changed since"));
    assert!(text_of(&rosa.page(PAGE).await).contains("Nothing in the last 24 hours"), "nobody reads another's list");
}

#[tokio::test]
async fn the_list_reaches_back_one_day_and_is_for_people_who_are_signed_in() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let tape = idea(rosa.id).insert(&mut app);
    assert_eq!(rosa.post(&format!("/ideas/{}/withdraw", tape.number), &[]).await.status(), 303);
    assert_eq!(ways_back(&rosa).await, [format!("/ideas/{}/restore", tape.number)]);
    app.clock.advance(TimeDelta::hours(25));
    let rosa = app.sign_in_again(rosa.id, "Rosa");
    assert_eq!(ways_back(&rosa).await, Vec::<String>::new());
    let stranger = app.visitor().get(PAGE).await;
    assert_eq!((stranger.status().as_u16(), &stranger.headers()["location"]), (303, &"/sign-in?next=%2Fstream%2Factions".parse().unwrap()));
}

#[tokio::test]
async fn a_phase_begun_by_hand_goes_back_from_the_list() {
    let mut app = TestApp::start().await;
    let tomas = app.sign_in("Tomás", &[Role::Moderator]);
    let phases = [(PhaseKind::Collect, -48, 48), (PhaseKind::Vote, 72, 96), (PhaseKind::Review, 96, 120)];
    let made = campaign().phases(&phases).insert(&mut app);
    let path = format!("/campaigns/{}", made.slug);
    assert_eq!(tomas.post(&format!("{path}/phases/next"), &[]).await.status(), 303);
    app.clock.advance(TimeDelta::hours(2));
    let back = format!("{path}/phases/undo?version=2");
    assert_eq!(ways_back(&tomas).await, [back.as_str()], "long after the toast");
    assert_eq!(tomas.post(&back, &[]).await.status(), 303);
    let state: CampaignState = campaigns::table.find(made.id).select(campaigns::state).first(&mut app.conn).unwrap();
    assert_eq!(state, CampaignState::Open);
    assert_eq!(app.verbs(), ["campaign.moved", "campaign.moved"]);
    assert!(ways_back(&tomas).await.is_empty());
    let text = text_of(&tomas.page(PAGE).await);
    assert!(text.contains("taken back or changed since") && text.contains("you can begin the next phase"), "{text}");
}

#[tokio::test]
async fn a_phase_that_cannot_safely_go_back_says_why_in_place_of_a_button() {
    let mut app = TestApp::start().await;
    let tomas = app.sign_in("Tomás", &[Role::Moderator]);
    let voted = campaign()
        .title("Counts")
        .state(CampaignState::Vote)
        .counts(CountsShown::AfterEnd)
        .phases(&[(PhaseKind::Vote, -48, 48), (PhaseKind::Review, 48, 96)])
        .insert(&mut app);
    let opened = campaign().title("Opened").state(CampaignState::Scheduled).phases(&[(PhaseKind::Collect, 48, 96)]).insert(&mut app);
    let dated = campaign().title("Dated").phases(&[(PhaseKind::Collect, -48, 1), (PhaseKind::Vote, 1, 96)]).insert(&mut app);
    let changed = campaign().title("Changed").phases(&[(PhaseKind::Collect, -48, 48), (PhaseKind::Vote, 48, 96)]).insert(&mut app);
    for made in [&voted, &opened, &dated, &changed] {
        assert_eq!(tomas.post(&format!("/campaigns/{}/phases/next", made.slug), &[]).await.status(), 303);
    }
    assert_eq!(ways_back(&tomas).await.len(), 4);
    diesel::update(campaigns::table.find(voted.id)).set(campaigns::voter_count.eq(3)).execute(&mut app.conn).unwrap();
    diesel::update(campaigns::table.find(opened.id)).set(campaigns::idea_count.eq(1)).execute(&mut app.conn).unwrap();
    diesel::update(campaigns::table.find(changed.id)).set(campaigns::version.eq(9)).execute(&mut app.conn).unwrap();
    app.clock.advance(TimeDelta::hours(2));
    assert!(ways_back(&tomas).await.is_empty());
    let text = text_of(&tomas.page(PAGE).await);
    for words in [
        "The counts have been seen",
        "Ideas have come in since it opened",
        "The calendar has reached this phase",
        "The campaign has changed since then",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    for (made, status) in [(&voted, 409), (&opened, 409), (&dated, 409), (&changed, 412)] {
        let undo = format!("/campaigns/{}/phases/undo?version=2", made.slug);
        assert_eq!(tomas.post(&undo, &[]).await.status(), status, "the address alone does not get around it");
    }
}

#[tokio::test]
async fn decisions_on_ideas_have_a_way_back_each_or_say_why_not() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let tomas = app.sign_in("Tomás", &[Role::Moderator]);
    let [parked, listed, asked, moved] = ["Parked", "Listed", "Asked", "Moved"].map(|title| idea(rosa.id).title(title).insert(&mut app));
    for (made, decision) in [(&parked, "park"), (&listed, "shortlist"), (&moved, "review")] {
        let form = [("decision", decision), ("reason", "Because")];
        assert_eq!(ines.post(&format!("/ideas/{}/decision", made.number), &form).await.status(), 303);
        app.clock.advance(TimeDelta::minutes(1));
    }
    assert_eq!(ines.post(&format!("/ideas/{}/question", asked.number), &[("question", "Why?")]).await.status(), 303);
    let form = [("decision", "decline"), ("reason", "No")];
    assert_eq!(tomas.post(&format!("/ideas/{}/decision", moved.number), &form).await.status(), 303);
    let undo = |number: i64| format!("/ideas/{number}/decision/undo");
    assert_eq!(ways_back(&ines).await, [undo(asked.number), undo(listed.number), undo(parked.number)], "each act stands there once");
    let text = text_of(&ines.page(PAGE).await);
    assert!(text.contains("taken back or changed since") && text.matches("asked the author").count() == 1, "{text}");
    for made in [&parked, &listed, &asked] {
        assert_eq!(ines.post(&undo(made.number), &[]).await.status(), 303);
    }
    assert!(ways_back(&ines).await.is_empty());
    assert_eq!(ines.post(&undo(moved.number), &[]).await.status(), 409, "the address alone does not get around it");
    assert_eq!(
        rosa.post(&format!("/ideas/{}/edit", parked.number), &[("version", "1"), ("title", "T"), ("body", "Another text of it.")])
            .await
            .status(),
        303
    );
    assert!(text_of(&rosa.page(PAGE).await).contains("No button takes this back"));
}

#[tokio::test]
async fn it_is_one_click_away_on_pages_and_in_rooms() {
    let mut app = TestApp::start().await;
    let tomas = app.sign_in("Tomás", &[Role::Moderator]);
    let made = room().open(&tomas).await;
    for path in ["/", "/ideas", "/settings", &made.path, &made.at("/wall")] {
        assert!(tomas.page(path).await.contains("href=\"/stream/actions\""), "{path}");
    }
    assert!(!app.visitor().page("/ideas").await.contains("href=\"/stream/actions\""));
}

/// What the list says of the newest step with these words.
async fn said_of(visitor: &Visitor, words: &str) -> String {
    let html = visitor.page(PAGE).await;
    let document = scraper::Html::parse_document(&html);
    let rows = scraper::Selector::parse("#main .list-ruled > li").unwrap();
    let mut texts = document.select(&rows).map(|row| row.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" "));
    texts.find(|text| text.contains(words)).unwrap_or_else(|| panic!("{words} is missing in {}", text_of(&html)))
}

#[tokio::test]
async fn what_happened_in_a_room_goes_back_from_the_list_or_says_that_it_does_not() {
    let mut app = TestApp::start().await;
    let (tomas, _, _, made, ..) = clustered(&mut app).await;
    let cluster = made.clusters(&mut app)[0];
    for words in ["opened the lobby", "started the first round", "moved the round to"] {
        let said = said_of(&tomas, words).await;
        assert!(said.contains("It cannot be taken back here") && !said.contains("on its page"), "{said}");
    }
    let removal = made.at(&format!("/clusters/{cluster}/removal"));
    assert_eq!(tomas.post(&removal, &[]).await.status(), 303);
    let back = format!("/brainstorms/{}/clusters/{cluster}/removal?undo=yes", made.number);
    assert_eq!(ways_back(&tomas).await, [back.as_str()]);
    assert_eq!(tomas.post(&back, &[]).await.status(), 303);
    assert_eq!(made.clusters(&mut app), [cluster]);
    assert!(ways_back(&tomas).await.is_empty());
    assert!(said_of(&tomas, "dissolved a cluster").await.contains("taken back or changed since then"));

    assert_eq!(tomas.post(&removal, &[]).await.status(), 303);
    made.order(&tomas, "next").await;
    assert!(ways_back(&tomas).await.is_empty(), "a step has ended since");
    assert!(said_of(&tomas, "dissolved a cluster").await.contains("It cannot be taken back here"));
    made.order(&tomas, "close").await;
    let reopen = format!("/brainstorms/{}/steps?order=reopen", made.number);
    assert_eq!(ways_back(&tomas).await, [reopen.as_str()]);
    app.clock.advance(TimeDelta::minutes(11));
    assert!(ways_back(&tomas).await.is_empty(), "too late");
    assert!(said_of(&tomas, "closed the brainstorm").await.contains("It cannot be taken back here"));
}
