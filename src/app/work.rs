//! What a command does with a database that is open for it alone: begun, ended and cut short in one place.
use super::{Database, run::told_to_stop};
use std::{future::Future, io::Write, process, time::Duration};

/// What a shell expects of a program that Ctrl-C ended: 128 and the number of SIGINT.
const CUT_SHORT: i32 = 130;
/// What opening a database gets to end by itself, once the command is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens a database, works on it and closes it again. Told to stop meanwhile, it closes the database and ends the process,
/// so that what is under way is rolled back; `lost` says what that means.
///
/// # Errors
/// When the database cannot be opened or closed, or what the work says.
pub(super) async fn work_on<T, Fut>(
    opening: impl Future<Output = anyhow::Result<Database>>,
    lost: &str,
    work: impl FnOnce(String) -> Fut,
) -> anyhow::Result<T>
where
    Fut: Future<Output = anyhow::Result<T>>,
{
    let stop = told_to_stop();
    tokio::pin!(stop);
    let database = tokio::select! {
        database = opening => database?,
        stopped = &mut stop => {
            stopped?;
            // Opening has a thread of its own, which on a database that is not ours may wait for others for long.
            std::thread::spawn(|| {
                std::thread::sleep(PATIENCE);
                process::exit(CUT_SHORT)
            });
            anyhow::bail!("stopped: {lost}");
        }
    };
    let done = tokio::select! {
        // What is done already is not lost.
        biased;
        done = work(database.conninfo().to_owned()) => Some(done),
        stopped = &mut stop => stopped.err().map(Err),
    };
    let closed = database.close().await;
    match done {
        Some(done) => {
            let done = done?;
            closed?;
            Ok(done)
        }
        None => {
            // Nothing is left to do when even standard error is gone.
            let _gone = writeln!(std::io::stderr().lock(), "proofbench: stopped: {lost}");
            // A transaction has a thread of its own: on a database that is not ours it would go on to its end.
            process::exit(CUT_SHORT)
        }
    }
}
