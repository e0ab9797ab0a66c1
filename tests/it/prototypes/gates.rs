//! Gates: frozen evidence, criteria, and what each decision does to the prototype and its idea.
use super::{frame, idea_state, location, move_to, stage_of, verbs_of};
use crate::support::{TestApp, Visitor, make, text_of};
use diesel::prelude::*;
use proofbench::{
    kernel::{IdeaState, PrototypeStage, Role},
    schema::{gates, learning_cards},
};
use reqwest::Response;
use serde_json::Value;

async fn plan_gate(visitor: &Visitor, number: i64) {
    let form = [("title", "Gate 1"), ("must", "Holds 24 h at 80 °C\nLets go at 140 °C"), ("should", "Below 9 euros")];
    assert_eq!(visitor.post(&format!("/prototypes/{number}/gates"), &form).await.status(), 303);
}

/// The ids of the criteria of a gate's page, as the form would send them.
async fn judged(visitor: &Visitor, number: i64, gate: i64, word: &str) -> Vec<String> {
    let path = location(&visitor.get(&format!("/prototypes/{number}")).await);
    let page = visitor.page(&format!("{path}/gates/{gate}")).await;
    let document = scraper::Html::parse_document(&page);
    let options = scraper::Selector::parse("select[name=met] option").unwrap();
    let values = document.select(&options).filter_map(|option| option.value().attr("value"));
    values.filter(|value| value.ends_with(&format!("={word}"))).map(str::to_owned).collect()
}

async fn decide(visitor: &Visitor, number: i64, decision: &str, more: &[(&str, &str)], met: &[String]) -> Response {
    let mut form = vec![("decision", decision), ("reasons", "Measured on three packs, thanks to Rosa.")];
    form.extend(met.iter().map(|said| ("met", said.as_str())));
    form.extend_from_slice(more);
    visitor.post(&format!("/prototypes/{number}/gates/1/decision"), &form).await
}

#[tokio::test]
async fn while_at_the_gate_the_evidence_is_frozen() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Heat release").await;
    let card = [("believe", "a"), ("verify", "b"), ("measure", "c"), ("right_if", "d")];
    assert_eq!(ines.post(&format!("/prototypes/{number}/hypotheses"), &card).await.status(), 303);
    ines.post(&format!("/prototypes/{number}/tests"), &[("title", "Oven")]).await;
    plan_gate(&ines, number).await;
    move_to(&ines, number, "bench_test").await;
    let (response, verbs) = verbs_of!(app, move_to(&ines, number, "gate").await);
    assert_eq!((response.status().as_u16(), verbs), (303, vec!["gate.opened".to_owned(), "prototype.moved".to_owned()]));
    for (path, form) in [
        ("hypotheses", &card[..]),
        ("tests", &[("title", "Late")]),
        ("tests/1/readings", &[("measure", "x"), ("value", "1")]),
        ("gates", &[("title", "Gate 2"), ("must", "x")]),
    ] {
        let refused = ines.post(&format!("/prototypes/{number}/{path}"), form).await;
        assert_eq!(refused.status(), 409, "{path}");
        assert!(text_of(&refused.text().await.unwrap()).contains("The evidence is frozen"), "{path}");
    }
    let kept: Option<Value> = gates::table.select(gates::evidence).first(&mut app.conn).unwrap();
    assert_eq!(kept.unwrap()["hypotheses"][0]["believe"], "a");
    let gate = text_of(&ines.page(&format!("{}/gates/1", location(&ines.get(&format!("/prototypes/{number}")).await))).await);
    assert!(gate.contains("0 builds, 1 test session.") && gate.contains("0 of 1 test passed"), "{gate}");
    assert_eq!(ines.post(&format!("/prototypes/{number}/stage/undo"), &[]).await.status(), 303, "nobody has judged yet");
    assert_eq!(stage_of(&mut app, number), PrototypeStage::BenchTest);
    let (state, evidence): (proofbench::kernel::GateState, Option<Value>) =
        gates::table.select((gates::state, gates::evidence)).first(&mut app.conn).unwrap();
    assert_eq!((state, evidence), (proofbench::kernel::GateState::Planned, None));
}

/// An idea of Rosa's whose prototype stands at its only gate.
async fn at_the_gate(app: &mut TestApp) -> (Visitor, Visitor, Visitor, i64, make::ideas::MadeIdea) {
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let gatekeeper = app.sign_in("Adaeze", &[Role::Gatekeeper]);
    let idea = make::ideas::idea(rosa.id).insert(app);
    let response = ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await;
    let number = location(&response).trim_start_matches("/prototypes/").parse().unwrap();
    plan_gate(&ines, number).await;
    move_to(&ines, number, "with_customers").await;
    move_to(&ines, number, "gate").await;
    (rosa, ines, gatekeeper, number, idea)
}

#[tokio::test]
async fn go_needs_every_must_and_ships_the_idea() {
    let mut app = TestApp::start().await;
    let (rosa, ines, gatekeeper, number, idea) = at_the_gate(&mut app).await;
    assert_eq!(decide(&ines, number, "go", &[], &[]).await.status(), 403, "who leads it does not decide");
    assert_eq!(decide(&rosa, number, "go", &[], &[]).await.status(), 404);
    assert_eq!(decide(&app.visitor(), number, "go", &[], &[]).await.status(), 401);
    let refused = decide(&gatekeeper, number, "go", &[], &[]).await;
    assert_eq!(refused.status(), 422);
    let page = text_of(&refused.text().await.unwrap());
    assert!(page.contains("A must-meet criterion is not met") && page.contains("thanks to Rosa"), "{page}");
    let met = judged(&gatekeeper, number, 1, "yes").await;
    assert_eq!(met.len(), 3);
    let (response, verbs) = verbs_of!(app, decide(&gatekeeper, number, "go", &[], &met).await);
    assert_eq!(response.status(), 303);
    assert_eq!(verbs.iter().filter(|verb| *verb == "gate.criterion-judged").count(), 3);
    assert_eq!(verbs[3..], ["gate.decided", "prototype.moved", "idea.moved"]);
    assert_eq!((stage_of(&mut app, number), idea_state(&mut app, idea.number)), (PrototypeStage::Graduated, IdeaState::Shipped));
    let late = decide(&gatekeeper, number, "go", &[("observed", "It let go in 70 s."), ("learned", "Heat is enough.")], &met).await;
    assert_eq!(late.status(), 409, "a gate decides once");
    let page = text_of(&late.text().await.unwrap());
    for kept in ["Somebody has decided at this gate already", "thanks to Rosa", "It let go in 70 s."] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    let steps = text_of(&gatekeeper.page("/stream/actions").await);
    assert!(steps.contains("What was decided at a gate stands") && !steps.contains("Undo"), "{steps}");
    assert!(text_of(&rosa.page(&idea.path).await).contains("Measured on three packs"), "the author reads why");
}

#[tokio::test]
async fn stopping_needs_a_learning_card_and_parks_the_idea_with_the_reasons() {
    let mut app = TestApp::start().await;
    let (rosa, _, gatekeeper, number, idea) = at_the_gate(&mut app).await;
    assert_eq!(decide(&gatekeeper, number, "stop", &[], &[]).await.status(), 422);
    assert_eq!(stage_of(&mut app, number), PrototypeStage::Gate);
    let card = [("observed", "It broke at 60 °C"), ("learned", "Starch softens early"), ("next", "")];
    let (response, verbs) = verbs_of!(app, decide(&gatekeeper, number, "stop", &card, &[]).await);
    assert_eq!(response.status(), 303);
    assert_eq!(verbs, ["learning.written", "gate.decided", "prototype.moved", "idea.moved"]);
    assert_eq!((stage_of(&mut app, number), idea_state(&mut app, idea.number)), (PrototypeStage::Stopped, IdeaState::Parked));
    assert_eq!(learning_cards::table.count().get_result::<i64>(&mut app.conn).unwrap(), 1);
    assert!(text_of(&rosa.page(&idea.path).await).contains("Measured on three packs"));
}

#[tokio::test]
async fn recycling_sends_it_back_to_where_it_came_from_and_the_gate_comes_again() {
    let mut app = TestApp::start().await;
    let (_, ines, gatekeeper, number, idea) = at_the_gate(&mut app).await;
    let unmet = judged(&gatekeeper, number, 1, "no").await;
    let blank = [("reasons", " "), ("observed", "It let go.")];
    let wrong = gatekeeper.post(&format!("/prototypes/{number}/gates/1/decision"), &blank).await;
    let page = text_of(&wrong.text().await.unwrap());
    assert!(page.contains("Give the reasons") && page.contains("Choose go, recycle"), "all that is wrong is said at once: {page}");
    assert_eq!(decide(&gatekeeper, number, "recycle", &[], &unmet).await.status(), 303);
    assert!(!text_of(&gatekeeper.page("/stream/actions").await).contains("Undo"), "the new gate came with the decision");
    assert_eq!((stage_of(&mut app, number), idea_state(&mut app, idea.number)), (PrototypeStage::WithCustomers, IdeaState::InPrototype));
    let again: Vec<(i16, proofbench::kernel::GateState)> =
        gates::table.order(gates::number).select((gates::number, gates::state)).load(&mut app.conn).unwrap();
    use proofbench::kernel::GateState::{Decided, Planned};
    assert_eq!(again, [(1, Decided), (2, Planned)]);
    assert_eq!(move_to(&ines, number, "gate").await.status(), 303, "it goes to the gate again");
}

#[tokio::test]
async fn a_gate_shows_its_chain_and_its_own_history_before_and_after_the_decision() {
    let mut app = TestApp::start().await;
    let (_, ines, gatekeeper, number, idea) = at_the_gate(&mut app).await;
    let path = location(&ines.get(&format!("/prototypes/{number}")).await);
    let gate = format!("{path}/gates/1");
    let before = text_of(&ines.page(&gate).await);
    assert!(before.contains("Where it came from and what became of it") && before.contains("comes to"), "{before}");
    let html = ines.page(&gate).await;
    assert!(html.contains(&idea.path) && before.contains("opened a gate and froze the evidence"), "{before}");
    let met = judged(&gatekeeper, number, 1, "yes").await;
    assert_eq!(decide(&gatekeeper, number, "go", &[], &met).await.status(), 303);
    let after = text_of(&ines.page(&gate).await);
    assert!(after.contains("decided at") && after.contains("Adaeze decided at the gate: go"), "{after}");
    assert!(!after.contains("framed the prototype"), "the history is the gate's own: {after}");
}
