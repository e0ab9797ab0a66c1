//! The triage inbox, decisions on ideas, merging and the moderation queue, over HTTP.
use crate::support::{TestApp, Visitor, text_of};
use chrono::TimeDelta;
use diesel::{connection::SimpleConnection, prelude::*};
use proofbench::kernel::{CampaignId, IdeaId, IdeaState, PersonId, Role};
use proofbench::schema::{campaign_reviewers, campaigns, idea_followers, ideas, votes};

/// An idea, as short as a scene needs it.
struct Idea {
    id: IdeaId,
    number: i64,
}

impl Idea {
    fn at(&self, tail: &str) -> String {
        format!("/ideas/{}/{tail}", self.number)
    }
    fn step(&self, step: &str) -> String {
        format!("/triage/{}/{step}", self.number)
    }
}

fn idea(app: &mut TestApp, author: &Visitor, title: &str, state: IdeaState, campaign: Option<CampaignId>) -> Idea {
    let (id, now) = (IdeaId::new(), app.clock.now());
    diesel::insert_into(ideas::table)
        .values((
            ideas::id.eq(id),
            ideas::slug.eq(proofbench::kernel::text::slug(title)),
            ideas::author_id.eq(author.id),
            ideas::campaign_id.eq(campaign),
            ideas::state.eq(state),
            ideas::source.eq(proofbench::kernel::IdeaSource::Customer),
            ideas::title.eq(title),
            ideas::body.eq(format!("{title}, said at length")),
            ideas::audience.eq(proofbench::kernel::Audience::Public),
            ideas::answer_due_at.eq(now + TimeDelta::days(5)),
            ideas::created_at.eq(now),
            ideas::changed_at.eq(now),
        ))
        .execute(&mut app.conn)
        .unwrap();
    Idea { id, number: ideas::table.find(id).select(ideas::number).first(&mut app.conn).unwrap() }
}

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

/// Everything that triage can change, to compare before and after.
type Clocks = (
    IdeaState,
    Option<IdeaState>,
    Option<proofbench::kernel::Moment>,
    Option<proofbench::kernel::Moment>,
    Option<proofbench::kernel::Moment>,
    Option<proofbench::kernel::Moment>,
    Option<proofbench::kernel::Moment>,
);

fn facts(app: &mut TestApp, idea: &Idea) -> Clocks {
    ideas::table
        .find(idea.id)
        .select((
            ideas::state,
            ideas::state_before,
            ideas::answer_due_at,
            ideas::clock_paused_at,
            ideas::answered_at,
            ideas::snoozed_until,
            ideas::triaged_at,
        ))
        .first(&mut app.conn)
        .unwrap()
}

fn state(app: &mut TestApp, idea: &Idea) -> IdeaState {
    facts(app, idea).0
}

fn vote(app: &mut TestApp, idea: &Idea, voter: &Visitor) {
    let now = app.clock.now();
    diesel::insert_into(votes::table)
        .values((votes::idea_id.eq(idea.id), votes::voter_id.eq(voter.id), votes::cast_at.eq(now)))
        .execute(&mut app.conn)
        .unwrap();
    diesel::update(ideas::table.find(idea.id)).set(ideas::vote_count.eq(ideas::vote_count + 1)).execute(&mut app.conn).unwrap();
}

fn count(app: &mut TestApp, idea: &Idea) -> i32 {
    ideas::table.find(idea.id).select(ideas::vote_count).first(&mut app.conn).unwrap()
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
async fn accepting_takes_an_idea_into_review_with_its_events() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    assert_eq!(ines.post(&idea.step("accept"), &[]).await.status(), 303);
    assert_eq!(state(&mut app, &idea), IdeaState::InReview);
    assert_eq!(app.verbs(), ["idea.moved", "idea.triaged"]);
    let again = ines.post(&idea.step("accept"), &[]).await;
    assert_eq!(again.status(), 409, "somebody was quicker");
    assert_eq!(app.verbs().len(), 2);
}

#[tokio::test]
async fn declining_needs_a_reason_and_keeps_what_was_typed() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    let empty = ines.post(&idea.step("decline"), &[("reason", "  ")]).await;
    assert_eq!(empty.status(), 422);
    assert!(text_of(&empty.text().await.unwrap()).contains("Write the reason that the author will read."));
    let long = "x".repeat(4001);
    let kept = ines.post(&idea.step("decline"), &[("reason", &long)]).await;
    assert_eq!(kept.status(), 422);
    assert!(kept.text().await.unwrap().contains(&long));
    assert_eq!(state(&mut app, &idea), IdeaState::Open);
    assert_eq!(ines.post(&idea.step("decline"), &[("reason", "Too dear, thank you Rosa.")]).await.status(), 303);
    assert_eq!(state(&mut app, &idea), IdeaState::Declined);
    let reason: String = proofbench::schema::idea_moves::table.select(proofbench::schema::idea_moves::reason).first(&mut app.conn).unwrap();
    assert_eq!(reason, "Too dear, thank you Rosa.");
    assert_eq!(app.verbs(), ["idea.moved", "idea.triaged"]);
}

#[tokio::test]
async fn a_reason_can_start_from_the_library() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    let page = ines.page(&format!("/triage?idea={}", idea.number)).await;
    assert!(page.contains(&format!("formaction=\"{}#decline\"", idea.step("decline"))), "{page}");
    for (own, starts) in [("", "Thank you, Rosa."), ("We tried\nthree ovens.\n", "We tried\nthree ovens.\n\nThank you, Rosa.")] {
        let answer = ines.post(&idea.step("decline"), &[("reason", own), ("template", "cost")]).await;
        assert_eq!(answer.status(), 200);
        let html = scraper::Html::parse_document(&answer.text().await.unwrap());
        let field = html.select(&scraper::Selector::parse("#decline[open] textarea[name=reason]").unwrap()).next().unwrap();
        let reason = field.text().collect::<String>();
        assert!(reason.trim_start_matches('\n').starts_with(starts), "{reason}");
    }
    assert_eq!((state(&mut app, &idea), app.verbs()), (IdeaState::Open, Vec::<String>::new()), "nothing is declined yet");
}

#[tokio::test]
async fn asking_pauses_the_promise_until_the_author_replies() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    let due = facts(&mut app, &idea).2.unwrap();
    assert_eq!(ines.post(&idea.step("ask"), &[("question", "")]).await.status(), 422);
    assert_eq!(ines.post(&idea.step("ask"), &[("question", "At which temperature?")]).await.status(), 303);
    assert_eq!(app.verbs(), ["idea.moved", "idea.clarification-asked", "idea.triaged"]);
    assert!(facts(&mut app, &idea).3.is_some());
    assert!(text_of(&ines.page("/triage?clock=paused").await).contains("Paused"));

    app.clock.advance(TimeDelta::days(2));
    let page = text_of(&rosa.page(&idea.at("clarification")).await);
    assert!(page.contains("At which temperature?") && page.contains("Ines asked"), "{page}");
    assert_eq!(rosa.post(&idea.at("clarification"), &[("answer", " ")]).await.status(), 422);
    assert_eq!(rosa.post(&idea.at("clarification"), &[("answer", "At 140 °C")]).await.status(), 303);
    let (own, inbox) = (
        text_of(&rosa.page(&format!("/ideas/{}-tape-that-lets-go", idea.number)).await),
        text_of(&ines.page(&format!("/triage?idea={}", idea.number)).await),
    );
    assert!(own.contains("At 140 °C"), "the author sees the answer on the idea: {own}");
    assert!(inbox.contains("Ines asked") && inbox.contains("Rosa replied") && inbox.contains("At 140 °C"), "{inbox}");
    let after = facts(&mut app, &idea);
    assert_eq!((after.0, after.3), (IdeaState::Open, None));
    assert!((after.2.unwrap() - due - TimeDelta::days(2)).num_seconds().abs() < 5, "what was left is left again");
    assert_eq!(app.verbs()[3..], ["idea.moved", "idea.clarification-answered"]);
    assert_eq!(rosa.post(&idea.at("clarification"), &[("answer", "Again")]).await.status(), 409);
}

#[tokio::test]
async fn every_step_is_taken_back_exactly() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let other = idea(&mut app, &rosa, "Release by heat", IdeaState::Open, None);
    let steps: [(&str, &[(&str, &str)]); 5] = [
        ("accept", &[]),
        ("decline", &[("reason", "Because")]),
        ("snooze", &[("until", "7")]),
        ("ask", &[("question", "Why?")]),
        ("duplicate", &[("into", &other.number.to_string())]),
    ];
    for (step, form) in steps {
        let idea = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
        vote(&mut app, &idea, &ines);
        let before = facts(&mut app, &idea);
        let done = ines.post(&idea.step(step), form).await;
        assert_eq!(done.status(), 303, "{step}: {}", done.text().await.unwrap());
        assert_ne!(facts(&mut app, &idea), before, "{step}");
        app.clock.advance(TimeDelta::hours(1));
        let undone = ines.post("/triage/undo", &[]).await;
        assert_eq!(undone.status(), 303, "{step}: {}", undone.text().await.unwrap());
        assert_eq!(facts(&mut app, &idea), before, "{step}");
        assert_eq!((count(&mut app, &idea), count(&mut app, &other)), (1, 0), "{step}");
        assert_eq!(app.verbs().last().unwrap(), "idea.triage-undone");
    }
    assert_eq!(ines.post("/triage/undo", &[]).await.status(), 409, "nothing of hers is left");
}

#[tokio::test]
async fn a_step_is_not_taken_back_once_the_idea_moved_on() {
    let mut app = TestApp::start().await;
    let (rosa, ines, tomas) =
        (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Tomás", &[Role::Moderator]));
    let idea = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    ines.post(&idea.step("accept"), &[]).await;
    assert_eq!(tomas.post(&idea.at("decision"), &[("decision", "shortlist")]).await.status(), 303);
    let refused = ines.post("/triage/undo", &[]).await;
    assert_eq!(refused.status(), 409);
    assert!(text_of(&refused.text().await.unwrap()).contains("The idea has moved on"));
    assert_eq!(state(&mut app, &idea), IdeaState::Shortlisted);
    let adaeze = app.sign_in("Adaeze", &[Role::Moderator]);
    assert_eq!(adaeze.post("/triage/undo", &[]).await.status(), 409, "another's step is not hers to take back");
    assert_eq!(tomas.post("/triage/undo", &[]).await.status(), 303, "his own is");
    assert_eq!(ines.post("/triage/undo", &[]).await.status(), 303, "then nothing stands in the way of the one before");
    assert_eq!(state(&mut app, &idea), IdeaState::Open);
}

#[tokio::test]
async fn a_decision_on_the_page_is_taken_back_exactly() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let parked = idea(&mut app, &rosa, "Parked before", IdeaState::Open, None);
    assert_eq!(ines.post(&parked.at("decision"), &[("decision", "park"), ("reason", "Later")]).await.status(), 303);
    for (form, from) in [
        (("decision", "review"), None),
        (("decision", "shortlist"), None),
        (("decision", "park"), None),
        (("decision", "decline"), None),
        (("question", "Why?"), None),
        (("decision", "reopen"), Some(&parked)),
    ] {
        let made = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
        let on = from.unwrap_or(&made);
        let before = facts(&mut app, on);
        let (path, fields) = match form.0 {
            "question" => (on.at("question"), vec![form]),
            _ => (on.at("decision"), vec![form, ("reason", "Because")]),
        };
        let done = ines.post(&path, &fields).await;
        let toast = done.headers()["set-cookie"].to_str().unwrap().to_owned();
        assert!(done.status() == 303 && toast.contains(&on.at("decision/undo")), "{form:?}: {toast}");
        assert_ne!(facts(&mut app, on), before, "{form:?}");
        app.clock.advance(TimeDelta::hours(1));
        assert_eq!(rosa.post(&on.at("decision/undo"), &[]).await.status(), 403, "not hers to take back");
        assert_eq!(ines.post(&on.at("decision/undo"), &[]).await.status(), 303, "{form:?}");
        assert_eq!(facts(&mut app, on), before, "{form:?}");
    }
}

#[tokio::test]
async fn what_the_author_answered_stands_below_the_idea_with_its_question() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let made = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    let path = format!("/ideas/{}-tape-that-lets-go", made.number);
    for (question, answer) in [("At which temperature?", "At 140 °C"), ("On which foam?", "On PU foam")] {
        assert_eq!(ines.post(&made.at("question"), &[("question", question)]).await.status(), 303);
        assert_eq!(rosa.post(&made.at("clarification"), &[("answer", answer)]).await.status(), 303);
        app.clock.advance(TimeDelta::hours(1));
    }
    let text = text_of(&app.visitor().page(&path).await);
    let said = "Ines asked";
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is missing in {text}"));
    assert!(at("Asked and answered") < at(said) && at("At which temperature?") < at("At 140 °C") && at("At 140 °C") < at("On which foam?"));
    assert!(!text.contains("Said before") && text.matches("At 140 °C").count() == 1, "{text}");
    assert!(text.contains("asked the author") && !text.contains("moved the idea"), "one act stands there once: {text}");
}

#[tokio::test]
async fn off_topic_without_a_reason_stays_on_the_page_and_says_so() {
    let mut app = TestApp::start().await;
    let (rosa, tomas) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Tomás", &[Role::Moderator]));
    let made = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    let answer = tomas.post(&made.at("moderation"), &[("step", "off_topic"), ("reason", " ")]).await;
    assert_eq!(answer.status(), 422);
    let html = answer.text().await.unwrap();
    assert!(
        html.contains("id=\"reason-error\"") && html.contains("<details class=\"idea-fold\" open") && html.contains("Tape that lets go")
    );
    assert_eq!(state(&mut app, &made), IdeaState::Open);
}

#[tokio::test]
async fn a_number_that_cannot_be_merged_into_says_why_beside_it() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let this = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    let closed = idea(&mut app, &rosa, "Declined one", IdeaState::Declined, None);
    for (wish, words) in [
        (this.number.to_string(), "cannot be merged with itself"),
        ("999999".to_owned(), "no idea with this number"),
        ("soon".to_owned(), "no idea with this number"),
        (closed.number.to_string(), "takes no duplicates"),
    ] {
        let html = ines.page(&format!("{}?into={wish}", this.at("merge"))).await;
        assert!(html.contains("id=\"into-error\"") && html.contains(&format!("value=\"{wish}\"")), "{wish}");
        assert!(text_of(&html).contains(words), "{wish}");
    }
    assert!(!ines.page(&format!("{}?into=", this.at("merge"))).await.contains("into-error"), "nothing typed, nothing wrong");
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
    assert!(text_of(&page).contains("You review this campaign"));
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
async fn an_idea_that_is_hidden_is_not_found() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = idea(&mut app, &rosa, "Named people only", IdeaState::Open, None);
    diesel::update(ideas::table.find(idea.id))
        .set(ideas::audience.eq(proofbench::kernel::Audience::People))
        .execute(&mut app.conn)
        .unwrap();
    for path in [idea.step("accept"), idea.at("decision"), idea.at("merge"), idea.at("unmerge"), idea.at("answer/withdrawal")] {
        let form: &[(&str, &str)] = if path.ends_with("/merge") { &[("into", "1")] } else { &[] };
        assert_eq!(ines.post(&path, form).await.status(), 404, "{path}");
    }
    assert!(!text_of(&ines.page("/triage").await).contains("Named people only"));
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
async fn decisions_on_the_page_follow_the_life_cycle() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    assert!(text_of(&ines.page(&idea.at("decision")).await).contains("Shortlist"));
    assert_eq!(rosa.get(&idea.at("decision")).await.status(), 403);
    assert_eq!(ines.post(&idea.at("decision"), &[("decision", "park"), ("reason", "")]).await.status(), 422);
    assert_eq!(ines.post(&idea.at("decision"), &[("decision", "ship")]).await.status(), 422);
    assert_eq!(ines.post(&idea.at("decision"), &[("decision", "park"), ("reason", "After the fair")]).await.status(), 303);
    assert_eq!(state(&mut app, &idea), IdeaState::Parked);
    assert!(facts(&mut app, &idea).4.is_some(), "the promise is kept");
    assert_eq!(ines.post(&idea.at("decision"), &[("decision", "shortlist")]).await.status(), 409);
    assert_eq!(ines.post(&idea.at("decision"), &[("decision", "reopen")]).await.status(), 303);
    let facts = facts(&mut app, &idea);
    assert_eq!((facts.0, facts.4, facts.6), (IdeaState::Open, None, None), "it waits again");
    assert_eq!(app.verbs(), ["idea.moved", "idea.moved"]);
}

#[tokio::test]
async fn an_official_answer_keeps_the_promise_until_it_is_withdrawn() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    assert_eq!(ines.post(&idea.at("answer"), &[("text", " ")]).await.status(), 422);
    assert_eq!(rosa.post(&idea.at("answer"), &[("text", "Mine")]).await.status(), 403);
    assert_eq!(ines.post(&idea.at("answer"), &[("text", "We are on it.")]).await.status(), 303);
    assert!(facts(&mut app, &idea).4.is_some());
    assert_eq!(ines.post(&idea.at("answer/withdrawal"), &[]).await.status(), 303);
    assert!(facts(&mut app, &idea).4.is_none(), "the clock runs again");
    assert_eq!(ines.post(&idea.at("answer/withdrawal"), &[]).await.status(), 409);
    assert_eq!(app.verbs(), ["idea.answered", "idea.answer-withdrawn"]);
}

#[tokio::test]
async fn merging_is_offered_only_where_it_can_be_done_and_says_why_elsewhere() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let open = idea(&mut app, &rosa, "Tape lets go", IdeaState::Open, None);
    let made = idea(&mut app, &rosa, "Release by heat", IdeaState::InPrototype, None);
    let offers = |html: &str, idea: &Idea| html.contains(&format!("href=\"{}\"", idea.at("merge")));
    for tail in ["", "/decision"] {
        assert!(offers(&ines.page(&format!("/ideas/{}-tape-lets-go{tail}", open.number)).await, &open), "{tail}");
        assert!(!offers(&ines.page(&format!("/ideas/{}-release-by-heat{tail}", made.number)).await, &made), "{tail}");
    }
    let html = ines.page(&format!("{}?into={}", made.at("merge"), open.number)).await;
    assert!(text_of(&html).contains("This idea became a prototype") && !html.contains("name=\"into\" value="), "{html}");
    assert!(html.contains(&format!("href=\"{}?into={}\"", open.at("merge"), made.number)), "the other way round: {html}");
    let refused = ines.post(&made.at("merge"), &[("into", &open.number.to_string())]).await;
    assert_eq!(refused.status(), 409);
    assert!(text_of(&refused.text().await.unwrap()).contains("This idea became a prototype"));
    assert_eq!(ines.post(&open.at("merge"), &[("into", &made.number.to_string())]).await.status(), 303);
}

#[tokio::test]
async fn a_merge_counts_each_person_once_and_comes_apart_exactly() {
    let mut app = TestApp::start().await;
    let (rosa, ines, marek) =
        (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Marek", &[Role::Contributor]));
    let (duplicate, kept) =
        (idea(&mut app, &rosa, "Tape lets go", IdeaState::Open, None), idea(&mut app, &marek, "Release by heat", IdeaState::Open, None));
    for voter in [&rosa, &ines] {
        vote(&mut app, &duplicate, voter);
    }
    for voter in [&ines, &marek] {
        vote(&mut app, &kept, voter);
    }
    let before = facts(&mut app, &duplicate);
    let page = text_of(&ines.page(&format!("{}?into={}", duplicate.at("merge"), kept.number)).await);
    assert!(page.contains("Side by side") && page.contains("Release by heat"), "{page}");

    assert_eq!(ines.post(&duplicate.at("merge"), &[("into", &format!("#{}", kept.number))]).await.status(), 303);
    assert_eq!(state(&mut app, &duplicate), IdeaState::Merged);
    assert_eq!((count(&mut app, &kept), count(&mut app, &duplicate)), (3, 2));
    assert_eq!(app.verbs(), ["idea.moved", "idea.merged", "idea.duplicate-taken"]);

    assert_eq!(ines.post(&duplicate.at("unmerge"), &[]).await.status(), 303);
    assert_eq!((count(&mut app, &kept), count(&mut app, &duplicate)), (2, 2));
    assert_eq!(state(&mut app, &duplicate), before.0);
    let due = (facts(&mut app, &duplicate).2.unwrap(), before.2.unwrap());
    assert!((due.0 - due.1).num_seconds().abs() < 5);
    assert_eq!(app.verbs()[3..], ["idea.unmerged", "idea.duplicate-returned", "idea.moved"]);
    assert_eq!(ines.post(&duplicate.at("unmerge"), &[]).await.status(), 409);
}

#[tokio::test]
async fn a_duplicate_put_away_in_the_inbox_waits_there_again_once_it_is_taken_out_of_the_merge() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (duplicate, kept) =
        (idea(&mut app, &rosa, "Tape lets go", IdeaState::Open, None), idea(&mut app, &rosa, "Release by heat", IdeaState::Open, None));
    let into = kept.number.to_string();
    assert_eq!(ines.post(&duplicate.step("duplicate"), &[("into", &into)]).await.status(), 303);
    assert!(text_of(&ines.page("/triage").await).contains("1 idea waits"));
    assert_eq!(ines.post(&duplicate.at("unmerge"), &[]).await.status(), 303);
    assert!(text_of(&ines.page("/triage").await).contains("2 ideas wait"));
    assert_eq!(ines.post(&duplicate.step("accept"), &[]).await.status(), 303);
}

#[tokio::test]
async fn merges_make_no_chains_no_loops_and_lose_nobody() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let mut new = |title: &str| idea(&mut app, &rosa, title, IdeaState::Open, None);
    let (a, b, c) = (new("First of three"), new("Second of three"), new("Third of three"));
    let into = |idea: &Idea| idea.number.to_string();
    assert_eq!(ines.post(&a.at("merge"), &[("into", &into(&a))]).await.status(), 422, "into itself");
    assert_eq!(ines.post(&a.at("merge"), &[("into", "999999")]).await.status(), 422, "into nothing");
    assert_eq!(ines.post(&a.at("merge"), &[("into", "no number")]).await.status(), 422);
    assert_eq!(ines.post(&a.at("merge"), &[("into", &into(&b))]).await.status(), 303);
    assert_eq!(ines.post(&b.at("merge"), &[("into", &into(&c))]).await.status(), 409, "others hang on it");
    assert_eq!(ines.post(&b.at("merge"), &[("into", &into(&a))]).await.status(), 422, "a loop");
    // Into a duplicate means into what it became.
    let through = ines.post(&c.at("merge"), &[("into", &into(&a))]).await;
    assert_eq!(through.status(), 303);
    assert!(through.headers()["location"].to_str().unwrap().starts_with(&format!("/ideas/{}-", b.number)));
    diesel::update(ideas::table.find(b.id)).set(ideas::state.eq(IdeaState::Withdrawn)).execute(&mut app.conn).unwrap();
    let fresh = idea(&mut app, &rosa, "One more", IdeaState::Open, None);
    assert_eq!(ines.post(&fresh.at("merge"), &[("into", &into(&b))]).await.status(), 422, "withdrawn ideas are not to be seen");
    assert_eq!(rosa.post(&fresh.at("merge"), &[("into", &into(&a))]).await.status(), 403, "customers do not merge");
}

#[tokio::test]
async fn a_public_idea_is_not_merged_out_of_sight() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (shown, inside) =
        (idea(&mut app, &rosa, "For everybody", IdeaState::Open, None), idea(&mut app, &ines, "For staff", IdeaState::Open, None));
    diesel::update(ideas::table.find(inside.id))
        .set(ideas::audience.eq(proofbench::kernel::Audience::Internal))
        .execute(&mut app.conn)
        .unwrap();
    assert_eq!(ines.post(&shown.at("merge"), &[("into", &inside.number.to_string())]).await.status(), 422);
    assert_eq!(ines.post(&inside.at("merge"), &[("into", &shown.number.to_string())]).await.status(), 303);
}

#[tokio::test]
async fn followers_of_a_duplicate_follow_the_idea_that_stays_through_the_edge() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (duplicate, kept) =
        (idea(&mut app, &rosa, "Tape lets go", IdeaState::Open, None), idea(&mut app, &ines, "Release by heat", IdeaState::Open, None));
    diesel::insert_into(idea_followers::table)
        .values((
            idea_followers::idea_id.eq(duplicate.id),
            idea_followers::person_id.eq(rosa.id),
            idea_followers::since.eq(app.clock.now()),
        ))
        .execute(&mut app.conn)
        .unwrap();
    let followers = |app: &mut TestApp| proofbench::domains::ideas::store::list_followers(&mut app.conn, kept.id).unwrap();
    assert!(followers(&mut app).is_empty());
    ines.post(&duplicate.at("merge"), &[("into", &kept.number.to_string())]).await;
    assert_eq!(followers(&mut app), [rosa.id]);
    ines.post(&duplicate.at("unmerge"), &[]).await;
    assert!(followers(&mut app).is_empty());
}

#[tokio::test]
async fn moderators_approve_decline_and_bin_and_can_put_back() {
    let mut app = TestApp::start().await;
    let (rosa, tomas) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Tomás", &[Role::Moderator]));
    let mut new = |title: &str| idea(&mut app, &rosa, title, IdeaState::Pending, None);
    let (a, b, c, d) = (new("First waits"), new("Second waits"), new("Third waits"), new("Fourth waits"));
    let text = text_of(&tomas.page("/moderation").await);
    assert!(text.contains("4 ideas wait for approval.") && text.contains("First waits"), "{text}");
    let public = text_of(&app.visitor().page("/moderation").await);
    assert!(public.contains("4 ideas wait for approval.") && !public.contains("First waits"), "{public}");

    let both = [("idea", a.number.to_string()), ("idea", b.number.to_string())];
    let form: Vec<(&str, &str)> = both.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(tomas.post("/moderation/approvals", &[]).await.status(), 422);
    assert_eq!(tomas.post("/moderation/approvals", &form).await.status(), 303);
    assert_eq!((state(&mut app, &a), state(&mut app, &b)), (IdeaState::Open, IdeaState::Open));
    let path = |idea: &Idea, step: &str| format!("/moderation/{}/{step}", idea.number);
    assert_eq!(tomas.post(&path(&c, "decline"), &[("reason", "")]).await.status(), 422);
    assert_eq!(tomas.post(&path(&c, "decline"), &[("reason", "Not about tapes")]).await.status(), 303);
    assert_eq!(tomas.post(&path(&d, "bin"), &[]).await.status(), 303);
    let aside = text_of(&tomas.page("/moderation?list=aside").await);
    assert!(aside.contains("Third waits") && aside.contains("Fourth waits"), "{aside}");
    for (idea, back) in [(&c, IdeaState::Pending), (&d, IdeaState::Pending), (&a, IdeaState::Pending)] {
        assert_eq!(tomas.post(&path(idea, "return"), &[]).await.status(), 303);
        assert_eq!(state(&mut app, idea), back);
    }
    assert_eq!(app.verbs().iter().filter(|verb| *verb == "idea.moved").count(), 7);
    assert_eq!(rosa.post("/moderation/approvals", &[("idea", &a.number.to_string())]).await.status(), 403);
    assert_eq!(app.visitor().post(&path(&a, "bin"), &[]).await.status(), 401);
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
