//! The triage inbox as a list: its order, filters and pages, who reads it, and which row comes next.
use super::{Idea, idea};
use crate::support::{TestApp, Visitor, text_of};
use chrono::TimeDelta;
use diesel::{connection::SimpleConnection, prelude::*};
use proofbench::{
    kernel::{CampaignId, FieldId, FieldKind, IdeaState, ItemKind, PersonId, Role},
    schema::{blobs, campaign_fields, campaign_reviewers, campaigns, idea_fields, idea_tags, ideas},
};

fn campaign(app: &mut TestApp, owner: PersonId) -> CampaignId {
    let id = CampaignId::new();
    diesel::insert_into(campaigns::table)
        .values((
            campaigns::id.eq(id),
            campaigns::slug.eq("cold-mornings"),
            campaigns::state.eq(proofbench::kernel::CampaignState::Open),
            campaigns::title.eq("Cold mornings"),
            campaigns::audience.eq(proofbench::kernel::Audience::Public),
            campaigns::owner_id.eq(owner),
            campaigns::created_at.eq(app.clock.now()),
        ))
        .execute(&mut app.conn)
        .unwrap();
    id
}

/// What the list says, without the preview beside it.
fn listed(html: &str) -> String {
    let document = scraper::Html::parse_document(html);
    let list = scraper::Selector::parse(".split__list, .empty").unwrap();
    document.select(&list).flat_map(|list| list.text()).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_inbox_shows_the_oldest_promise_first_and_hides_what_is_snoozed() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let late = idea(&mut app, &rosa, "Later promise", IdeaState::Open, None);
    let early = idea(&mut app, &rosa, "Earlier promise", IdeaState::Open, None);
    idea(&mut app, &rosa, "Already in review", IdeaState::InReview, None);
    let now = app.clock.now();
    diesel::update(ideas::table.find(early.id)).set(ideas::answer_due_at.eq(now - TimeDelta::hours(3))).execute(&mut app.conn).unwrap();

    let text = listed(&ines.page("/triage").await);
    let at = |title: &str| text.find(title).unwrap_or_else(|| panic!("{title} is missing in {text}"));
    assert!(at("Earlier promise") < at("Later promise") && text.contains("Missed") && text.contains("3 h late"), "{text}");
    assert!(!text.contains("Already in review"));

    assert_eq!(ines.post(&late.step("snooze"), &[("days", "3")]).await.status(), 303);
    assert!(!listed(&ines.page("/triage").await).contains("Later promise"));
    assert!(listed(&ines.page("/triage?clock=snoozed").await).contains("Later promise"));
    app.clock.advance(TimeDelta::days(4));
    assert!(listed(&ines.page("/triage").await).contains("Later promise"));
}

#[tokio::test]
async fn filters_stand_in_the_url() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let campaign = campaign(&mut app, ines.id);
    idea(&mut app, &rosa, "Within the campaign", IdeaState::Open, Some(campaign));
    idea(&mut app, &rosa, "Without any campaign", IdeaState::Open, None);
    let text = listed(&ines.page("/triage?campaign=cold-mornings").await);
    assert!(text.contains("Within the campaign") && !text.contains("Without any campaign"));
    assert!(listed(&ines.page("/triage?source=signal").await).contains("Nothing waits here"));
    assert!(listed(&ines.page("/triage?clock=on-track&source=customer").await).contains("Without any campaign"));
}

#[tokio::test]
async fn only_those_who_triage_may_and_reviewers_only_read() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let reviewer = app.sign_in("Reviewer", &[Role::Contributor]);
    let campaign = campaign(&mut app, rosa.id);
    diesel::insert_into(campaign_reviewers::table)
        .values((campaign_reviewers::campaign_id.eq(campaign), campaign_reviewers::person_id.eq(reviewer.id)))
        .execute(&mut app.conn)
        .unwrap();
    let inside = idea(&mut app, &rosa, "In her campaign", IdeaState::Open, Some(campaign));
    let outside = idea(&mut app, &rosa, "In no campaign", IdeaState::Open, None);

    let page = reviewer.page("/triage").await;
    let list = listed(&page);
    assert!(list.contains("In her campaign") && !list.contains("In no campaign"), "{list}");
    let text = text_of(&page);
    assert!(text.contains("You review this campaign") && text.contains("1 idea waits; you can read and comment."), "{text}");
    assert!(!page.contains("/triage/undo"), "who decides nothing takes nothing back");
    assert!(text_of(&reviewer.page("/").await).contains("idea waits; you can read and comment"));
    assert_eq!(reviewer.get(&format!("/triage?idea={}", outside.number)).await.status(), 404);
    assert_eq!(reviewer.post(&inside.step("accept"), &[]).await.status(), 403);
    assert_eq!(rosa.get("/triage").await.status(), 403);
    assert_eq!(app.visitor().get("/triage").await.status(), 303);
    assert_eq!(app.visitor().post(&inside.step("accept"), &[]).await.status(), 401);
    for (step, form) in [
        ("accept", ("x", "")),
        ("decline", ("reason", "No")),
        ("snooze", ("days", "1")),
        ("ask", ("question", "Why?")),
        ("duplicate", ("into", "1")),
    ] {
        let form: &[(&str, &str)] = if step == "accept" { &[] } else { &[form] };
        assert_eq!(rosa.post(&inside.step(step), form).await.status(), 403, "{step}");
    }
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn inbox_zero_shows_what_became_of_yesterdays_decisions() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    ines.post(&idea.step("accept"), &[]).await;
    ines.post(&idea.at("decision"), &[("decision", "shortlist")]).await;
    app.clock.advance(TimeDelta::hours(20));
    let text = text_of(&ines.page("/triage").await);
    assert!(text.contains("Inbox zero") && text.contains("Ines took it into review") && text.contains("Shortlisted"), "{text}");
}

#[tokio::test]
async fn the_inbox_pages_by_key() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    for index in 0..35 {
        idea(&mut app, &rosa, &format!("Idea number {index:02}"), IdeaState::Open, None);
    }
    app.conn.batch_execute("UPDATE ideas SET answer_due_at = NULL WHERE title > 'Idea number 31'").unwrap();
    let first = ines.page("/triage").await;
    assert!(text_of(&first).contains("35 ideas wait"));
    let document = scraper::Html::parse_document(&first);
    let next = scraper::Selector::parse("a[rel=next]").unwrap();
    let href = document.select(&next).next().unwrap().attr("href").unwrap().to_owned();
    let second = text_of(&ines.page(&href).await);
    for index in 30..35 {
        assert!(second.contains(&format!("Idea number {index}")), "{index} in {second}");
    }
    assert_eq!(ines.get("/triage?after=nonsense").await.status(), 422);
}

/// Where an answer leads, and the way back that its toast carries.
fn ways(answer: &reqwest::Response) -> (String, String) {
    let header =
        |name: &str| -> Vec<String> { answer.headers().get_all(name).iter().map(|value| value.to_str().unwrap().to_owned()).collect() };
    let toast = header("set-cookie").into_iter().find(|cookie| cookie.starts_with("toast=")).unwrap_or_default();
    (header("location").remove(0), toast.split(';').next().unwrap_or("").split_once('|').map_or(String::new(), |(_, undo)| undo.to_owned()))
}

#[tokio::test]
async fn after_a_decision_the_next_row_is_chosen_under_the_same_filter_and_undo_comes_back_to_the_row() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let rows: Vec<Idea> = (0..5).map(|index| idea(&mut app, &rosa, &format!("Idea number {index}"), IdeaState::Open, None)).collect();
    app.conn.batch_execute("UPDATE ideas SET answer_due_at = answer_due_at + number * interval '1 hour'").unwrap();
    let kept = idea(&mut app, &rosa, "Kept", IdeaState::InReview, None);
    let filter = "source=customer";
    let at = |row: &Idea| format!("/triage?{filter}&idea={}", row.number);
    let step = |row: &Idea, step: &str| format!("{}?{filter}", row.step(step));
    let undo = format!("/triage/undo?{filter}");
    let answer = ines.post(&step(&rows[1], "accept"), &[]).await;
    assert_eq!(ways(&answer), (at(&rows[2]), undo.clone()), "the next row, not the first");
    let answer = ines.post(&step(&rows[2], "ask"), &[("question", "Which oven?")]).await;
    assert_eq!(ways(&answer).0, at(&rows[3]), "also where the row itself stays in the list");
    let merge = ines.page(&format!("/ideas/{}/merge?triage=source%3Dcustomer&into={}", rows[3].number, kept.number)).await;
    assert!(merge.contains(&format!("action=\"{}\"", step(&rows[3], "duplicate"))), "{merge}");
    let answer = ines.post(&step(&rows[3], "duplicate"), &[("into", &kept.number.to_string())]).await;
    assert_eq!(ways(&answer), (at(&rows[4]), undo.clone()));
    let answer = ines.post(&step(&rows[4], "snooze"), &[("days", "3")]).await;
    assert_eq!(ways(&answer).0, at(&rows[2]), "after the last row the one before it");
    let answer = ines.post(&undo, &[]).await;
    assert_eq!(ways(&answer).0, at(&rows[4]));
    let page = ines.page(&at(&rows[4])).await;
    assert!(page.contains(&format!("action=\"{undo}\"")), "the key z keeps the filter, too");
    for row in [&rows[0], &rows[2], &rows[4]] {
        assert_eq!(ines.post(&step(row, "decline"), &[("reason", "The oven is gone.")]).await.status(), 303);
    }
    assert!(text_of(&ines.page("/triage").await).contains("Inbox zero"));
}

#[tokio::test]
async fn a_decision_on_a_later_page_stays_on_that_page_and_leaves_it_when_nothing_is_left_there() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let rows: Vec<Idea> = (0..32).map(|index| idea(&mut app, &rosa, &format!("Idea number {index}"), IdeaState::Open, None)).collect();
    app.conn.batch_execute("UPDATE ideas SET answer_due_at = answer_due_at + number * interval '1 minute'").unwrap();
    let first = ines.page("/triage").await;
    let document = scraper::Html::parse_document(&first);
    let next = document.select(&scraper::Selector::parse("a[rel=next]").unwrap()).next().unwrap().attr("href").unwrap().to_owned();
    let after = next.trim_start_matches("/triage?");
    let second = ines.page(&next).await;
    assert!(second.contains(&format!("action=\"/triage/{}/accept?{after}\"", rows[30].number)), "the forms know the page");
    let accept = |row: &Idea| format!("{}?{after}", row.step("accept"));
    assert_eq!(ways(&ines.post(&accept(&rows[30]), &[]).await).0, format!("/triage?{after}&idea={}", rows[31].number));
    assert_eq!(ways(&ines.post(&accept(&rows[31]), &[]).await).0, "/triage", "nothing is left there");
}

#[tokio::test]
async fn the_preview_alone_is_the_idea_that_was_asked_for_and_its_forms_decide_that_one() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    idea(&mut app, &rosa, "First in the list", IdeaState::Open, None);
    let third = idea(&mut app, &rosa, "Third in the list", IdeaState::Open, None);
    let path = format!("/triage?idea={}&source=customer", third.number);
    let part = ines.request(reqwest::Method::GET, &path).header("x-fragment", "1").send().await.unwrap();
    assert_eq!(part.status(), 200);
    let html = part.text().await.unwrap();
    assert!(!html.contains("<html") && !html.contains("data-list-item"), "only the preview: {html}");
    assert!(html.contains(&format!("data-idea=\"{}\"", third.number)));
    for step in ["accept", "decline", "snooze", "ask"] {
        assert!(html.contains(&format!("action=\"/triage/{}/{step}?source=customer\"", third.number)), "{step}");
    }
    let list = ines.page("/triage").await;
    assert!(list.contains(&format!("data-list-item data-idea=\"{}\"", third.number)), "a row says which idea it is");
}

/// The preview beside the list, alone.
async fn previewed(reader: &Visitor, idea: &Idea) -> String {
    let part =
        reader.request(reqwest::Method::GET, &format!("/triage?idea={}", idea.number)).header("x-fragment", "1").send().await.unwrap();
    assert_eq!(part.status(), 200);
    part.text().await.unwrap()
}

#[tokio::test]
async fn the_preview_shows_answers_tags_and_photos_as_the_idea_s_own_page_does() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let campaign = campaign(&mut app, ines.id);
    let idea = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, Some(campaign));
    let (field, photo, now) = (FieldId::new(), uuid::Uuid::now_v7(), app.clock.now());
    diesel::insert_into(campaign_fields::table)
        .values((
            campaign_fields::id.eq(field),
            campaign_fields::campaign_id.eq(campaign),
            campaign_fields::position.eq(0_i16),
            campaign_fields::label.eq("Which joint?"),
            campaign_fields::kind.eq(FieldKind::Text),
        ))
        .execute(&mut app.conn)
        .unwrap();
    diesel::insert_into(idea_fields::table)
        .values((idea_fields::idea_id.eq(idea.id), idea_fields::field_id.eq(field), idea_fields::value.eq("The battery lid")))
        .execute(&mut app.conn)
        .unwrap();
    diesel::insert_into(idea_tags::table)
        .values((idea_tags::idea_id.eq(idea.id), idea_tags::tag.eq("repair")))
        .execute(&mut app.conn)
        .unwrap();
    diesel::insert_into(blobs::table)
        .values((
            blobs::id.eq(photo),
            blobs::sha256.eq(vec![0_u8; 32]),
            blobs::media_type.eq("image/webp"),
            blobs::size_bytes.eq(1_i64),
            blobs::width.eq(640),
            blobs::height.eq(480),
            blobs::owner_kind.eq(ItemKind::Idea),
            blobs::owner_id.eq(idea.id.0),
            blobs::uploaded_at.eq(now),
        ))
        .execute(&mut app.conn)
        .unwrap();
    let page = ines.page(&format!("/ideas/{}-tape-that-lets-go", idea.number)).await;
    for html in [previewed(&ines, &idea).await, page] {
        let text = text_of(&html);
        assert!(text.contains("Which joint? The battery lid") && html.contains("href=\"/ideas?tag=repair\""), "{html}");
        assert!(html.contains(&format!("src=\"/files/{photo}\"")), "{html}");
    }
}

#[tokio::test]
async fn only_what_says_enough_of_the_same_sounds_alike() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let mut written = |title: &str, body: &str| {
        let made = idea(&mut app, &rosa, title, IdeaState::Open, None);
        diesel::update(ideas::table.find(made.id)).set(ideas::body.eq(body)).execute(&mut app.conn).unwrap();
        made
    };
    let stiff = written("Adhesive gets stiff in the cold", "It only sticks when warm: the lab pays for heaters.");
    written("Adhesive stiff on cold mornings", "It sticks when warm.");
    written("Kestrel pays to get rid of foam offcuts", "The lab could burn them in its heaters.");
    let merge = stiff.at("merge");
    for html in [previewed(&ines, &stiff).await, ines.page(&merge).await] {
        assert!(html.contains("Adhesive stiff on cold mornings") && !html.contains("Kestrel"), "two words by chance: {html}");
    }
    assert!(ines.page(&format!("{merge}?q=Kestrel")).await.contains("Kestrel pays to get rid"), "any other idea can be looked for");
}
