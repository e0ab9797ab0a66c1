//! What people put on a prototype by mistake can be taken back or put right, and nothing they typed is lost.
use crate::support::{TestApp, Visitor, make, text_of};
use chrono::TimeDelta;
use diesel::{connection::SimpleConnection, prelude::*};
use proofbench::{
    kernel::{Audience, PrototypeStage, Role, TestOutcome},
    schema::{builds, gates, hypotheses, ideas, learning_cards, people, prototypes, readings, test_sessions},
};
use reqwest::{Response, header};

const CARD: [(&str, &str); 4] = [("believe", "It lets go"), ("verify", "Pull"), ("measure", "Force"), ("right_if", "Below 10 N")];

fn location(response: &Response) -> String {
    response.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

async fn frame(visitor: &Visitor) -> i64 {
    let response = visitor.post("/prototypes", &[("title", "Heat tape"), ("audience", "internal")]).await;
    location(&response).trim_start_matches("/prototypes/").parse().unwrap()
}

async fn add_build(visitor: &Visitor, number: i64, title: &str, cost: &str) -> Response {
    let form = reqwest::multipart::Form::new().text("csrf", visitor.csrf().to_owned());
    let form = form.text("title", title.to_owned()).text("cost", cost.to_owned());
    let path = format!("/prototypes/{number}/builds");
    visitor.request(reqwest::Method::POST, &path).multipart(form).send().await.unwrap()
}

/// One of each kind.
async fn add_all(visitor: &Visitor, number: i64) {
    let at = |part: &str| format!("/prototypes/{number}/{part}");
    for (path, form) in [
        (at("hypotheses"), CARD.to_vec()),
        (at("tests"), vec![("title", "Lap shear")]),
        (at("tests/1/readings"), vec![("measure", "Force"), ("value", "12,5"), ("unit", "N"), ("most", "10")]),
        (at("gates"), vec![("title", "Gate 1"), ("must", "Holds")]),
        (at("learning"), vec![("observed", "It held"), ("learned", "Glue helps")]),
    ] {
        let answer = visitor.post(&path, &form).await;
        assert_eq!(answer.status(), 303, "{path}: {}", text_of(&answer.text().await.unwrap()));
    }
    assert_eq!(add_build(visitor, number, "HR-1", "38,50").await.status(), 303);
}

/// Where the forms of "My recent actions" post to, newest first.
async fn ways_back(visitor: &Visitor) -> Vec<String> {
    let html = visitor.page("/stream/actions").await;
    let document = scraper::Html::parse_document(&html);
    let forms = scraper::Selector::parse("#main .list-ruled form").unwrap();
    document.select(&forms).filter_map(|form| form.value().attr("action")).map(str::to_owned).collect()
}

fn parts(app: &mut TestApp) -> [i64; 6] {
    [
        hypotheses::table.count().get_result(&mut app.conn).unwrap(),
        builds::table.count().get_result(&mut app.conn).unwrap(),
        test_sessions::table.count().get_result(&mut app.conn).unwrap(),
        readings::table.count().get_result(&mut app.conn).unwrap(),
        gates::table.count().get_result(&mut app.conn).unwrap(),
        learning_cards::table.count().get_result(&mut app.conn).unwrap(),
    ]
}

#[tokio::test]
async fn everything_added_to_a_prototype_can_be_taken_back_for_a_day_by_who_added_it() {
    let mut app = TestApp::start().await;
    let (ines, elif) = (app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Elif", &[Role::Rnd]));
    let number = frame(&ines).await;
    add_all(&ines, number).await;
    assert_eq!(parts(&mut app), [1; 6]);
    let ways: Vec<String> = ways_back(&ines).await.into_iter().filter(|way| way.ends_with("/removal")).collect();
    assert_eq!(ways.len(), 6, "{ways:?}");
    for way in &ways {
        let refused = elif.post(way, &[]).await;
        assert_eq!(refused.status(), 409, "{way}");
        assert!(text_of(&refused.text().await.unwrap()).contains("Only who added it can take it back"));
    }
    let before = app.verbs().len();
    // Newest first, so that the reading goes before its session.
    for way in &ways {
        let answer = ines.post(way, &[]).await;
        assert_eq!(answer.status(), 303, "{way}: {}", text_of(&answer.text().await.unwrap()));
    }
    assert_eq!(parts(&mut app), [0; 6]);
    let verbs = app.verbs().split_off(before);
    assert_eq!(verbs.iter().filter(|verb| *verb == "prototype.part-taken-back").count(), 6, "{verbs:?}");
    assert_eq!(ines.post(&ways[0], &[]).await.status(), 404, "it is gone");
    assert!(ways_back(&ines).await.iter().all(|way| !way.ends_with("/removal")), "and no longer offered");

    add_all(&ines, number).await;
    let ways = ways_back(&ines).await;
    let session = ways.iter().filter(|way| way.ends_with("/removal")).nth(4).unwrap();
    assert_eq!(ines.post(session, &[]).await.status(), 409, "a test that has readings stays until they are taken back");
    app.clock.advance(TimeDelta::hours(25));
    assert_eq!(ines.post(&ways[0], &[]).await.status(), 409, "a day later it stays");
    assert_eq!(parts(&mut app), [1; 6]);
}

#[tokio::test]
async fn words_of_a_hypothesis_and_a_build_are_put_right() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines).await;
    add_all(&ines, number).await;
    let id: uuid::Uuid = hypotheses::table.select(hypotheses::id).first(&mut app.conn).unwrap();
    let path = format!("/prototypes/{number}/hypotheses/{id}/text");
    let card = [("believe", "It lets go at 140 °C"), ("verify", "Pull"), ("measure", "Force"), ("right_if", "Below 8 N")];
    assert_eq!(ines.post(&path, &card).await.status(), 303);
    let refused = ines.post(&path, &[("believe", " "), ("verify", "kept words"), ("measure", "Force"), ("right_if", "x")]).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.unwrap().contains("kept words"));
    let build = [("title", "HR-1b"), ("notes", "Thicker"), ("bill_of_material", ""), ("cost", "1.234,56")];
    assert_eq!(ines.post(&format!("/prototypes/{number}/builds/1/text"), &build).await.status(), 303);
    let believe: String = hypotheses::table.select(hypotheses::believe).first(&mut app.conn).unwrap();
    assert_eq!(believe, "It lets go at 140 °C");
    assert_eq!(builds::table.select((builds::title, builds::cost_cents)).first(&mut app.conn), Ok(("HR-1b".to_owned(), 123_456_i64)));
    let cost: i64 = prototypes::table.select(prototypes::cost_cents).first(&mut app.conn).unwrap();
    assert_eq!(cost, 123_456, "the sum follows");
    assert!(app.verbs().ends_with(&["hypothesis.changed".to_owned(), "build.changed".to_owned()]));
    let refused = add_build(&ines, number, "HR-2", "1.234").await;
    assert_eq!(refused.status(), 422, "nobody knows whether that is one euro or a thousand");
    assert!(text_of(&refused.text().await.unwrap()).contains("can be read in two ways"));
}

#[tokio::test]
async fn a_test_passes_against_its_readings_only_with_a_reason() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines).await;
    ines.post(&format!("/prototypes/{number}/tests"), &[("title", "Lap shear")]).await;
    let path = location(&ines.get(&format!("/prototypes/{number}")).await);
    assert!(text_of(&ines.page(&path).await).contains("No readings yet"));
    let reading = [("measure", "Force"), ("value", "12.5"), ("unit", "N"), ("most", "10")];
    ines.post(&format!("/prototypes/{number}/tests/1/readings"), &reading).await;
    let outcome = format!("/prototypes/{number}/tests/1/outcome");
    let refused = ines.post(&outcome, &[("outcome", "passed")]).await;
    assert_eq!(refused.status(), 422);
    assert!(text_of(&refused.text().await.unwrap()).contains("Write why the test passed all the same"));
    assert_eq!(ines.post(&outcome, &[("outcome", "passed"), ("reason", "The gauge was off by 3 N")]).await.status(), 303);
    assert_eq!(test_sessions::table.select(test_sessions::outcome).first(&mut app.conn), Ok(TestOutcome::Passed));
    let page = text_of(&ines.page(&path).await);
    assert!(page.contains("set by hand") && page.contains("The gauge was off by 3 N"), "{page}");
}

#[tokio::test]
async fn what_was_typed_stays_when_the_evidence_was_frozen_meanwhile() {
    let mut app = TestApp::start().await;
    let (ines, dana) = (app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Dana", &[Role::Gatekeeper]));
    let number = frame(&ines).await;
    add_all(&ines, number).await;
    ines.post(&format!("/prototypes/{number}/stage"), &[("to", "bench_test"), ("reason", "")]).await;
    ines.post(&format!("/prototypes/{number}/stage"), &[("to", "gate"), ("reason", "")]).await;
    let late = ines
        .post(
            &format!("/prototypes/{number}/hypotheses"),
            &[("believe", "Typed for ten minutes"), ("verify", "v"), ("measure", "m"), ("right_if", "r")],
        )
        .await;
    assert_eq!(late.status(), 409);
    assert!(late.text().await.unwrap().contains("Typed for ten minutes"));
    let late = ines.post(&format!("/prototypes/{number}/tests/1/readings"), &[("measure", "Warmth typed"), ("value", "3")]).await;
    assert_eq!(late.status(), 409);
    assert!(late.text().await.unwrap().contains("Warmth typed"));

    // The gatekeeper reads what was measured, and others who decides.
    let path = location(&ines.get(&format!("/prototypes/{number}")).await);
    let page = text_of(&dana.page(&format!("{path}/gates/1")).await);
    assert!(page.contains("12.5") && page.contains("Out of limits"), "{page}");
    let page = text_of(&ines.page(&format!("{path}/gates/1")).await);
    assert!(page.contains("A gatekeeper decides: Dana") && !page.contains("See the gate"), "who is there is not sent there: {page}");
    let board = text_of(&ines.page("/prototypes").await);
    assert!(board.contains("See the gate"), "{board}");
    assert!(ways_back(&ines).await.contains(&format!("/prototypes/{number}/stage/undo")), "nobody has judged yet");

    let form = [("decision", "recycle"), ("reasons", "Come again with shear at 80 °C."), ("observed", ""), ("learned", ""), ("next", "")];
    assert_eq!(dana.post(&format!("/prototypes/{number}/gates/1/decision"), &form).await.status(), 303);
    assert!(ways_back(&dana).await.iter().all(|way| !way.ends_with("/stage/undo")), "a decision is not taken back by hand");
    assert_eq!(ines.post(&format!("/prototypes/{number}/stage/undo"), &[]).await.status(), 422);
    assert_eq!(prototypes::table.select(prototypes::stage).first(&mut app.conn), Ok(PrototypeStage::BenchTest));
}

#[tokio::test]
async fn taking_a_prototype_back_from_its_gate_is_told() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines).await;
    ines.post(&format!("/prototypes/{number}/gates"), &[("title", "Gate 1"), ("must", "Holds")]).await;
    ines.post(&format!("/prototypes/{number}/stage"), &[("to", "gate"), ("reason", "")]).await;
    let before = app.verbs().len();
    assert_eq!(ines.post(&format!("/prototypes/{number}/stage/undo"), &[]).await.status(), 303);
    assert_eq!(app.verbs().split_off(before), ["gate.opening-undone", "prototype.moved"]);
}

#[tokio::test]
async fn a_prototype_that_was_never_tested_graduates_only_when_that_is_said() {
    let mut app = TestApp::start().await;
    let (ines, dana) = (app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Dana", &[Role::Gatekeeper]));
    let number = frame(&ines).await;
    ines.post(&format!("/prototypes/{number}/gates"), &[("title", "Gate 1"), ("must", "Holds")]).await;
    ines.post(&format!("/prototypes/{number}/stage"), &[("to", "gate"), ("reason", "")]).await;
    let criterion: uuid::Uuid =
        proofbench::schema::gate_criteria::table.select(proofbench::schema::gate_criteria::id).first(&mut app.conn).unwrap();
    let met = format!("{criterion}=yes");
    let form = [("decision", "go"), ("reasons", "It is simple."), ("met", met.as_str())];
    let path = format!("/prototypes/{number}/gates/1/decision");
    let refused = dana.post(&path, &form).await;
    assert_eq!(refused.status(), 422);
    assert!(text_of(&refused.text().await.unwrap()).contains("was never on the bench"));
    assert_eq!(dana.post(&path, &[&form[..], &[("sure", "yes")]].concat()).await.status(), 303);
    assert_eq!(prototypes::table.select(prototypes::stage).first(&mut app.conn), Ok(PrototypeStage::Graduated));
}

#[tokio::test]
async fn a_prototype_is_seen_by_no_more_people_than_its_confidential_idea() {
    let mut app = TestApp::start().await;
    let (rosa, ines, bo) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Bo", &[Role::Rnd]));
    let idea = make::ideas::idea(rosa.id).insert(&mut app);
    diesel::update(ideas::table).set(ideas::audience.eq(Audience::People)).execute(&mut app.conn).unwrap();
    let named = format!("INSERT INTO audience_members (item_id, person_id) SELECT id, '{}' FROM ideas", ines.id.0);
    app.conn.batch_execute(&named).unwrap();
    let response = ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await;
    assert_eq!(response.status(), 303, "{}", text_of(&response.text().await.unwrap()));
    let path = location(&response);
    assert_eq!(ines.get(&path).await.status(), 303, "she is led to its address");
    assert_eq!(bo.get(&path).await.status(), 404, "he does not see the idea either");
    let key = make::tokens::token(&mut app, ines.id, &["read", "prototypes:write"]);
    let api = format!("/api/v1{path}");
    let change = ines.request(reqwest::Method::PATCH, &api).bearer_auth(&key).header("if-match", "*");
    let changed = change.json(&serde_json::json!({"title": "Heat-release tape, thinner"})).send().await.unwrap();
    assert_eq!(changed.status(), 200, "{}", changed.text().await.unwrap());
    assert_eq!(ines.get(&path).await.status(), 303, "who was named still sees it");
    assert_eq!(bo.get(&path).await.status(), 404, "and nobody else");
}

#[tokio::test]
async fn names_lead_to_a_profile_only_for_those_who_may_open_it() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = make::ideas::idea(rosa.id).insert(&mut app);
    rosa.post(&format!("/ideas/{}/comments", idea.number), &[("text", "And it must hold in the cold.")]).await;
    let handle: String = people::table.find(rosa.id).select(people::handle).first(&mut app.conn).unwrap();
    diesel::update(people::table).set(people::listed.eq(false)).execute(&mut app.conn).unwrap();
    let link = format!("href=\"/people/{handle}\"");
    assert!(!app.visitor().page(&idea.path).await.contains(&link), "a link that answers 404 is none");
    assert!(ines.page(&idea.path).await.contains(&link), "the organisation's own people may");
    diesel::update(people::table.find(rosa.id)).set(people::listed.eq(true)).execute(&mut app.conn).unwrap();
    assert!(app.visitor().page(&idea.path).await.contains(&link), "who is in the public directory is open to all");
}

#[tokio::test]
async fn what_happened_is_folded_named_and_can_be_followed_to_its_beginning() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines).await;
    assert_eq!(add_build(&ines, number, "Core and skin", "1").await.status(), 303);
    let path = location(&ines.get(&format!("/prototypes/{number}")).await);
    let page = text_of(&ines.page(&path).await);
    assert!(page.contains("recorded a build (1, Core and skin)") && !page.contains("Show older"), "{page}");
    for _ in 0..16 {
        ines.post(&format!("/prototypes/{number}/stage"), &[("to", "building"), ("reason", "")]).await;
        ines.post(&format!("/prototypes/{number}/stage"), &[("to", "framed"), ("reason", "")]).await;
    }
    let html = ines.page(&path).await;
    assert!(!text_of(&html).contains("framed the prototype"), "the first thing is beyond the first page");
    let older = html.split("href=\"?before=").nth(1).and_then(|rest| rest.split(['#', '"']).next()).unwrap();
    let page = text_of(&ines.page(&format!("{path}?before={older}")).await);
    assert!(page.contains("framed the prototype") && page.contains("Back to the newest"), "{page}");
    for at in 0..3 {
        assert_eq!(add_build(&ines, number, &format!("Row {at}"), "1").await.status(), 303);
    }
    assert!(text_of(&ines.page(&path).await).contains("recorded a build, 3 times"));
}
