//! From a configuration to a running server, and down again cleanly.
use super::{build, migrate, serve, start_workers};
use crate::{
    kernel::Clock,
    platform::{config::Config, embedded_postgres::Cluster, web::State},
};
use actix_web::web;
use secrecy::ExposeSecret;
use std::{
    future::Future,
    io::{self, ErrorKind, IsTerminal, Write},
    net::{SocketAddr, TcpListener},
    path::Path,
    sync::Arc,
};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::oneshot,
    task::JoinHandle,
};

/// The database of one run: the configured one, or the private cluster while it is ours.
pub struct Database {
    conninfo: String,
    private: Option<(oneshot::Sender<()>, JoinHandle<anyhow::Result<()>>)>,
}

impl Database {
    /// Connects to what the configuration says, starting the private cluster where it says nothing,
    /// and brings the schema up to date.
    ///
    /// # Errors
    /// When the cluster does not start, the database does not answer, or a migration fails.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        let database = match &config.database_url {
            Some(url) => Self { conninfo: url.expose_secret().to_owned(), private: None },
            None => Self::private(config).await?,
        };
        database.migrated().await
    }

    /// As [`Database::open_beside_server`], with the schema left as it is.
    ///
    /// # Errors
    /// When the cluster does not start.
    pub async fn open_as_it_is(config: &Config) -> anyhow::Result<Self> {
        match &config.database_url {
            Some(url) => Ok(Self { conninfo: url.expose_secret().to_owned(), private: None }),
            None => match Cluster::serving(&config.postgres_dir()).await? {
                Some(conninfo) => Ok(Self { conninfo, private: None }),
                None => Self::private(config).await,
            },
        }
    }

    async fn migrated(self) -> anyhow::Result<Self> {
        let conninfo = self.conninfo.clone();
        tokio::task::spawn_blocking(move || migrate(&conninfo)).await??;
        Ok(self)
    }

    /// As [`Database::open`], for a command beside a server: a running private cluster is shared.
    ///
    /// # Errors
    /// As [`Database::open`].
    pub async fn open_beside_server(config: &Config) -> anyhow::Result<Self> {
        Self::open_as_it_is(config).await?.migrated().await
    }

    async fn private(config: &Config) -> anyhow::Result<Self> {
        let cluster = Cluster::start(&config.postgres_dir()).await?;
        let conninfo = cluster.conninfo().to_owned();
        let (stop, stopped) = oneshot::channel();
        // A dropped sender means stop, too: whatever ends this run ends the cluster.
        let task = tokio::spawn(cluster.supervise(async move {
            let _either_way = stopped.await;
        }));
        Ok(Self { conninfo, private: Some((stop, task)) })
    }

    /// How to connect to it.
    pub fn conninfo(&self) -> &str {
        &self.conninfo
    }

    /// Stops the private cluster, when it is ours.
    ///
    /// # Errors
    /// When it cannot be stopped.
    pub async fn close(self) -> anyhow::Result<()> {
        if let Some((stop, task)) = self.private {
            let _gone = stop.send(());
            task.await??;
        }
        Ok(())
    }
}

/// Resolves at SIGTERM, at Ctrl-C, and when the terminal is closed.
pub(super) async fn told_to_stop() -> anyhow::Result<()> {
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    // Listening would undo what `nohup` did.
    let mut hangup = if outlives_terminal() { None } else { Some(signal(SignalKind::hangup())?) };
    let hung_up = async {
        match &mut hangup {
            Some(hangup) => hangup.recv().await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
        _ = hung_up => {}
    }
    Ok(())
}

/// Whether we were started to go on without the terminal: Linux tells it, elsewhere what we write goes to a file then.
fn outlives_terminal() -> bool {
    let status = std::fs::read_to_string("/proc/self/status");
    status.map_or_else(|_| !io::stdout().is_terminal(), |status| ignores_hangup(&status))
}

/// Whether SIGHUP, the first of all signals, is ignored (`SigIgn` of proc(5)).
fn ignores_hangup(status: &str) -> bool {
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

/// Why an address cannot be listened on, and what to do.
fn cannot_listen(address: SocketAddr, error: &io::Error) -> anyhow::Error {
    let advice = match error.kind() {
        ErrorKind::AddrInUse => "another program uses it; choose another port with --listen".to_owned(),
        ErrorKind::AddrNotAvailable => {
            format!("this machine has no such address; name one of its own with --listen, or 0.0.0.0:{} for all of them", address.port())
        }
        ErrorKind::PermissionDenied => {
            "ports below 1024 need a right that this account has not; choose a higher one with --listen, such as 8080".to_owned()
        }
        _ => format!("{error}; choose another address with --listen"),
    };
    anyhow::anyhow!("cannot listen on {address}: {advice}")
}

/// The folder of the files is there and can be written to, before anything else is started; the complaint names the
/// setting that leads astray.
fn files_folder(files: &Path, data: &Path) -> anyhow::Result<()> {
    let Err(error) = write_into(files) else {
        return Ok(());
    };
    let (setting, folder, error) = match write_into(data) {
        Err(error) if files.starts_with(data) => ("data_dir (--data-dir, PROOFBENCH_DATA_DIR)", data, error),
        _ => ("files_dir (--files-dir, PROOFBENCH_FILES_DIR)", files, error),
    };
    let shown = folder.display();
    Err(anyhow::anyhow!("{setting} is \"{shown}\", where no files can be kept ({error}); name a folder that can be written to"))
}

fn write_into(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    tempfile::tempfile_in(folder).map(drop)
}

/// Serves until the process is told to stop. `prepare` runs once before the first request, over the
/// migrated database; its line is printed with the address.
///
/// # Errors
/// When something needed does not start; the message says what.
pub async fn serve_until_stopped<F, Fut>(config: Config, prepare: F) -> anyhow::Result<()>
where
    F: FnOnce(web::Data<State>) -> Fut,
    Fut: Future<Output = anyhow::Result<String>>,
{
    if config.database_url.is_none() {
        // Before the port: whoever starts the same twice is told so, and not sent to another port first.
        Cluster::refuse_second(&config.postgres_dir())?;
    }
    let listener = TcpListener::bind(config.listen).map_err(|error| cannot_listen(config.listen, &error))?;
    files_folder(&config.files_dir, &config.data_dir)?;
    // Before a database is made for nothing.
    config.secret()?;
    let config = Arc::new(config);
    let stop = told_to_stop();
    tokio::pin!(stop);
    let database = tokio::select! {
        database = Database::open(&config) => database?,
        stopped = &mut stop => return stopped,
    };
    let served = async {
        let state = build(config.clone(), database.conninfo(), Clock::system())?;
        let line = prepare(state.clone()).await?;
        let workers = start_workers(&state, database.conninfo());
        let live = state.live.clone();
        let server = serve(listener, state)?;
        let handle = server.handle();
        let running = tokio::spawn(server);
        writeln!(std::io::stdout().lock(), "{line}")?;
        stop.await?;
        tracing::info!("stopping: open requests are finished first");
        live.close();
        handle.stop(true).await;
        running.await??;
        drop(workers);
        anyhow::Ok(())
    }
    .await;
    database.close().await?;
    served
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_that_cannot_be_says_what_to_change() {
        let of = |kind| cannot_listen(SocketAddr::from(([192, 0, 2, 1], 80)), &io::Error::from(kind)).to_string();
        assert!(of(ErrorKind::AddrInUse).contains("another program"));
        assert!(of(ErrorKind::AddrNotAvailable).contains("no such address") && of(ErrorKind::AddrNotAvailable).contains("0.0.0.0:80"));
        assert!(of(ErrorKind::PermissionDenied).contains("8080"));
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        std::fs::write(&file, "x").expect("is written");
        for wrong in [file.as_path(), Path::new("/proc/x")] {
            let said = files_folder(wrong, folder.path()).expect_err("is no folder").to_string();
            assert!(said.starts_with("files_dir (--files-dir") && !said.contains('\n'), "{said}");
        }
        let said = files_folder(&file.join("files"), &file).expect_err("is no folder").to_string();
        assert!(said.starts_with("data_dir (--data-dir") && !said.contains('\n'), "{said}");
        assert!(files_folder(&folder.path().join("files"), folder.path()).is_ok());
    }

    #[test]
    fn a_program_that_is_to_outlive_its_terminal_is_told_by_the_ignored_signals() {
        assert!(ignores_hangup("Name:\tproofbench\nSigIgn:\t0000000000001001\n"));
        assert!(!ignores_hangup("Name:\tproofbench\nSigIgn:\t0000000000001000\n"));
        assert!(!ignores_hangup(""));
    }
}
