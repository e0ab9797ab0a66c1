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
    io::{self, ErrorKind, Write},
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

/// Resolves at SIGTERM or Ctrl-C.
async fn told_to_stop() -> anyhow::Result<()> {
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
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

/// The folder of the files is there and can be written to, before anything else is started.
fn files_folder(folder: &Path) -> anyhow::Result<()> {
    let tried = std::fs::create_dir_all(folder).and_then(|()| tempfile::tempfile_in(folder).map(drop));
    tried.map_err(|error| {
        let shown = folder.display();
        anyhow::anyhow!(
            "files_dir (--files-dir, PROOFBENCH_FILES_DIR) is \"{shown}\", where no files can be kept ({error}); name a folder that can be written to"
        )
    })
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
    let listener = TcpListener::bind(config.listen).map_err(|error| cannot_listen(config.listen, &error))?;
    files_folder(&config.files_dir)?;
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
            let said = files_folder(wrong).expect_err("is no folder").to_string();
            assert!(said.starts_with("files_dir (--files-dir") && !said.contains('\n'), "{said}");
        }
        assert!(files_folder(&folder.path().join("files")).is_ok());
    }
}
