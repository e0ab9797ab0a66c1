//! The program and its database as processes of their own, that a test can kill.
use proofbench::{app, platform::embedded_postgres::Cluster};
use reqwest::Client;
use std::{
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A durable Postgres of the test's own, in a folder that the database's account may enter.
pub struct OwnCluster {
    pub cluster: Cluster,
    _folder: TempDir,
}

impl OwnCluster {
    pub async fn start() -> Self {
        let folder = tempfile::Builder::new().permissions(std::fs::Permissions::from_mode(0o755)).tempdir().unwrap();
        let cluster = Cluster::start(&folder.path().join("postgres")).await.unwrap();
        app::migrate(cluster.conninfo()).unwrap();
        Self { cluster, _folder: folder }
    }
}

/// Waits until the condition holds; fails when it never does.
pub async fn until<F, Fut>(what: &str, mut holds: F)
where
    F: FnMut() -> Fut,
    Fut: Future<Output = bool>,
{
    let started = Instant::now();
    while !holds().await {
        assert!(started.elapsed() < Duration::from_secs(30), "never happened: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The program as a process of its own.
pub struct Program {
    pub child: Child,
    pub base: String,
}

impl Program {
    pub async fn start(conninfo: &str, folder: &TempDir) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(env!("CARGO_BIN_EXE_proofbench"))
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data-dir"])
            .arg(folder.path())
            .env("DATABASE_URL", conninfo)
            .env("PROOFBENCH_LOG_FILTER", "error")
            .env("PROOFBENCH_API_CALLS_PER_MINUTE", "1000000")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let program = Self { child, base: format!("http://127.0.0.1:{port}") };
        let client = Client::new();
        let ready = format!("{}/health/ready", program.base);
        until("the program answers", || async { client.get(&ready).send().await.is_ok_and(|answer| answer.status() == 200) }).await;
        program
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}
