//! The command `export`: everything as files that other programs can read, each kind as CSV and as JSON
//! lines, all of one moment.
use super::Database;
use crate::{
    kernel::Clock,
    platform::{
        config::Config,
        csv_out,
        db::{Db, sql},
        error::{AppError, AppResult},
    },
};
use anyhow::{Context, ensure};
use diesel::{PgConnection, QueryableByName, RunQueryDsl, sql_types::Text};
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

const KINDS: &[Kind] = &[
    kind!(
        "campaigns",
        ["number" = "c.number", "slug" = "c.slug", "state" = "c.state", "title" = "c.title", "question" = "c.question", "brief" = "c.brief",
         "audience" = "c.audience", "space" = "s.slug", "owner" = "p.handle", "answer_by" = "c.answer_by", "ideas" = "c.idea_count",
         "voters" = "c.voter_count", "summary" = "c.summary", "created_at" = "c.created_at", "opened_at" = "c.opened_at", "closed_at" = "c.closed_at"],
        "FROM campaigns c JOIN people p ON p.id = c.owner_id LEFT JOIN spaces s ON s.id = c.space_id ORDER BY c.number"
    ),
    kind!(
        "ideas",
        ["number" = "i.number", "campaign" = "c.slug", "state" = "i.state", "source" = "i.source", "title" = "i.title", "body" = "i.body",
         "tags" = "(SELECT string_agg(t.tag, ';' ORDER BY t.tag) FROM idea_tags t WHERE t.idea_id = i.id)", "author" = "p.handle",
         "author_name" = "p.name", "audience" = "i.audience", "space" = "s.slug", "votes" = "i.vote_count", "comments" = "i.comment_count",
         "merged_into" = "(SELECT k.number FROM idea_merges m JOIN ideas k ON k.id = m.kept_id WHERE m.duplicate_id = i.id AND m.undone_at IS NULL)",
         "created_at" = "i.created_at", "changed_at" = "i.changed_at", "answer_due_at" = "i.answer_due_at", "answered_at" = "i.answered_at"],
        "FROM ideas i JOIN people p ON p.id = i.author_id LEFT JOIN campaigns c ON c.id = i.campaign_id
         LEFT JOIN spaces s ON s.id = i.space_id ORDER BY i.number"
    ),
    kind!(
        "votes",
        ["idea" = "i.number", "voter" = "p.handle", "cast_at" = "v.cast_at"],
        "FROM votes v JOIN ideas i ON i.id = v.idea_id JOIN people p ON p.id = v.voter_id ORDER BY i.number, v.cast_at, v.voter_id"
    ),
    kind!(
        "stances",
        ["idea" = "i.number", "person" = "p.handle", "stance" = "v.stance", "at" = "v.at"],
        "FROM stances v JOIN ideas i ON i.id = v.idea_id JOIN people p ON p.id = v.person_id ORDER BY i.number, v.at, v.person_id"
    ),
    kind!(
        "comments",
        ["number" = "c.number", "idea" = "i.number", "reply_to" = "r.number", "author" = "p.handle", "author_name" = "p.name",
         "text" = "c.text", "staff_only" = "c.staff_only", "created_at" = "c.created_at", "edited_at" = "c.edited_at"],
        "FROM comments c JOIN ideas i ON i.id = c.idea_id JOIN people p ON p.id = c.author_id LEFT JOIN comments r ON r.id = c.parent_id
         WHERE c.deleted_at IS NULL ORDER BY c.number"
    ),
    kind!(
        "notes",
        ["brainstorm" = "b.number", "brainstorm_title" = "b.title", "round" = "r.position", "cluster" = "k.title", "cluster_dots" = "k.dot_count",
         "text" = "n.text", "colour" = "n.colour", "author" = "CASE WHEN b.names_shown THEN coalesce(p.name, a.guest_name) END",
         "created_at" = "n.created_at"],
        "FROM notes n JOIN brainstorms b ON b.id = n.brainstorm_id JOIN rounds r ON r.id = n.round_id JOIN participants a ON a.id = n.participant_id
         LEFT JOIN people p ON p.id = a.person_id LEFT JOIN clusters k ON k.id = n.cluster_id AND k.removed_at IS NULL
         WHERE n.removed_at IS NULL ORDER BY b.number, r.position, n.created_at, n.id"
    ),
    kind!(
        "prototypes",
        ["number" = "t.number", "title" = "t.title", "brief" = "t.brief", "stage" = "t.stage", "idea" = "i.number", "campaign" = "c.slug",
         "lead" = "p.handle", "audience" = "t.audience", "tests_passed" = "t.tests_passed", "tests" = "t.tests_total", "cost_cents" = "t.cost_cents",
         "created_at" = "t.created_at", "stage_since" = "t.stage_since", "ended_at" = "t.ended_at"],
        "FROM prototypes t JOIN people p ON p.id = t.lead_id LEFT JOIN ideas i ON i.id = t.idea_id LEFT JOIN campaigns c ON c.id = t.campaign_id
         WHERE t.withdrawn_at IS NULL ORDER BY t.number"
    ),
];

/// Writes all files and prints how many rows each has.
///
/// # Errors
/// When the folder holds something already, cannot be written, or the database fails.
pub async fn run(config: &Config, folder: &Path) -> anyhow::Result<()> {
    let database = Database::open_beside_server(config).await?;
    let written = write(database.conninfo(), folder).await;
    database.close().await?;
    let mut out = std::io::stdout().lock();
    for (name, rows) in written? {
        writeln!(out, "{rows:>9}  {name}")?;
    }
    writeln!(out, "Everything is in {}, each kind as .csv and as .jsonl", folder.display())?;
    Ok(())
}

/// Writes all files; their names and numbers of rows.
///
/// # Errors
/// As [`run`].
pub async fn write(conninfo: &str, folder: &Path) -> anyhow::Result<Vec<(&'static str, usize)>> {
    let shown = folder.display().to_string();
    // What people wrote is for nobody else on this machine.
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("cannot make {shown}; choose another folder"))?;
    ensure!(fs::read_dir(folder)?.next().is_none(), "{shown} is not empty; choose a new folder");
    let db = Db::connect(conninfo, 1, PATIENCE, Clock::system())?;
    let folder: PathBuf = folder.to_owned();
    let written: AppResult<_> = db
        .read(move |conn| KINDS.iter().map(|kind| Ok((kind.name, write_kind(conn, kind, &folder)?))).collect::<AppResult<Vec<_>>>())
        .await;
    Ok(written?)
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// A value as a cell; numbers stay numbers, nothing is an empty cell.
fn cell_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => csv_out::cell(text).into_owned(),
        other => other.to_string(),
    }
}

fn write_kind(conn: &mut PgConnection, kind: &Kind, folder: &Path) -> AppResult<usize> {
    let create = |ending: &str| File::create(folder.join(format!("{}.{ending}", kind.name))).map_err(anyhow::Error::from);
    let mut lines = BufWriter::new(create("jsonl")?);
    let mut table = csv::Writer::from_writer(create("csv")?);
    table.write_record(kind.columns).map_err(anyhow::Error::from)?;
    sql(kind.cursor).execute(conn)?;
    let mut rows = 0;
    loop {
        let fetched: Vec<Line> = sql("FETCH 5000 FROM export").load(conn)?;
        if fetched.is_empty() {
            break;
        }
        rows += fetched.len();
        for Line { line } in fetched {
            writeln!(lines, "{line}").map_err(anyhow::Error::from)?;
            let row: Map<String, Value> = serde_json::from_str(&line).map_err(anyhow::Error::from)?;
            let cells = kind.columns.iter().map(|column| cell_of(row.get(*column).unwrap_or(&Value::Null)));
            table.write_record(cells).map_err(anyhow::Error::from)?;
        }
    }
    sql("CLOSE export").execute(conn)?;
    lines.flush().map_err(anyhow::Error::from)?;
    table.flush().map_err(|error| AppError::Internal(error.into()))?;
    Ok(rows)
}
