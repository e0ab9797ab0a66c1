//! Measuring: many clients at once, times sorted into percentiles, CPU read from `/proc`.
use anyhow::Context;
use std::{
    fs,
    future::Future,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// Clock ticks a second in `/proc/<pid>/stat`; the kernel reports 100 to programs on every platform we know.
const TICKS: f64 = 100.0;
/// Time to warm caches and prepare statements, not measured.
const WARM_UP: Duration = Duration::from_millis(500);

/// Whose CPU is counted.
#[derive(Debug, Clone)]
pub(super) struct Watched {
    /// The process under load.
    pub(super) server: Meter,
    /// The postmaster, when the database runs on this machine.
    pub(super) postmaster: Option<u32>,
}

/// A part of the machine's work.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meter {
    /// A process.
    Process(u32),
    /// The threads of this process whose names begin so.
    Threads(&'static str),
}

/// One measurement.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    pub(super) name: &'static str,
    /// How long each took that succeeded, sorted.
    pub(super) times: Vec<Duration>,
    pub(super) failed: usize,
    pub(super) seconds: f64,
    /// Seconds of CPU of all together.
    pub(super) server_seconds: f64,
    pub(super) database_seconds: Option<f64>,
}

impl Outcome {
    pub(super) fn rate(&self) -> f64 {
        self.times.len() as f64 / self.seconds.max(0.001)
    }
    /// Milliseconds within which this part of all was done.
    pub(super) fn within(&self, part: f64) -> f64 {
        percentile(&self.times, part)
    }
    fn each(&self, seconds: f64) -> f64 {
        seconds * 1e6 / self.times.len().max(1) as f64
    }
    /// Microseconds of CPU of the server for each.
    pub(super) fn server_cpu(&self) -> f64 {
        self.each(self.server_seconds)
    }
    /// Microseconds of CPU of the database for each, when it runs on this machine.
    pub(super) fn database_cpu(&self) -> Option<f64> {
        self.database_seconds.map(|seconds| self.each(seconds))
    }
    /// Microseconds of CPU of server and database together.
    pub(super) fn cpu(&self) -> f64 {
        self.server_cpu() + self.database_cpu().unwrap_or_default()
    }
    /// Both pieces of a measurement that was taken in turns with another.
    #[must_use]
    pub(super) fn and(mut self, more: Self) -> Self {
        self.name = more.name;
        self.times.extend(more.times);
        self.times.sort_unstable();
        self.failed += more.failed;
        self.seconds += more.seconds;
        self.server_seconds += more.server_seconds;
        self.database_seconds = match (self.database_seconds, more.database_seconds) {
            (Some(before), Some(more)) => Some(before + more),
            (before, more) => before.or(more),
        };
        self
    }
}

/// Fields of a `stat` file behind the name, which may hold blanks: the first is the state.
fn stat(path: &Path) -> Option<Vec<String>> {
    let text = fs::read_to_string(path).ok()?;
    Some(text.rsplit_once(')')?.1.split_whitespace().map(str::to_owned).collect())
}

/// Seconds of CPU in a `stat` file: user and system.
fn cpu_in(path: &Path) -> f64 {
    let field = |fields: &[String], at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
    stat(path).map_or(0.0, |fields| (field(&fields, 11) + field(&fields, 12)) / TICKS)
}

fn folders(path: &str) -> impl Iterator<Item = std::path::PathBuf> {
    fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path())
}

impl Meter {
    fn cpu(self) -> f64 {
        match self {
            Self::Process(pid) => cpu_in(Path::new(&format!("/proc/{pid}/stat"))),
            Self::Threads(prefix) => {
                let named = |path: &Path| fs::read_to_string(path.join("comm")).is_ok_and(|name| name.starts_with(prefix));
                folders("/proc/self/task").filter(|path| named(path)).map(|path| cpu_in(&path.join("stat"))).sum()
            }
        }
    }
}

/// CPU of the postmaster's children.
fn database_cpu(postmaster: u32) -> f64 {
    let parent = postmaster.to_string();
    folders("/proc")
        .map(|path| path.join("stat"))
        .filter(|path| stat(path).is_some_and(|fields| fields.get(1) == Some(&parent)))
        .map(|path| cpu_in(&path))
        .sum()
}

/// The postmaster of a backend on this machine; `None` when the database runs elsewhere.
pub(super) fn postmaster_of(backend: u32) -> Option<u32> {
    let name = fs::read_to_string(format!("/proc/{backend}/comm")).ok()?;
    let fields = stat(Path::new(&format!("/proc/{backend}/stat")))?;
    name.starts_with("postgres").then(|| fields.get(1)?.parse().ok())?
}

/// The process that listens on a port of this machine.
///
/// # Errors
/// When there is none that we may look at.
pub(super) fn listener_on(address: SocketAddr) -> anyhow::Result<u32> {
    let port = format!(":{:04X}", address.port());
    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .flat_map(|table| table.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let listens = fields.get(1)?.ends_with(&port) && *fields.get(3)? == "0A";
            listens.then(|| fields.get(9).map(|inode| format!("socket:[{inode}]")))?
        })
        .collect();
    let holds = |process: &Path| {
        fs::read_dir(process.join("fd"))
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|file| fs::read_link(file.path()).ok())
            .any(|target| sockets.iter().any(|socket| target.as_os_str() == socket.as_str()))
    };
    // Beside the processes there are names such as `self`.
    let number = |process: &Path| process.file_name()?.to_str()?.parse::<u32>().ok();
    let process = folders("/proc").find_map(|process| number(&process).filter(|_| holds(&process)));
    process.with_context(|| format!("no process of this account listens on {address}; name it with --pid"))
}

/// Resident memory of a process in MB: now, and at most so far.
pub(super) fn memory_of(pid: u32) -> (f64, f64) {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    };
    (value("VmRSS:").unwrap_or_default() / 1024.0, value("VmHWM:").unwrap_or_default() / 1024.0)
}

/// Lets `clients` repeat `work` for a time. `work` is told its client and how often it was called,
/// and says whether it succeeded.
pub(super) async fn drive<F, Fut>(name: &'static str, watched: &Watched, clients: usize, time: Duration, work: F) -> Outcome
where
    F: Fn(usize, usize) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = bool> + Send,
{
    let (work, measuring, stop) = (Arc::new(work), Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let mut running = tokio::task::JoinSet::new();
    for client in 0..clients {
        let (work, measuring, stop) = (work.clone(), measuring.clone(), stop.clone());
        running.spawn(async move {
            let (mut times, mut failed, mut turn) = (Vec::new(), 0, 0);
            while !stop.load(Ordering::Relaxed) {
                let counted = measuring.load(Ordering::Relaxed);
                let started = Instant::now();
                let succeeded = work(client, turn).await;
                turn += 1;
                if counted && succeeded {
                    times.push(started.elapsed());
                } else if !succeeded {
                    failed += 1;
                    // What fails at once must not spin.
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
            (times, failed)
        });
    }
    tokio::time::sleep(WARM_UP).await;
    let cpu = || (watched.server.cpu(), watched.postmaster.map(database_cpu));
    let (before, started) = (cpu(), Instant::now());
    measuring.store(true, Ordering::Relaxed);
    tokio::time::sleep(time).await;
    let (after, seconds) = (cpu(), started.elapsed().as_secs_f64());
    stop.store(true, Ordering::Relaxed);
    let (mut times, mut failed) = (Vec::new(), 0);
    while let Some(finished) = running.join_next().await {
        if let Ok((own, wrong)) = finished {
            times.extend(own);
            failed += wrong;
        }
    }
    times.sort_unstable();
    Outcome {
        name,
        times,
        failed,
        seconds,
        server_seconds: after.0 - before.0,
        database_seconds: after.1.zip(before.1).map(|(after, before)| after - before),
    }
}

/// Nearest-rank percentile of sorted times, in milliseconds.
fn percentile(times: &[Duration], part: f64) -> f64 {
    let rank = ((times.len() as f64) * part).ceil() as usize;
    times.get(rank.saturating_sub(1)).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_the_nearest_rank() {
        let times: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!((percentile(&times, 0.5), percentile(&times, 0.99)), (100.0, 198.0));
        assert_eq!(percentile(&[], 0.5), 0.0);
    }

    #[test]
    fn pieces_of_a_measurement_add_up() {
        let piece = |milliseconds: u64| Outcome {
            name: "vote",
            times: vec![Duration::from_millis(milliseconds)],
            failed: 1,
            seconds: 2.0,
            server_seconds: 0.000_1,
            database_seconds: Some(0.000_3),
        };
        let both = Outcome::default().and(piece(9)).and(piece(5));
        assert_eq!((both.times.len(), both.failed, both.within(0.5)), (2, 2, 5.0));
        assert!((both.rate() - 0.5).abs() < 1e-9 && (both.cpu() - 400.0).abs() < 1e-6);
    }

    #[test]
    fn the_listener_of_a_port_is_found() -> anyhow::Result<()> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        assert_eq!(listener_on(listener.local_addr()?)?, std::process::id());
        assert!(memory_of(std::process::id()).1 > 1.0);
        Ok(())
    }
}
