//! What it costs when there is much: rows read are counted, not time, so that a slow machine proves the same.
use crate::support::{
    TestApp,
    make::campaigns::{MadeCampaign, campaign},
};
use diesel::{connection::SimpleConnection, prelude::*, sql_types::BigInt};
use proofbench::{
    domains::{
        evaluation,
        ideas::store::{self, Order, Query, Search},
    },
    kernel::{Actor, CountsShown, IdeaSource, IdeaState, PersonId, Role, Standing, Viewer},
    platform::{error::AppResult, web::Limit},
};
use std::{collections::HashSet, sync::Arc};

/// Ideas of a small board, and of a large one.
const SMALL: i64 = 500;
const LARGE: i64 = 12_000;

#[derive(QueryableByName)]
struct Read {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

/// Ideas up to a number, half of them in the campaign; every fortieth waits in the inbox, every hundredth came from an import.
fn fill(app: &mut TestApp, author: PersonId, place: &MadeCampaign, from: i64, to: i64) {
    let statement = format!(
        "INSERT INTO ideas (id, slug, campaign_id, author_id, state, source, title, body, audience, vote_count, rising, rising_at,
                created_at, changed_at, answer_due_at, triaged_at, snoozed_until)
         SELECT gen_random_uuid(), 'idea', CASE WHEN n % 2 = 0 THEN '{campaign}'::uuid END, '{author}', (CASE WHEN n % 50 = 7 THEN 'shipped' ELSE 'open' END)::idea_state,
            (CASE WHEN n % 100 = 11 THEN 'import' ELSE 'customer' END)::idea_source, 'Tape ' || n || ' lets go of glass ' || md5(n::text),
            'The tape lets go of glass in the cold, number ' || md5(n::text), 'public', n % 97, (n * 37 % 1009) / 10.0, now(),
            now() - n * interval '1 minute', now() - n * interval '1 minute', now() + n * interval '1 minute',
            CASE WHEN n % 40 <> 0 THEN now() END, CASE WHEN n % 400 = 0 THEN now() + interval '1 day' END
         FROM generate_series({from}::bigint, {to}::bigint) AS n;
         UPDATE campaigns SET idea_count = (SELECT count(*) FROM ideas WHERE campaign_id = '{campaign}') WHERE id = '{campaign}'",
        campaign = place.id.0,
        author = author.0,
    );
    app.conn.batch_execute(&statement).unwrap();
    // As autovacuum would after a while: what is new stands in the index of words, and the planner knows how much there is.
    for table in ["ideas", "idea_words", "idea_texts"] {
        app.conn.batch_execute(&format!("VACUUM ANALYZE {table}")).unwrap();
    }
}

type Work = Box<dyn Fn(&mut PgConnection) -> AppResult<()> + Send>;

fn boards(place: &MadeCampaign) -> Vec<(String, Work)> {
    let mut all: Vec<(String, Work)> = Vec::new();
    let orders = [Order::Rising, Order::Wanted, Order::New, Order::Shipped];
    let filters =
        [(None, None, None), (Some(place.id), None, None), (None, Some(IdeaState::Open), None), (None, None, Some(IdeaSource::Import))];
    for order in orders {
        for (campaign, status, source) in filters {
            if order == Order::Shipped && (status.is_some() || source.is_some()) {
                continue;
            }
            let query =
                Query { order, campaign, few: false, status, tag: None, source, after: None, limit: Limit::parse(None, 20).unwrap() };
            let name = format!("{order:?} {campaign:?} {status:?} {source:?}");
            all.push((name, Box::new(move |conn| store::list_board(conn, &Viewer::Anonymous, &query).map(|_| ()))));
        }
    }
    let query = Query { campaign: Some(place.id), ..query(Order::Shuffled(77)) };
    all.push(("shuffled".to_owned(), Box::new(move |conn| store::list_board(conn, &Viewer::Anonymous, &query).map(|_| ()))));
    all
}

fn query(order: Order) -> Query {
    Query { order, campaign: None, few: false, status: None, tag: None, source: None, after: None, limit: Limit::parse(None, 20).unwrap() }
}

fn searches() -> Vec<(String, Work)> {
    let mut all: Vec<(String, Work)> = Vec::new();
    for words in ["tape", "tape glass cold", "\"lets go\" -nothing", "tpae glss", "c4ca4238a0b923820dcc509a6f75849b"] {
        let search = Search { words: words.to_owned(), campaign: None, status: None, tag: None, source: None, most: 20 };
        all.push((format!("search {words}"), Box::new(move |conn| store::search(conn, &Viewer::Anonymous, &search).map(|_| ()))));
    }
    for words in ["tape lets go of glass in the cold number", "Our tpae on glss", "tape c4ca4238a0b923820dcc509a6f75849b"] {
        all.push((
            format!("similar {words}"),
            Box::new(move |conn| store::list_similar(conn, &Viewer::Anonymous, words, "", None, 5).map(|_| ())),
        ));
    }
    all
}

fn inboxes(place: &MadeCampaign, reader: PersonId) -> Vec<(String, Work)> {
    let standing = Standing { name: "Ines".to_owned(), roles: vec![Role::Rnd], ..Standing::default() };
    let viewer = Viewer::Person(Actor { id: reader, standing: Arc::new(standing) });
    let filter = |campaign: Option<String>, source, clock: Option<&str>| evaluation::store::Filter {
        campaign,
        source,
        clock: clock.map(str::to_owned),
    };
    let filters = [
        filter(None, None, None),
        filter(Some(place.slug.clone()), None, None),
        filter(None, Some(IdeaSource::Import), None),
        filter(None, None, Some("snoozed")),
        filter(None, None, Some("paused")),
        filter(None, None, Some("missed")),
        filter(None, None, Some("at-risk")),
        filter(None, None, Some("on-track")),
    ];
    let mut all: Vec<(String, Work)> = Vec::new();
    for filter in filters {
        let viewer = viewer.clone();
        all.push((
            format!("inbox {filter:?}"),
            Box::new(move |conn| {
                let now = chrono::Utc::now();
                evaluation::store::list_waiting(conn, &viewer, &filter, now, None, 30)?;
                evaluation::store::count_waiting(conn, &viewer, &filter, now).map(|_| ())
            }),
        ));
    }
    all
}

/// Rows that some work reads, of any table and by whatever scan.
async fn rows_read(app: &TestApp, work: Work) -> i64 {
    let read = app.state.db.read(move |conn| {
        let count = |conn: &mut PgConnection| -> AppResult<i64> {
            let query = diesel::sql_query("SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint AS rows FROM pg_stat_xact_user_tables");
            Ok(query.get_result::<Read>(conn)?.rows)
        };
        let before = count(conn)?;
        work(conn)?;
        Ok(count(conn)? - before)
    });
    read.await.unwrap()
}

async fn measured(app: &TestApp, place: &MadeCampaign, reader: PersonId) -> Vec<(String, i64)> {
    let mut all = Vec::new();
    for (name, work) in boards(place).into_iter().chain(searches()).chain(inboxes(place, reader)) {
        all.push((name, rows_read(app, work).await));
    }
    all
}

#[tokio::test]
async fn boards_search_and_inbox_read_no_more_rows_when_there_is_much_more() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let place = campaign().insert(&mut app);
    fill(&mut app, ann.id, &place, 1, SMALL);
    let small = measured(&app, &place, ann.id).await;
    fill(&mut app, ann.id, &place, SMALL + 1, LARGE);
    let large = measured(&app, &place, ann.id).await;
    let dear: Vec<String> = small
        .iter()
        .zip(&large)
        .filter(|((_, before), (_, after))| *after > (before * 3 / 2).max(1_000))
        .map(|((name, before), (_, after))| format!("{name}: {before} rows, then {after}"))
        .collect();
    assert!(dear.is_empty(), "{dear:#?}");
}

#[tokio::test]
async fn everybody_walks_all_of_a_shuffled_board_in_an_order_of_their_own() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let place = campaign().counts(CountsShown::AfterEnd).insert(&mut app);
    fill(&mut app, ann.id, &place, 1, 1_500);
    let mut first_pages = HashSet::new();
    for seed in [1_i64, -7_000_000_123, 987_654_321_987] {
        let (mut after, mut seen, mut first) = (None, HashSet::new(), Vec::new());
        loop {
            let query =
                Query { campaign: Some(place.id), after, limit: Limit::parse(Some(50), 20).unwrap(), ..query(Order::Shuffled(seed)) };
            let (rows, next) = app.state.db.read(move |conn| store::list_board(conn, &Viewer::Anonymous, &query)).await.unwrap();
            if first.is_empty() {
                first = rows.iter().map(|row| row.number).collect();
            }
            for row in rows {
                assert!(seen.insert(row.number), "{} twice", row.number);
            }
            after = next;
            if after.is_none() {
                break;
            }
        }
        // Those that shipped are decided, and no vote is asked for them.
        assert_eq!(seen.len(), 750);
        assert!(first_pages.insert(first));
    }
}
