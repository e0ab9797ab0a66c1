//! The command `export`: everything people made as files that other programs can read, each kind as CSV and as
//! JSON lines, all of one moment, and the pictures beside them.
use super::{Database, work::work_on};
use crate::{
    kernel::{BlobId, Clock, text::counted},
    platform::{
        config::Config,
        csv_out,
        db::{Db, sql},
        error::{AppError, AppResult},
        files::Files,
    },
};
use anyhow::{Context, ensure};
use diesel::{
    PgConnection, QueryableByName, RunQueryDsl,
    sql_types::{BigInt, Text, Uuid as SqlUuid},
};
use serde_json::{Map, Value};
use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    time::Duration,
};

/// Longest time one statement may take.
const PATIENCE: Duration = Duration::from_secs(600);
/// Rows held in memory at once; the longest text of one is 20,000 characters.
const ROWS: usize = 500;

/// One kind of file: its name, its columns in order, and the cursor that delivers it.
struct Kind {
    name: &'static str,
    columns: &'static [&'static str],
    cursor: &'static str,
}

macro_rules! kind {
    ($name:literal, [$($column:literal = $value:literal),+ $(,)?], $from:literal) => {
        Kind {
            name: $name,
            columns: &[$($column),+],
            cursor: concat!(
                "DECLARE export CURSOR FOR SELECT row_to_json(r)::text AS line FROM (SELECT ",
                kind!(@list $($column = $value),+), " ", $from, ") r"
            ),
        }
    };
    (@list $column:literal = $value:literal) => { concat!($value, " AS \"", $column, "\"") };
    (@list $column:literal = $value:literal, $($rest:tt)+) => { concat!($value, " AS \"", $column, "\", ", kind!(@list $($rest)+)) };
}

mod brainstorms;
mod campaigns;
mod ideas;
mod people;
mod prototypes;
mod spine;

/// All kinds, in the order in which they are written.
fn kinds() -> impl Iterator<Item = &'static Kind> {
    [people::KINDS, campaigns::KINDS, ideas::KINDS, brainstorms::KINDS, prototypes::KINDS, spine::KINDS].into_iter().flatten()
}

/// Tables that are left out, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("api_tokens", "a secret"),
    ("sessions", "a secret"),
    ("sign_in_codes", "a secret"),
    ("dot_budgets", "who gave dots to what is secret; clusters say how many dots they have, of how many people"),
    ("round_snapshots", "earlier states of notes and clusters, for the facilitator's way back"),
    ("campaign_ways_back", "for the manager's way back, as long as it is open"),
    ("campaign_slugs", "earlier addresses of campaigns"),
    ("mentions", "made of the comments' texts"),
    ("vote_budgets", "made of the votes"),
    ("idea_texts", "made of the ideas' texts, for the search"),
    ("idea_words", "made of the ideas' titles, for the search"),
    ("stale_ranks", "work that waits"),
    ("notifications", "made of the events"),
    ("drafts", "not sent yet, so it is their writer's alone"),
    ("event_seals", "proves the events in this database; `doctor` checks it"),
    ("instance_settings", "settings of this installation"),
    ("demo_rows", "marks what the demo made"),
    ("jobs", "work that waits"),
    ("idempotency_keys", "answers kept for a day, for retries"),
    ("rate_counters", "counts of the last minutes"),
    ("reader_cursors", "how far the readers of the events have come"),
];

/// Whether rows of a table are read for one of the files.
pub fn reads(table: &str) -> bool {
    let reads = |cursor: &str| {
        let words: Vec<&str> = cursor.split_whitespace().collect();
        words.windows(2).any(|pair| matches!(pair, ["FROM" | "JOIN", name] if *name == table))
    };
    kinds().any(|kind| reads(kind.cursor))
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// Each kind with its number of rows.
    pub kinds: Vec<(&'static str, usize)>,
    /// Pictures copied.
    pub pictures: usize,
    /// Pictures whose file is gone.
    pub gone: Vec<BlobId>,
}

/// Writes all files and prints how many rows each has.
///
/// # Errors
/// When the folder holds something already, cannot be written, or the database fails.
pub async fn run(config: &Config, folder: &Path) -> anyhow::Result<()> {
    let lost = "the export is not whole; remove what it wrote";
    let opening = Database::open_beside_server(config);
    let written = work_on(opening, lost, |conninfo| async move { write(&conninfo, &config.files_dir, folder).await }).await?;
    let mut out = std::io::stdout().lock();
    for (name, rows) in written.kinds {
        writeln!(out, "{rows:>9}  {name}")?;
    }
    let pictures = counted(i64::try_from(written.pictures)?, "picture", "pictures");
    writeln!(out, "Everything is in {}, each kind as .csv and as .jsonl, with {pictures} in files", folder.display())?;
    for id in written.gone {
        writeln!(out, "The file of picture {id} is gone; restore {} from a backup", config.files_dir.display())?;
    }
    Ok(())
}

/// Writes all files.
///
/// # Errors
/// As [`run`].
pub async fn write(conninfo: &str, files: &Path, folder: &Path) -> anyhow::Result<Written> {
    let shown = folder.display().to_string();
    // What people wrote is for nobody else on this machine.
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("cannot make {shown}; choose another folder"))?;
    ensure!(fs::read_dir(folder)?.next().is_none(), "{shown} is not empty; choose a new folder");
    let db = Db::connect(conninfo, 1, PATIENCE, Clock::system())?;
    let (folder, files): (PathBuf, Files) = (folder.to_owned(), Files::open(files)?);
    let written: AppResult<_> = db
        .read(move |conn| {
            let written: AppResult<_> = kinds().map(|kind| Ok((kind.name, write_kind(conn, kind, &folder)?))).collect();
            let (pictures, gone) = copy_pictures(conn, &files, &folder.join("files"))?;
            Ok(Written { kinds: written?, pictures, gone })
        })
        .await;
    Ok(written?)
}

#[derive(QueryableByName)]
struct Blob {
    #[diesel(sql_type = SqlUuid)]
    id: BlobId,
}

/// Copies all pictures; how many, and those that are gone.
fn copy_pictures(conn: &mut PgConnection, files: &Files, folder: &Path) -> AppResult<(usize, Vec<BlobId>)> {
    fs::create_dir(folder).map_err(anyhow::Error::from)?;
    let (mut copied, mut gone, mut last) = (0, Vec::new(), BlobId(uuid::Uuid::nil()));
    loop {
        let query = sql("SELECT id FROM blobs WHERE id > $1 ORDER BY id LIMIT $2");
        let rows = i64::try_from(ROWS).map_err(anyhow::Error::from)?;
        let found: Vec<Blob> = query.bind::<SqlUuid, _>(last).bind::<BigInt, _>(rows).load(conn)?;
        let Some(end) = found.last() else {
            return Ok((copied, gone));
        };
        last = end.id;
        for Blob { id } in found {
            if files.copy(id, &folder.join(format!("{id}.jpg")))? {
                copied += 1;
            } else {
                gone.push(id);
            }
        }
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn write_kind(conn: &mut PgConnection, kind: &Kind, folder: &Path) -> AppResult<usize> {
    let create = |ending: &str| File::create(folder.join(format!("{}.{ending}", kind.name))).map_err(anyhow::Error::from);
    let mut lines = BufWriter::new(create("jsonl")?);
    let mut table = csv::Writer::from_writer(create("csv")?);
    table.write_record(kind.columns).map_err(anyhow::Error::from)?;
    sql(kind.cursor).execute(conn)?;
    let mut rows = 0;
    loop {
        let fetched: Vec<Line> = sql("FETCH 500 FROM export").load(conn)?;
        if fetched.is_empty() {
            break;
        }
        rows += fetched.len();
        for Line { line } in fetched {
            writeln!(lines, "{line}").map_err(anyhow::Error::from)?;
            let row: Map<String, Value> = serde_json::from_str(&line).map_err(anyhow::Error::from)?;
            let cells = kind.columns.iter().map(|column| csv_out::cell_of(row.get(*column).unwrap_or(&Value::Null)));
            table.write_record(cells).map_err(anyhow::Error::from)?;
        }
    }
    sql("CLOSE export").execute(conn)?;
    lines.flush().map_err(anyhow::Error::from)?;
    table.flush().map_err(|error| AppError::Internal(error.into()))?;
    Ok(rows)
}
