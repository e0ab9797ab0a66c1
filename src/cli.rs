//! The command line: which commands there are and what they take. What they do
//! lives elsewhere.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::{kernel::Audience, platform::config::Settings};

/// Proofbench: campaigns, ideas, votes, brainstorms and prototypes on a server
/// of your own.
///
/// Without a command it serves. Without DATABASE_URL it starts a private
/// Postgres in the data folder, so `proofbench demo` is all a first look needs.
#[derive(Parser, Debug)]
#[command(name = "proofbench", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do; `serve` when left out.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Settings of `serve` when no command is named.
    #[command(flatten)]
    pub settings: Settings,
}

impl Cli {
    /// The command, with the default filled in.
    #[must_use]
    pub fn into_command(self) -> Command {
        self.command.unwrap_or(Command::Serve(self.settings))
    }
}

/// Everything the program can do from a shell.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Start the server; stop it with Ctrl-C or SIGTERM.
    Serve(Settings),
    /// Start the server in demo mode, filled with a made-up organisation.
    ///
    /// The first start makes people, campaigns, ideas, votes, brainstorms and
    /// prototypes. Nobody needs a password, so never use it for real data.
    Demo(Settings),
    /// Read existing ideas and votes into a campaign.
    #[command(subcommand)]
    Import(Import),
    /// Write everything people made as files that other programs can read: CSV, JSON lines and the pictures.
    Export(Export),
    /// Check database, migrations, disk and clock, and say what to do.
    Doctor(Doctor),
    /// Manage accounts from the shell.
    #[command(subcommand)]
    Admin(Admin),
    /// Measure a running server, or fill a database for measurements.
    #[command(subcommand)]
    Load(Load),
}

impl Command {
    /// The settings given with the command.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        match self {
            Self::Serve(settings) | Self::Demo(settings) => settings,
            Self::Import(Import::Polis(args)) => &args.settings,
            Self::Import(Import::Ideas(args)) => &args.settings,
            Self::Export(args) => &args.settings,
            Self::Doctor(args) => &args.settings,
            Self::Admin(Admin::Create(args)) => &args.settings,
            Self::Load(Load::Run(args)) => &args.settings,
            Self::Load(Load::Fill(args)) => &args.settings,
        }
    }
}

/// Sources that can be read.
#[derive(Subcommand, Debug)]
pub enum Import {
    /// Read a Polis open-data export: statements become ideas, agreement a vote.
    ///
    /// Reports what was read, kept and skipped, and why. Reading the same export
    /// again changes nothing; an error anywhere leaves nothing behind. The first
    /// time, --create makes the campaign.
    Polis(ImportPolis),
    /// Read ideas from a CSV file, one a row.
    ///
    /// A wrong row is refused with file, line and reason, and nothing is kept.
    ///
    /// The fields are body (the text, required), title (made of the text when left out), author (an address
    /// that has an account, a handle or a name), votes (a whole number), created (2026-11-23 or
    /// 2026-11-23T14:30:00Z), tags (separated by semicolons) and key (what the row is known by where it
    /// comes from, so that it comes in once). Columns are separated by commas.
    Ideas(ImportIdeas),
}

/// What `import polis` takes.
#[derive(Args, Debug)]
pub struct ImportPolis {
    /// Folder with the export's files (comments.csv, votes.csv and, if there is one, summary.csv).
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Campaign that receives the ideas, by the name in its address.
    #[arg(long, value_name = "SLUG", value_parser = name)]
    pub campaign: String,
    /// Make the campaign when there is none of this name.
    #[arg(long)]
    pub create: bool,
    /// Who sees a campaign that --create makes: internal, signed_in or public.
    #[arg(long, value_name = "AUDIENCE", value_parser = audience, default_value = "internal", requires = "create")]
    pub audience: Audience,
    /// Check everything and report, but keep nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Settings.
    #[command(flatten)]
    pub settings: Settings,
}

/// What `import ideas` takes.
#[derive(Args, Debug)]
pub struct ImportIdeas {
    /// The CSV file: UTF-8, column names in the first row.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Campaign that receives the ideas, by the name in its address.
    #[arg(long, value_name = "SLUG", value_parser = name)]
    pub campaign: String,
    /// Which column fills which field (title, body, author, votes, created, tags,
    /// key), such as title=Headline,body=Text; a field that is not named takes the
    /// column of its own name.
    #[arg(long, value_name = "FIELD=COLUMN", value_delimiter = ',', value_parser = pair)]
    pub map: Vec<(String, String)>,
    /// Check everything and report, but keep nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Settings.
    #[command(flatten)]
    pub settings: Settings,
}

/// What `export` takes.
#[derive(Args, Debug)]
pub struct Export {
    /// Folder to write into; made when missing, refused when not empty.
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Settings.
    #[command(flatten)]
    pub settings: Settings,
}

/// What `doctor` takes.
#[derive(Args, Debug)]
pub struct Doctor {
    /// Also compute all kept counts again and name those that differ.
    #[arg(long)]
    pub recount: bool,
    /// Settings.
    #[command(flatten)]
    pub settings: Settings,
}

/// What can be done with accounts.
#[derive(Subcommand, Debug)]
pub enum Admin {
    /// Make an administrator, or make an existing person one.
    Create(AdminCreate),
}

/// What `admin create` takes.
#[derive(Args, Debug)]
pub struct AdminCreate {
    /// Address the person signs in with.
    #[arg(long, value_name = "ADDRESS")]
    pub email: String,
    /// Name that others see.
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// Settings.
    #[command(flatten)]
    pub settings: Settings,
}

/// Ways to put weight on a server.
#[derive(Subcommand, Debug)]
pub enum Load {
    /// Drive a running server and print what it does beside the machine's limits.
    Run(LoadRun),
    /// Fill the database with a large, believable data set.
    ///
    /// The same numbers and the same seed give the same data.
    Fill(LoadFill),
}

/// What `load run` takes.
#[derive(Args, Debug)]
pub struct LoadRun {
    /// Server to drive; its base_url when left out.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Requests under way at once.
    #[arg(long, value_name = "NUMBER", default_value_t = 64)]
    pub clients: u32,
    /// Duration of each measurement.
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub seconds: u64,
    /// Process number of the server; found by its socket when left out.
    #[arg(long, value_name = "NUMBER")]
    pub pid: Option<u32>,
    /// Measure votes and single-row inserts only.
    #[arg(long)]
    pub votes_only: bool,
    /// Settings.
    #[command(flatten)]
    pub settings: Settings,
}

/// What `load fill` takes.
#[derive(Args, Debug)]
pub struct LoadFill {
    /// People to make.
    #[arg(long, value_name = "NUMBER", default_value_t = 2_000)]
    pub people: u32,
    /// Ideas to make.
    #[arg(long, value_name = "NUMBER", default_value_t = 2_000)]
    pub ideas: u32,
    /// Votes to cast; at most one per person and idea.
    #[arg(long, value_name = "NUMBER", default_value_t = 20_000)]
    pub votes: u32,
    /// Comments to write.
    #[arg(long, value_name = "NUMBER", default_value_t = 4_000)]
    pub comments: u32,
    /// Start of the random numbers.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
    /// Settings.
    #[command(flatten)]
    pub settings: Settings,
}

/// Reads the name of a campaign.
fn name(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("name a campaign as its address does: cold-mornings for …/campaigns/cold-mornings".to_owned()),
        name => Ok(name.to_owned()),
    }
}

/// Reads who sees a new campaign.
fn audience(text: &str) -> Result<Audience, String> {
    let all = [Audience::Internal, Audience::SignedIn, Audience::Public];
    all.into_iter().find(|audience| audience.as_str() == text).ok_or_else(|| "write internal, signed_in or public".to_owned())
}

/// Reads `title=Headline`.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, column)) if !field.trim().is_empty() && !column.trim().is_empty() => {
            Ok((field.trim().to_owned(), column.trim().to_owned()))
        }
        _ => Err("write FIELD=COLUMN, such as title=Headline".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parse(words: &str) -> Result<Command, clap::Error> {
        let words = words.split_whitespace();
        Cli::try_parse_from(std::iter::once("proofbench").chain(words)).map(Cli::into_command)
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn serve_is_what_happens_without_a_command() -> Result<(), clap::Error> {
        let command = parse("--listen 127.0.0.1:1 --demo")?;
        assert!(matches!(command, Command::Serve(_)));
        assert_eq!(command.settings().listen.as_deref(), Some("127.0.0.1:1"));
        assert_eq!(command.settings().demo.as_deref(), Some("true"));
        assert!(matches!(parse("demo --workers 2")?, Command::Demo(_)));
        Ok(())
    }

    #[test]
    fn a_switch_takes_its_value_with_and_without_an_equals_sign() -> Result<(), clap::Error> {
        for (words, demo) in [("serve --demo true", "true"), ("--demo=false", "false"), ("serve --demo --workers 2", "true")] {
            assert_eq!(parse(words)?.settings().demo.as_deref(), Some(demo), "{words}");
        }
        Ok(())
    }

    #[test]
    fn an_administrator_is_made_with_the_settings_of_the_server() -> Result<(), clap::Error> {
        let command = parse("admin create --email a@example.com --name Ann --base-url https://ideas.example.com")?;
        assert_eq!(command.settings().base_url.as_deref(), Some("https://ideas.example.com"));
        Ok(())
    }

    #[test]
    fn the_help_of_the_import_names_every_field() {
        let mut command = Cli::command();
        let ideas = command.find_subcommand_mut("import").and_then(|import| import.find_subcommand_mut("ideas"));
        let help = ideas.map(|ideas| ideas.render_long_help().to_string()).unwrap_or_default();
        for field in crate::flows::import_ideas::rules::FIELDS {
            assert!(help.contains(field), "{field}");
        }
    }

    #[test]
    fn a_new_campaign_is_asked_for_and_internal_unless_told() -> Result<(), clap::Error> {
        let polis = |words: &str| match parse(&format!("import polis export --campaign trees {words}")) {
            Ok(Command::Import(Import::Polis(args))) => Ok((args.create, args.audience, args.dry_run)),
            Ok(_) => Err(clap::Error::new(clap::error::ErrorKind::InvalidSubcommand)),
            Err(error) => Err(error),
        };
        assert_eq!(polis("")?, (false, Audience::Internal, false));
        assert_eq!(polis("--create --dry-run")?, (true, Audience::Internal, true));
        assert_eq!(polis("--create --audience public")?, (true, Audience::Public, false));
        assert!(polis("--audience public").is_err() && polis("--create --audience people").is_err());
        let nameless = Cli::try_parse_from(["proofbench", "import", "polis", "export", "--campaign", ""])
            .map(|_| ())
            .map_err(|error| error.to_string());
        assert!(nameless.is_err_and(|text| text.contains("cold-mornings for …/campaigns/cold-mornings")));
        Ok(())
    }

    #[test]
    fn a_column_mapping_is_read_as_pairs() -> Result<(), clap::Error> {
        let command = parse("import ideas f.csv --campaign tapes --map title=Headline,body=Text")?;
        let Command::Import(Import::Ideas(args)) = command else {
            return Err(clap::Error::new(clap::error::ErrorKind::InvalidSubcommand));
        };
        assert_eq!(args.map.len(), 2);
        assert_eq!(args.map[0], ("title".to_owned(), "Headline".to_owned()));
        assert!(parse("import ideas f.csv --campaign tapes --map title").is_err());
        assert!(parse("import ideas f.csv").is_err());
        Ok(())
    }
}
