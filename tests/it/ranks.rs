//! What boards are ordered by: ranks follow counts, fall with age, and never tell a count that is hidden.
use crate::support::{
    TestApp, Visitor,
    make::{board::idea, campaigns::campaign},
};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    domains::ideas::worker,
    kernel::{CampaignState, CountsShown, Moment, Role},
    schema::{campaigns, ideas},
};

/// Numbers on a page of the board as JSON, in order.
async fn numbers(visitor: &Visitor, path: &str) -> Vec<i64> {
    let page: serde_json::Value = serde_json::from_str(&visitor.page(path).await).unwrap();
    page["items"].as_array().unwrap().iter().map(|item| item["number"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn no_order_tells_the_counts_that_a_campaign_hides() {
    let mut app = TestApp::start().await;
    let place = campaign().counts(CountsShown::AfterEnd).insert(&mut app);
    let wanted = idea("Wanted most").campaign(place.id).votes(900).hours_old(5).insert(&mut app);
    let unwanted = idea("Wanted least").campaign(place.id).votes(0).hours_old(3).insert(&mut app);
    let open = idea("Counted for all to see").votes(3).hours_old(5).insert(&mut app);
    app.clock.advance(TimeDelta::hours(1));
    worker::refresh_rising(&app.state).await.unwrap();
    let visitor = app.visitor();
    for path in ["/ideas.json?sort=wanted", "/ideas.json", "/ideas.json?sort=wanted&status=open"] {
        assert_eq!(numbers(&visitor, path).await[0], open.number, "{path}");
    }
    // Among the hidden ones the order is that of their age, whatever their votes.
    let path = format!("/ideas.json?sort=wanted&status=open&campaign={}", place.slug);
    let before = numbers(&visitor, &path).await;
    diesel::update(ideas::table.find(unwanted.id)).set(ideas::vote_count.eq(5_000)).execute(&mut app.conn).unwrap();
    assert_eq!(numbers(&visitor, &path).await, before);
    diesel::update(campaigns::table.find(place.id)).set(campaigns::state.eq(CampaignState::Review)).execute(&mut app.conn).unwrap();
    assert_eq!(numbers(&visitor, "/ideas.json?sort=wanted").await, [unwanted.number, wanted.number, open.number]);
    app.clock.advance(TimeDelta::hours(1));
    worker::refresh_rising(&app.state).await.unwrap();
    assert_eq!(numbers(&visitor, "/ideas.json").await, [unwanted.number, wanted.number, open.number]);
    // A campaign that hides them again takes them back at once.
    diesel::update(campaigns::table.find(place.id)).set(campaigns::state.eq(CampaignState::Vote)).execute(&mut app.conn).unwrap();
    for path in ["/ideas.json?sort=wanted", "/ideas.json"] {
        assert_eq!(numbers(&visitor, path).await[0], open.number, "{path}");
    }
}

#[tokio::test]
async fn scores_fall_with_age_by_the_worker_as_by_the_rule() {
    let mut app = TestApp::start().await;
    let made = idea("Tape that lets go").votes(5).comments(2).hours_old(1).insert(&mut app);
    app.clock.advance(TimeDelta::hours(47));
    assert_eq!(worker::refresh_rising(&app.state).await.unwrap(), 1);
    assert_eq!(worker::refresh_rising(&app.state).await.unwrap(), 0);
    let score: f64 = ideas::table.find(made.id).select(ideas::rising).first(&mut app.conn).unwrap();
    let rule = proofbench::domains::ideas::rules::rising(5, 2, TimeDelta::hours(48));
    assert!((score - rule).abs() < 0.001, "{score} is not {rule}");
}

#[tokio::test]
async fn a_vote_counts_at_once_and_its_rank_follows() {
    let mut app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let (ahead, behind) = (idea("Ahead so far").votes(1).insert(&mut app), idea("Behind so far").insert(&mut app));
    let visitor = app.visitor();
    assert_eq!(worker::follow_counts(&app.state).await.unwrap(), 0);
    for voter in [&ann, &ben] {
        assert_eq!(voter.post(&format!("/ideas/{}/vote", behind.number), &[("vote", "cast")]).await.status(), 303);
    }
    let counts = ideas::table.find(behind.id).select((ideas::vote_count, ideas::ranked_votes));
    assert_eq!(counts.first::<(i32, i32)>(&mut app.conn).unwrap(), (2, 0));
    assert_eq!(worker::follow_counts(&app.state).await.unwrap(), 1);
    for order in ["wanted", "rising"] {
        assert_eq!(numbers(&visitor, &format!("/ideas.json?sort={order}")).await, [behind.number, ahead.number], "{order}");
    }
    let score: f64 = ideas::table.find(behind.id).select(ideas::rising).first(&mut app.conn).unwrap();
    let age = app.clock.now() - ideas::table.find(behind.id).select(ideas::created_at).first::<Moment>(&mut app.conn).unwrap();
    assert!((score - proofbench::domains::ideas::rules::rising(2, 0, age)).abs() < 0.001);
    assert_eq!(worker::follow_counts(&app.state).await.unwrap(), 0);
}

#[tokio::test]
async fn a_vote_changes_no_index_of_the_ideas() {
    #[derive(diesel::QueryableByName)]
    struct Indexed {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        indexed: bool,
    }
    let mut app = TestApp::start().await;
    // An update in place needs that no index names what changes, in a key, an expression or a condition.
    for column in ["vote_count", "comment_count"] {
        let named: Indexed = diesel::sql_query(
            "SELECT EXISTS (SELECT FROM pg_depend d JOIN pg_index i ON i.indexrelid = d.objid AND d.classid = 'pg_class'::regclass
                JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                WHERE d.refobjid = 'ideas'::regclass AND a.attname = $1) AS indexed",
        )
        .bind::<diesel::sql_types::Text, _>(column)
        .get_result(&mut app.conn)
        .unwrap();
        assert!(!named.indexed, "{column}");
    }
}
