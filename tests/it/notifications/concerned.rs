//! Whom it concerns: authors, followers, reviewers, owners, writers of notes, those who are mentioned or replied to.
use super::{catch_up, decide, doer, mails_to, pair, told};
use crate::support::{
    TestApp, Visitor,
    make::{
        campaigns::campaign,
        ideas::{MadeIdea, follow, idea, merge},
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

#[tokio::test]
async fn everybody_who_takes_part_hears_of_new_dates_and_nobody_else_does() {
    use crate::campaigns::field;
    use proofbench::kernel::PhaseKind;
    let mut app = TestApp::start().await;
    let (rosa, ann, ben) =
        (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let (ines, tomas) = (app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Tomás", &[Role::Moderator]));
    let running =
        campaign().owner(tomas.id).reviewer(ines.id).phases(&[(PhaseKind::Collect, -10, 10), (PhaseKind::Vote, 10, 30)]).insert(&mut app);
    let tape = idea(rosa.id).in_campaign(&running).insert(&mut app);
    idea(rosa.id).in_campaign(&running).insert(&mut app);
    let (path, vote) = (format!("/campaigns/{}/phases", running.slug), format!("/ideas/{}/vote", tape.number));
    assert_eq!(ann.post(&vote, &[("vote", "cast")]).await.status(), 303);
    let (later, again) = (field(&app, 34), field(&app, 40));
    assert_eq!(tomas.post(&format!("{path}/collect/end"), &[("ends_at", &later)]).await.status(), 303);
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &rosa), [pair("campaign.phase-dated", "author")], "once, for both her ideas");
    assert_eq!(told(&mut app, &ann), [pair("campaign.phase-dated", "voter")]);
    assert_eq!(told(&mut app, &ines), [pair("campaign.phase-dated", "reviewer")]);
    assert!(told(&mut app, &tomas).is_empty() && told(&mut app, &ben).is_empty());
    assert!(text_of(&ann.page("/stream/notifications").await).contains("Tomás moved the dates of a campaign you voted in."));
    let mail = mails_to(&mut app, &rosa).remove(0);
    assert!(mail.subject.starts_with("New dates: “") && mail.text.contains("because you sent an idea to this campaign"), "{mail:?}");
    assert!(mail.text.contains(&format!("/campaigns/{}", running.slug)) && mails_to(&mut app, &ann).is_empty());
    assert_eq!(tomas.post(&format!("{path}/next"), &[]).await.status(), 303);
    assert_eq!(tomas.post(&format!("{path}/collect/reopening"), &[("ends_at", &again)]).await.status(), 303);
    catch_up(&mut app).await;
    let since = [pair("campaign.moved", "author"), pair("campaign.reopened", "author")];
    assert_eq!(told(&mut app, &rosa)[1..], since);
}

#[tokio::test]
async fn who_wrote_or_follows_a_merged_idea_hears_what_becomes_of_the_one_that_stays() {
    let mut app = TestApp::start().await;
    let (rosa, ben, marek) =
        (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]), app.sign_in("Marek", &[Role::Customer]));
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let duplicate = idea(rosa.id).title("Tape lets go").insert(&mut app);
    let kept = idea(marek.id).title("Release by heat").insert(&mut app);
    let inside = idea(ines.id).title("For staff").audience(Audience::Internal).insert(&mut app);
    follow(&mut app, duplicate.id, ben.id);
    follow(&mut app, kept.id, ben.id);
    decide(&app, &ines, &kept, IdeaState::InReview, "").await;
    merge(&mut app, &duplicate, &kept, ines.id);
    decide(&app, &ines, &kept, IdeaState::Declined, "Starch beads fail at 60 °C").await;
    let hidden = idea(rosa.id).title("Of hers as well").insert(&mut app);
    merge(&mut app, &hidden, &inside, ines.id);
    decide(&app, &ines, &inside, IdeaState::Parked, "Later").await;
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &rosa), [pair("idea.moved", "merged")], "once, of what happened since, and only of what she may see");
    assert_eq!(told(&mut app, &ben), [pair("idea.moved", "follower"), pair("idea.moved", "follower")], "each move once");
    assert_eq!(told(&mut app, &marek), [pair("idea.moved", "author"), pair("idea.moved", "author")]);
    let mail = mails_to(&mut app, &rosa).remove(0);
    assert!(mail.subject.contains("which your idea was merged into") && mail.subject.contains("declined"), "{mail:?}");
    assert!(mail.text.contains(&kept.path) && mail.text.contains("Starch beads fail at 60 °C"), "{}", mail.text);
    let page = text_of(&rosa.page("/stream/notifications").await);
    assert!(page.contains("Ines moved the idea that yours was merged into") && page.contains("Release by heat"), "{page}");

    use proofbench::schema::idea_merges;
    let now = app.clock.now();
    diesel::update(idea_merges::table).set(idea_merges::undone_at.eq(now)).execute(&mut app.conn).unwrap();
    decide(&app, &ines, &kept, IdeaState::Open, "").await;
    catch_up(&mut app).await;
    assert_eq!((told(&mut app, &rosa).len(), told(&mut app, &marek).len()), (1, 3), "taken apart, each hears of their own");
}
