//! What happens to an idea that was sent: withdrawn, asked about, off topic, followed.
use crate::support::{
    TestApp,
    make::board::{MadeIdea, api_token, idea},
    text_of,
};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{IdeaState, Role},
    schema::{events, ideas},
};

fn state_of(app: &mut TestApp, made: &MadeIdea) -> IdeaState {
    ideas::table.find(made.id).select(ideas::state).first(&mut app.conn).unwrap()
}

fn verbs_of(app: &mut TestApp, made: &MadeIdea) -> Vec<String> {
    events::table.filter(events::stream_id.eq(made.id.0)).order(events::seq).select(events::verb).load(&mut app.conn).unwrap()
}

#[tokio::test]
async fn an_author_withdraws_and_brings_back() {
    let mut app = TestApp::start().await;
    let (rosa, ann) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ann", &[Role::Moderator]));
    let made = idea("Tape that lets go").by(rosa.id).insert(&mut app);
    let (away, back) = (format!("/ideas/{}/withdraw", made.number), format!("/ideas/{}/restore", made.number));
    assert_eq!(ann.post(&away, &[]).await.status(), 403);
    assert_eq!(rosa.post(&away, &[]).await.status(), 303);
    assert_eq!((state_of(&mut app, &made), app.visitor().get(&made.path).await.status().as_u16()), (IdeaState::Withdrawn, 404));
    assert_eq!(rosa.post(&back, &[]).await.status(), 303);
    assert_eq!((state_of(&mut app, &made), verbs_of(&mut app, &made)), (IdeaState::Open, vec!["idea.moved".to_owned(); 2]));
    let reviewed = idea("Under review").by(rosa.id).state(IdeaState::InReview).insert(&mut app);
    assert_eq!(rosa.post(&format!("/ideas/{}/withdraw", reviewed.number), &[]).await.status(), 409);
}

#[tokio::test]
async fn an_answered_question_lets_the_clock_run_on() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let made = idea("Tape that lets go").by(rosa.id).state(IdeaState::Clarification).before(IdeaState::InReview).insert(&mut app);
    let asked = app.clock.now();
    diesel::update(ideas::table.find(made.id)).set(ideas::clock_paused_at.eq(asked)).execute(&mut app.conn).unwrap();
    let due = |app: &mut TestApp| -> chrono::DateTime<chrono::Utc> {
        ideas::table.find(made.id).select(ideas::answer_due_at.assume_not_null()).first(&mut app.conn).unwrap()
    };
    let before = due(&mut app);
    app.clock.advance(TimeDelta::days(3));
    let path = format!("/ideas/{}/clarification", made.number);
    assert!(rosa.post(&path, &[("answer", " ")]).await.status().is_client_error());
    assert_eq!(rosa.post(&path, &[("answer", "At 140 °C, within a minute.")]).await.status(), 303);
    let waited = due(&mut app) - before;
    assert!((waited - TimeDelta::days(3)).abs() < TimeDelta::minutes(1), "{waited}");
    assert_eq!(
        (state_of(&mut app, &made), verbs_of(&mut app, &made)),
        (IdeaState::InReview, vec!["idea.moved".to_owned(), "idea.clarification-answered".to_owned()])
    );
}

#[tokio::test]
async fn off_topic_needs_a_reason_and_can_be_undone() {
    let mut app = TestApp::start().await;
    let moderator = app.sign_in("Tomás", &[Role::Moderator]);
    let made = idea("Buy my shoes").insert(&mut app);
    let path = format!("/ideas/{}/moderation", made.number);
    assert_eq!(moderator.post(&path, &[("step", "off_topic"), ("reason", "")]).await.status(), 422);
    assert_eq!(moderator.post(&path, &[("step", "off_topic"), ("reason", "Shoes are no matter of ours.")]).await.status(), 303);
    assert_eq!(state_of(&mut app, &made), IdeaState::OffTopic);
    assert_eq!(moderator.post(&format!("/ideas/{}/unmoderation", made.number), &[]).await.status(), 303);
    assert_eq!(state_of(&mut app, &made), IdeaState::Open);
}

#[tokio::test]
async fn following_twice_is_following_once() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let made = idea("Tape that lets go").insert(&mut app);
    let path = format!("/ideas/{}/follow", made.number);
    for follow in ["true", "true", "false", "false"] {
        assert_eq!(ann.post(&path, &[("follow", follow)]).await.status(), 303);
    }
    assert_eq!(verbs_of(&mut app, &made), ["idea.followed", "idea.unfollowed"]);
}

#[tokio::test]
async fn what_is_off_the_board_promises_no_answer() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let token = api_token(&mut app, rosa.id, &["read"]);
    for (state, promised) in [
        (IdeaState::Open, true),
        (IdeaState::Merged, false),
        (IdeaState::OffTopic, false),
        (IdeaState::Binned, false),
        (IdeaState::Withdrawn, false),
    ] {
        let made = idea("Tape that lets go").by(rosa.id).state(state).insert(&mut app);
        for paused in [None, Some(app.clock.now())] {
            diesel::update(ideas::table.find(made.id)).set(ideas::clock_paused_at.eq(paused)).execute(&mut app.conn).unwrap();
            assert_eq!(rosa.page(&made.path).await.contains("id=\"clock-title\""), promised, "{state}");
            let call = app.visitor().request(reqwest::Method::GET, &format!("/api/v1/ideas/{}", made.number)).bearer_auth(&token);
            let item: serde_json::Value = call.send().await.unwrap().json().await.unwrap();
            assert_eq!(item["answer_due_at"].is_string(), promised, "{state}: {item}");
            for path in ["/ideas/mine", "/"] {
                let text = text_of(&rosa.page(path).await);
                assert_eq!(text.contains("We answer by"), promised && paused.is_none(), "{state} on {path}: {text}");
            }
        }
        diesel::delete(ideas::table.find(made.id)).execute(&mut app.conn).unwrap();
    }
}
