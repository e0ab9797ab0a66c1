//! The steps of triage, and how each is taken back.
use super::{count, facts, idea, state, vote};
use crate::support::{TestApp, text_of};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::kernel::{IdeaState, Role};

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
