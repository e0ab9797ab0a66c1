//! Gates of prototypes: who hears that one waits there, and what was decided.
use super::{catch_up, mails_to, pair, told};
use crate::support::{
    TestApp, Visitor,
    make::ideas::{MadeIdea, follow, idea},
    text_of,
};
use diesel::prelude::*;
use proofbench::{
    domains::ideas as idea_domain,
    kernel::{Audience, Doer, Event, GateDecision, GateId, IdeaState, Place, PrototypeId, Role, Sight, authorize},
};
use std::sync::Arc;

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
