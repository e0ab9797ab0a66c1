//! One server per data folder: the lock that refuses a second one, and the end
//! of a postmaster that a killed server left behind.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Patience with a fast shutdown, and then with an immediate one.
const FAST: Duration = Duration::from_secs(30);
const IMMEDIATE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(20);

/// Holds the data folder; the system lets go of it when this process ends,
/// however it ends.
#[derive(Debug)]
pub(super) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the lock of `folder`, or says who has it.
    pub(super) fn take(folder: &Path) -> Result<Self> {
        let path = folder.join("lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .with_context(|| format!("cannot open {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(held(&mut file, folder));
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("cannot lock {}", path.display()));
            }
        }
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Self { _file: file })
    }

    /// Refuses a `folder` that somebody holds, as [`FolderLock::take`] does, and changes nothing.
    pub(super) fn refuse_held(folder: &Path) -> Result<()> {
        // What is not there yet or closed to us is for the start itself to make or to complain of.
        let Ok(mut file) = File::open(folder.join("lock")) else {
            return Ok(());
        };
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Err(held(&mut file, folder)),
            _ => Ok(()),
        }
    }

    /// Whether nobody holds `folder`.
    pub(super) fn is_free(folder: &Path) -> Result<bool> {
        let path = folder.join("lock");
        let file = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
        // Shared, so that two who only look do not see each other.
        Ok(file.try_lock_shared().is_ok())
    }
}

/// Who holds `folder`, by the number in its lock.
fn held(file: &mut File, folder: &Path) -> anyhow::Error {
    let mut holder = String::new();
    // Without the number the sentence still says what to do.
    let _ = file.read_to_string(&mut holder);
    anyhow::anyhow!(
        "another Proofbench (process {}) already uses {}; stop it, or give this one a folder of its own with --data-dir \
         and an address of its own with --listen",
        holder.trim(),
        folder.display()
    )
}

/// Stops the postmaster that still serves `cluster`, if there is one. Call with
/// the lock held: then its parent is surely gone.
pub(super) async fn stop_orphan(cluster: &Path) -> Result<()> {
    let Some(pid) = orphan(cluster) else {
        return Ok(());
    };
    tracing::warn!(pid = pid.as_raw(), "a Postgres left behind by an earlier run still lives; stopping it");
    for (signal, patience) in [(Signal::SIGINT, FAST), (Signal::SIGQUIT, IMMEDIATE)] {
        match kill(pid, signal) {
            Ok(()) | Err(Errno::ESRCH) => {}
            Err(error) => bail!(
                "a Postgres of an earlier run (process {pid}) still uses {} and cannot be stopped ({error}); stop it by hand",
                cluster.display()
            ),
        }
        let deadline = Instant::now() + patience;
        while Instant::now() < deadline {
            if orphan(cluster) != Some(pid) {
                return Ok(());
            }
            tokio::time::sleep(POLL).await;
        }
    }
    bail!("a Postgres of an earlier run (process {pid}) still uses {} and does not stop; stop it by hand", cluster.display())
}

/// The live postmaster of `cluster`: named in its pid file, and its command
/// line names the folder (a number alone may long belong to another program).
fn orphan(cluster: &Path) -> Option<Pid> {
    let text = std::fs::read_to_string(cluster.join("postmaster.pid")).ok()?;
    let pid: i32 = text.lines().next()?.trim().parse().ok()?;
    let words = command_line(pid)?;
    // The space after it keeps `data` apart from `data2`.
    let ours = words.contains(&format!("-D {} ", cluster.display()));
    (pid > 1 && ours).then(|| Pid::from_raw(pid))
}

/// Ends the children of a killed postmaster, which hold the cluster until they
/// notice: one that is busy with a long query does not. Where there is no
/// `/proc` they are only waited for.
pub(super) fn end_leftovers(cluster: &Path) {
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let works_here = std::fs::read_link(entry.path().join("cwd")).is_ok_and(|at| at == cluster);
        let number = entry.file_name().to_string_lossy().parse().ok();
        let Some(pid) = number.filter(|_| works_here) else {
            continue;
        };
        // Somebody's shell may stand in the folder, too.
        if command_line(pid).is_some_and(|words| words.starts_with("postgres: ")) {
            let _ = kill(Pid::from_raw(pid), Signal::SIGQUIT);
        }
    }
}

/// The words a process was started with; empty for a zombie.
fn command_line(pid: i32) -> Option<String> {
    if let Ok(bytes) = std::fs::read(format!("/proc/{pid}/cmdline")) {
        return Some(String::from_utf8_lossy(&bytes).replace('\0', " "));
    }
    let output = std::process::Command::new("ps").args(["-ww", "-o", "args=", "-p", &pid.to_string()]).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_the_pid_file_that_is_another_program_is_no_orphan() -> Result<()> {
        let me = std::process::id();
        let folder = std::env::temp_dir().join(format!("proofbench-lock-{me}"));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("postmaster.pid"), format!("{me}\n"))?;
        assert_eq!(orphan(&folder), None);
        Ok(std::fs::remove_dir_all(&folder)?)
    }
}
