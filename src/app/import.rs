//! The commands `import polis` and `import ideas`: files in, a report out.
use super::{Database, work::work_on};
use crate::{
    flows::{import_ideas, import_polis},
    kernel::{Audience, Clock},
    platform::{config::Config, db::Db, error::AppError},
};
use anyhow::Context;
use indicatif::{HumanCount, ProgressBar, ProgressState, ProgressStyle};
use std::{ffi::OsString, io::Write, path::Path, sync::Arc, time::Duration};

/// Longest time one statement of an import may take: sets are large.
const PATIENCE: Duration = Duration::from_secs(600);
/// What comes of an import that is cut short.
const LOST: &str = "nothing was imported";

/// A bar on standard error; `indicatif` shows it on a terminal only.
fn bar(unit: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    let template = format!("{{bar:40}} {{human_pos}} of {{human_len}} {unit}, {{rate}} a second");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // A bar that cannot be written to shows nothing.
            let _nowhere = write!(out, "{}", HumanCount(state.per_sec() as u64));
        };
        bar.set_style(style.with_key("rate", rate));
    }
    bar
}

/// The reason of an error in one sentence, without the classes that the web needs.
pub(super) fn plain(error: AppError) -> anyhow::Error {
    match error {
        AppError::Unreadable(reason) => anyhow::anyhow!(reason),
        error => error.into(),
    }
}

/// A command as it can be typed again.
fn typed(words: impl Iterator<Item = OsString>) -> String {
    let simple = |c: char| c.is_alphanumeric() || "/.,:=@%_+-~".contains(c);
    let word = |word: OsString| {
        let word = word.to_string_lossy().into_owned();
        if !word.is_empty() && word.chars().all(simple) { word } else { format!("'{}'", word.replace('\'', "'\\''")) }
    };
    words.map(word).collect::<Vec<_>>().join(" ")
}

/// Reads a Polis export into a campaign and prints the report.
///
/// # Errors
/// At the first thing that is wrong; nothing is kept then.
pub async fn polis(config: &Config, folder: &Path, campaign: String, create: Option<Audience>, dry: bool) -> anyhow::Result<()> {
    let target = import_polis::Target { campaign, create, how_to_create: format!("{} --create", typed(std::env::args_os())), dry };
    let folder = folder.to_owned();
    let started = std::time::Instant::now();
    let export = tokio::task::spawn_blocking(move || import_polis::Export::open(&folder, Clock::system().now())).await??;
    let bar = bar("votes");
    let shown = bar.clone();
    let progress: import_polis::Progress = Arc::new(move |done, of| {
        shown.set_length(of as u64);
        shown.set_position(done as u64);
    });
    let votes = export.votes.len();
    let imported = work_on(Database::open_beside_server(config), LOST, |conninfo| async move {
        let db = Db::connect(&conninfo, 1, PATIENCE, Clock::system())?;
        import_polis::import(&db, Arc::new(export), target, progress).await.map_err(plain)
    })
    .await;
    bar.finish_and_clear();
    let report = imported?;
    let seconds = started.elapsed().as_secs_f64();
    let mut out = std::io::stdout().lock();
    write!(out, "{report}")?;
    writeln!(out, "Took      {seconds:.1} s, {:.0} votes a second", votes as f64 / seconds.max(0.001))?;
    Ok(())
}

/// Reads ideas from a CSV file into a campaign and prints the report.
///
/// # Errors
/// With every row that is wrong; nothing is kept then.
pub async fn ideas(config: &Config, path: &Path, campaign: &str, map: &[(String, String)], dry: bool) -> anyhow::Result<()> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let file = std::fs::File::open(path).with_context(|| format!("cannot read {}; check its name and who owns it", path.display()))?;
    let wishes = import_ideas::rules::read(&name, std::io::BufReader::new(file), map, Clock::system().now())?;
    let report = work_on(Database::open_beside_server(config), LOST, |conninfo| async move {
        let db = Db::connect(&conninfo, 1, PATIENCE, Clock::system())?;
        import_ideas::import(&db, name, wishes, campaign.to_owned(), dry).await.map_err(plain)
    })
    .await?;
    write!(std::io::stdout().lock(), "{report}")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_typed_again() {
        let words = ["proofbench", "import", "polis", "my export's", "--campaign", "trees"].map(OsString::from);
        assert_eq!(typed(words.into_iter()), r"proofbench import polis 'my export'\''s' --campaign trees");
    }
}
