//! A private, durable Postgres in the data folder: made on the first start,
//! reached over a socket only we may use, recovered after any kill, and
//! started again when it dies.

mod account;
mod binaries;
mod cluster;
mod lock;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::Child;
use tokio_postgres::{Client, Config, NoTls};

use account::Account;
use binaries::Binaries;
use cluster::Places;
use lock::FolderLock;

/// The database that `conninfo` leads to.
const DATABASE: &str = "proofbench";
/// Extensions that the migrations need and packages sometimes leave out.
const EXTENSIONS: [&str; 3] = ["citext", "pg_trgm", "unaccent"];

/// How long a server may recover after a crash before we give up on it.
const READY_PATIENCE: Duration = Duration::from_secs(600);
/// How long dying children of a killed postmaster may block the next one.
const RETRY_PATIENCE: Duration = Duration::from_secs(30);
/// Patience with a fast shutdown, and then with an immediate one.
const STOP_PATIENCE: Duration = Duration::from_secs(60);
const KILL_PATIENCE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(15);
/// Pauses between starts of a server that keeps dying.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// How a private cluster runs.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether a commit survives a power cut. Off for throw-away test servers.
    pub durable: bool,
    /// The folder with `postgres` and `initdb`; searched for when `None`.
    pub binaries: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self { durable: true, binaries: None }
    }
}

/// A running private Postgres. Stop it with [`Cluster::stop`]; one that is only
/// dropped is told to stop but not waited for.
#[derive(Debug)]
pub struct Cluster {
    places: Places,
    account: Account,
    binaries: Binaries,
    options: Options,
    conninfo: String,
    child: Option<Child>,
    _lock: FolderLock,
}

impl Cluster {
    /// Starts the durable cluster of `folder`, making it first where there is
    /// none, and returns when it answers. The log is `<folder>.log`.
    ///
    /// # Errors
    /// One sentence that says what to do: no server programs, a folder in use
    /// or closed to the account, or the end of the log of a failed start.
    pub async fn start(folder: &Path) -> Result<Self> {
        Self::start_with(folder, Options::default()).await
    }

    /// [`Cluster::start`] with options.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub async fn start_with(folder: &Path, options: Options) -> Result<Self> {
        let folder = folder.to_path_buf();
        let wish = options.binaries.clone();
        // Looks for programs and may copy them: too slow for this thread.
        let prepare = tokio::task::spawn_blocking(move || prepare(&folder, wish.as_deref()));
        let (places, account, binaries, lock) = prepare.await??;
        lock::stop_orphan(&places.cluster).await?;
        if places.made_by().is_none() {
            tracing::info!(folder = %places.folder.display(), postgres = binaries.major, "making the private database");
            cluster::create(&places, &account, &binaries).await?;
        }
        let mut cluster = Self { conninfo: places.conninfo(DATABASE), places, account, binaries, options, child: None, _lock: lock };
        let launched = match cluster.launch(true).await {
            Ok(()) => cluster.ensure_database().await,
            Err(error) => Err(error),
        };
        if let Err(error) = launched {
            // The reason matters more than how the failed server ended.
            let _ = cluster.shut_down().await;
            return Err(error);
        }
        Ok(cluster)
    }

    /// Refuses a `folder` whose cluster another process serves, before anything is started for it.
    ///
    /// # Errors
    /// One sentence with the number of that process.
    pub fn refuse_second(folder: &Path) -> Result<()> {
        FolderLock::refuse_held(folder)
    }

    /// Whether the cluster of `folder` was made before.
    ///
    /// # Errors
    /// When the folder cannot be looked into.
    pub fn is_made(folder: &Path) -> Result<bool> {
        let version = folder.join("data").join("PG_VERSION");
        version.try_exists().with_context(|| format!("cannot look into {}; check who owns it", folder.display()))
    }

    /// Whether this machine has the programs that make a cluster; their version is looked at when one is made.
    #[must_use]
    pub fn has_programs() -> bool {
        binaries::are_there()
    }

    /// The connection string of the cluster of `folder` while another process
    /// serves it, for a command that runs beside the server; `None` when
    /// nobody does.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn serving(folder: &Path) -> Result<Option<String>> {
        // A lock that can be had belongs to nobody; what still answers then is
        // an orphan, which `start` deals with.
        if !folder.join("data").exists() || FolderLock::is_free(folder)? {
            return Ok(None);
        }
        let places = Places::in_folder(&folder.canonicalize()?, &std::env::temp_dir());
        let conninfo = places.conninfo(DATABASE);
        Ok(connect(&conninfo).await.is_ok().then_some(conninfo))
    }

    /// The connection string of the application's database, as libpq and
    /// tokio-postgres read it.
    #[must_use]
    pub fn conninfo(&self) -> &str {
        &self.conninfo
    }

    /// The connection string of the server's own database `postgres`, from
    /// which others are made.
    #[must_use]
    pub fn server_conninfo(&self) -> String {
        self.places.conninfo("postgres")
    }

    /// The postmaster's process number; 0 while it is not running.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.as_ref().and_then(Child::id).unwrap_or(0)
    }

    /// Waits until the postmaster ends, which it should not.
    pub async fn exited(&mut self) {
        if let Some(child) = &mut self.child {
            let status = child.wait().await;
            tracing::error!(?status, log = %self.places.log.display(), "the private Postgres ended unexpectedly");
        }
        self.child = None;
    }

    /// Starts the postmaster again after [`Cluster::exited`]; Postgres recovers
    /// every commit it acknowledged. The connection string stays the same.
    ///
    /// # Errors
    /// When it does not come up; the message ends with its log.
    pub async fn restart(&mut self) -> Result<()> {
        self.shut_down().await?;
        self.launch(false).await
    }

    /// Keeps the server running until `stop` resolves, then stops it.
    ///
    /// # Errors
    /// When it cannot be stopped.
    pub async fn supervise(mut self, stop: impl Future<Output = ()>) -> Result<()> {
        tokio::pin!(stop);
        let mut pause = FIRST_PAUSE;
        loop {
            let started = Instant::now();
            tokio::select! {
                () = &mut stop => return self.stop().await,
                () = self.exited() => {}
            }
            if started.elapsed() > LONGEST_PAUSE {
                pause = FIRST_PAUSE;
            }
            let revive = async {
                tokio::time::sleep(pause).await;
                self.restart().await
            };
            tokio::select! {
                () = &mut stop => return self.stop().await,
                outcome = revive => match outcome {
                    Ok(()) => tracing::info!(pid = self.pid(), "the private Postgres runs again"),
                    Err(error) => tracing::error!(error = format!("{error:#}"), "the private Postgres did not start"),
                }
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Stops the server: open transactions are rolled back, a checkpoint is
    /// written, and the next start needs no recovery.
    ///
    /// # Errors
    /// When it cannot be stopped.
    pub async fn stop(mut self) -> Result<()> {
        self.shut_down().await
    }

    /// Spawns the postmaster and waits until it answers. For a while after a
    /// kill its last children may hold the cluster; that is waited out.
    async fn launch(&mut self, fresh_log: bool) -> Result<()> {
        let deadline = Instant::now() + RETRY_PATIENCE;
        let mut fresh_log = fresh_log;
        loop {
            self.places.prepare_sockets(&self.account)?;
            let log = self.places.open_log(fresh_log)?;
            let start_of_run = log.metadata()?.len();
            fresh_log = false;
            let mut command = cluster::server(&self.places, &self.account, &self.binaries, self.options.durable);
            command.stdout(log.try_clone()?).stderr(log);
            self.child = Some(command.spawn().context("cannot start Postgres")?);
            if self.ready().await? {
                return Ok(());
            }
            self.child = None;
            let tail = self.places.log_since(start_of_run);
            let held = tail.contains("is still in use") || tail.contains("lock file");
            if !held || Instant::now() > deadline {
                bail!("the private Postgres did not start; its log {} ends with:\n{tail}", self.places.log.display());
            }
            lock::end_leftovers(&self.places.cluster);
            tokio::time::sleep(POLL * 4).await;
        }
    }

    /// Waits for the first answered query; false when the postmaster ended.
    async fn ready(&mut self) -> Result<bool> {
        let deadline = Instant::now() + READY_PATIENCE;
        while Instant::now() < deadline {
            if let Some(child) = &mut self.child
                && child.try_wait()?.is_some()
            {
                return Ok(false);
            }
            if connect(&self.server_conninfo()).await.is_ok() {
                return Ok(true);
            }
            tokio::time::sleep(POLL).await;
        }
        bail!("the private Postgres did not answer within {} minutes; see {}", READY_PATIENCE.as_secs() / 60, self.places.log.display())
    }

    /// Makes the application's database where it is missing.
    async fn ensure_database(&self) -> Result<()> {
        let client = connect(&self.server_conninfo()).await?;
        let there = client.query_opt("select 1 from pg_database where datname = $1", &[&DATABASE]).await?;
        if there.is_some() {
            return Ok(());
        }
        let row = client.query_one("select count(*) from pg_available_extensions where name = any($1)", &[&EXTENSIONS.as_slice()]).await?;
        let available: i64 = row.get(0);
        if available < i64::try_from(EXTENSIONS.len())? {
            bail!(
                "this Postgres ({}) comes without the extensions {}; install its contrib package \
                 (Fedora: dnf install postgresql-contrib)",
                self.binaries.folder.display(),
                EXTENSIONS.join(", ")
            );
        }
        client.batch_execute(&format!("create database {DATABASE}")).await?;
        Ok(())
    }

    /// Fast shutdown, then the immediate one that needs recovery.
    async fn shut_down(&mut self) -> Result<()> {
        for (signal, patience) in [(Signal::SIGINT, STOP_PATIENCE), (Signal::SIGQUIT, KILL_PATIENCE)] {
            self.send(signal);
            let Some(child) = &mut self.child else {
                return Ok(());
            };
            if let Ok(ended) = tokio::time::timeout(patience, child.wait()).await {
                ended?;
                self.child = None;
                return Ok(());
            }
        }
        bail!("the private Postgres (process {}) does not stop; see {}", self.pid(), self.places.log.display())
    }

    /// Signals the postmaster if it was not yet seen to end (its number may
    /// belong to another process afterwards).
    fn send(&self, signal: Signal) {
        let number = self.child.as_ref().and_then(Child::id);
        if let Some(pid) = number.and_then(|pid| i32::try_from(pid).ok()) {
            let _ = kill(Pid::from_raw(pid), signal);
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.send(Signal::SIGINT);
    }
}

/// Everything before the server itself: folder, account, lock, programs.
fn prepare(folder: &Path, wish: Option<&Path>) -> Result<(Places, Account, Binaries, FolderLock)> {
    let folder = std::path::absolute(folder)?;
    let account = Account::choose(&folder)?;
    // Before anything is made, so that a refusal leaves nothing behind.
    if let Some(there) = folder.ancestors().find(|part| part.exists()) {
        account.require_reach(there)?;
    }
    account.own_folder(&folder)?;
    let folder = folder.canonicalize()?;
    account.require_reach(&folder)?;
    let lock = FolderLock::take(&folder)?;
    let places = Places::in_folder(&folder, &std::env::temp_dir());
    let binaries = binaries::find(&account, &folder, wish, places.made_by())?;
    Ok((places, account, binaries, lock))
}

/// Connects and asks for an answer: a postmaster that still recovers accepts
/// connections but refuses queries.
async fn connect(conninfo: &str) -> Result<Client> {
    let config: Config = conninfo.parse()?;
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(connection);
    client.simple_query("select 1").await?;
    Ok(client)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that ends with the test.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let name = format!("proofbench-{name}-{}", std::process::id());
            Self(std::env::temp_dir().join(name))
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn throw_away() -> Options {
        Options { durable: false, binaries: None }
    }

    #[tokio::test]
    async fn a_second_server_on_the_same_folder_is_refused_until_the_first_stops() -> Result<()> {
        let scratch = Scratch::new("second");
        let folder = scratch.0.join("postgres");
        Cluster::refuse_second(&folder)?;
        assert!(!Cluster::is_made(&folder)? && !folder.exists());
        let first = Cluster::start_with(&folder, throw_away()).await?;
        assert!(Cluster::is_made(&folder)?);
        let early = Cluster::refuse_second(&folder).err().map(|error| error.to_string());
        assert!(early.is_some_and(|text| text.contains(&format!("process {}", std::process::id())) && text.contains("--listen")));
        let refusal = Cluster::start_with(&folder, throw_away()).await;
        let sentence = refusal.err().map(|error| error.to_string());
        assert!(sentence.is_some_and(|text| text.contains("already uses")));
        first.stop().await?;
        Cluster::refuse_second(&folder)?;
        Cluster::start_with(&folder, throw_away()).await?.stop().await
    }

    #[tokio::test]
    async fn a_killed_postmaster_is_started_again_with_what_was_committed() -> Result<()> {
        let scratch = Scratch::new("killed");
        let mut cluster = Cluster::start(&scratch.0.join("postgres")).await?;
        let before = cluster.pid();
        let client = connect(cluster.conninfo()).await?;
        client.batch_execute("create table kept (id int); insert into kept values (1)").await?;
        cluster.send(Signal::SIGKILL);
        cluster.exited().await;
        cluster.restart().await?;
        assert_ne!(cluster.pid(), before);
        let client = connect(cluster.conninfo()).await?;
        let rows = client.query("select id from kept", &[]).await?;
        assert_eq!(rows.len(), 1);
        cluster.stop().await
    }
}
