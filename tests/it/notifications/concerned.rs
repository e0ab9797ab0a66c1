//! Whom it concerns: authors, followers, reviewers, owners, writers of notes, those who are mentioned or replied to.
use super::{catch_up, decide, doer, mails_to, pair, told};
use crate::support::{
    TestApp, Visitor,
    make::{
        campaigns::campaign,
        ideas::{MadeIdea, follow, idea},
    },
    text_of,
};
use diesel::prelude::*;
use proofbench::{
    kernel::{Audience, CampaignId, Doer, Event, IdeaSource, IdeaState, Place, Role, Sight, SubmitIdea, authorize},
    schema::{people, reader_cursors},
};

async fn handle_of(app: &mut TestApp, person: &Visitor) -> String {
    people::table.find(person.id).select(people::handle).first(&mut app.conn).unwrap()
}

#[tokio::test]
async fn author_and_followers_hear_of_a_move_once_and_the_author_gets_the_reason_by_mail() {
    let mut app = TestApp::start().await;
    let (rosa, ben) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let tape = idea(rosa.id).insert(&mut app);
    follow(&mut app, tape.id, ben.id);
    follow(&mut app, tape.id, ines.id);
    decide(&app, &ines, &tape, IdeaState::Declined, "Starch beads **fail** at 60 °C").await;
    catch_up(&mut app).await;
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &rosa), [pair("idea.moved", "author")]);
    assert_eq!(told(&mut app, &ben), [pair("idea.moved", "follower")]);
    assert_eq!(told(&mut app, &ines), []);
    let mails = mails_to(&mut app, &rosa);
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert!(
        mail.subject.contains("declined")
            && mail.text.contains("Starch beads fail at 60 °C")
            && mail.html.contains("beads <strong>fail</strong>"),
        "{mail:?}"
    );
    assert!(mail.text.contains(&tape.path) && mail.text.contains("Ines moved your idea"), "{}", mail.text);
    assert!(mails_to(&mut app, &ben).is_empty());
    let page = text_of(&rosa.page("/stream/notifications").await);
    assert!(page.contains("Starch beads fail at 60 °C"), "without its marks: {page}");
}

#[tokio::test]
async fn a_replay_from_the_beginning_tells_and_mails_nobody_twice() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let tape = idea(rosa.id).insert(&mut app);
    decide(&app, &ines, &tape, IdeaState::InReview, "").await;
    catch_up(&mut app).await;
    diesel::delete(reader_cursors::table).execute(&mut app.conn).unwrap();
    catch_up(&mut app).await;
    assert_eq!((told(&mut app, &rosa).len(), mails_to(&mut app, &rosa).len()), (1, 1));
}

#[tokio::test]
async fn a_comment_reaches_author_mentioned_and_replied_to() {
    let mut app = TestApp::start().await;
    let (rosa, ben) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let tape = idea(rosa.id).insert(&mut app);
    let path = format!("/ideas/{}/comments", tape.number);
    let handle = handle_of(&mut app, &ines).await;
    let first = ben.post(&path, &[("text", &format!("What does @{handle} think?"))]).await;
    let parent = first.headers()["location"].to_str().unwrap().trim_start_matches("/comments/").to_owned();
    ines.post(&path, &[("text", "It will hold"), ("parent", &parent)]).await;
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &rosa), [pair("comment.written", "author"), pair("comment.written", "author")]);
    assert_eq!(told(&mut app, &ines), [pair("comment.written", "mention")]);
    assert_eq!(told(&mut app, &ben), [pair("comment.written", "reply")]);
    let page = text_of(&ben.page("/stream/notifications").await);
    assert!(page.contains("Ines replied to you.") && page.contains("It will hold"), "{page}");
}

#[tokio::test]
async fn nobody_is_told_what_they_may_not_see() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let marek = app.sign_in("Marek", &[Role::Contributor]);
    let inside = idea(marek.id).audience(Audience::Internal).insert(&mut app);
    let open = idea(rosa.id).insert(&mut app);
    let (rosas, mareks) = (handle_of(&mut app, &rosa).await, handle_of(&mut app, &marek).await);
    ines.post(&format!("/ideas/{}/comments", inside.number), &[("text", &format!("@{rosas} would like it"))]).await;
    ines.post(&format!("/ideas/{}/comments", open.number), &[("text", &format!("@{rosas} pays late, @{mareks}")), ("staff_only", "on")])
        .await;
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &rosa), []);
    assert_eq!(told(&mut app, &marek), [pair("comment.written", "author"), pair("comment.staff-note-written", "mention")]);
}

/// Says on the spine that somebody sent an idea.
async fn submitted(app: &TestApp, author: &Visitor, sent: &MadeIdea, campaign: CampaignId) {
    let idea = sent.id;
    app.state
        .db
        .write(doer(author), move |tx| {
            let granted = authorize::<SubmitIdea>(tx.doer(), Place::of(idea, Sight::PUBLIC)).unwrap();
            tx.record(&granted, &Event::IdeaSubmitted { idea, campaign: Some(campaign), source: IdeaSource::Customer })?;
            Ok(())
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn reviewers_hear_of_ideas_and_owners_of_phases() {
    let mut app = TestApp::start().await;
    let (rosa, ines, tomas) =
        (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Tomás", &[Role::Moderator]));
    let running = campaign().owner(tomas.id).reviewer(ines.id).insert(&mut app);
    let tape = idea(rosa.id).in_campaign(&running).insert(&mut app);
    submitted(&app, &rosa, &tape, running.id).await;
    let campaign_id = running.id;
    app.state
        .db
        .write(Doer::System("scheduler"), move |tx| {
            use proofbench::kernel::{CampaignState, RunCampaign};
            let granted = authorize::<RunCampaign>(tx.doer(), Place::of(campaign_id, Sight::PUBLIC)).unwrap();
            tx.record(
                &granted,
                &Event::CampaignMoved { campaign: campaign_id, before: CampaignState::Open, after: CampaignState::Discuss },
            )?;
            Ok(())
        })
        .await
        .unwrap();
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &ines), [pair("idea.submitted", "reviewer")]);
    assert_eq!(told(&mut app, &tomas), [pair("campaign.moved", "owner")]);
    assert!(text_of(&tomas.page("/stream/notifications").await).contains("Proofbench moved your campaign to its next phase: discuss."));
}

#[tokio::test]
async fn reviewers_hear_of_an_idea_that_waits_for_approval_only_when_it_is_let_in() {
    let mut app = TestApp::start().await;
    let (rosa, ines, tomas) =
        (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Tomás", &[Role::Moderator]));
    let running = campaign().owner(tomas.id).reviewer(ines.id).approval_needed().insert(&mut app);
    let tape = idea(rosa.id).in_campaign(&running).state(IdeaState::Pending).insert(&mut app);
    submitted(&app, &rosa, &tape, running.id).await;
    catch_up(&mut app).await;
    assert!(told(&mut app, &ines).is_empty(), "she could not see it");
    assert_eq!(tomas.post("/moderation/approvals", &[("idea", &tape.number.to_string())]).await.status(), 303);
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &ines), [pair("idea.moved", "reviewer")]);
    assert!(text_of(&ines.page("/stream/notifications").await).contains("approved an idea in a campaign you review"));
    // Read once more from the beginning, the submission is no news beside it.
    diesel::delete(reader_cursors::table.find("notifications")).execute(&mut app.conn).unwrap();
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &ines), [pair("idea.moved", "reviewer")]);
}

#[tokio::test]
async fn those_who_wrote_the_notes_hear_that_they_became_an_idea_and_follow_it() {
    use crate::support::make::brainstorms::room;
    let mut app = TestApp::start().await;
    let tomas = app.sign_in("Tomás", &[Role::Moderator]);
    let (ines, marek) = (app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Marek", &[Role::Rnd]));
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    made.join(&marek).await;
    let (one, two) = (made.write(&ines, "Heat lets go").await, made.write(&marek, "A port for steam, opened by hand").await);
    made.order(&tomas, "next").await;
    made.order(&tomas, "next").await;
    assert_eq!(tomas.post(&made.at(&format!("/notes/{one}/cluster")), &[("to", "new")]).await.status(), 303);
    let cluster = made.clusters(&mut app)[0];
    made.order(&tomas, "close").await;
    assert_eq!(tomas.post(&made.at(&format!("/clusters/{cluster}/promotion")), &[]).await.status(), 303);
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &ines), [pair("idea.promoted", "writer")]);
    assert_eq!(told(&mut app, &marek), [], "their note is in no cluster");
    assert!(text_of(&ines.page("/stream/notifications").await).contains("made an idea from what you wrote in a brainstorm"));
    assert_eq!(tomas.post(&made.at(&format!("/notes/{two}/promotion")), &[]).await.status(), 303);
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &marek), [pair("idea.promoted", "writer")]);
    let follows: Vec<proofbench::kernel::PersonId> =
        proofbench::schema::idea_followers::table.select(proofbench::schema::idea_followers::person_id).load(&mut app.conn).unwrap();
    assert!(follows.contains(&ines.id) && follows.contains(&marek.id), "and go on hearing of it");
    assert!(!app.verbs().contains(&"idea.followed".to_owned()), "silently");
}
