//! The command `doctor`: looks at everything the server stands on and says what to do where something is wrong.
use super::{Database, MIGRATIONS, ground, work::work_on};
use crate::{
    flows::recount,
    kernel::Clock,
    platform::{
        config::Config,
        db::{Db, sql},
        embedded_postgres::Cluster,
        error::AppResult,
        spine::{self, Verdict},
    },
};
use diesel::{
    PgConnection, QueryableByName, RunQueryDsl,
    sql_types::{BigInt, Bool, Integer, Text, Timestamptz},
};
use diesel_migrations::MigrationHarness;
use std::{io::Write, os::unix::fs::MetadataExt, path::Path, time::Duration};

/// Free space below which writing will soon fail, in bytes.
const LEAST_SPACE: u64 = 1_000_000_000;
/// How far the clocks of database and machine may be apart, in milliseconds.
const MOST_SKEW: i64 = 2_000;
/// Oldest Postgres, as `server_version_num`.
const OLDEST_POSTGRES: i32 = 150_000;
/// Counting everything again reads whole tables.
const PATIENCE: Duration = Duration::from_secs(600);

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, in one or two words.
    pub about: &'static str,
    /// Whether it is as it should be.
    pub ok: bool,
    /// What there is, or what is wrong and what to do.
    pub text: String,
}

fn ok(about: &'static str, text: impl Into<String>) -> Finding {
    Finding { about, ok: true, text: text.into() }
}

fn wrong(about: &'static str, text: impl Into<String>) -> Finding {
    Finding { about, ok: false, text: text.into() }
}

/// Runs every check and prints a line for each.
///
/// # Errors
/// When something is wrong, or standard output is gone.
pub async fn run(config: &Config, counts: bool) -> anyhow::Result<()> {
    let mut findings = of_machine(config);
    findings.push(mail(config));
    match look_at_database(config, counts).await {
        Ok(found) => findings.extend(found),
        Err(error) => findings.push(wrong("database", format!("{error:#}"))),
    }
    let mut out = std::io::stdout().lock();
    for Finding { about, ok, text } in &findings {
        writeln!(out, "{}  {about:<12} {text}", if *ok { "ok   " } else { "WRONG" })?;
    }
    let (all, bad) = (findings.len(), findings.iter().filter(|finding| !finding.ok).count());
    anyhow::ensure!(bad == 0, "{bad} of {all} checks found something wrong");
    writeln!(out, "All {all} checks are fine.")?;
    Ok(())
}

/// Opens the database, without making one.
async fn look_at_database(config: &Config, counts: bool) -> anyhow::Result<Vec<Finding>> {
    let folder = config.postgres_dir();
    if config.database_url.is_none() && !Cluster::is_made(&folder)? {
        return Ok(vec![not_made(&folder, Cluster::has_programs())]);
    }
    work_on(
        Database::open_as_it_is(config),
        "not everything was looked at",
        |conninfo| async move { Ok(of_database(&conninfo, counts).await) },
    )
    .await
}

fn not_made(folder: &Path, has_programs: bool) -> Finding {
    let shown = folder.display();
    if has_programs {
        ok("database", format!("no database yet: `proofbench serve` makes one in {shown}"))
    } else {
        wrong("database", "no database yet, and no Postgres that could make one; install Postgres 15 or newer, or set DATABASE_URL")
    }
}

/// Secret, folders and disk of this machine.
pub fn of_machine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![secret_file(&config.secret_file)];
    findings.extend([("data folder", &config.data_dir), ("files folder", &config.files_dir)].map(|(about, folder)| space(about, folder)));
    findings
}

fn mail(config: &Config) -> Finding {
    match config.smtp_url {
        Some(_) => ok("mail", "goes out by SMTP"),
        None => ok("mail", "nothing goes out: set smtp_url, or nobody gets a sign-in code"),
    }
}

fn secret_file(path: &Path) -> Finding {
    let shown = path.display();
    match std::fs::metadata(path) {
        Err(_) => ok("secret", format!("{shown} is made on the first start")),
        Ok(file) if file.mode() & 0o077 != 0 => wrong("secret", format!("{shown} can be read by others; run: chmod 600 {shown}")),
        Ok(file) if file.len() != 32 => {
            wrong("secret", format!("{shown} has {} bytes instead of 32; restore it from a backup", file.len()))
        }
        Ok(_) => ok("secret", format!("{shown} is closed to others")),
    }
}

fn space(about: &'static str, folder: &Path) -> Finding {
    let shown = folder.display();
    // A folder that is made later lies on the disk of the nearest one that is there.
    let there = folder.ancestors().find(|folder| folder.exists()).filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    match nix::sys::statvfs::statvfs(there) {
        Err(error) => wrong(about, format!("{shown} cannot be looked at ({error}); check who owns it")),
        Ok(disk) => {
            let free = disk.blocks_available() * disk.fragment_size();
            let gigabytes = free as f64 / 1e9;
            if free < LEAST_SPACE {
                wrong(about, format!("{gigabytes:.1} GB are free on the disk of {shown}; make room, at least 1 GB"))
            } else {
                ok(about, format!("{gigabytes:.1} GB are free on the disk of {shown}"))
            }
        }
    }
}

/// What the database says of itself and of what is in it.
pub async fn of_database(conninfo: &str, counts: bool) -> Vec<Finding> {
    let text = conninfo.to_owned();
    let looked = tokio::task::spawn_blocking(move || of_server(&text)).await;
    let (mut findings, usable) = match looked {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => return vec![wrong("database", error.to_string())],
        Err(error) => return vec![wrong("database", error.to_string())],
    };
    if !usable {
        return findings;
    }
    match of_contents(conninfo, counts).await {
        Ok(more) => findings.extend(more),
        Err(error) => findings.push(wrong("contents", format!("cannot be read: {error:#}"))),
    }
    findings
}

#[derive(QueryableByName)]
struct Server {
    #[diesel(sql_type = Integer)]
    number: i32,
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = Text)]
    missing: String,
    #[diesel(sql_type = Text)]
    fsync: String,
    #[diesel(sql_type = Timestamptz)]
    now: chrono::DateTime<chrono::Utc>,
}

/// The server itself; whether its contents can be looked at.
fn of_server(conninfo: &str) -> anyhow::Result<(Vec<Finding>, bool)> {
    let mut conn = crate::platform::db::connect_once(conninfo)?;
    let query = sql("SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
            current_setting('fsync') AS fsync, clock_timestamp() AS now,
            (SELECT coalesce(string_agg(w.name, ', '), '') FROM unnest(ARRAY['pg_trgm', 'unaccent', 'citext']) AS w(name)
             WHERE NOT EXISTS (SELECT FROM pg_available_extensions a WHERE a.name = w.name)) AS missing");
    let before = Clock::system().now();
    let server: Server = query.get_result(&mut conn)?;
    let after = Clock::system().now();
    let waited = after - before;
    let mut findings = vec![
        if server.number < OLDEST_POSTGRES {
            wrong("database", format!("Postgres {} is too old; move to 15 or newer", server.version))
        } else {
            ok("database", format!("Postgres {} answers in {} ms", server.version, waited.num_milliseconds()))
        },
        if server.missing.is_empty() {
            ok("extensions", "pg_trgm, unaccent and citext can be used")
        } else {
            wrong("extensions", format!("the server lacks {}; install its package postgresql-contrib", server.missing))
        },
        if server.fsync == "on" {
            ok("durability", "commits reach the disk")
        } else {
            wrong("durability", "fsync is off: a power cut loses answers that people were given; set fsync = on")
        },
    ];
    if server.number >= OLDEST_POSTGRES {
        findings.push(of_language(&mut conn)?);
    }
    let skew = (server.now - (before + waited / 2)).num_milliseconds();
    findings.push(if skew.abs() > MOST_SKEW {
        wrong("clock", format!("the database's clock is {skew} ms off this machine's; synchronise both, such as with chrony"))
    } else {
        ok("clock", format!("database and machine are {} ms apart", skew.abs()))
    });
    if let Some(complaint) = ground::complaint(&mut conn)? {
        findings.push(wrong("schema", complaint));
        return Ok((findings, false));
    }
    let pending = conn.pending_migrations(MIGRATIONS).map_err(|error| anyhow::anyhow!("{error}"))?.len();
    findings.push(if pending == 0 {
        ok("schema", "every migration is applied")
    } else {
        wrong("schema", format!("{pending} migrations are not applied; start the server once, it applies them"))
    });
    Ok((findings, pending == 0))
}

#[derive(QueryableByName)]
struct Language {
    #[diesel(sql_type = Text)]
    spoken: String,
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Bool)]
    may_choose: bool,
}

/// Locks and statements that took too long are told from faults by the server's words.
fn of_language(conn: &mut PgConnection) -> anyhow::Result<Finding> {
    let query = sql("SELECT current_setting('lc_messages') AS spoken, current_user::text AS role,
            has_parameter_privilege('lc_messages', 'SET') AS may_choose");
    let Language { spoken, role, may_choose } = query.get_result(conn)?;
    if may_choose || spoken.is_empty() || ["C", "POSIX", "en"].iter().any(|known| spoken.starts_with(known)) {
        return Ok(ok("messages", "what went wrong is said in English"));
    }
    let advice = format!("as a superuser, run: GRANT SET ON PARAMETER lc_messages TO \"{role}\"");
    Ok(wrong("messages", format!("the server speaks {spoken}, so that a busy moment is taken for a fault; {advice}")))
}

#[derive(QueryableByName)]
struct Jobs {
    #[diesel(sql_type = BigInt)]
    failed: i64,
    #[diesel(sql_type = BigInt)]
    late: i64,
    #[diesel(sql_type = Text)]
    reason: String,
}

async fn of_contents(conninfo: &str, counts: bool) -> anyhow::Result<Vec<Finding>> {
    let db = Db::connect(conninfo, 1, PATIENCE, Clock::system())?;
    let mut findings = vec![match spine::verify(&db).await? {
        Verdict::Intact { events } => ok("audit trail", format!("{events} sealed events are as they were written")),
        Verdict::Broken { seal } => {
            wrong("audit trail", format!("the events of seal {seal} are not what was sealed: rows were changed; restore from a backup"))
        }
    }];
    let jobs = db
        .read(|conn| {
            let query = sql("SELECT count(*) FILTER (WHERE failed_at IS NOT NULL) AS failed,
                    count(*) FILTER (WHERE failed_at IS NULL AND run_at < clock_timestamp() - interval '15 minutes') AS late,
                    coalesce((SELECT kind || ': ' || last_error FROM jobs WHERE failed_at IS NOT NULL ORDER BY failed_at DESC LIMIT 1), '') AS reason
                 FROM jobs WHERE done_at IS NULL");
            Ok(query.get_result::<Jobs>(conn)?)
        })
        .await?;
    findings.push(match jobs {
        Jobs { failed: 0, late: 0, .. } => ok("jobs", "none failed, none waits for long"),
        Jobs { failed: 0, late, .. } => wrong("jobs", format!("{late} wait for more than 15 minutes; is a server running?")),
        Jobs { failed, reason, .. } => {
            wrong("jobs", format!("{failed} were given up, the last with \"{reason}\"; put the cause right (mail: --smtp-url)"))
        }
    });
    if counts {
        let proved: AppResult<_> = db.read(|conn| recount::prove(conn, None)).await;
        findings.extend(proved?.into_iter().map(|(name, wrong)| of_count(name, &wrong)));
    }
    Ok(findings)
}

fn of_count(name: &'static str, differing: &[recount::Wrong]) -> Finding {
    let Some(first) = differing.first() else {
        return ok("count", format!("{name}: kept and counted are equal"));
    };
    let named: Vec<String> =
        differing.iter().map(|wrong| format!("{} keeps {}, counted {}", wrong.place, wrong.kept, wrong.counted)).collect();
    wrong("count", format!("{name}: {} differ: {}", first.in_all, named.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_others_can_read_is_wrong() -> std::io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("secret");
        assert!(secret_file(&path).ok);
        std::fs::write(&path, [0; 32])?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640))?;
        assert!(secret_file(&path).text.contains("chmod 600"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
        assert!(secret_file(&path).ok);
        Ok(())
    }

    #[test]
    fn a_database_that_is_still_to_be_made_is_wrong_only_where_nothing_can_make_it() {
        let folder = Path::new("var/postgres");
        assert!(not_made(folder, true).ok && not_made(folder, true).text.contains("proofbench serve"));
        assert!(!not_made(folder, false).ok && not_made(folder, false).text.contains("DATABASE_URL"));
    }

    #[test]
    fn the_disk_of_a_folder_that_is_not_there_yet_is_looked_at() {
        assert!(space("data folder", Path::new("var/nowhere/yet")).text.contains("GB are free"));
    }
}
