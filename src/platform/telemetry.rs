//! Logs: structured, one line an event, with control characters of foreign text escaped by the formatter.
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For eyes.
    Text,
    /// For machines.
    Json,
}

/// Starts logging to standard error. A second call changes nothing.
///
/// # Errors
/// When the filter does not parse.
pub fn start(filter: &str, format: LogFormat) -> anyhow::Result<()> {
    start_into(filter, format, std::io::stderr)
}

/// As [`start`], into something else than standard error.
///
/// # Errors
/// When the filter does not parse.
pub fn start_into<W>(filter: &str, format: LogFormat, writer: W) -> anyhow::Result<()>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(filter)?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_ansi(false).log_internal_errors(false);
    let _already_started = match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    Ok(())
}
