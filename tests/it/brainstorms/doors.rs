//! Who comes in: codes, links, guests, and what those outside are told.
use super::{CANARY, guest, staff};
use crate::support::{
    TestApp, Visitor,
    make::{
        brainstorms::{MadeRoom, room},
        tokens::token,
    },
    text_of,
};
use diesel::prelude::*;
use proofbench::{
    kernel::{Audience, Role, SpaceId, SpaceKind},
    schema::{brainstorms, participants, role_grants, space_members, spaces},
};

#[tokio::test]
async fn a_guest_of_one_room_is_nobody_anywhere_else() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let here = room().for_guests().writing(&tomas).await;
    let there = room().for_guests().writing(&tomas).await;
    let gus = guest(&mut app, &here, "Gus").await;
    here.write(&gus, "A guest's thought").await;
    assert_eq!(gus.get(&there.path).await.status(), 404);
    assert_eq!(gus.post(&there.at("/notes"), &[("text", "intruder")]).await.status(), 401);
    assert_eq!(gus.get(&there.at("/live")).await.status(), 404);
    assert_eq!(gus.post(&here.at("/steps"), &[("order", "next")]).await.status(), 403);
    assert_eq!(gus.get("/brainstorms/new").await.status(), 303);
    assert!(there.notes(&mut app).is_empty());
    let forged = gus.with_cookie(&format!("guest-{}=x{}", there.number, "a".repeat(42)));
    assert_eq!(forged.get(&there.path).await.status(), 404);
}

#[tokio::test]
async fn looking_at_a_door_joins_nothing() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().for_guests().open(&tomas).await;
    let (code, link) = (made.code(&mut app), made.link(&mut app));
    let visitor = app.visitor();
    let spoken = format!("{} {}", &code[..3], &code[3..]);
    let answer = visitor.post("/join", &[("code", &spoken)]).await;
    assert_eq!(answer.headers()["location"], format!("/join/{code}").as_str());
    for path in [format!("/join/{code}"), format!("/b/{link}")] {
        assert!(text_of(&visitor.page(&path).await).contains("Fail on purpose"));
    }
    let inside: i64 = participants::table.count().get_result(&mut app.conn).unwrap();
    assert_eq!(inside, 1);
    assert_eq!(visitor.post(&format!("/b/{link}"), &[("name", "  ")]).await.status(), 422);
    assert_eq!(visitor.post(&format!("/b/{link}"), &[("name", "Gus")]).await.status(), 303);
    assert_eq!(app.verbs().last().unwrap(), "brainstorm.joined");
}

#[tokio::test]
async fn without_the_switch_guests_stay_outside() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().with("audience", "public").open(&tomas).await;
    let code = made.code(&mut app);
    assert_eq!(app.visitor().post(&format!("/join/{code}"), &[("name", "Gus")]).await.status(), 401);
    let internal = room().open(&tomas).await;
    let code = internal.code(&mut app);
    assert_eq!(app.visitor().post("/join", &[("code", &code)]).await.status(), 422);
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    assert_eq!(rosa.post(&format!("/join/{code}"), &[]).await.status(), 404);
}

#[tokio::test]
async fn codes_cannot_be_guessed_for_long() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().for_guests().open(&tomas).await;
    let code = made.code(&mut app);
    let visitor = app.visitor();
    for guess in 0..30 {
        let wrong = if code == format!("{guess:06}") { "999999".to_owned() } else { format!("{guess:06}") };
        assert_eq!(visitor.post("/join", &[("code", &wrong)]).await.status(), 422);
    }
    assert_eq!(visitor.post("/join", &[("code", &code)]).await.status(), 429, "even the right one waits");
}

#[tokio::test]
async fn codes_that_are_guessed_all_at_once_are_counted_each() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let code = room().for_guests().open(&tomas).await.code(&mut app);
    let visitor = app.visitor();
    for _ in 0..40 {
        assert_eq!(visitor.get(&format!("/join/{code}")).await.status(), 200, "the right one costs no try");
    }
    let wrong: Vec<String> = (0..200).map(|guess| format!("/join/{guess:06}")).filter(|path| !path.ends_with(&code)).collect();
    let answers = futures_util::future::join_all(wrong.iter().map(|path| visitor.get(path))).await;
    let heard = answers.iter().filter(|answer| answer.status() == 422).count();
    assert_eq!(heard, 30, "as many as one address may try, and no more");
    assert_eq!(visitor.get(&format!("/join/{code}")).await.status(), 429);
}

#[tokio::test]
async fn a_colleague_who_is_not_signed_in_is_led_through_the_sign_in_and_nothing_else_is_told() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().open(&tomas).await;
    let (code, link, visitor) = (made.code(&mut app), made.link(&mut app), app.visitor());
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let answers: Vec<String> = [code.as_str(), wrong].map(|typed| typed.to_owned()).to_vec();
    let mut seen = Vec::new();
    for typed in &answers {
        let answer = visitor.post("/join", &[("code", typed)]).await;
        assert_eq!(answer.status(), 422);
        let html = answer.text().await.unwrap();
        assert!(html.contains(&format!("/sign-in?next=%2Fjoin%2F{typed}")), "{html}");
        seen.push(text_of(&html));
    }
    assert_eq!(seen[0], seen[1], "an internal room answers as no room does");
    assert!(seen[0].contains("Sign in first"), "{}", seen[0]);
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    assert!(text_of(&ines.page(&format!("/join/{code}")).await).contains("Fail on purpose"), "the way back leads in");

    let mut seen = Vec::new();
    let none = "x".repeat(link.len());
    for link in [&link, &none] {
        let answer = visitor.get(&format!("/b/{link}")).await;
        assert_eq!(answer.status(), 404);
        let html = answer.text().await.unwrap();
        assert!(html.contains(&format!("/sign-in?next=%2Fb%2F{link}")), "{html}");
        seen.push(text_of(&html));
    }
    assert_eq!(seen[0], seen[1]);
    assert!(text_of(&ines.page(&format!("/b/{link}")).await).contains("Fail on purpose"));
    assert_eq!(ines.get(&format!("/b/{none}")).await.status(), 404);
}

#[tokio::test]
async fn lobby_and_wall_say_which_address_to_type() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().open(&tomas).await;
    let address = format!("{}/join", app.state.config.base_url().split_once("://").unwrap().1);
    for path in [made.path.clone(), made.at("/wall")] {
        let text = text_of(&tomas.page(&path).await);
        assert!(text.contains(&address), "{path}: {text}");
    }
}

/// Status of all that somebody reads and writes in a room, by page and over the API.
async fn doors_of(app: &mut TestApp, made: &MadeRoom, person: &Visitor) -> Vec<u16> {
    let key = token(app, person.id, &["read", "brainstorms:write"]);
    let mut found = Vec::new();
    for tail in ["", "/wall", "/live"] {
        found.push(person.request(reqwest::Method::HEAD, &made.at(tail)).send().await.unwrap().status().as_u16());
    }
    let id = uuid::Uuid::now_v7().to_string();
    found.push(person.post(&made.at("/notes"), &[("id", &id), ("text", "One more")]).await.status().as_u16());
    for tail in ["", "/notes"] {
        let path = format!("/api/v1/brainstorms/{}{tail}", made.number);
        found.push(person.request(reqwest::Method::GET, &path).bearer_auth(&key).send().await.unwrap().status().as_u16());
    }
    found
}

#[tokio::test]
async fn whoever_loses_their_role_is_out_of_an_internal_room_that_they_joined() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    made.write(&ines, CANARY).await;
    assert_eq!(doors_of(&mut app, &made, &ines).await, [200, 200, 200, 303, 200, 200]);
    assert!(ines.page("/brainstorms").await.contains(&made.path));
    let (code, link) = (made.code(&mut app), made.link(&mut app));

    diesel::delete(role_grants::table.filter(role_grants::person_id.eq(ines.id))).execute(&mut app.conn).unwrap();

    assert_eq!(doors_of(&mut app, &made, &ines).await, [404; 6]);
    assert!(!ines.page("/brainstorms").await.contains(&made.path));
    assert_eq!(ines.post("/join", &[("code", &code)]).await.status(), 422, "its code opens nothing");
    assert_eq!(ines.get(&format!("/b/{link}")).await.status(), 404);
    assert_eq!(made.notes(&mut app), [CANARY, "One more"], "nothing came after");
}

#[tokio::test]
async fn whoever_leaves_a_space_is_out_of_its_rooms_unless_these_take_guests() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let rosa = app.sign_in("Rosa", &[Role::Partner]);
    let (space, now) = (SpaceId::new(), app.clock.now());
    let row = (
        spaces::id.eq(space),
        spaces::slug.eq("deccan"),
        spaces::name.eq("Deccan"),
        spaces::kind.eq(SpaceKind::Partner),
        spaces::created_at.eq(now),
    );
    diesel::insert_into(spaces::table).values(row).execute(&mut app.conn).unwrap();
    let member = (space_members::space_id.eq(space), space_members::person_id.eq(rosa.id), space_members::joined_at.eq(now));
    diesel::insert_into(space_members::table).values(member).execute(&mut app.conn).unwrap();
    let (closed, open) = (room().writing(&tomas).await, room().for_guests().writing(&tomas).await);
    for made in [&closed, &open] {
        diesel::update(brainstorms::table.filter(brainstorms::number.eq(made.number)))
            .set((brainstorms::audience.eq(Audience::Space), brainstorms::space_id.eq(Some(space))))
            .execute(&mut app.conn)
            .unwrap();
        made.join(&rosa).await;
        assert_eq!(doors_of(&mut app, made, &rosa).await, [200, 200, 200, 303, 200, 200]);
    }

    diesel::delete(space_members::table.filter(space_members::person_id.eq(rosa.id))).execute(&mut app.conn).unwrap();

    assert_eq!(doors_of(&mut app, &closed, &rosa).await, [404; 6]);
    assert_eq!(doors_of(&mut app, &open, &rosa).await, [200, 200, 200, 303, 200, 200], "as a guest she could come in, too");
    diesel::update(brainstorms::table.filter(brainstorms::number.eq(open.number)))
        .set(brainstorms::guests_allowed.eq(false))
        .execute(&mut app.conn)
        .unwrap();
    assert_eq!(doors_of(&mut app, &open, &rosa).await, [404; 6], "until the switch is off");
}
