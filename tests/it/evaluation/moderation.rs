//! The moderation queue, and what is off topic.
use super::{Idea, idea, state};
use crate::support::{TestApp, text_of};
use proofbench::kernel::{IdeaState, Role};

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
