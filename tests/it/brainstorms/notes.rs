//! Notes: hidden until the reveal, once each, changed by their writer, held back, with or without names.
use super::{CANARY, guest, staff};
use crate::support::{TestApp, make::brainstorms::room, text_of};
use proofbench::kernel::Role;

#[tokio::test]
async fn what_others_write_never_leaves_the_server_before_the_reveal() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek) = staff(&mut app).await;
    let made = room().for_guests().writing(&tomas).await;
    made.join(&ines).await;
    made.join(&marek).await;
    let gus = guest(&mut app, &made, "Gus").await;
    made.write(&ines, CANARY).await;
    let tails = [
        "",
        "/wall",
        "/phone",
        "/results",
        "/results.csv",
        "/parts/bar",
        "/parts/clock",
        "/parts/late",
        "/parts/here",
        "/parts/mine",
        "/parts/stage",
        "/parts/projector",
        "/parts/controls",
    ];
    let outsider = app.sign_in("Rosa", &[Role::Customer]);
    for visitor in [&marek, &tomas, &gus, &outsider, &app.visitor()] {
        for tail in tails {
            let body = visitor.get(&made.at(tail)).await.text().await.unwrap();
            assert!(!body.contains(CANARY), "{tail} as {}", visitor.name);
        }
        for path in ["/brainstorms", "/"] {
            assert!(!visitor.get(path).await.text().await.unwrap().contains(CANARY));
        }
    }
    assert!(text_of(&marek.page(&made.path).await).contains("1 other has added 1 note"));
    assert!(ines.page(&made.path).await.contains(CANARY), "one's own notes are there");
    made.order(&tomas, "next").await;
    for visitor in [&marek, &tomas, &gus] {
        assert!(visitor.page(&made.path).await.contains(CANARY), "after the reveal");
    }
    assert!(!outsider.get(&made.path).await.text().await.unwrap().contains(CANARY));
}

#[tokio::test]
async fn a_note_sent_twice_is_one_note() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    made.join(&marek).await;
    let id = made.write(&ines, "Soluble edge bead").await.to_string();
    let (path, form) = (made.at("/notes"), [("id", id.as_str()), ("text", "Soluble edge bead")]);
    let answers = futures_util::future::join_all((0..6).map(|_| ines.post(&path, &form))).await;
    assert!(answers.iter().all(|answer| answer.status() == 303));
    assert_eq!(marek.post(&path, &form).await.status(), 422, "another's id is taken");
    assert_eq!(made.notes(&mut app), ["Soluble edge bead"]);
    assert_eq!(app.verbs().iter().filter(|verb| *verb == "note.written").count(), 1);
}

#[tokio::test]
async fn a_note_that_is_not_accepted_comes_back_as_typed() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let answer = ines.post(&made.at("/notes"), &[("text", &"long ".repeat(60))]).await;
    assert_eq!(answer.status(), 422);
    assert!(answer.text().await.unwrap().contains("long long"));
    assert_eq!(ines.post(&made.at("/notes"), &[("text", "\0")]).await.status(), 422);
    made.order(&tomas, "next").await;
    assert_eq!(ines.post(&made.at("/notes"), &[("text", "too late")]).await.status(), 422);
    assert!(made.notes(&mut app).is_empty());
}

#[tokio::test]
async fn ones_own_note_can_be_changed_deleted_and_restored_and_nobody_elses() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    made.join(&marek).await;
    let note = made.write(&ines, "First").await;
    let at = |tail: &str| made.at(&format!("/notes/{note}{tail}"));
    assert_eq!(marek.post(&at(""), &[("text", "mine now")]).await.status(), 404);
    assert_eq!(marek.post(&at("/removal"), &[]).await.status(), 404);
    assert_eq!(tomas.post(&at("/hold"), &[("held", "yes")]).await.status(), 404, "hidden from the facilitator as well");
    assert_eq!(ines.post(&at(""), &[("text", "Second")]).await.status(), 303);
    assert_eq!(ines.post(&at("/removal"), &[]).await.status(), 303);
    assert!(made.notes(&mut app).is_empty());
    assert_eq!(ines.post(&at("/restoration"), &[]).await.status(), 303);
    assert_eq!(made.notes(&mut app), ["Second"]);
    let verbs = app.verbs();
    assert_eq!(verbs[verbs.len() - 3..], ["note.edited", "note.removed", "note.restored"]);
}

#[tokio::test]
async fn a_held_note_is_seen_by_those_who_steer_only() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    made.join(&marek).await;
    let note = made.write(&ines, CANARY).await;
    made.order(&tomas, "next").await;
    assert_eq!(marek.post(&made.at(&format!("/notes/{note}/hold")), &[("held", "yes")]).await.status(), 403);
    assert_eq!(tomas.post(&made.at(&format!("/notes/{note}/hold")), &[("held", "yes")]).await.status(), 303);
    assert!(!marek.page(&made.path).await.contains(CANARY));
    assert!(tomas.page(&made.path).await.contains(CANARY));
    assert_eq!(tomas.post(&made.at(&format!("/notes/{note}/hold")), &[("held", "no")]).await.status(), 303);
    assert!(marek.page(&made.path).await.contains(CANARY));
}

#[tokio::test]
async fn names_of_writers_are_shown_only_where_it_was_agreed_and_hidden_for_good() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek) = staff(&mut app).await;
    let (hidden, shown) = (room().writing(&tomas).await, room().with("names_shown", "on").writing(&tomas).await);
    for made in [&hidden, &shown] {
        made.join(&ines).await;
        made.join(&marek).await;
        made.write(&ines, "A thought").await;
        made.order(&tomas, "next").await;
    }
    assert!(!marek.page(&hidden.at("/parts/mine")).await.contains("Okafor"));
    assert!(marek.page(&shown.at("/parts/mine")).await.contains("Okafor"));
    assert_eq!(tomas.post(&shown.at("/hidden-names"), &[]).await.status(), 303);
    assert!(!marek.page(&shown.at("/parts/mine")).await.contains("Okafor"));
    assert_eq!(tomas.post(&shown.at("/hidden-names"), &[]).await.status(), 409);
}
