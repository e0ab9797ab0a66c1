//! The file with the server's own secret.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Bytes of a secret.
pub(super) const LENGTH: usize = 32;

/// Reads the secret, or makes it when there is none.
pub(super) fn load_or_make(path: &Path) -> Result<[u8; LENGTH]> {
    let shown = path.display();
    if !path.exists() {
        make(path).with_context(|| format!("cannot make the secret file {shown}; choose another one with --secret-file"))?;
    }
    let open_to_others = std::fs::metadata(path)?.mode() & 0o077 != 0;
    if open_to_others {
        bail!("the secret file {shown} can be read by others; run: chmod 600 {shown}");
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read the secret file {shown}; check who owns it"))?;
    let length = bytes.len();
    bytes.try_into().ok().with_context(|| {
        format!(
            "the secret file {shown} has {length} bytes instead of {LENGTH}; \
             restore it from a backup, or remove it: everybody then has to sign in again"
        )
    })
}

/// Writes a new secret under another name and links it, so that nobody ever
/// reads half of one and the first of two servers that start at once wins.
fn make(path: &Path) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(&rand::random::<[u8; LENGTH]>())?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&unfinished, path);
    std::fs::remove_file(&unfinished)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}
