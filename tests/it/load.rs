//! The data set for measurements is whole: every count is right, nobody votes twice, and a seed is used once.
use crate::support::TestApp;
use diesel::prelude::*;
use proofbench::{
    app::load::{self, Plan},
    flows::recount,
    kernel::{Hatch, Moment},
    schema::{campaigns, comments, idea_versions, ideas, people, vote_ledger, votes},
};
use std::collections::HashSet;

const SMALL: Plan = Plan { people: 60, ideas: 80, votes: 900, comments: 150, seed: 1 };

#[tokio::test]
async fn a_filled_database_has_what_was_asked_for_and_right_counts() {
    let mut app = TestApp::start().await;
    let filled = load::fill(&app.database_url(), SMALL).await.unwrap();
    assert_eq!(people::table.count().get_result(&mut app.conn), Ok(60_i64));
    assert_eq!(ideas::table.count().get_result(&mut app.conn), Ok(80_i64));
    assert_eq!(idea_versions::table.count().get_result(&mut app.conn), Ok(80_i64));
    assert_eq!(votes::table.count().get_result(&mut app.conn), Ok(900_i64));
    assert_eq!(vote_ledger::table.count().get_result(&mut app.conn), Ok(900_i64));
    assert_eq!(comments::table.count().get_result(&mut app.conn), Ok(150_i64));
    assert!(filled.rows > 2_000);
    for (name, wrong) in recount::prove(&mut app.conn, None).unwrap() {
        assert_eq!(wrong, [], "{name}");
    }
    assert_eq!(app.verbs(), ["instance.changed"]);
    let untitled = people::table.filter(people::title.eq("")).count().get_result::<i64>(&mut app.conn).unwrap();
    assert!(untitled < 30, "{untitled}");
    let made: Vec<(String, String, Hatch, Option<Moment>)> = campaigns::table
        .select((campaigns::title, campaigns::question, campaigns::hatch, campaigns::answer_by))
        .load(&mut app.conn)
        .unwrap();
    assert!(made.iter().all(|campaign| campaign.0 != campaign.1), "{made:?}");
    let (hatches, ends): (HashSet<&str>, HashSet<_>) = made.iter().map(|campaign| (campaign.2.as_str(), campaign.3)).unzip();
    assert_eq!((hatches.len(), ends.len()), (made.len(), made.len()), "{made:?}");
}

#[tokio::test]
async fn the_same_seed_again_is_refused_and_another_one_adds() {
    let mut app = TestApp::start().await;
    load::fill(&app.database_url(), SMALL).await.unwrap();
    let refused = load::fill(&app.database_url(), SMALL).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("people_handle"));
    load::fill(&app.database_url(), Plan { seed: 2, ..SMALL }).await.unwrap();
    assert_eq!(ideas::table.count().get_result(&mut app.conn), Ok(160_i64));
    assert_eq!(campaigns::table.count().get_result(&mut app.conn), Ok(6_i64));
}

#[tokio::test]
async fn indexes_and_keys_that_were_put_aside_are_all_there_again() {
    let mut app = TestApp::start().await;
    let before = guards(&mut app.conn);
    load::fill(&app.database_url(), Plan { people: 400, ideas: 300, votes: 50_001, comments: 20, seed: 3 }).await.unwrap();
    assert_eq!(guards(&mut app.conn), before);
    assert_eq!(votes::table.count().get_result(&mut app.conn), Ok(50_001_i64));
    assert!(recount::prove(&mut app.conn, None).unwrap().iter().all(|(_, wrong)| wrong.is_empty()));
}

#[derive(QueryableByName, PartialEq, Debug)]
struct Guard {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

fn guards(conn: &mut PgConnection) -> Vec<Guard> {
    diesel::sql_query(
        "SELECT indexdef AS text FROM pg_indexes WHERE schemaname = 'public'
         UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1",
    )
    .load(conn)
    .unwrap()
}
