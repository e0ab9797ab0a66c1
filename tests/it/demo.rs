//! The demo organisation: there at once, whole, and gone with one click.
use crate::support::{TestApp, crawl::follow};
use diesel::prelude::*;
use proofbench::{
    flows::demo,
    kernel::{PrototypeStage, Role},
    schema::{ideas, notes, people, prototypes, votes},
};

#[tokio::test]
async fn the_story_of_halden_and_voss_is_all_there() {
    let mut app = TestApp::start().await;
    assert!(demo::install(&app.state).await.unwrap());
    let stages: Vec<PrototypeStage> = prototypes::table.select(prototypes::stage).load(&mut app.conn).unwrap();
    let in_stage = |stage| stages.iter().filter(|found| **found == stage).count();
    assert_eq!(
        PrototypeStage::ALL.iter().map(|stage| in_stage(*stage)).collect::<Vec<_>>(),
        [4, 8, 12, 9, 4, 5, 3, 0],
        "framed, building, bench test, with customers, at the gate, graduated, stopped, on hold"
    );
    assert_eq!(ideas::table.count().get_result(&mut app.conn), Ok(214));
    assert_eq!(notes::table.count().get_result(&mut app.conn), Ok(412));
    let title: String = ideas::table.filter(ideas::number.eq(118)).select(ideas::title).first(&mut app.conn).unwrap();
    assert_eq!(title, "Heat-release tape for battery packs");
}

#[tokio::test]
async fn counts_are_what_a_recount_says() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let wrong: i64 = diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(
        "(SELECT count(*) FROM ideas i WHERE vote_count <> (
            SELECT count(DISTINCT voter_id) FROM votes v WHERE v.idea_id = i.id
                OR v.idea_id IN (SELECT duplicate_id FROM idea_merges m WHERE m.kept_id = i.id AND m.undone_at IS NULL))
          OR comment_count <> (SELECT count(*) FROM comments c WHERE c.idea_id = i.id))",
    ))
    .get_result(&mut app.conn)
    .unwrap();
    assert_eq!(wrong, 0);
}

#[tokio::test]
async fn a_second_start_adds_nothing() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let before: i64 = votes::table.count().get_result(&mut app.conn).unwrap();
    assert!(demo::install(&app.state).await.unwrap());
    assert_eq!(votes::table.count().get_result(&mut app.conn), Ok(before));
}

#[tokio::test]
async fn one_click_of_an_administrator_removes_it_and_keeps_their_account() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let admin = app.sign_in("Ada", &[Role::Admin]);
    diesel::update(people::table.find(admin.id)).set(people::email.eq("ada@company.test")).execute(&mut app.conn).unwrap();

    let response = admin.post("/admin/demo/removal", &[]).await;

    assert_eq!(response.status(), 303);
    assert_eq!(ideas::table.count().get_result(&mut app.conn), Ok(0));
    assert_eq!(people::table.select(people::name).load(&mut app.conn), Ok(vec!["Ada".to_owned()]));
}

#[tokio::test]
async fn nobody_else_removes_it() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let moderator = app.sign_in("Mo", &[Role::Moderator]);
    assert_eq!(moderator.post("/admin/demo/removal", &[]).await.status(), 403);
    assert_eq!(ideas::table.count().get_result(&mut app.conn), Ok(214));
}

/// Everything of the kinds that are few is visited, of those that are many some.
fn most(kind: &str) -> usize {
    match kind.split(['?', ' ']).next().unwrap_or(kind) {
        path if path.starts_with("/prototypes/") || path.starts_with("/brainstorms/") || path.starts_with("/campaigns/") => 80,
        path if path.starts_with("/api/") => 2,
        _ => 10,
    }
}

/// Follows the links of the demo as somebody; how many pages of gates were among them.
async fn every_link_leads_somewhere(handle: Option<&str>) -> usize {
    let mut app = TestApp::start_with(|settings| settings.demo = Some("true".to_owned())).await;
    demo::install(&app.state).await.unwrap();
    let visitor = match handle {
        Some(handle) => {
            let (id, name) =
                people::table.filter(people::handle.eq(handle)).select((people::id, people::name)).first(&mut app.conn).unwrap();
            let name: String = name;
            app.sign_in_again(id, &name)
        }
        None => app.visitor(),
    };
    let seeds = [
        "/",
        "/ideas",
        "/ideas?sort=new",
        "/campaigns",
        "/brainstorms",
        "/prototypes",
        "/prototypes?view=table",
        "/people",
        "/enter",
        "/dev/mail",
    ];
    let answers = follow(&visitor, None, seeds.map(str::to_owned).to_vec(), most).await;
    let wrong: Vec<String> = answers
        .iter()
        .filter(|answer| answer.status >= 500 || (answer.status >= 400 && !answer.from.is_empty()))
        // Who asks for an idea is told where the counts may be seen.
        .filter(|answer| !(answer.path.ends_with("/voters") && matches!(answer.status, 403 | 409)))
        .map(|answer| format!("{} {} (from {})", answer.status, answer.path, answer.from))
        .collect();
    assert!(wrong.is_empty(), "as {handle:?}, of {} pages:\n{}", answers.len(), wrong.join("\n"));
    answers.iter().filter(|answer| answer.path.contains("/gates/")).count()
}

#[tokio::test]
async fn every_link_leads_a_visitor_somewhere() {
    every_link_leads_somewhere(None).await;
}

#[tokio::test]
async fn every_link_leads_a_customer_somewhere() {
    every_link_leads_somewhere(Some("rosa-lindqvist")).await;
}

#[tokio::test]
async fn every_link_leads_an_engineer_somewhere() {
    assert!(every_link_leads_somewhere(Some("ines-okafor")).await > 50);
}

#[tokio::test]
async fn every_link_leads_a_moderator_somewhere() {
    assert!(every_link_leads_somewhere(Some("tomas-figueira")).await > 50);
}

#[tokio::test]
async fn every_link_leads_the_administrator_somewhere() {
    assert!(every_link_leads_somewhere(Some("joakim-berg")).await > 50);
}
