//! The command `load run`: drives a running server on this machine and prints what it does beside
//! what the machine can do. It votes for real, as people of the database, and leaves the votes.
use super::{
    browser::{Browser, Form},
    limits,
    measure::{self, Meter, Outcome, Watched, drive},
};
use crate::{
    app::Database,
    kernel::{Clock, Doer, SessionId},
    platform::{
        config::Config,
        db::{Db, sql},
        error::AppResult,
        secret::{self, Secret},
    },
};
use anyhow::{Context, bail, ensure};
use diesel::{
    QueryableByName, RunQueryDsl,
    sql_types::{Array, BigInt, Binary, Integer, Text, Timestamptz, Uuid as SqlUuid},
};
use hyper::{StatusCode, Uri};
use std::{
    io::Write,
    net::{SocketAddr, ToSocketAddrs},
    sync::Arc,
    time::Duration,
};
use uuid::Uuid;

/// Most people who vote; each stays below the limit of forms a minute.
const VOTERS: i64 = 2_000;
/// Ideas that are read and voted for.
const IDEAS: i64 = 500;
/// The row of votes in the table.
const VOTE: &str = "vote, cast or taken back";
/// Pieces that votes and inserts are measured in, by turns.
const TURNS: u32 = 4;

/// What is driven, and how.
#[derive(Debug, Clone)]
pub struct Drive {
    /// Server; its base URL when left out.
    pub url: Option<String>,
    /// Requests under way at once.
    pub clients: usize,
    /// Time of each measurement.
    pub time: Duration,
    /// Process of the server; found by its socket when left out.
    pub pid: Option<u32>,
    /// Votes and inserts are measured, pages are not.
    pub votes_only: bool,
}

/// Somebody signed in by this command.
#[derive(Clone)]
struct Voter {
    cookie: String,
    /// The form of a vote, encoded.
    form: String,
}

/// What there is to ask for.
struct Sights {
    /// Addresses of ideas with comments.
    ideas: Vec<String>,
    /// Addresses that take votes.
    ballots: Vec<String>,
    /// Words of titles.
    words: Vec<String>,
    /// Whole titles.
    titles: Vec<String>,
    voters: Vec<Voter>,
}

/// Measures and prints the table.
///
/// # Errors
/// When the server is not on this machine, or something needed is not there.
pub async fn run(config: &Config, wanted: Drive) -> anyhow::Result<()> {
    let url = wanted.url.clone().unwrap_or_else(|| config.base_url().to_owned());
    let (host, address) = loopback(&url)?;
    let database = Database::open_beside_server(config).await?;
    let (conninfo, key, pool) = (database.conninfo().to_owned(), Secret::new(config.secret()?), config.pool_size);
    // Clients have threads of their own, so that their work is not taken for the server's.
    let measured = tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().thread_name("load-client").enable_all().build()?;
        runtime.block_on(measure_all(&host, address, &conninfo, &key, pool, &wanted))
    })
    .await?;
    database.close().await?;
    measured
}

/// The host and the address of a server on this machine.
fn loopback(url: &str) -> anyhow::Result<(String, SocketAddr)> {
    let base: Uri = url.parse().with_context(|| format!("{url} is no address; write it like http://127.0.0.1:8080"))?;
    let host = base.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let port = base.port_u16().unwrap_or(80);
    let found: Vec<SocketAddr> =
        (host.as_str(), port).to_socket_addrs().with_context(|| format!("nothing is known of the host {host}"))?.collect();
    if base.scheme_str() != Some("http") || found.is_empty() || !found.iter().all(|address| address.ip().is_loopback()) {
        bail!("load run drives servers on this machine only, over http; {url} is none");
    }
    let address = *found.first().context("the host has no address")?;
    let host = base.authority().context("the address has no host")?.to_string();
    Ok((host, address))
}

async fn measure_all(host: &str, address: SocketAddr, conninfo: &str, key: &Secret, pool: u32, wanted: &Drive) -> anyhow::Result<()> {
    let db = Db::connect(conninfo, pool, Duration::from_secs(60), Clock::system())?;
    let pid = wanted.pid.map_or_else(|| measure::listener_on(address), Ok)?;
    let (backend, unsafe_commits) = db.read(about_database).await?;
    let watched = Watched { server: Meter::Process(pid), postmaster: measure::postmaster_of(backend) };
    let sights = Arc::new(sights(&db, key).await?);
    ensure!(
        !sights.ideas.is_empty() && !sights.voters.is_empty(),
        "there are no ideas or people; fill the database first: proofbench load fill"
    );
    let (clients, time) = (wanted.clients.max(1), wanted.time);
    let browsers = |encodings| (0..clients).map(|_| Arc::new(Browser::new(address, host, encodings))).collect();
    let pages = Pages { browsers: browsers("identity"), squeezed: browsers("br, gzip") };
    let mut table = if wanted.votes_only { Vec::new() } else { read(&watched, &db, &pages, &sights, wanted).await? };
    // In turns, so that other work on the machine meets both alike.
    let inserts = limits::Inserts::prepare(conninfo, clients).await?;
    let (mut votes, mut inserted, mut prepared) = (Outcome::default(), Outcome::default(), Outcome::default());
    for turn in 0..TURNS {
        votes = votes.and(pages.vote(&watched, &sights, time / TURNS, turn).await);
        inserted = inserted.and(inserts.run(limits::Sent::AsText, &watched, time / TURNS).await);
        prepared = prepared.and(inserts.run(limits::Sent::Prepared, &watched, time / TURNS).await);
    }
    let connections = inserts.connections();
    inserts.finish().await?;
    table.extend([votes, inserted, prepared]);
    sign_out(&db).await?;
    print(&table, wanted, connections, measure::memory_of(pid), unsafe_commits)
}

/// Everything that is read, beside what the machine can do at best.
async fn read(watched: &Watched, db: &Db, pages: &Pages, sights: &Arc<Sights>, wanted: &Drive) -> anyhow::Result<Vec<Outcome>> {
    let (clients, time) = (wanted.clients.max(1), wanted.time);
    let mut table = vec![
        limits::plain_text(watched, clients, time).await?,
        limits::one_row(watched, db, clients, time).await,
        limits::board_queries(watched, db, clients, time).await,
    ];
    let fixed = |path: &'static str| move |_: &Sights, _: usize| path.to_owned();
    table.push(pages.get("health answer", watched, sights, time, false, fixed("/health/live")).await);
    table.push(pages.get("board page", watched, sights, time, false, fixed("/ideas")).await);
    table.push(pages.get("board page, compressed", watched, sights, time, true, fixed("/ideas")).await);
    table.push(pages.get("idea page", watched, sights, time, false, |sights, turn| pick(&sights.ideas, turn)).await);
    let query =
        |path: &str, text: &str| format!("{path}?{}", form_urlencoded::Serializer::new(String::new()).append_pair("q", text).finish());
    table.push(pages.get("search", watched, sights, time, false, move |sights, turn| query("/ideas", &pick(&sights.words, turn))).await);
    table.push(
        pages.get("similar", watched, sights, time, false, move |sights, turn| query("/ideas/similar", &pick(&sights.titles, turn))).await,
    );
    Ok(table)
}

fn pick(of: &[String], turn: usize) -> String {
    of.get(turn % of.len().max(1)).cloned().unwrap_or_default()
}

/// The server's pages, asked for by many browsers.
struct Pages {
    browsers: Vec<Arc<Browser>>,
    squeezed: Vec<Arc<Browser>>,
}

impl Pages {
    async fn get(
        &self,
        name: &'static str,
        watched: &Watched,
        sights: &Arc<Sights>,
        time: Duration,
        squeezed: bool,
        path: impl Fn(&Sights, usize) -> String + Send + Sync + 'static,
    ) -> Outcome {
        let browsers = if squeezed { self.squeezed.clone() } else { self.browsers.clone() };
        let (sights, clients) = (sights.clone(), browsers.len());
        drive(name, watched, clients, time, move |client, turn| {
            let (browser, path) = (browsers.get(client).cloned(), path(&sights, turn * clients + client));
            async move {
                let Some(browser) = browser else { return false };
                browser.get(&path).await.is_some_and(|status| status.is_success())
            }
        })
        .await
    }

    /// Each is a change that is made to last, however often this runs: votes that are there are taken back.
    async fn vote(&self, watched: &Watched, sights: &Arc<Sights>, time: Duration, piece: u32) -> Outcome {
        let (browsers, sights, clients) = (self.browsers.clone(), sights.clone(), self.browsers.len());
        let start = piece as usize * 1_000_003;
        drive(VOTE, watched, clients, time, move |client, turn| {
            let number = start + turn * clients + client;
            let (browser, sights) = (browsers.get(client).cloned(), sights.clone());
            async move {
                let Some((browser, voter)) = browser.zip(sights.voters.get(number % sights.voters.len())) else { return false };
                let ballot = sights.ballots.get((number / sights.voters.len() + number) % sights.ballots.len().max(1));
                let Some(ballot) = ballot else { return false };
                let form = Form { cookie: &voter.cookie, fields: voter.form.clone() };
                browser.post(ballot, form).await.is_some_and(|status: StatusCode| status.is_success() || status.is_redirection())
            }
        })
        .await
    }
}

#[derive(QueryableByName)]
struct About {
    #[diesel(sql_type = Integer)]
    backend: i32,
    #[diesel(sql_type = Text)]
    commits: String,
}

/// The backend of this connection, and whether commits are not made to last.
fn about_database(conn: &mut diesel::PgConnection) -> AppResult<(u32, bool)> {
    let about: About =
        sql("SELECT pg_backend_pid() AS backend, current_setting('fsync') || ' ' || current_setting('synchronous_commit') AS commits")
            .get_result(conn)?;
    Ok((u32::try_from(about.backend).unwrap_or_default(), about.commits != "on on"))
}

#[derive(QueryableByName)]
struct IdeaRow {
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    title: String,
}

#[derive(QueryableByName)]
struct PersonRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    stamp: Uuid,
}

/// Browser of the sessions that this command makes; by it they are removed again.
const BROWSER: &str = "proofbench load run";

async fn sights(db: &Db, key: &Secret) -> anyhow::Result<Sights> {
    let (ideas, ballots) = db
        .read(|conn| {
            let read = sql("SELECT number, slug, title FROM ideas WHERE state = 'open' AND audience = 'public' ORDER BY comment_count >= 20 DESC, number DESC LIMIT $1");
            let ballots = sql("SELECT i.number, i.slug, i.title FROM ideas i LEFT JOIN campaigns c ON c.id = i.campaign_id
                 WHERE i.state = 'open' AND i.audience = 'public' AND c.vote_budget IS NULL AND (c.id IS NULL OR c.state IN ('open', 'discuss', 'vote'))
                 ORDER BY i.vote_count, i.number DESC LIMIT $1");
            let read: Vec<IdeaRow> = read.bind::<BigInt, _>(IDEAS).load(conn)?;
            let ballots: Vec<IdeaRow> = ballots.bind::<BigInt, _>(IDEAS).load(conn)?;
            Ok((read, ballots))
        })
        .await?;
    let words = ideas.iter().map(|idea| idea.title.split_whitespace().take(2).collect::<Vec<_>>().join(" ")).collect();
    let voters = sign_in(db).await?;
    Ok(Sights {
        words,
        titles: ideas.iter().map(|idea| idea.title.clone()).collect(),
        ideas: ideas.iter().map(|idea| format!("/ideas/{}-{}", idea.number, idea.slug)).collect(),
        ballots: ballots.iter().map(|idea| format!("/ideas/{}/vote", idea.number)).collect(),
        voters: voters
            .into_iter()
            .map(|(session, token)| Voter {
                cookie: format!("session={token}"),
                form: form_urlencoded::Serializer::new(String::new()).append_pair("csrf", &key.sign("csrf", &session.to_string())).finish(),
            })
            .collect(),
    })
}

/// Opens a session for many people, as their own sign-in would.
async fn sign_in(db: &Db) -> anyhow::Result<Vec<(Uuid, String)>> {
    let people: Vec<PersonRow> = db
        .read(|conn| {
            let query = sql("SELECT id, security_stamp AS stamp FROM people WHERE deactivated_at IS NULL AND erased_at IS NULL AND email IS NOT NULL ORDER BY id LIMIT $1");
            Ok(query.bind::<BigInt, _>(VOTERS).load(conn)?)
        })
        .await?;
    let people = Arc::new(people);
    let keys: Arc<Vec<(Uuid, String)>> = Arc::new(people.iter().map(|_| (SessionId::new().0, secret::token())).collect());
    let written = keys.clone();
    db.write(Doer::System("load"), move |tx| {
        let now = tx.now();
        sql("INSERT INTO sessions (id, token_hash, person_id, security_stamp, created_at, last_seen_at, expires_at, browser)
             SELECT i.id, i.hash, i.person, i.stamp, $5, $5, $5 + interval '1 hour', $6 FROM unnest($1, $2, $3, $4) AS i(id, hash, person, stamp)")
            .bind::<Array<SqlUuid>, _>(written.iter().map(|(id, _)| *id).collect::<Vec<_>>())
            .bind::<Array<Binary>, _>(written.iter().map(|(_, token)| secret::hash(token)).collect::<Vec<_>>())
            .bind::<Array<SqlUuid>, _>(people.iter().map(|person| person.id).collect::<Vec<_>>())
            .bind::<Array<SqlUuid>, _>(people.iter().map(|person| person.stamp).collect::<Vec<_>>())
            .bind::<Timestamptz, _>(now)
            .bind::<Text, _>(BROWSER)
            .execute(tx.scratch())?;
        Ok(())
    })
    .await?;
    Ok(keys.to_vec())
}

async fn sign_out(db: &Db) -> anyhow::Result<()> {
    let ended = db.write(Doer::System("load"), |tx| {
        Ok(sql("DELETE FROM sessions WHERE browser = $1").bind::<Text, _>(BROWSER).execute(tx.scratch())?)
    });
    ended.await?;
    Ok(())
}

fn print(table: &[Outcome], wanted: &Drive, connections: usize, memory: (f64, f64), unsafe_commits: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} clients, {} s each; CPU in microseconds for one, that of the clients left out\n",
        wanted.clients,
        wanted.time.as_secs()
    )?;
    writeln!(
        out,
        "{:<28} {:>10} {:>9} {:>9} {:>10} {:>10} {:>7}",
        "what", "a second", "p50 ms", "p99 ms", "its CPU", "database", "failed"
    )?;
    for row in table {
        let database = row.database_cpu().map_or_else(|| "-".to_owned(), |cpu| format!("{cpu:.0}"));
        writeln!(
            out,
            "{:<28} {:>10.0} {:>9.2} {:>9.2} {:>10.0} {database:>10} {:>7}",
            row.name,
            row.rate(),
            row.within(0.50),
            row.within(0.99),
            row.server_cpu(),
            row.failed
        )?;
    }
    let row = |name: &str| table.iter().find(|row| row.name == name).cloned().unwrap_or_default();
    let (board, bare) = (row("board page"), row("board's queries run bare"));
    let (vote, insert, prepared) = (row(VOTE), row(limits::Sent::AsText.name()), row(limits::Sent::Prepared.name()));
    writeln!(out)?;
    let mut goal = |text: String, met: bool| writeln!(out, "{}  {text}", if met { "met   " } else { "MISSED" });
    if !wanted.votes_only {
        let page = board.cpu() / bare.cpu().max(0.001);
        goal(format!("board page: {page:.1} times the CPU of its own queries run bare; at most 4"), page <= 4.0)?;
    }
    let share = |of: &Outcome| vote.rate() / of.rate().max(0.001) * 100.0;
    let over = if connections == wanted.clients { String::new() } else { format!(" over the {connections} connections that were free") };
    let (simple, least) = (share(&insert), share(&prepared));
    let text = format!("durable votes: {simple:.0}% of pgbench's single-row inserts{over}, {least:.0}% of prepared ones; at least 50%");
    goal(text, simple >= 50.0)?;
    goal(format!("memory of the server after the run: {:.0} MB, {:.0} MB at most; under 100 MB", memory.0, memory.1), memory.0 < 100.0)?;
    if unsafe_commits {
        writeln!(out, "note    fsync or synchronous_commit is off in this database: votes and inserts are not durable here")?;
    }
    if table.iter().any(|row| row.failed > 0) {
        writeln!(out, "note    some requests failed; they are not in the numbers")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_servers_on_this_machine_are_driven() {
        assert!(loopback("http://127.0.0.1:8080").is_ok());
        assert!(loopback("http://[::1]:8080").is_ok());
        assert!(loopback("http://192.0.2.1:8080").is_err());
        assert!(loopback("http://10.0.0.1").is_err());
        assert!(loopback("https://127.0.0.1").is_err());
        assert!(loopback("127.0.0.1").is_err());
    }
}
