//! Prototypes: from an idea to a decision on frozen evidence, and what becomes of the idea.
use crate::support::{TestApp, Visitor, make, text_of};
use diesel::prelude::*;
use proofbench::{
    kernel::{IdeaState, PrototypeStage, Role},
    schema::{blobs, builds, gates, idea_moves, ideas, learning_cards, people, prototypes, readings, test_sessions},
};
use reqwest::{Response, header};
use serde_json::{Value, json};

fn location(response: &Response) -> String {
    response.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

fn stage_of(app: &mut TestApp, number: i64) -> PrototypeStage {
    prototypes::table.filter(prototypes::number.eq(number)).select(prototypes::stage).first(&mut app.conn).unwrap()
}

fn idea_state(app: &mut TestApp, number: i64) -> IdeaState {
    ideas::table.filter(ideas::number.eq(number)).select(ideas::state).first(&mut app.conn).unwrap()
}

/// A small picture.
fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Verbs recorded by what happens in between.
macro_rules! verbs_of {
    ($app:expr, $work:expr) => {{
        let before = $app.verbs().len();
        let answer = $work;
        (answer, $app.verbs().split_off(before))
    }};
}

async fn frame(visitor: &Visitor, title: &str) -> i64 {
    let response = visitor.post("/prototypes", &[("title", title), ("audience", "internal")]).await;
    assert_eq!(response.status(), 303, "{}", text_of(&response.text().await.unwrap()));
    location(&response).trim_start_matches("/prototypes/").parse().unwrap()
}

async fn plan_gate(visitor: &Visitor, number: i64) {
    let form = [("title", "Gate 1"), ("must", "Holds 24 h at 80 °C\nLets go at 140 °C"), ("should", "Below 9 euros")];
    assert_eq!(visitor.post(&format!("/prototypes/{number}/gates"), &form).await.status(), 303);
}

async fn move_to(visitor: &Visitor, number: i64, to: &str) -> Response {
    visitor.post(&format!("/prototypes/{number}/stage"), &[("to", to), ("reason", "")]).await
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
async fn graduating_an_idea_frames_a_prototype_and_is_told_on_both_streams() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = make::ideas::idea(rosa.id).insert(&mut app);
    let (response, verbs) = verbs_of!(app, ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await);
    assert_eq!(response.status(), 303);
    assert_eq!(verbs, ["idea.moved", "prototype.framed", "idea.graduated"]);
    assert_eq!(idea_state(&mut app, idea.number), IdeaState::InPrototype);
    let path = location(&ines.get(&location(&response)).await);
    let page = text_of(&ines.page(&path).await);
    assert!(page.contains("Started by") && page.contains("Rosa"), "{page}");
    assert!(page.contains("Where it came from and what became of it"), "{page}");
    let again = ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await;
    assert_eq!(again.status(), 409, "an idea graduates once");
}

#[tokio::test]
async fn only_those_who_may_graduate_an_idea() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let idea = make::ideas::idea(rosa.id).insert(&mut app);
    let path = format!("/ideas/{}/graduation", idea.number);
    assert_eq!(rosa.post(&path, &[]).await.status(), 403);
    assert_eq!(app.visitor().post(&path, &[]).await.status(), 401);
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    assert_eq!(ines.post("/ideas/999999/graduation", &[]).await.status(), 404);
}

#[tokio::test]
async fn a_graduation_can_be_undone_until_work_has_begun() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = make::ideas::idea(rosa.id).state(IdeaState::Shortlisted).insert(&mut app);
    let undo = format!("/ideas/{}/graduation/undo", idea.number);
    let first = location(&ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await);
    let (response, verbs) = verbs_of!(app, ines.post(&undo, &[]).await);
    assert_eq!(response.status(), 303);
    assert_eq!(verbs, ["prototype.withdrawn", "idea.moved", "idea.graduation-undone"]);
    assert_eq!(idea_state(&mut app, idea.number), IdeaState::Shortlisted, "it is back where it came from");
    assert_eq!(ines.get(&first).await.status(), 404, "the prototype is withdrawn");

    let second: i64 =
        location(&ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await).trim_start_matches("/prototypes/").parse().unwrap();
    ines.post(&format!("/prototypes/{second}/tests"), &[("title", "Lap shear")]).await;
    assert_eq!(ines.post(&undo, &[]).await.status(), 409);
    assert_eq!(idea_state(&mut app, idea.number), IdeaState::InPrototype);
}

/// How many elements of a page a selector finds.
fn count_of(html: &str, selector: &str) -> usize {
    scraper::Html::parse_document(html).select(&scraper::Selector::parse(selector).unwrap()).count()
}

/// What a field of the form for a reading holds.
fn field(html: &str, name: &str) -> String {
    let document = scraper::Html::parse_document(html);
    let input = scraper::Selector::parse(&format!(".bench-form input[name={name}]")).unwrap();
    document.select(&input).next().unwrap().attr("value").unwrap_or_default().to_owned()
}

#[tokio::test]
async fn what_was_decided_against_an_idea_is_asked_about_before_it_is_overruled_and_comes_back_with_the_undo() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let deepak = app.sign_in("Deepak Nair", &[Role::Rnd]);
    for (decision, state, question) in
        [("decline", IdeaState::Declined, "This idea was declined."), ("park", IdeaState::Parked, "This idea was parked.")]
    {
        let idea = make::ideas::idea(rosa.id).insert(&mut app);
        let reason = format!("Too dear to {decision} later");
        let decided = deepak.post(&format!("/ideas/{}/decision", idea.number), &[("decision", decision), ("reason", &reason)]).await;
        assert_eq!(decided.status(), 303);
        let page = ines.page(&idea.path).await;
        assert_eq!(count_of(&page, "form[action$='/graduation']"), 1);
        assert_eq!(count_of(&page, "details form[action$='/graduation']"), 1, "one press alone makes no prototype");
        assert!(text_of(&page).contains(question), "{page}");

        assert_eq!(ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await.status(), 303);
        assert!(text_of(&ines.page(&idea.path).await).contains(&reason), "why it was so stays to be read");
        assert_eq!(ines.post(&format!("/ideas/{}/graduation/undo", idea.number), &[]).await.status(), 303);
        assert_eq!(idea_state(&mut app, idea.number), state);
        let moves = idea_moves::table.filter(idea_moves::idea_id.eq(idea.id)).order((idea_moves::moved_at.desc(), idea_moves::id.desc()));
        let last: (IdeaState, String) = moves.select((idea_moves::to_state, idea_moves::reason)).first(&mut app.conn).unwrap();
        assert_eq!(last, (state, reason.clone()));
        let page = rosa.page(&idea.path).await;
        let card = page.split("id=\"why-title\"").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(card.contains(&reason) && card.contains("Deepak Nair") && !card.contains("Ines"), "his words stay his: {card}");
        assert_eq!(page.matches(reason.as_str()).count(), 1, "and stand once");
        let home = text_of(&rosa.page("/").await);
        assert!(home.contains("Deepak Nair") && !home.contains("Ines"), "on her home as well: {home}");
    }
    // Where nobody wrote down why, the undo asks nobody either.
    let idea = make::ideas::idea(rosa.id).state(IdeaState::Parked).insert(&mut app);
    assert_eq!(ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await.status(), 303);
    assert_eq!(ines.post(&format!("/ideas/{}/graduation/undo", idea.number), &[]).await.status(), 303);
    assert_eq!(idea_state(&mut app, idea.number), IdeaState::Parked);
    let open = make::ideas::idea(rosa.id).insert(&mut app);
    assert_eq!(count_of(&ines.page(&open.path).await, "details form[action$='/graduation']"), 0, "an open idea is graduated in one press");
}

#[tokio::test]
async fn everybody_who_sees_the_idea_sees_its_coupon_but_not_the_prototype() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = make::ideas::idea(rosa.id).insert(&mut app);
    let prototype = location(&ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await);
    let number: i64 = prototype.trim_start_matches("/prototypes/").parse().unwrap();
    diesel::update(prototypes::table.filter(prototypes::number.eq(number)))
        .set(prototypes::title.eq("Secret working title"))
        .execute(&mut app.conn)
        .unwrap();
    let page = text_of(&rosa.page(&idea.path).await);
    assert!(page.contains("This idea became a prototype") && page.contains("Framed"), "{page}");
    assert!(!page.contains("Secret working title"), "only the stage is told");
    assert_eq!(rosa.get(&prototype).await.status(), 404);
    assert!(text_of(&ines.page(&idea.path).await).contains("Secret working title"));
}

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

#[tokio::test]
async fn readings_decide_the_outcome_until_somebody_sets_it() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Lap shear").await;
    let response = ines.post(&format!("/prototypes/{number}/tests"), &[("title", "Shear at 60 °C"), ("with_whom", "Lab 2")]).await;
    assert!(location(&response).ends_with("/tests/1"), "the form leads to where the readings are typed in");
    let outcome = |app: &mut TestApp| -> String {
        let outcome: proofbench::kernel::TestOutcome = test_sessions::table.select(test_sessions::outcome).first(&mut app.conn).unwrap();
        outcome.as_str().to_owned()
    };
    let path = format!("/prototypes/{number}/tests/1");
    let reading = |value: &'static str| [("measure", "shear"), ("value", value), ("unit", "N/mm²"), ("least", "4,5"), ("most", "")];
    let (response, verbs) = verbs_of!(app, ines.post(&format!("{path}/readings"), &reading("5.1")).await);
    assert_eq!((response.status().as_u16(), verbs), (303, vec!["reading.taken".to_owned(), "test.judged".to_owned()]));
    assert_eq!(outcome(&mut app), "passed");
    ines.post(&format!("{path}/readings"), &reading("4.4")).await;
    assert_eq!(outcome(&mut app), "failed", "one reading out of its limits fails the session");
    ines.post(&format!("{path}/outcome"), &[("outcome", "inconclusive")]).await;
    ines.post(&format!("{path}/readings"), &reading("6")).await;
    assert_eq!(outcome(&mut app), "inconclusive", "what somebody set stays");
    let (again, verbs) = verbs_of!(app, ines.post(&format!("{path}/outcome"), &[("outcome", "inconclusive")]).await);
    assert_eq!((again.status().as_u16(), verbs), (303, Vec::<String>::new()), "saying the same again changes nothing");
    let refused = ines.post(&format!("{path}/readings"), &reading("five")).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.unwrap().contains("value=\"five\""), "what was typed is kept");
    let counts: (i32, i32) = prototypes::table.select((prototypes::tests_passed, prototypes::tests_total)).first(&mut app.conn).unwrap();
    assert_eq!(counts, (0, 1));
}

#[tokio::test]
async fn limits_of_one_measure_judge_no_other() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Peel strip").await;
    ines.post(&format!("/prototypes/{number}/tests"), &[("title", "Peel")]).await;
    let path = format!("/prototypes/{number}/tests/1");
    let take = async |form: &[(&str, &str)]| assert_eq!(ines.post(&format!("{path}/readings"), form).await.status(), 303);
    take(&[("measure", "Peel force"), ("value", "12"), ("unit", "N"), ("least", "10"), ("most", "15")]).await;
    let page = ines.page(&path).await;
    assert_eq!(["measure", "unit", "least", "most"].map(|name| field(&page, name)), ["Peel force", "", "", ""]);
    take(&[("measure", "Thickness"), ("value", "0.0000004"), ("unit", ""), ("least", ""), ("most", "")]).await;
    take(&[("measure", "peel force"), ("value", "16"), ("unit", ""), ("least", ""), ("most", "")]).await;
    let taken: Vec<(String, String, Option<f64>, Option<f64>)> = readings::table
        .order(readings::position)
        .select((readings::measure, readings::unit, readings::least, readings::most))
        .load(&mut app.conn)
        .unwrap();
    let with = |measure: &str, unit: &str, least, most| (measure.to_owned(), unit.to_owned(), least, most);
    let force = |measure: &str| with(measure, "N", Some(10.0), Some(15.0));
    assert_eq!(taken, [force("Peel force"), with("Thickness", "", None, None), force("peel force")]);
    let page = text_of(&ines.page(&path).await);
    assert!(page.contains("Thickness 0.0000004 No limits") && page.contains("16 N Out of limits"), "{page}");
}

#[tokio::test]
async fn a_number_is_read_as_the_readers_language_writes_it() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Peel strip").await;
    ines.post(&format!("/prototypes/{number}/tests"), &[("title", "Peel")]).await;
    let path = format!("/prototypes/{number}/tests/1/readings");
    for (lang, taken, asked_back, both) in
        [("de", "12,345", "12.345", "12345 oder 12,3450"), ("en", "12.345", "12,345", "12345 or 12.3450")]
    {
        let reader = ines.with_cookie(&format!("lang={lang}"));
        let answer = reader.post(&path, &[("measure", "force"), ("value", taken)]).await;
        assert_eq!(answer.status(), 303, "{taken} in {lang}");
        let refused = reader.post(&path, &[("measure", "force"), ("value", asked_back)]).await;
        assert_eq!(refused.status(), 422, "{asked_back} in {lang}");
        let page = text_of(&refused.text().await.unwrap());
        assert!(page.contains(both), "{page}");
    }
    let values: Vec<f64> = readings::table.select(readings::value).load(&mut app.conn).unwrap();
    assert_eq!(values, [12.345, 12.345]);
}

#[tokio::test]
async fn a_move_on_the_board_is_taken_back_on_the_board() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Peel indicator").await;
    let send = async |path: &str, form: &[(&str, &str)]| {
        let fields: Vec<(&str, &str)> = [("csrf", ines.csrf())].into_iter().chain(form.iter().copied()).collect();
        let request = ines.request(reqwest::Method::POST, path).header(header::REFERER, format!("{}/prototypes?lanes=lead", app.base));
        request.form(&fields).send().await.unwrap()
    };
    let card = format!("/prototypes?lanes=lead#prototype-{number}");
    let moved = send(&format!("/prototypes/{number}/stage"), &[("to", "building"), ("from", "board")]).await;
    assert_eq!(location(&moved), card);
    let way_back = format!("/prototypes/{number}/stage/undo?from=board");
    let mut cookies = moved.headers().get_all(header::SET_COOKIE).iter();
    assert!(cookies.any(|cookie| cookie.to_str().unwrap().contains(&way_back)), "{:?}", moved.headers());
    assert_eq!(location(&send(&way_back, &[]).await), card);
    assert_eq!(stage_of(&mut app, number), PrototypeStage::Framed);

    let plain = ines.post(&format!("/prototypes/{number}/stage"), &[("to", "building"), ("from", "board")]).await;
    assert_eq!(location(&plain), format!("/prototypes#prototype-{number}"), "also when the browser does not say where it was");
    let undone = ines.post(&format!("/prototypes/{number}/stage/undo"), &[]).await;
    assert_eq!(location(&undone), format!("/prototypes/{number}-peel-indicator"), "on the prototype's page it stays there");
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
async fn a_build_comes_with_a_photo_that_is_shown_to_those_who_see_the_prototype() {
    let mut app = TestApp::start().await;
    let (ines, rosa) = (app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Rosa", &[Role::Customer]));
    let number = frame(&ines, "Foam lip").await;
    let form = |bytes: Vec<u8>| {
        reqwest::multipart::Form::new()
            .text("csrf", ines.csrf().to_owned())
            .text("title", "Hand-cut lip")
            .text("cost", "38,50")
            .text("bill_of_material", "felt 1.2 m\nclips 12")
            .part("photo", reqwest::multipart::Part::bytes(bytes).file_name("lip.png"))
    };
    let path = format!("/prototypes/{number}/builds");
    let send = async |bytes: Vec<u8>| ines.request(reqwest::Method::POST, &path).multipart(form(bytes)).send().await.unwrap();
    assert_eq!(send(b"no picture".to_vec()).await.status(), 422);
    let (response, verbs) = verbs_of!(app, send(png()).await);
    assert_eq!((response.status().as_u16(), verbs), (303, vec!["build.recorded".to_owned()]));
    let page = ines.page(&location(&ines.get(&format!("/prototypes/{number}")).await)).await;
    assert!(text_of(&page).contains("€38.50") && text_of(&page).contains("clips 12"), "{page}");
    let photo = page.split("src=\"/files/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(ines.get(&format!("/files/{photo}")).await.status(), 200);
    assert_eq!(rosa.get(&format!("/files/{photo}")).await.status(), 404);
    let build: uuid::Uuid = builds::table.select(builds::id).first(&mut app.conn).unwrap();
    assert_eq!(ines.post(&format!("/prototypes/{number}/parts/{build}/removal"), &[]).await.status(), 303);
    assert_eq!(ines.get(&format!("/files/{photo}")).await.status(), 404, "it goes with its build");
    let kept: Vec<Option<proofbench::kernel::Moment>> = blobs::table.select(blobs::removed_at).load(&mut app.conn).unwrap();
    assert!(matches!(kept[..], [Some(_)]), "it is deleted in its time: {kept:?}");
}

#[tokio::test]
async fn photos_that_a_refused_form_cannot_keep_are_asked_for_again() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Foam lip").await;
    let send = async |photo: Option<Vec<u8>>| {
        let form = reqwest::multipart::Form::new().text("csrf", ines.csrf().to_owned()).text("title", "");
        let form = match photo {
            Some(bytes) => form.part("photo", reqwest::multipart::Part::bytes(bytes).file_name("lip.png")),
            None => form,
        };
        let path = format!("/prototypes/{number}/builds");
        let refused = ines.request(reqwest::Method::POST, &path).multipart(form).send().await.unwrap();
        assert_eq!(refused.status(), 422);
        text_of(&refused.text().await.unwrap())
    };
    let asked = "Choose the photos again";
    assert!(send(Some(png())).await.contains(asked));
    assert!(!send(None).await.contains(asked), "nothing was chosen");
}

#[tokio::test]
async fn the_board_shows_columns_with_counts_and_the_same_as_a_table() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let today = app.clock.now().date_naive();
    let form = [("title", "Forty-two days"), ("target", "50"), ("starts_on", ""), ("ends_on", "")];
    assert_eq!(ines.post("/sprints", &form).await.status(), 403);
    let mona = app.sign_in("Mona", &[Role::Moderator]);
    let (starts, ends) = (today.to_string(), (today + chrono::TimeDelta::days(41)).to_string());
    let form = [("title", "Forty-two days"), ("target", "50"), ("starts_on", starts.as_str()), ("ends_on", ends.as_str())];
    let (response, verbs) = verbs_of!(app, mona.post("/sprints", &form).await);
    assert_eq!((location(&response), verbs), ("/sprints/forty-two-days".to_owned(), vec!["sprint.started".to_owned()]));
    let first = frame(&ines, "Wire-channel film").await;
    frame(&ines, "Blade paste").await;
    move_to(&ines, first, "bench_test").await;
    let board = text_of(&ines.page("/prototypes").await);
    assert!(board.contains("Wire-channel film") && board.contains("1 of 2 built") && board.contains("Day 1 of 42, target 50"), "{board}");
    let table = text_of(&ines.page("/prototypes?view=table").await);
    assert!(table.contains("Blade paste") && table.contains("Evidence"), "{table}");
    let lanes = text_of(&ines.page("/prototypes?lanes=lead").await);
    assert!(lanes.contains("Ines 2 prototypes") && lanes.contains("Blade paste"), "{lanes}");
    assert!(text_of(&ines.page("/prototypes?lanes=sprint").await).contains("Forty-two days 2 prototypes"));
    let nobody = text_of(&ines.page("/prototypes?lead=nobody").await);
    assert!(nobody.contains("Nothing matches") && !nobody.contains("Blade paste"), "{nobody}");
    let outside = app.visitor();
    assert!(!outside.page("/prototypes").await.contains("Blade paste"), "prototypes are internal unless somebody opens them");
    assert_eq!(outside.get("/sprints/forty-two-days").await.status(), 404);
    assert!(text_of(&ines.page("/sprints/forty-two-days").await).contains("Wire-channel film"));
}

#[tokio::test]
async fn the_api_carries_a_prototype_from_framing_to_a_decision() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd, Role::Gatekeeper]);
    let token = make::tokens::token(&mut app, ines.id, &["read", "prototypes:write"]);
    let call = async |method: reqwest::Method, path: &str, body: Value, etag: Option<&str>| {
        let request = ines.request(method, &format!("/api/v1/prototypes{path}")).bearer_auth(&token);
        let request = match etag {
            Some(etag) => request.header("if-match", etag),
            None => request,
        };
        let response = if body.is_null() { request.send().await } else { request.json(&body).send().await }.unwrap();
        let etag = response.headers().get("etag").map(|tag| tag.to_str().unwrap().to_owned());
        (response.status().as_u16(), etag, response.json::<Value>().await.unwrap_or_default())
    };
    use reqwest::Method as M;
    let (status, etag, body) = call(M::POST, "", json!({ "title": "Heat release" }), None).await;
    assert_eq!(status, 201, "{body}");
    let path = format!("/{}", body["prototype"]["number"]);
    assert_eq!(call(M::PATCH, &path, json!({ "title": "HeatRelease-140" }), None).await.0, 428, "If-Match is asked for");
    let (status, fresh, _) = call(M::PATCH, &path, json!({ "title": "HeatRelease-140" }), etag.as_deref()).await;
    assert_eq!(status, 200);
    assert_eq!(call(M::PATCH, &path, json!({ "title": "x" }), etag.as_deref()).await.0, 412);
    assert_ne!(fresh, etag);
    let card = json!({ "believe": "a", "verify": "b", "measure": "c", "right_if": "d" });
    assert_eq!(call(M::POST, &format!("{path}/hypotheses"), card, None).await.0, 201);
    assert_eq!(call(M::POST, &format!("{path}/builds"), json!({ "title": "One", "cost_cents": 3850 }), None).await.0, 201);
    assert_eq!(call(M::POST, &format!("{path}/tests"), json!({ "title": "Oven" }), None).await.0, 201);
    let reading = json!({ "measure": "release", "value": 141.5, "unit": "°C", "least": 135, "most": 145 });
    let (status, _, body) = call(M::POST, &format!("{path}/tests/1/readings"), reading, None).await;
    assert_eq!((status, &body["tests"][0]["outcome"], &body["tests"][0]["readings"][0]["passed"]), (201, &json!("passed"), &json!(true)));
    assert_eq!(body["prototype"]["progress"], 50);
    let bad = json!({ "measure": "x\u{0}", "value": 1, "least": 2, "most": 1 });
    let (status, _, body) = call(M::POST, &format!("{path}/tests/1/readings"), bad, None).await;
    assert_eq!((status, body["errors"].as_array().unwrap().len()), (422, 2), "{body}");
    let (_, _, body) = call(M::POST, &format!("{path}/gates"), json!({ "title": "Gate 1", "must": ["Lets go"] }), None).await;
    let criterion = body["gates"][0]["criteria"][0]["id"].clone();
    assert_eq!(call(M::PUT, &format!("{path}/stage"), json!({ "to": "gate" }), None).await.0, 200);
    let go = json!({ "decision": "go", "reasons": "It lets go", "criteria": [{ "criterion": criterion, "met": true }], "sure": true });
    let (status, _, body) = call(M::POST, &format!("{path}/gates/1/decision"), go, None).await;
    assert_eq!((status, &body["prototype"]["stage"], &body["prototype"]["progress"]), (200, &json!("graduated"), &json!(100)));
    let (status, _, body) = call(M::GET, "?stage=graduated", Value::Null, None).await;
    assert_eq!((status, body["items"].as_array().unwrap().len()), (200, 1));
    assert_eq!(readings::table.count().get_result::<i64>(&mut app.conn).unwrap(), 1);
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

#[tokio::test]
async fn a_campaign_shows_what_was_built_from_its_ideas_to_those_who_may_see_it() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let campaign = make::campaigns::campaign().insert(&mut app);
    let idea = make::ideas::idea(rosa.id).in_campaign(&campaign).title("Heat tape").insert(&mut app);
    make::ideas::idea(rosa.id).in_campaign(&campaign).title("Only an idea so far").insert(&mut app);
    let framed = location(&ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await);
    let chain = |html: String| {
        let document = scraper::Html::parse_document(&html);
        let links = scraper::Selector::parse(".lineage a").unwrap();
        document.select(&links).filter_map(|link| link.value().attr("href")).map(str::to_owned).collect::<Vec<_>>()
    };
    let page = format!("/campaigns/{}", campaign.slug);
    let prototype = location(&ines.get(&framed).await);
    assert_eq!(chain(ines.page(&page).await), [page.clone(), idea.path.clone(), prototype.clone()]);
    assert_eq!(chain(ines.page(&prototype).await), [page.clone(), idea.path.clone(), prototype.clone()], "the same the other way");
    let seen = chain(app.visitor().page(&page).await);
    assert!(seen.contains(&idea.path) && !seen.contains(&prototype), "{seen:?}");
}

#[tokio::test]
async fn home_says_that_there_are_more_at_a_gate_only_when_there_are() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    for (made, shown) in [(5, "5 prototypes at a gate"), (6, "5+ prototypes at a gate")] {
        while prototypes::table.count().get_result::<i64>(&mut app.conn).unwrap() < made {
            frame(&ines, "Tape that lets go").await;
        }
        diesel::update(prototypes::table).set(prototypes::stage.eq(PrototypeStage::Gate)).execute(&mut app.conn).unwrap();
        let home = text_of(&ines.page("/").await);
        assert!(home.contains(shown), "{shown}: {home}");
    }
}

#[tokio::test]
async fn home_and_the_board_agree_on_the_day_it_is_where_the_reader_is() {
    let mut app = TestApp::start().await;
    let mona = app.sign_in("Mona", &[Role::Moderator, Role::Rnd]);
    diesel::update(people::table.find(mona.id)).set(people::time_zone.eq(Some("Pacific/Kiritimati"))).execute(&mut app.conn).unwrap();
    // Half past noon in UTC is the next day on Kiritimati already.
    let now = app.clock.now();
    let noon = now.date_naive().and_hms_opt(12, 30, 0).unwrap().and_utc() + chrono::TimeDelta::days(1);
    app.clock.advance(noon - now);
    let mona = app.sign_in_again(mona.id, "Mona");
    let starts = noon.date_naive();
    let form = [
        ("title", "Fifty joints".to_owned()),
        ("target", "50".to_owned()),
        ("starts_on", starts.to_string()),
        ("ends_on", (starts + chrono::TimeDelta::days(9)).to_string()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(mona.post("/sprints", &form).await.status(), 303);
    for path in ["/", "/prototypes"] {
        let page = text_of(&mona.page(path).await);
        assert!(page.contains("Day 2 of 10"), "{path}: {page}");
    }
}
