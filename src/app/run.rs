//! From a configuration to a running server, and down again cleanly.
use super::{build, migrate, serve, start_workers};
use crate::{
    kernel::Clock,
    platform::{config::Config, embedded_postgres::Cluster, web::State},
};
use actix_web::web;
use anyhow::Context;
use secrecy::ExposeSecret;
use std::{future::Future, io::Write, net::TcpListener, sync::Arc};
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
    let listener = TcpListener::bind(config.listen)
        .with_context(|| format!("cannot listen on {}: another program uses it; choose another address with --listen", config.listen))?;
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
