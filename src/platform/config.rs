//! The configuration, read once at start: command line, then environment, then
//! TOML file, then default. A wrong value stops the start with one sentence.

mod secret;
mod unknown;
mod values;
mod web;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use chrono_tz::Tz;
use clap::{Args, Command};
use ipnet::IpNet;
use secrecy::SecretString;
use serde::Serialize;

use values::Values;

/// Read from the working directory when no other file is named.
const DEFAULT_FILE: &str = "proofbench.toml";
/// Languages the program speaks.
const LANGUAGES: [&str; 2] = ["en", "de"];
/// Every connection costs the database memory; the private one allows 60.
const MOST_DEFAULT_CONNECTIONS: usize = 40;

/// The settings as somebody gave them, all optional; their help texts are the
/// reference, and the TOML file's keys are the names of these fields.
#[derive(Args, Debug, Clone, Default, Serialize)]
#[command(next_help_heading = "Settings (also as environment variable or in proofbench.toml)")]
pub struct Settings {
    /// TOML file with settings, such as `listen = "0.0.0.0:80"`; without it,
    /// ./proofbench.toml is read if it exists.
    #[arg(long, env = "PROOFBENCH_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Address and port the server listens on; 0.0.0.0:8080 lets other machines in.
    #[arg(long, env = "PROOFBENCH_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
    /// Address people type in their browser; links in mails begin with it, and
    /// with https:// cookies are sent over TLS only.
    #[arg(long, env = "PROOFBENCH_BASE_URL", value_name = "URL")]
    pub base_url: Option<String>,
    /// Postgres 15 or newer, as postgres://user:password@host/database; without
    /// it Proofbench runs a private Postgres in the data folder.
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Folder for everything Proofbench keeps: private database, files, secret.
    #[arg(long, env = "PROOFBENCH_DATA_DIR", value_name = "FOLDER")]
    pub data_dir: Option<String>,
    /// Folder for uploaded pictures and files.
    #[arg(long, env = "PROOFBENCH_FILES_DIR", value_name = "FOLDER")]
    pub files_dir: Option<String>,
    /// File with the 32 random bytes that sign cookies and links; made on the
    /// first start. Several servers of one database need the same file.
    #[arg(long, env = "PROOFBENCH_SECRET_FILE", value_name = "FILE")]
    pub secret_file: Option<String>,
    /// Connections to the database, 1 to 500, with the private Postgres 1 to 50.
    #[arg(long, env = "PROOFBENCH_POOL_SIZE", value_name = "NUMBER", allow_negative_numbers = true)]
    pub pool_size: Option<String>,
    /// Threads that answer requests, 1 to 256.
    #[arg(long, env = "PROOFBENCH_WORKERS", value_name = "NUMBER", allow_negative_numbers = true)]
    pub workers: Option<String>,
    /// Longest time one SQL statement of a request may take, in milliseconds,
    /// 100 to 600000.
    #[arg(long, env = "PROOFBENCH_STATEMENT_TIMEOUT_MS", value_name = "MILLISECONDS", allow_negative_numbers = true)]
    pub statement_timeout_ms: Option<String>,
    /// Name of your organisation, shown on every page and in mails.
    #[arg(long, env = "PROOFBENCH_ORG_NAME", value_name = "NAME")]
    pub org_name: Option<String>,
    /// Language of people who chose none and whose browser asks for none: en or de.
    #[arg(long, env = "PROOFBENCH_DEFAULT_LANGUAGE", value_name = "LANGUAGE")]
    pub default_language: Option<String>,
    /// Time zone for people who chose none, such as Europe/Berlin.
    #[arg(long, env = "PROOFBENCH_TIME_ZONE", value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// Mail server, as smtps://user:password@host:465 or smtp://host:25; without
    /// it mails stay in the outbox, and the demo shows them at /dev/mail.
    #[arg(long, env = "PROOFBENCH_SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Sender of all mails, such as Proofbench <ideas@example.com>.
    #[arg(long, env = "PROOFBENCH_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// Reverse proxies whose X-Forwarded-For is believed: addresses or networks
    /// such as 10.0.0.0/8, separated by commas.
    #[arg(long, env = "PROOFBENCH_TRUSTED_PROXIES", value_name = "NETWORKS")]
    pub trusted_proxies: Option<String>,
    /// Hours without a visit after which a person has to sign in again.
    #[arg(long, env = "PROOFBENCH_SESSION_IDLE_HOURS", value_name = "HOURS", allow_negative_numbers = true)]
    pub session_idle_hours: Option<String>,
    /// Hours after which a person has to sign in again in any case.
    #[arg(long, env = "PROOFBENCH_SESSION_ABSOLUTE_HOURS", value_name = "HOURS", allow_negative_numbers = true)]
    pub session_absolute_hours: Option<String>,
    /// Calls of the API that one person's tokens may make in a minute, 1 to
    /// 1000000.
    #[arg(long, env = "PROOFBENCH_API_CALLS_PER_MINUTE", value_name = "NUMBER", allow_negative_numbers = true)]
    pub api_calls_per_minute: Option<String>,
    /// Searches, looks for similar ideas and downloads of whole lists that one person, or one address without an account,
    /// may make in a minute, 1 to 1000000.
    #[arg(long, env = "PROOFBENCH_SEARCHES_PER_MINUTE", value_name = "NUMBER", allow_negative_numbers = true)]
    pub searches_per_minute: Option<String>,
    /// How the log is written: text for people, json for machines.
    #[arg(long, env = "PROOFBENCH_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<String>,
    /// What is logged, such as info or proofbench=debug,warn.
    #[arg(long, env = "PROOFBENCH_LOG_FILTER", value_name = "FILTER")]
    pub log_filter: Option<String>,
    /// Demo mode: the made-up organisation, `Enter as …` cards and a mailbox that
    /// everybody can read. Never for real data.
    #[arg(
        long,
        env = "PROOFBENCH_DEMO",
        value_name = "true|false",
        num_args = 0..=1,
        default_missing_value = "true"
    )]
    pub demo: Option<String>,
}

/// What a setting is when nobody gives it.
enum Fallback {
    /// This text, read like any other.
    Value(&'static str),
    /// Worked out from the machine or other settings, in these words.
    Derived(&'static str),
}

/// See [`Config::longest_request`].
const LONGEST_REQUEST: Duration = Duration::from_secs(15);

/// The name of an organisation that has not said its own.
pub const UNNAMED: &str = "Proofbench";

/// One line per setting; a test keeps it complete.
const FALLBACKS: [(&str, Fallback); 22] = [
    ("listen", Fallback::Value("127.0.0.1:8080")),
    ("base_url", Fallback::Derived("http://<listen>")),
    ("database_url", Fallback::Derived("private Postgres")),
    ("data_dir", Fallback::Value("./var")),
    ("files_dir", Fallback::Derived("<data_dir>/files")),
    ("secret_file", Fallback::Derived("<data_dir>/secret")),
    ("pool_size", Fallback::Derived("2 x cores + 4, at most 40")),
    ("workers", Fallback::Derived("number of cores")),
    ("statement_timeout_ms", Fallback::Value("10000")),
    ("org_name", Fallback::Value(UNNAMED)),
    ("default_language", Fallback::Value("en")),
    ("time_zone", Fallback::Value("UTC")),
    ("smtp_url", Fallback::Derived("none")),
    ("mail_from", Fallback::Value("Proofbench <proofbench@localhost>")),
    ("trusted_proxies", Fallback::Derived("none")),
    ("session_idle_hours", Fallback::Value("720")),
    ("session_absolute_hours", Fallback::Value("2160")),
    ("api_calls_per_minute", Fallback::Value("600")),
    ("searches_per_minute", Fallback::Value("300")),
    ("log_format", Fallback::Value("text")),
    ("log_filter", Fallback::Value("info,actix_server=warn")),
    ("demo", Fallback::Value("false")),
];

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// The settings in force, checked. See [`Settings`] for what each one means.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields carry the names of Settings, where each is explained")]
pub struct Config {
    pub listen: SocketAddr,
    /// Without a slash at the end.
    pub base_url: String,
    /// `None` means the private cluster in [`Config::postgres_dir`].
    pub database_url: Option<SecretString>,
    pub data_dir: PathBuf,
    pub files_dir: PathBuf,
    pub secret_file: PathBuf,
    pub pool_size: u32,
    pub workers: usize,
    pub statement_timeout: Duration,
    pub org_name: String,
    pub default_language: String,
    pub time_zone: Tz,
    /// `None` means that mail stays in the outbox.
    pub smtp_url: Option<SecretString>,
    pub mail_from: String,
    pub trusted_proxies: Vec<IpNet>,
    pub session_idle: Duration,
    pub session_absolute: Duration,
    pub api_calls_per_minute: u32,
    /// A request without files, its body included, ends within this time. No setting: a form's fields need no more.
    pub longest_request: Duration,
    pub searches_per_minute: u32,
    pub log_format: LogFormat,
    pub log_filter: String,
    pub demo: bool,
}

impl Config {
    /// Reads the file the settings name (or `./proofbench.toml`), lays command
    /// line and environment over it, and checks every value.
    ///
    /// # Errors
    /// One sentence that names the setting, its value and what to change.
    pub fn load(settings: &Settings) -> Result<Self> {
        let file = match &settings.config {
            Some(path) => read_file(path)?,
            None if Path::new(DEFAULT_FILE).exists() => read_file(Path::new(DEFAULT_FILE))?,
            None => BTreeMap::new(),
        };
        Self::resolve(settings, file)
    }

    /// Where the private cluster lies.
    #[must_use]
    pub fn postgres_dir(&self) -> PathBuf {
        self.data_dir.join("postgres")
    }

    /// Whether cookies are sent over TLS only.
    #[must_use]
    pub fn secure_cookies(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// The 32 random bytes that sign cookies and links; made on first use,
    /// readable by the owner alone.
    ///
    /// # Errors
    /// When the file cannot be read or made, is open to others, or is damaged.
    pub fn secret(&self) -> Result<[u8; secret::LENGTH]> {
        secret::load_or_make(&self.secret_file)
    }

    /// The reference of all settings as a Markdown table, for the README.
    #[must_use]
    pub fn documentation() -> String {
        let command = Settings::augment_args(Command::new("settings"));
        let mut table = String::from("| Setting | Environment | Default | Meaning |\n|---|---|---|---|\n");
        for argument in command.get_arguments() {
            let name = argument.get_id().as_str();
            let variable = argument.get_env().unwrap_or_default().to_string_lossy();
            let fallback = FALLBACKS.iter().find(|(known, _)| *known == name);
            let default = match fallback {
                Some((_, Fallback::Value(value))) => format!("`{value}`"),
                Some((_, Fallback::Derived(words))) => format!("`{words}`"),
                None => format!("`./{DEFAULT_FILE}`, if it exists"),
            };
            let help = argument.get_help().cloned().unwrap_or_default();
            let help = help.to_string().replace('\n', " ").replace('<', "&lt;");
            // Writing to a string does not fail.
            let _ = writeln!(table, "| `{name}` | `{variable}` | {default} | {help} |");
        }
        table
    }

    /// Lays the sources over each other and reads every value.
    fn resolve(settings: &Settings, file: BTreeMap<String, String>) -> Result<Self> {
        let values = Values::merge(settings, file)?;
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let connections = (2 * cores + 4).min(MOST_DEFAULT_CONNECTIONS);
        let listen = values.parsed("listen", "write an IP address and a port, such as 127.0.0.1:8080")?;
        let data_dir = PathBuf::from(values.text("data_dir"));
        let idle = values.number("session_idle_hours", 1..=8760, 720)?;
        let absolute = values.number("session_absolute_hours", 1..=26280, 2160)?;
        if absolute < idle {
            bail!(
                "session_absolute_hours is {absolute}, less than session_idle_hours with {idle}; \
                 raise the first or lower the second"
            );
        }
        Ok(Self {
            listen,
            base_url: values.base_url(listen)?,
            database_url: values.url("database_url", &["postgres://", "postgresql://", "host="])?,
            files_dir: values.path("files_dir", &data_dir, "files"),
            secret_file: values.path("secret_file", &data_dir, "secret"),
            data_dir,
            pool_size: values.pool_size(connections)?,
            workers: values.number("workers", 1..=256, cores)?,
            statement_timeout: Duration::from_millis(values.number("statement_timeout_ms", 100..=600_000, 10_000)? as u64),
            org_name: values.text("org_name"),
            default_language: values.one_of("default_language", &LANGUAGES)?,
            time_zone: values.parsed("time_zone", "write a name such as Europe/Berlin or UTC")?,
            smtp_url: values.smtp_url()?,
            mail_from: values.mail_from()?,
            trusted_proxies: values.networks("trusted_proxies")?,
            session_idle: Duration::from_hours(idle as u64),
            session_absolute: Duration::from_hours(absolute as u64),
            api_calls_per_minute: u32::try_from(values.number("api_calls_per_minute", 1..=1_000_000, 600)?)?,
            longest_request: LONGEST_REQUEST,
            searches_per_minute: u32::try_from(values.number("searches_per_minute", 1..=1_000_000, 300)?)?,
            log_format: match values.one_of("log_format", &["text", "json"])?.as_str() {
                "json" => LogFormat::Json,
                _ => LogFormat::Text,
            },
            log_filter: values.log_filter()?,
            demo: values.switch("demo")?,
        })
    }
}

/// Reads a TOML file of settings; lists become texts with commas.
fn read_file(path: &Path) -> Result<BTreeMap<String, String>> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the configuration file {shown}; check --config and its permissions"))?;
    read_toml(&text).with_context(|| format!("in the configuration file {shown}"))
}

fn read_toml(text: &str) -> Result<BTreeMap<String, String>> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.as_bytes()[..start.min(text.len())].iter().filter(|byte| **byte == b'\n').count();
        anyhow::anyhow!("line {} is not TOML: {}", line + 1, error.message())
    })?;
    table
        .into_iter()
        .map(|(name, value)| {
            if !FALLBACKS.iter().any(|(known, _)| *known == name) {
                bail!("`{name}` is no setting; remove it, or see `proofbench serve --help` for the names");
            }
            let text = plain(&value).with_context(|| format!("`{name}` is {value}; write one text, number, true or false"))?;
            Ok((name, text))
        })
        .collect()
}

/// A TOML value as one would type it on the command line.
fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(switch) => Some(switch.to_string()),
        toml::Value::Array(parts) => {
            let parts: Option<Vec<String>> = parts.iter().map(plain).collect();
            parts.map(|parts| parts.join(","))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
