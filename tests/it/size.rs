//! What it costs when there is much: rows read are counted, not time, so that a slow machine proves the same.
use crate::support::{
    TestApp,
    make::{
        campaigns::{MadeCampaign, campaign},
        ideas::idea,
    },
};
use diesel::{
    connection::{InstrumentationEvent, SimpleConnection},
    prelude::*,
    sql_types::BigInt,
};
use proofbench::{
    domains::{
        discussion, evaluation,
        ideas::store::{self, Order, Query, Search},
        lineage,
    },
    kernel::{Actor, CountsShown, IdeaSource, IdeaState, PersonId, Role, Standing, Viewer},
    platform::{error::AppResult, web::Limit},
};
use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

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
            let query =
                diesel::sql_query("SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint AS rows FROM pg_stat_xact_user_tables");
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

/// Reads of one item, as its page makes them.
fn pages(number: i64) -> Vec<(String, Work)> {
    let reading = |work: fn(&mut PgConnection, i64) -> AppResult<()>| -> Work { Box::new(move |conn| work(conn, number)) };
    vec![
        ("idea".to_owned(), reading(|conn, number| store::find_whole(conn, &Viewer::Anonymous, number).map(|_| ()))),
        (
            "comments".to_owned(),
            reading(|conn, number| {
                let idea = store::find_visible(conn, &Viewer::Anonymous, number)?.id;
                discussion::store::list(conn, &Viewer::Anonymous, idea, None, Limit::parse(None, 20)?).map(|_| ())
            }),
        ),
    ]
}

/// How Postgres carries out what some work asks: every index, every table read whole, and every sort.
fn plans(conn: &mut PgConnection, work: &Work) -> Vec<String> {
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = asked.clone();
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            seen.lock().unwrap().push(query.to_string());
        }
    });
    work(conn).unwrap();
    conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    let asked = asked.lock().unwrap().clone();
    let mut nodes = Vec::new();
    for query in asked {
        // Settings have no values, and hold until the end of the transaction.
        let Some((text, values)) = query.rsplit_once(" -- binds: ") else {
            continue;
        };
        // The last placeholder first, since `$1` is a part of `$12`.
        let placed = literals(values)
            .iter()
            .enumerate()
            .rev()
            .fold(text.to_owned(), |text, (at, value)| text.replace(&format!("${}", at + 1), value));
        let plan: Vec<Explained> = diesel::sql_query(format!("EXPLAIN (COSTS OFF) {placed}")).load(conn).unwrap();
        let node = |line: String| {
            let node = line.trim_start().trim_start_matches("->").trim_start().replace("Scan Backward", "Scan");
            // Of few people and of the catalogue, what Postgres takes is chance.
            let kept = ["Index Scan", "Index Only Scan", "Bitmap Index Scan", "Seq Scan"].iter().any(|kind| node.starts_with(kind))
                || node.ends_with("Sort");
            let name = node.split_once(" on ").filter(|(kind, _)| kind.contains(" using ")).map_or(node.as_str(), |(kind, _)| kind);
            (kept && !["people", "pg_"].iter().any(|chance| node.contains(chance))).then(|| name.to_owned())
        };
        nodes.extend(plan.into_iter().filter_map(|row| node(row.line)));
    }
    nodes.sort();
    nodes.dedup();
    nodes
}

/// A line of a plan, whose column has a name with blanks.
#[derive(QueryableByName)]
struct Explained {
    #[diesel(sql_type = diesel::sql_types::Text, column_name = "QUERY PLAN")]
    line: String,
}

/// Values as Diesel shows them, as Postgres takes them: `[Some("x"), None, 7]` becomes `'x'`, `NULL` and `'7'`.
fn literals(values: &str) -> Vec<String> {
    let inner = values.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap();
    parts(inner).iter().map(|value| literal(value)).collect()
}

/// Splits at the commas that stand in no brackets and no quotation marks.
fn parts(text: &str) -> Vec<String> {
    let (mut all, mut depth, mut quoted, mut escaped) = (vec![String::new()], 0_i32, false, false);
    for c in text.chars() {
        match c {
            '"' if !escaped => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                all.push(String::new());
                continue;
            }
            _ => {}
        }
        escaped = quoted && c == '\\' && !escaped;
        all.last_mut().unwrap().push(c);
    }
    all.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn literal(value: &str) -> String {
    let value = plain(value);
    // Where only a function takes a list, its kind has to be said.
    let kind = match value.chars().nth(1) {
        Some('"') if value.starts_with('{') => list_kind(&value),
        _ => "",
    };
    if value == "None" { "NULL".to_owned() } else { format!("'{}'{kind}", value.replace('\'', "''")) }
}

fn list_kind(list: &str) -> &'static str {
    let first = list.trim_start_matches("{\"").split('"').next().unwrap_or_default();
    if uuid::Uuid::parse_str(first).is_ok() { "::uuid[]" } else { "::text[]" }
}

/// A value without what Rust wraps around it.
fn plain(value: &str) -> String {
    if let Some(text) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return text.replace("\\\"", "\"");
    }
    if let Some(list) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return format!("{{{}}}", parts(list).iter().map(|part| format!("\"{}\"", plain(part))).collect::<Vec<_>>().join(","));
    }
    match value.split_once('(').filter(|_| value.ends_with(')')) {
        Some((_, inner)) => plain(&inner[..inner.len() - 1]),
        // A variant of an enum, whose word is written otherwise.
        None if value.starts_with(|c: char| c.is_uppercase()) && value != "None" => {
            let mut word = String::new();
            for (at, c) in value.char_indices() {
                if c.is_uppercase() && at > 0 {
                    word.push('_');
                }
                word.extend(c.to_lowercase());
            }
            word
        }
        None => value.to_owned(),
    }
}

#[tokio::test]
async fn the_ten_hottest_queries_go_by_the_indexes_made_for_them() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let place = campaign().insert(&mut app);
    fill(&mut app, ann.id, &place, 1, LARGE);
    app.conn.batch_execute("INSERT INTO comments (id, idea_id, author_id, text, created_at)
        SELECT gen_random_uuid(), i.id, i.author_id, 'It holds.', i.created_at + n * interval '1 minute' FROM ideas i, generate_series(1, 3) AS n").unwrap();
    app.conn.batch_execute("VACUUM ANALYZE comments").unwrap();
    let hot = ["Rising None None None", "Wanted None None None", "New None None None", "shuffled"];
    let of_campaign = format!("Rising {:?} None None", Some(place.id));
    let named = |name: &str| {
        hot.contains(&name)
            || name == of_campaign
            || matches!(name, "search tape glass cold" | "idea" | "comments")
            || name.starts_with("similar tape lets go")
            || name == "inbox Filter { campaign: None, source: None, clock: None }"
    };
    let all = boards(&place).into_iter().chain(searches()).chain(inboxes(&place, ann.id)).chain(pages(77));
    let hottest: Vec<(String, Work)> = all.filter(|(name, _)| named(name)).collect();
    let text = app.state.db.read(move |conn| {
        let mut text = String::new();
        for (name, work) in &hottest {
            let name = name.replace(&format!("{:?}", Some(place.id)), "of a campaign").replace(" None", "");
            text.push_str(&format!("{name}\n  {}\n", plans(conn, work).join("\n  ")));
        }
        Ok(text)
    });
    insta::assert_snapshot!("hottest_queries", text.await.unwrap());
}

#[tokio::test]
async fn what_happened_to_an_idea_is_told_without_reading_its_votes() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let idea = idea(ann.id).insert(&mut app).id;
    let happened = |verb: &str, times: i64| {
        format!(
            "INSERT INTO events (id, occurred_at, actor_kind, actor_id, permission, verb, stream_kind, stream_id, subject_id, audience, payload)
             SELECT gen_random_uuid(), now() - n * interval '1 minute', 'person', '{ann}', 'test', '{verb}', 'idea', '{idea}', '{idea}', 'public', '{{\"idea\": \"{idea}\"}}'
             FROM generate_series(1, {times}) AS n;",
            ann = ann.id
        )
    };
    app.conn.batch_execute(&happened("idea.clarification-asked", 30)).unwrap();
    app.conn.batch_execute(&(happened("vote.cast", 8_000) + "ANALYZE events")).unwrap();
    let read = rows_read(
        &app,
        Box::new(move |conn| {
            assert_eq!(lineage::store::activity(conn, &Viewer::Anonymous, idea.into(), None, 20)?.len(), 20);
            Ok(())
        }),
    );
    let read = read.await;
    assert!(read < 1_000, "{read} rows");
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
