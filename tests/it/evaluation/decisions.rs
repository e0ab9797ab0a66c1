//! Decisions, questions and official answers on an idea's own page.
use super::{facts, idea, state};
use crate::support::{TestApp, text_of};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{IdeaState, Role},
    schema::ideas,
};

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
async fn decisions_on_the_page_follow_the_life_cycle() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    let page = ines.page(&idea.at("decision")).await;
    assert!(text_of(&page).contains("Shortlist") && page.contains("clock-chip"), "{page}");
    assert_eq!(rosa.get(&idea.at("decision")).await.status(), 403);
    assert_eq!(ines.post(&idea.at("decision"), &[("decision", "park"), ("reason", "")]).await.status(), 422);
    assert_eq!(ines.post(&idea.at("decision"), &[("decision", "ship")]).await.status(), 422);
    assert_eq!(ines.post(&idea.at("decision"), &[("decision", "park"), ("reason", "After the fair")]).await.status(), 303);
    assert_eq!(state(&mut app, &idea), IdeaState::Parked);
    assert!(facts(&mut app, &idea).4.is_some(), "the promise is kept");
    assert!(!ines.page(&idea.at("decision")).await.contains("clock-chip"), "nothing is left to count down to");
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
async fn whoever_decides_on_their_own_idea_says_why_to_everybody() {
    let mut app = TestApp::start().await;
    let (ines, tomas) = (app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Tomás", &[Role::Moderator]));
    let made = idea(&mut app, &ines, "Tape that lets go", IdeaState::Open, None);
    let path = format!("/ideas/{}-tape-that-lets-go", made.number);
    assert_eq!(ines.post(&made.at("decision"), &[("decision", "park"), ("reason", "After the fair")]).await.status(), 303);
    let text = text_of(&app.visitor().page(&path).await);
    assert!(text.contains("Why it is “Parked”") && text.contains("After the fair"), "{text}");
    assert_eq!(ines.post(&made.at("decision"), &[("decision", "reopen")]).await.status(), 303);
    assert_eq!(tomas.post(&made.at("question"), &[("question", "On which foam?")]).await.status(), 303);
    assert_eq!(ines.post(&made.at("clarification"), &[("answer", "On PU foam")]).await.status(), 303);
    let text = text_of(&app.visitor().page(&path).await);
    assert!(text.contains("On PU foam") && !text.contains("Why it is"), "a reply explains no decision: {text}");
    // Asked once more, she decides instead of replying.
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(tomas.post(&made.at("question"), &[("question", "And on which film?")]).await.status(), 303);
    assert_eq!(ines.post(&made.at("decision"), &[("decision", "decline"), ("reason", "No film holds")]).await.status(), 303);
    let text = text_of(&app.visitor().page(&path).await);
    assert!(text.contains("Why it is “Declined”") && text.matches("No film holds").count() == 1, "{text}");
}
