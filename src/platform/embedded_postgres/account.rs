//! Which account the private Postgres runs as: Postgres refuses root, so a
//! server started by root hands the cluster to `postgres` or `nobody`.

use std::ffi::OsStr;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use nix::unistd::{Uid, User};

/// Accounts tried, in this order, when the server is started by root.
const CANDIDATES: [&str; 2] = ["postgres", "nobody"];

/// The account the cluster belongs to and its programs run as.
#[derive(Debug, Clone)]
pub(super) struct Account {
    /// Its name, for messages.
    name: String,
    /// User and group to change to; `None` when we already are that account.
    switch_to: Option<(u32, u32)>,
}

impl Account {
    /// Ourselves, or when we are root the owner of `folder` if that is an
    /// ordinary account (a cluster made before), else `postgres` or `nobody`.
    pub(super) fn choose(folder: &Path) -> Result<Self> {
        let me = Uid::effective();
        if !me.is_root() {
            let name = User::from_uid(me).ok().flatten().map(|user| user.name);
            return Ok(Self { name: name.unwrap_or_else(|| me.to_string()), switch_to: None });
        }
        let owner = std::fs::metadata(folder)
            .ok()
            .filter(|found| found.uid() != 0)
            .and_then(|found| User::from_uid(Uid::from_raw(found.uid())).ok().flatten());
        let named = CANDIDATES.iter().find_map(|name| User::from_name(name).ok().flatten());
        let Some(user) = owner.or(named) else {
            bail!(
                "Postgres does not run as root and this machine has neither an account `postgres` \
                 nor `nobody`; start Proofbench as an ordinary user"
            );
        };
        Ok(Self { name: user.name, switch_to: Some((user.uid.as_raw(), user.gid.as_raw())) })
    }

    /// A command that runs as this account, away from our terminal's signals
    /// and from settings meant for other Postgres programs.
    pub(super) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).process_group(0);
        // PGPORT, PGDATA and the like would lead the programs elsewhere.
        for (name, _) in std::env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"PG") {
                command.env_remove(name);
            }
        }
        command.env("LC_ALL", "C").env("TZ", "UTC");
        if let Some((uid, gid)) = self.switch_to {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// Makes `folder` (and missing parents) a private folder of this account.
    pub(super) fn own_folder(&self, folder: &Path) -> Result<()> {
        let cannot = || format!("cannot make the folder {} for the private database; choose another one with --data-dir", folder.display());
        let missing: Vec<PathBuf> =
            folder.ancestors().take_while(|part| !part.as_os_str().is_empty() && !part.exists()).map(Path::to_path_buf).collect();
        std::fs::create_dir_all(folder).with_context(cannot)?;
        if let Some((uid, gid)) = self.switch_to {
            // Parents made just now must be passable whatever our umask is.
            for made in &missing {
                std::fs::set_permissions(made, std::fs::Permissions::from_mode(0o755)).with_context(cannot)?;
            }
            chown(folder, Some(uid), Some(gid)).with_context(cannot)?;
        }
        let found = std::fs::metadata(folder).with_context(cannot)?;
        let me = Uid::effective().as_raw();
        if self.switch_to.is_none() && found.uid() != me {
            let owner = User::from_uid(Uid::from_raw(found.uid())).ok().flatten();
            bail!(
                "{} belongs to the account {}, not to {}; start Proofbench as the account that made it, \
                 or choose another folder with --data-dir",
                folder.display(),
                owner.map_or_else(|| found.uid().to_string(), |user| user.name),
                self.name
            );
        }
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).with_context(cannot)
    }

    /// The first folder on the way to `path` (itself included) that this
    /// account cannot enter.
    pub(super) fn first_closed(&self, path: &Path) -> Result<Option<PathBuf>> {
        if self.switch_to.is_none() {
            return Ok(None);
        }
        let mut way: Vec<&Path> = path.ancestors().collect();
        way.reverse();
        // The kernel is asked, not the mode bits: access lists count too.
        let output = self
            .command("/bin/sh")
            .arg("-c")
            .arg(r#"for part; do [ -x "$part" ] || { printf %s "$part"; exit 0; }; done"#)
            .arg("sh")
            .args(way)
            .current_dir("/")
            .output()
            .context("cannot run /bin/sh")?;
        let closed = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok((!closed.is_empty()).then(|| PathBuf::from(closed)))
    }

    /// Refuses a `folder` that this account cannot reach, naming the part of
    /// the path that is closed and what to do.
    pub(super) fn require_reach(&self, folder: &Path) -> Result<()> {
        match self.first_closed(folder)? {
            None => Ok(()),
            Some(closed) => bail!(
                "started by root, the private database runs as the account {}, which cannot enter {}; \
                 choose a folder it can reach, for example --data-dir /var/lib/proofbench, \
                 or start Proofbench as an ordinary user",
                self.name,
                closed.display()
            ),
        }
    }

    /// The user number that owns what this account makes.
    pub(super) fn uid(&self) -> u32 {
        self.switch_to.map_or_else(|| Uid::effective().as_raw(), |(uid, _)| uid)
    }
}
