//! The list of notices: what is gone from it, how it is read, and that everything in it has its words.
use super::{catch_up, decide};
use crate::support::{
    TestApp,
    make::ideas::{follow, idea},
    text_of,
};
use diesel::prelude::*;
use proofbench::{
    kernel::{Audience, IdeaState, Role},
    schema::notifications,
};

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
    let now = app.clock.now();
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
        Event::PhaseDated { campaign, phase: PhaseKind::Vote, starts_at: now, ends_at: now },
        Event::CampaignReopened { campaign, state: CampaignState::Vote },
        Event::CampaignChanged { campaign, fields: vec!["phases".to_owned()] },
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
