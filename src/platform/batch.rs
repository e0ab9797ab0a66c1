//! Hot work together: the first command goes at once, those that arrive while it is done go together in the next
//! transaction, and each caller gets an own answer only after the commit. One fsync serves many; nobody waits for company.
use super::error::{AppError, AppResult};
use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
    thread,
};
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
};

/// Commands in one transaction at most.
const LARGEST: usize = 256;
/// Commands that may wait; beyond it callers are told to come back.
const WAITING: usize = 4096;
/// Threads of a queue that reads: while one waits for the answer, the other gathers.
pub const READING: usize = 2;
/// Threads of a queue that writes: a flush takes longer than the work before it, so while some wait for their disk,
/// another still has its turn.
pub const WRITING: usize = 4;

type Answer<R> = oneshot::Sender<AppResult<R>>;

/// A queue in front of one kind of work. Cheap to clone; its threads end with its last copy.
pub struct Batch<C, R> {
    queue: mpsc::Sender<(C, Answer<R>)>,
}

impl<C, R> Clone for Batch<C, R> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone() }
    }
}

impl<C: Send + 'static, R: Send + 'static> Batch<C, R> {
    /// Starts so many threads; inside a runtime. They go to the database by themselves, because every hop between threads
    /// costs a crowd more than its queries do. `apply` does the work for all commands and returns an answer for each, in
    /// order; the next commands are taken up when it has called what it was given beside them, or at its end. When it
    /// fails as a whole, each command is tried alone, so that one bad command never fails its neighbours.
    pub fn start<F>(threads: usize, apply: F) -> Self
    where
        F: Fn(&[C], &dyn Fn()) -> AppResult<Vec<AppResult<R>>> + Send + Sync + 'static,
    {
        let (queue, arriving) = mpsc::channel::<(C, Answer<R>)>(WAITING);
        let shared = Arc::new((Mutex::new(arriving), apply));
        for _ in 0..threads {
            let (shared, runtime) = (shared.clone(), Handle::current());
            thread::spawn(move || {
                let _inside = runtime.enter();
                let (arriving, apply) = &*shared;
                while take_turn(arriving, apply) {}
            });
        }
        Self { queue }
    }

    /// Hands a command in and waits for its answer, which comes after the commit.
    ///
    /// # Errors
    /// The command's own refusal; [`AppError::Busy`] when the queue is full.
    pub async fn submit(&self, command: C) -> AppResult<R> {
        let (answer, answered) = oneshot::channel();
        self.queue.try_send((command, answer)).map_err(|_| AppError::Busy)?;
        answered.await.map_err(|_| AppError::Busy)?
    }
}

/// Waits for commands and does what has come by then; `false` when none will come any more.
fn take_turn<C, R>(
    arriving: &Mutex<mpsc::Receiver<(C, Answer<R>)>>,
    apply: &impl Fn(&[C], &dyn Fn()) -> AppResult<Vec<AppResult<R>>>,
) -> bool {
    let mut turn = arriving.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((first, answer)) = turn.blocking_recv() else {
        return false;
    };
    // On a busy machine those whose turn it is to run hand theirs in first; on an idle one this is nothing.
    thread::yield_now();
    let (mut commands, mut answers) = (vec![first], vec![answer]);
    while commands.len() < LARGEST
        && let Ok((next, answer)) = turn.try_recv()
    {
        commands.push(next);
        answers.push(answer);
    }
    let turn = Cell::new(Some(turn));
    let over = || drop(turn.take());
    let applied = |commands: &[C]| {
        catch_unwind(AssertUnwindSafe(|| apply(commands, &over))).unwrap_or_else(|_| Err(anyhow::anyhow!("a batch panicked").into()))
    };
    match applied(&commands) {
        Ok(results) if results.len() == answers.len() => {
            for (answer, result) in answers.into_iter().zip(results) {
                // A caller that went away needs no answer.
                let _gone = answer.send(result);
            }
        }
        Ok(_) => tracing::error!("a batch returned another number of answers than it got commands"),
        Err(AppError::Busy) => {
            for answer in answers {
                let _gone = answer.send(Err(AppError::Busy));
            }
        }
        Err(error) if commands.len() == 1 => {
            if let Some(answer) = answers.into_iter().next() {
                let _gone = answer.send(Err(anyhow::anyhow!("{error:?}").into()));
            }
        }
        Err(error) => {
            tracing::warn!(?error, commands = commands.len(), "a batch failed as a whole; each command is tried alone");
            for (command, answer) in commands.iter().zip(answers) {
                let alone = applied(std::slice::from_ref(command));
                let _gone = answer.send(alone.and_then(|mut results| results.pop().unwrap_or(Err(AppError::Busy))));
            }
        }
    }
    true
}
