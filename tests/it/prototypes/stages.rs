//! A prototype is framed, edited and moved from stage to stage by hand.
use super::{frame, location, move_to, stage_of, verbs_of};
use crate::support::{TestApp, text_of};
use diesel::prelude::*;
use proofbench::kernel::{PrototypeStage, Role};

#[tokio::test]
async fn a_prototype_is_framed_without_an_idea_by_those_who_may() {
    let mut app = TestApp::start().await;
    let (ines, marek) = (app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Marek", &[Role::Contributor]));
    let (number, verbs) = verbs_of!(app, frame(&ines, "HeatRelease-140 tape").await);
    assert_eq!(verbs, ["prototype.framed"]);
    assert_eq!(location(&ines.get(&format!("/prototypes/{number}")).await), format!("/prototypes/{number}-heatrelease-140-tape"));
    assert_eq!(marek.post("/prototypes", &[("title", "x")]).await.status(), 403);
    assert_eq!(marek.get("/prototypes/new").await.status(), 403);
    assert_eq!(app.visitor().get("/prototypes/new").await.status(), 303);
    let refused = ines.post("/prototypes", &[("title", " "), ("brief", "kept"), ("lead", "nobody-at-all")]).await;
    assert_eq!(refused.status(), 422);
    let page = refused.text().await.unwrap();
    assert!(page.contains("kept") && text_of(&page).contains("This is still empty"), "{page}");
}

#[tokio::test]
async fn who_edits_an_old_version_overwrites_nobody() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Starch primer").await;
    let lead: String =
        proofbench::schema::people::table.find(ines.id).select(proofbench::schema::people::handle).first(&mut app.conn).unwrap();
    let form = |title: &'static str, version: &'static str| [("title", title), ("lead", ""), ("version", version)];
    let with_lead = |form: [(&'static str, &'static str); 3]| form.map(|(name, value)| (name, value.to_owned()));
    let mut first = with_lead(form("Starch-bead primer", "1"));
    first[1].1.clone_from(&lead);
    let first: Vec<(&str, &str)> = first.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let path = format!("/prototypes/{number}/edit");
    let (response, verbs) = verbs_of!(app, ines.post(&path, &first).await);
    assert_eq!((response.status().as_u16(), verbs), (303, vec!["prototype.changed".to_owned()]));
    assert_eq!(ines.post(&path, &first).await.status(), 412, "the version has moved on");
}

#[tokio::test]
async fn the_form_that_moves_a_prototype_offers_the_next_stage_first() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Peel indicator").await;
    let path = location(&ines.get(&format!("/prototypes/{number}")).await);
    assert!(ines.page(&path).await.contains("<option value=\"building\" selected>"));
    move_to(&ines, number, "bench_test").await;
    assert!(ines.page(&path).await.contains("<option value=\"with_customers\" selected>"));
}

#[tokio::test]
async fn stages_are_moved_by_hand_and_back_but_only_a_gate_ends_a_prototype() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Peel indicator").await;
    let (response, verbs) = verbs_of!(app, move_to(&ines, number, "bench_test").await);
    assert_eq!((response.status().as_u16(), verbs), (303, vec!["prototype.moved".to_owned()]));
    assert_eq!(move_to(&ines, number, "graduated").await.status(), 422);
    assert_eq!(move_to(&ines, number, "on_hold").await.status(), 422, "holding needs a reason");
    assert_eq!(move_to(&ines, number, "gate").await.status(), 422, "no gate is planned");
    assert_eq!(ines.post(&format!("/prototypes/{number}/stage/undo"), &[]).await.status(), 303);
    assert_eq!(stage_of(&mut app, number), PrototypeStage::Framed);
    let marek = app.sign_in("Marek", &[Role::Contributor]);
    assert_eq!(move_to(&marek, number, "building").await.status(), 403);
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    assert_eq!(move_to(&rosa, number, "building").await.status(), 404);
    assert_eq!(move_to(&app.visitor(), number, "building").await.status(), 401);
}
