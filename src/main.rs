//! The command line: reads it, hands over, and says in one sentence what went wrong.
use clap::Parser;
use proofbench::{
    app,
    cli::{Admin, Cli, Command, Import, Load},
    platform::{config::Config, config::LogFormat, telemetry},
};
use std::{
    env,
    io::Write,
    os::unix::process::CommandExt,
    process::{self, ExitCode},
};

/// Many short-lived threads share the work, and the system's allocator keeps what each of them ever held.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Milliseconds after which the allocator gives free memory back to the system. It reads this before `main` begins.
const PURGE_DELAY: (&str, &str) = ("MIMALLOC_PURGE_DELAY", "0");

fn main() -> ExitCode {
    set_allocator();
    actix_web::rt::System::new().block_on(begin())
}

/// Begins anew in the same process, once, with the allocator's setting; where that cannot be, it goes on without.
fn set_allocator() {
    let (name, value) = PURGE_DELAY;
    if env::var_os(name).is_none()
        && let Ok(program) = env::current_exe()
    {
        let mut arguments = env::args_os();
        let called = arguments.next().unwrap_or_else(|| program.clone().into_os_string());
        // This comes back only when it failed.
        let _error = process::Command::new(program).arg0(called).args(arguments).env(name, value).exec();
    }
}

async fn begin() -> ExitCode {
    let command = Cli::parse().into_command();
    match run(command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do when even standard error is gone.
            let _gone = writeln!(std::io::stderr().lock(), "proofbench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    let config = Config::load(command.settings())?;
    let format = match config.log_format {
        LogFormat::Json => telemetry::LogFormat::Json,
        LogFormat::Text => telemetry::LogFormat::Text,
    };
    telemetry::start(&config.log_filter, format)?;
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for warning in Config::unknown_variables(names) {
        tracing::warn!("{warning}");
    }
    match command {
        Command::Serve(_) => {
            let line = format!("Proofbench is at {}", config.base_url());
            app::serve_until_stopped(config, |_| async move { Ok(line) }).await
        }
        Command::Demo(_) => {
            let config = Config { demo: true, ..config };
            let address = config.base_url().to_owned();
            app::serve_until_stopped(config, |state| async move {
                let line = if proofbench::flows::demo::install(&state).await? {
                    format!("Proofbench is at {address} with the demo organisation: enter as anybody at {address}/enter")
                } else {
                    format!("Proofbench is at {address}; its database was in use before, so no demo organisation was added")
                };
                Ok(line)
            })
            .await
        }
        Command::Import(Import::Polis(args)) => {
            let create = args.create.then_some(args.audience);
            app::import::polis(&config, &args.folder, args.campaign, create, args.dry_run).await
        }
        Command::Import(Import::Ideas(args)) => app::import::ideas(&config, &args.file, &args.campaign, &args.map, args.dry_run).await,
        Command::Export(args) => app::export::run(&config, &args.folder).await,
        Command::Doctor(args) => app::doctor::run(&config, args.recount).await,
        Command::Load(Load::Run(args)) => {
            let drive = app::load::Drive {
                url: args.url,
                clients: args.clients as usize,
                time: std::time::Duration::from_secs(args.seconds.max(1)),
                pid: args.pid,
                votes_only: args.votes_only,
            };
            app::load::run(&config, drive).await
        }
        Command::Load(Load::Fill(args)) => {
            let plan = app::load::Plan {
                people: args.people as usize,
                ideas: args.ideas as usize,
                votes: args.votes as usize,
                comments: args.comments as usize,
                seed: args.seed,
            };
            app::load::run_fill(&config, plan).await
        }
        Command::Admin(Admin::Create(args)) => app::admin::create(config, &args.email, &args.name).await,
    }
}
