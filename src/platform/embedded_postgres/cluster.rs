//! The files of the private cluster: where they lie, how they are first made,
//! with which settings the server runs.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::account::Account;
use super::binaries::Binaries;

/// The socket is called `.s.PGSQL.5432`; no TCP port of that number is opened.
pub(super) const PORT: u16 = 5432;
/// Systems limit the path of a socket to 103 bytes (macOS) or more.
const SOCKET_PATH_LIMIT: usize = 100;

/// Settings written into a new cluster; its owner may change them there.
const SETTINGS: &str = "
# Proofbench's private database. Where it listens is set on the command line.
shared_buffers = 128MB
max_connections = 60
max_wal_size = 1GB
wal_compression = on
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
";

/// Settings of a throw-away server, for tests: fast and not crash-safe.
const THROW_AWAY: [&str; 4] = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];

/// The places a cluster consists of, all absolute.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// Holds everything below but the log.
    pub(super) folder: PathBuf,
    /// What Postgres calls its data directory.
    pub(super) cluster: PathBuf,
    /// The private folder of the socket.
    pub(super) sockets: PathBuf,
    /// What the server writes: beside the folder, so that it is easily found.
    pub(super) log: PathBuf,
}

impl Places {
    /// The places of the cluster in `folder`, which has to be absolute.
    pub(super) fn in_folder(folder: &Path, temporary: &Path) -> Self {
        let mut log = folder.as_os_str().to_owned();
        log.push(".log");
        Self {
            folder: folder.to_path_buf(),
            cluster: folder.join("data"),
            sockets: socket_folder(folder, temporary),
            log: PathBuf::from(log),
        }
    }

    /// The major version that made this cluster; `None` before there is one.
    pub(super) fn made_by(&self) -> Option<u32> {
        let version = std::fs::read_to_string(self.cluster.join("PG_VERSION")).ok()?;
        version.trim().parse().ok()
    }

    /// How libpq and tokio-postgres reach `database`.
    pub(super) fn conninfo(&self, database: &str) -> String {
        // The socket's path is plain (see `socket_folder`), so needs no quotes.
        format!("host={} port={PORT} user=postgres dbname={database}", self.sockets.display())
    }

    /// Opens the log: empty with `fresh`, the last run's kept as `….log.1`.
    pub(super) fn open_log(&self, fresh: bool) -> Result<File> {
        if fresh && self.log.exists() {
            let mut before = self.log.clone().into_os_string();
            before.push(".1");
            std::fs::rename(&self.log, before)?;
        }
        OpenOptions::new().create(true).append(true).open(&self.log).with_context(|| format!("cannot write {}", self.log.display()))
    }

    /// The last lines of the log after its first `start` bytes, for a message
    /// about a failed start.
    pub(super) fn log_since(&self, start: u64) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let start = usize::try_from(start).unwrap_or(0).min(text.len());
        let text = String::from_utf8_lossy(&text[start..]);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(8)..].join("\n")
    }

    /// Makes the private folder of the socket, or checks that the one there is
    /// nobody else's (the system's temporary folder is open to all).
    pub(super) fn prepare_sockets(&self, account: &Account) -> Result<()> {
        let folder = &self.sockets;
        let made = std::fs::DirBuilder::new().mode(0o700).create(folder);
        match made {
            Ok(()) if std::fs::symlink_metadata(folder)?.uid() != account.uid() => {
                chown(folder, Some(account.uid()), None)?;
            }
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                return Err(error).with_context(|| format!("cannot make {}", folder.display()));
            }
        }
        let found = std::fs::symlink_metadata(folder)?;
        if !found.is_dir() || found.uid() != account.uid() {
            bail!("{} has to be a folder that belongs to the database's account; remove it and start again", folder.display());
        }
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        account.require_reach(folder)
    }
}

/// Inside the cluster's folder where its path is short and plain enough for a
/// socket and a connection string, else in the temporary folder.
fn socket_folder(folder: &Path, temporary: &Path) -> PathBuf {
    let inside = folder.join("socket");
    if fits_socket(&inside) {
        return inside;
    }
    let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    let key: String = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let name = format!("proofbench-{key}");
    let short = temporary.join(&name);
    if fits_socket(&short) { short } else { Path::new("/tmp").join(name) }
}

/// Whether a socket in this folder can be made and written into a connection
/// string without quotes (a comma there would part two hosts).
fn fits_socket(folder: &Path) -> bool {
    let bytes = folder.as_os_str().as_encoded_bytes();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-".contains(byte);
    bytes.len() + "/.s.PGSQL.5432".len() <= SOCKET_PATH_LIMIT && bytes.iter().all(plain)
}

/// Makes the cluster under a temporary name and renames it when it is whole,
/// so that a start that was cut off leaves nothing half-made.
pub(super) async fn create(places: &Places, account: &Account, binaries: &Binaries) -> Result<()> {
    remove_unfinished(&places.folder);
    let unfinished = places.folder.join(format!("data.{}", std::process::id()));
    let mut complaint = String::new();
    for locale in locales(binaries.major) {
        let mut initdb = account.command(binaries.program("initdb"));
        initdb
            .arg("--pgdata")
            .arg(&unfinished)
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
            .args(["--data-checksums", "--text-search-config=english"])
            .args(locale)
            .current_dir(&places.folder);
        let output = tokio::process::Command::from(initdb).output().await.context("cannot run initdb")?;
        if output.status.success() {
            let file = unfinished.join("postgresql.conf");
            let mut file = OpenOptions::new().append(true).open(file)?;
            file.write_all(SETTINGS.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&unfinished, &places.cluster)?;
            // The rename itself has to survive a power cut, too.
            return Ok(File::open(&places.folder)?.sync_all()?);
        }
        complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        let _ = std::fs::remove_dir_all(&unfinished);
    }
    bail!("initdb could not make the private database in {}: {}", places.folder.display(), complaint.trim())
}

/// Choices of locale, best first: bytewise order and Unicode letters, whatever the machine knows. What readers
/// see sorted by name is sorted by `fold(name)`.
fn locales(major: u32) -> Vec<&'static [&'static str]> {
    let mut choices: Vec<&[&str]> = vec![
        &["--locale=C.UTF-8"],
        &["--lc-collate=C", "--lc-ctype=en_US.UTF-8"],
        &["--locale=C", "--locale-provider=icu", "--icu-locale=und"],
    ];
    if major >= 17 {
        choices.insert(0, &["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]);
    }
    choices
}

/// Removes what a start that was cut off left behind.
fn remove_unfinished(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(b"data.") {
            // What cannot be removed now is tried again at the next start.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// The command that runs the server on its socket alone.
pub(super) fn server(places: &Places, account: &Account, binaries: &Binaries, durable: bool) -> tokio::process::Command {
    let mut command = account.command(binaries.program("postgres"));
    command
        .arg("-D")
        .arg(&places.cluster)
        .args(["-c", "listen_addresses="])
        .args(["-c", "unix_socket_permissions=0700"])
        .args(["-c", "logging_collector=off"])
        .arg("-c")
        .arg(format!("port={PORT}"))
        .arg("-c")
        .arg(format!("unix_socket_directories={}", places.sockets.display()))
        .current_dir(&places.folder);
    if !durable {
        for setting in THROW_AWAY {
            command.args(["-c", setting]);
        }
    }
    tokio::process::Command::from(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sockets_lie_beside_the_data_where_the_path_is_short_and_plain() {
        let places = Places::in_folder(Path::new("/srv/app/postgres"), Path::new("/tmp"));
        assert_eq!(places.sockets, Path::new("/srv/app/postgres/socket"));
        assert_eq!(places.log, Path::new("/srv/app/postgres.log"));
        assert_eq!(places.conninfo("proofbench"), "host=/srv/app/postgres/socket port=5432 user=postgres dbname=proofbench");
    }

    #[test]
    fn long_or_odd_paths_get_a_short_folder_of_their_own() {
        let temporary = Path::new("/tmp");
        let long = PathBuf::from(format!("/srv/{}", "a".repeat(90)));
        let odd = Path::new("/srv/Lab, second floor/postgres");
        let of = |folder: &Path| Places::in_folder(folder, temporary).sockets;
        assert!(of(&long).starts_with(temporary) && of(odd).starts_with(temporary));
        assert_ne!(of(&long), of(odd));
        assert_eq!(of(odd), of(odd));
        let closed = PathBuf::from(format!("/{}", "t".repeat(99)));
        assert!(Places::in_folder(odd, &closed).sockets.starts_with("/tmp"));
    }
}
