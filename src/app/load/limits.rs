//! What this machine can do at best: plain text over HTTP, a prepared select, the board's own queries
//! without a page around them, and durable single-row inserts. Pages and votes are judged beside these.
use super::{
    browser::Browser,
    measure::{Meter, Outcome, Watched, drive},
};
use crate::{
    domains::{
        campaigns,
        ideas::store::{Order, Query, list_board},
        people,
    },
    kernel::Viewer,
    platform::{
        db::{Db, sql},
        error::AppResult,
        web::Limit,
    },
};
use actix_web::{App, HttpServer, web};
use anyhow::Context;
use diesel::{PgConnection, QueryableByName, RunQueryDsl, sql_types::BigInt};
use std::{sync::Arc, time::Duration};
use tokio_postgres::{Client, NoTls, Statement};

/// The board's rows and strip, as its page asks for them.
const ROWS: i64 = 20;
const CAMPAIGNS: i64 = 40;

/// actix answering a plain text, in this process; the clients' own CPU is not counted.
pub(super) async fn plain_text(watched: &Watched, clients: usize, time: Duration) -> anyhow::Result<Outcome> {
    let server = HttpServer::new(|| App::new().route("/", web::get().to(|| async { "ok" })))
        .workers(std::thread::available_parallelism().map_or(2, std::num::NonZeroUsize::get))
        .disable_signals()
        .bind(("127.0.0.1", 0))?;
    let address = server.addrs().first().copied().context("the plain server has no address")?;
    let server = server.run();
    let handle = server.handle();
    let running = tokio::spawn(server);
    let browsers: Vec<Arc<Browser>> = (0..clients).map(|_| Arc::new(Browser::new(address, &address.to_string(), "identity"))).collect();
    let watched = Watched { server: Meter::Threads("actix-"), postmaster: watched.postmaster };
    let outcome = drive("actix plain text", &watched, clients, time, move |client, _| {
        let browser = browsers.get(client).cloned();
        async move {
            match browser {
                Some(browser) => browser.get("/").await.is_some_and(|status| status.is_success()),
                None => false,
            }
        }
    })
    .await;
    handle.stop(false).await;
    running.await??;
    Ok(outcome)
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

async fn queries(
    name: &'static str,
    watched: &Watched,
    db: &Db,
    clients: usize,
    time: Duration,
    work: fn(&mut PgConnection) -> AppResult<()>,
) -> Outcome {
    let watched = Watched { server: Meter::Process(std::process::id()), postmaster: watched.postmaster };
    let db = db.clone();
    drive(name, &watched, clients, time, move |_, _| {
        let db = db.clone();
        async move { db.read(work).await.is_ok() }
    })
    .await
}

/// A prepared select of one row.
pub(super) async fn one_row(watched: &Watched, db: &Db, clients: usize, time: Duration) -> Outcome {
    queries("prepared one-row select", watched, db, clients, time, |conn| {
        let row: Number = sql("SELECT count AS number FROM (VALUES (1::bigint)) AS v(count)").get_result(conn)?;
        debug_assert_eq!(row.number, 1);
        Ok(())
    })
    .await
}

/// The queries of the board for a visitor, without the page.
pub(super) async fn board_queries(watched: &Watched, db: &Db, clients: usize, time: Duration) -> Outcome {
    queries("board's queries run bare", watched, db, clients, time, |conn| {
        let viewer = Viewer::Anonymous;
        campaigns::store::list_asked(conn, &viewer, CAMPAIGNS)?;
        let limit = Limit::parse(None, ROWS)?;
        let query = Query { order: Order::Rising, campaign: None, few: false, status: None, tag: None, source: None, after: None, limit };
        let (ideas, _) = list_board(conn, &viewer, &query)?;
        let authors: Vec<_> = ideas.iter().map(|idea| idea.author_id).collect();
        people::store::names(conn, &authors)?;
        Ok(())
    })
    .await
}

async fn connect(conninfo: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(conninfo, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// How an insert is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// As a text, which is parsed and planned each time, as pgbench does unless it is told otherwise.
    AsText,
    /// By a prepared statement, as `pgbench -M prepared` does: the least that an insert can cost.
    Prepared,
}

impl Sent {
    /// Its row in the table.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::AsText => "durable single-row insert",
            Self::Prepared => "the same, prepared",
        }
    }
}

/// Single-row inserts, each in a transaction of its own.
pub(super) struct Inserts {
    first: Client,
    connections: Vec<Arc<(Client, Statement)>>,
}

impl Inserts {
    /// Makes the table and opens as many connections as the database has free, `clients` at most.
    pub(super) async fn prepare(conninfo: &str, clients: usize) -> anyhow::Result<Self> {
        let first = connect(conninfo).await?;
        let free = "SELECT (current_setting('max_connections')::bigint - (SELECT count(*) FROM pg_stat_activity) - 5)";
        let free: i64 = first.query_one(free, &[]).await?.get(0);
        let clients = clients.min(usize::try_from(free).unwrap_or_default()).max(1);
        first
            .batch_execute(
                "SET client_min_messages = warning; DROP TABLE IF EXISTS load_probe;
                 CREATE TABLE load_probe (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, client bigint NOT NULL, at timestamptz NOT NULL)",
            )
            .await?;
        let mut connections = Vec::with_capacity(clients);
        for _ in 0..clients {
            let client = connect(conninfo).await?;
            let insert = client.prepare("INSERT INTO load_probe (client, at) VALUES ($1, now())").await?;
            connections.push(Arc::new((client, insert)));
        }
        Ok(Self { first, connections })
    }

    /// Over how many connections.
    pub(super) fn connections(&self) -> usize {
        self.connections.len()
    }

    /// Inserts for a time.
    pub(super) async fn run(&self, sent: Sent, watched: &Watched, time: Duration) -> Outcome {
        let watched = Watched { server: Meter::Process(std::process::id()), postmaster: watched.postmaster };
        let connections = self.connections.clone();
        drive(sent.name(), &watched, connections.len(), time, move |client, _| {
            let connection = connections.get(client).cloned();
            async move {
                let Some(connection) = connection else { return false };
                let (connection, insert) = &*connection;
                match sent {
                    Sent::AsText => {
                        let text = format!("INSERT INTO load_probe (client, at) VALUES ({client}, now())");
                        connection.batch_execute(&text).await.is_ok()
                    }
                    Sent::Prepared => connection.execute(insert, &[&(client as i64)]).await.is_ok(),
                }
            }
        })
        .await
    }

    /// Removes the table.
    pub(super) async fn finish(self) -> anyhow::Result<()> {
        Ok(self.first.batch_execute("DROP TABLE load_probe").await?)
    }
}
