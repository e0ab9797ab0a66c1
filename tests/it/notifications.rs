//! Notices and mails: to whom it concerns, once, and only what they may see.
use crate::support::{
    TestApp, Visitor,
    make::{
        campaigns::campaign,
        ideas::{MadeIdea, follow, idea},
    },
    text_of,
};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    domains::{ideas as idea_domain, notifications::reader},
    kernel::{
        Audience, CampaignId, DecideIdea, Doer, Event, GateDecision, GateId, IdeaSource, IdeaState, Place, PrototypeId, Role, Sight,
        SubmitIdea, authorize,
    },
    platform::mail,
    schema::{notifications, people, reader_cursors},
};
use std::sync::Arc;

/// Lets the reader come up with the spine, also while other tests of this server hold its horizon back.
async fn catch_up(app: &mut TestApp) {
    use proofbench::schema::events;
    let last: Option<i64> = events::table.select(diesel::dsl::max(events::seq)).first(&mut app.conn).unwrap();
    for _ in 0..1000 {
        reader::read_spine(&app.state).await.unwrap();
        let at: Option<i64> =
            reader_cursors::table.find("notifications").select(reader_cursors::seq).first(&mut app.conn).optional().unwrap();
        if at.unwrap_or(0) >= last.unwrap_or(0) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the reader never came up with the spine");
}

fn told(app: &mut TestApp, person: &Visitor) -> Vec<(String, String)> {
    notifications::table
        .filter(notifications::person_id.eq(person.id))
        .order(notifications::event_seq)
        .select((notifications::verb, notifications::because))
        .load(&mut app.conn)
        .unwrap()
}

fn pair(verb: &str, because: &str) -> (String, String) {
    (verb.to_owned(), because.to_owned())
}

fn mails_to(app: &mut TestApp, person: &Visitor) -> Vec<mail::Mail> {
    let email: Option<String> =
        people::table.find(person.id).select(people::email.nullable()).first::<Option<String>>(&mut app.conn).unwrap();
    mail::list(&mut app.conn, email.as_deref(), 50).unwrap().into_iter().map(|(_, mail)| mail).collect()
}

async fn handle_of(app: &mut TestApp, person: &Visitor) -> String {
    people::table.find(person.id).select(people::handle).first(&mut app.conn).unwrap()
}

/// Moves an idea as a person of R&D would.
async fn decide(app: &TestApp, by: &Visitor, idea: &MadeIdea, to: IdeaState, reason: &'static str) {
    let (doer, id) = (doer(by), idea.id);
    app.state
        .db
        .write(doer, move |tx| {
            let found = idea_domain::store::lock(tx, id)?;
            let granted = authorize::<DecideIdea>(tx.doer(), found.place(tx.doer())).unwrap();
            idea_domain::actions::move_to(tx, &granted, &found, to, reason)
        })
        .await
        .unwrap();
}

fn doer(by: &Visitor) -> Doer {
    let standing = proofbench::kernel::Standing { roles: vec![Role::Rnd], name: by.name.clone(), ..Default::default() };
    Doer::Person(proofbench::kernel::Actor { id: by.id, standing: Arc::new(standing) })
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
async fn mails_are_in_the_language_of_who_gets_them() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    diesel::update(people::table.find(rosa.id)).set(people::lang.eq("de")).execute(&mut app.conn).unwrap();
    let tape = idea(rosa.id).insert(&mut app);
    decide(&app, &ines, &tape, IdeaState::Parked, "Später").await;
    catch_up(&mut app).await;
    let mail = mails_to(&mut app, &rosa).remove(0);
    assert!(mail.subject.starts_with("Ihre Idee") && mail.text.contains("Guten Tag Rosa"), "{mail:?}");
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
async fn what_is_taken_back_at_once_is_mailed_to_nobody() {
    use proofbench::schema::jobs;
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let tape = idea(rosa.id).insert(&mut app);
    let step = format!("/triage/{}/decline", tape.number);
    // The undo comes after the reader has read the decision, and before it has.
    for read_between in [true, false] {
        assert_eq!(ines.post(&step, &[("reason", "Starch beads fail at 60 °C")]).await.status(), 303);
        if read_between {
            catch_up(&mut app).await;
            let wait: chrono::DateTime<chrono::Utc> = jobs::table.select(jobs::run_at).first(&mut app.conn).unwrap();
            assert!(wait - app.clock.now() > TimeDelta::minutes(4), "it waits for a second thought");
        }
        assert_eq!(ines.post("/triage/undo", &[]).await.status(), 303);
        catch_up(&mut app).await;
        assert!(mails_to(&mut app, &rosa).is_empty());
    }
    let answer = format!("/ideas/{}/answer", tape.number);
    assert_eq!(ines.post(&answer, &[("text", "We try it in March.")]).await.status(), 303);
    catch_up(&mut app).await;
    assert_eq!(ines.post(&format!("{answer}/withdrawal"), &[]).await.status(), 303);
    catch_up(&mut app).await;
    assert!(mails_to(&mut app, &rosa).is_empty());
    // Too late to be taken back: the author hears both.
    assert_eq!(ines.post(&step, &[("reason", "Starch beads fail at 60 °C")]).await.status(), 303);
    catch_up(&mut app).await;
    app.clock.advance(TimeDelta::minutes(6));
    diesel::update(jobs::table).set(jobs::attempts.eq(1)).execute(&mut app.conn).unwrap();
    assert_eq!(ines.post("/triage/undo", &[]).await.status(), 303);
    catch_up(&mut app).await;
    assert_eq!(mails_to(&mut app, &rosa).len(), 2);
}

#[tokio::test]
async fn old_news_is_told_but_not_mailed() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let tape = idea(rosa.id).insert(&mut app);
    decide(&app, &ines, &tape, IdeaState::InReview, "").await;
    app.clock.advance(TimeDelta::days(2));
    catch_up(&mut app).await;
    assert_eq!((told(&mut app, &rosa).len(), mails_to(&mut app, &rosa).len()), (1, 0));
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

#[tokio::test]
async fn what_was_closed_to_somebody_later_is_gone_from_their_list() {
    let mut app = TestApp::start().await;
    let (rosa, ben) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let tape = idea(rosa.id).title("Zebra tape").insert(&mut app);
    follow(&mut app, tape.id, ben.id);
    decide(&app, &ines, &tape, IdeaState::InReview, "").await;
    catch_up(&mut app).await;
    assert!(ben.page("/stream/notifications").await.contains("Zebra tape"));
    use proofbench::schema::ideas;
    diesel::update(ideas::table.find(tape.id)).set(ideas::audience.eq(Audience::Internal)).execute(&mut app.conn).unwrap();
    assert!(!ben.page("/stream/notifications").await.contains("Zebra tape"));
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

/// A prototype made from an idea, for the organisation's own people.
fn prototype_of(app: &mut TestApp, tape: &MadeIdea, lead: &Visitor) -> PrototypeId {
    let prototype = PrototypeId::new();
    let now = app.clock.now();
    use proofbench::schema::prototypes;
    diesel::insert_into(prototypes::table)
        .values((
            prototypes::id.eq(prototype),
            prototypes::slug.eq("heatrelease-140"),
            prototypes::idea_id.eq(tape.id),
            prototypes::title.eq("HeatRelease 140"),
            prototypes::lead_id.eq(lead.id),
            prototypes::audience.eq(Audience::Internal),
            prototypes::created_at.eq(now),
            prototypes::stage_since.eq(now),
        ))
        .execute(&mut app.conn)
        .unwrap();
    prototype
}

fn gatekeeper(henrik: &Visitor) -> Doer {
    let standing = proofbench::kernel::Standing { roles: vec![Role::Gatekeeper], ..Default::default() };
    Doer::Person(proofbench::kernel::Actor { id: henrik.id, standing: Arc::new(standing) })
}

#[tokio::test]
async fn the_author_of_an_idea_hears_what_the_gate_decided_about_its_prototype() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let henrik = app.sign_in("Henrik", &[Role::Gatekeeper]);
    let tape = idea(rosa.id).insert(&mut app);
    let prototype = prototype_of(&mut app, &tape, &ines);
    let by = gatekeeper(&henrik);
    app.state
        .db
        .write(by, move |tx| {
            use proofbench::kernel::DecideGate;
            let granted = authorize::<DecideGate>(tx.doer(), Place::of(prototype, Sight::INTERNAL)).unwrap();
            tx.record(&granted, &Event::GateDecided { prototype, gate: GateId::new(), decision: GateDecision::Go })?;
            Ok(())
        })
        .await
        .unwrap();
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &rosa), [pair("gate.decided", "author")]);
    assert_eq!(told(&mut app, &ines), [pair("gate.decided", "lead")]);
    let page = rosa.page("/stream/notifications").await;
    assert!(page.contains(&tape.path) && !page.contains("HeatRelease 140"));
    assert_eq!(mails_to(&mut app, &rosa).len(), 1);
}

#[tokio::test]
async fn gatekeepers_hear_that_a_prototype_waits_at_the_gate() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (henrik, mona) = (app.sign_in("Henrik", &[Role::Gatekeeper]), app.sign_in("Mona", &[Role::Executive]));
    let tape = idea(rosa.id).insert(&mut app);
    let prototype = prototype_of(&mut app, &tape, &ines);
    let standing = proofbench::kernel::Standing { roles: vec![Role::Rnd], ..Default::default() };
    let by = Doer::Person(proofbench::kernel::Actor { id: ines.id, standing: Arc::new(standing) });
    app.state
        .db
        .write(by, move |tx| {
            use proofbench::kernel::WorkOnPrototype;
            let granted = authorize::<WorkOnPrototype>(tx.doer(), Place::of(prototype, Sight::INTERNAL)).unwrap();
            tx.record(&granted, &Event::GateOpened { prototype, gate: GateId::new() })?;
            Ok(())
        })
        .await
        .unwrap();
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &henrik), [pair("gate.opened", "gatekeeper")]);
    for other in [&rosa, &ines, &mona] {
        assert!(told(&mut app, other).is_empty(), "{}", other.name);
    }
    assert!(text_of(&henrik.page("/stream/notifications").await).contains("It waits for a decision"));
}

#[tokio::test]
async fn a_gate_that_ends_a_prototype_tells_the_author_both_in_one_notice_and_one_mail() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (henrik, ann) = (app.sign_in("Henrik", &[Role::Gatekeeper]), app.sign_in("Ann", &[Role::Customer]));
    let tape = idea(rosa.id).state(IdeaState::InPrototype).insert(&mut app);
    follow(&mut app, tape.id, ann.id);
    let prototype = prototype_of(&mut app, &tape, &ines);
    let id = tape.id;
    app.state
        .db
        .write(gatekeeper(&henrik), move |tx| {
            use proofbench::kernel::DecideGate;
            let granted = authorize::<DecideGate>(tx.doer(), Place::of(prototype, Sight::INTERNAL)).unwrap();
            tx.record(&granted, &Event::GateDecided { prototype, gate: GateId::new(), decision: GateDecision::Stop })?;
            let found = idea_domain::store::lock(tx, id)?;
            let of_idea = authorize::<DecideGate>(tx.doer(), found.place(tx.doer())).unwrap();
            idea_domain::actions::move_to(tx, &of_idea, &found, IdeaState::Parked, "It breaks at 60 degrees.")
        })
        .await
        .unwrap();
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &rosa), [pair("gate.decided", "author")], "also though authors follow their ideas");
    assert_eq!(told(&mut app, &ann), [pair("idea.moved", "follower")], "followers hear of the idea");
    let both = "decided at the gate about the prototype from your idea: stop. With that your idea is parked.";
    let page = text_of(&rosa.page("/stream/notifications").await);
    assert!(page.contains(both), "{page}");
    let mails = mails_to(&mut app, &rosa);
    assert!(mails.len() == 1 && mails[0].text.contains(both), "{mails:?}");
}

#[tokio::test]
async fn notices_are_read_by_a_post_and_only_by_their_owner() {
    let mut app = TestApp::start().await;
    let (rosa, ben) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let (tape, film) = (idea(rosa.id).insert(&mut app), idea(rosa.id).insert(&mut app));
    decide(&app, &ines, &tape, IdeaState::InReview, "").await;
    decide(&app, &ines, &film, IdeaState::InReview, "").await;
    catch_up(&mut app).await;
    let id: uuid::Uuid = notifications::table.select(notifications::id).first(&mut app.conn).unwrap();
    let unread =
        |app: &mut TestApp| notifications::table.filter(notifications::read_at.is_null()).count().get_result::<i64>(&mut app.conn).unwrap();
    rosa.page("/stream/notifications").await;
    ben.post("/stream/notifications/read", &[("id", &id.to_string())]).await;
    assert_eq!(unread(&mut app), 2);
    rosa.post("/stream/notifications/read", &[("id", &id.to_string())]).await;
    assert_eq!(unread(&mut app), 1);
    rosa.post("/stream/notifications/read", &[]).await;
    assert_eq!(unread(&mut app), 0);
    assert_eq!(rosa.post("/stream/notifications/read", &[("id", "nonsense")]).await.status(), 404);
    assert_eq!(app.visitor().get("/stream/notifications").await.status(), 303);
    assert!(text_of(&ben.page("/stream/notifications").await).contains("Nothing has happened yet"));
}

#[tokio::test]
async fn every_notice_and_mail_has_its_words() {
    let app = TestApp::start().await;
    use proofbench::{domains::notifications::rules::concerns, kernel::*, platform::words::Lang};
    let (idea, comment, campaign, room) = (IdeaId::new(), CommentId::new(), CampaignId::new(), BrainstormId::new());
    let events = [
        Event::IdeaMoved { idea, before: IdeaState::Open, after: IdeaState::Parked },
        Event::IdeaMoved { idea, before: IdeaState::Pending, after: IdeaState::Open },
        Event::OfficialAnswerGiven { idea, answer: AnswerId::new() },
        Event::IdeaGraduated { idea, prototype: PrototypeId::new() },
        Event::ClarificationAsked { idea },
        Event::ClarificationAnswered { idea },
        Event::IdeaMerged { idea, kept: idea },
        Event::IdeaUnmerged { idea, kept: idea },
        Event::IdeaPromoted { idea, brainstorm: room, note: None, cluster: None },
        Event::IdeaSubmitted { idea, campaign: None, source: IdeaSource::Customer },
        Event::CommentWritten { idea, comment, parent: None },
        Event::StaffNoteWritten { idea, comment },
        Event::AnswerMarked { idea, comment },
        Event::GateOpened { prototype: PrototypeId::new(), gate: GateId::new() },
        Event::GateDecided { prototype: PrototypeId::new(), gate: GateId::new(), decision: GateDecision::Go },
        Event::CampaignMoved { campaign, before: CampaignState::Open, after: CampaignState::Discuss },
        Event::CampaignClosed { campaign },
        Event::CoFacilitatorNamed { brainstorm: room, participant: ParticipantId::new() },
        Event::NotePromoted { brainstorm: room, note: NoteId::new(), idea },
        Event::ClusterPromoted { brainstorm: room, cluster: ClusterId::new(), idea },
    ];
    for lang in [Lang::En, Lang::De] {
        for event in &events {
            for because in concerns(event) {
                let key = format!("notice-{}-{}", event.verb().replace('.', "-"), because.as_str());
                assert!(app.state.words.has(lang, &key), "{key} in {}", lang.tag());
            }
        }
    }
}

#[tokio::test]
async fn the_question_and_the_answer_are_in_the_mail_under_their_own_names() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let asked = idea(rosa.id).insert(&mut app);
    let answered = idea(rosa.id).insert(&mut app);
    assert_eq!(ines.post(&format!("/triage/{}/ask", asked.number), &[("question", "Which pack, the 48 V one?")]).await.status(), 303);
    assert_eq!(ines.post(&format!("/ideas/{}/answer", answered.number), &[("text", "We will try it in spring.")]).await.status(), 303);
    catch_up(&mut app).await;
    let mails = mails_to(&mut app, &rosa);
    let mail = |words: &str| mails.iter().find(|mail| mail.text.contains(words)).unwrap_or_else(|| panic!("{words} in {mails:?}"));
    let question = mail("Which pack, the 48 V one?");
    assert!(question.text.contains("The question:") && !question.text.contains("The reason given"), "{}", question.text);
    let answer = mail("We will try it in spring.");
    assert!(answer.text.contains("The answer:") && answer.html.contains("We will try it in spring."), "{}", answer.text);
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
