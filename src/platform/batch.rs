//! Hot work together: the first command goes at once, those that arrive while it is done go together in the next
//! transaction, and each caller gets an own answer only after the commit. One fsync serves many; nobody waits for company.
use super::error::{AppError, AppResult};
use std::{future::Future, pin::Pin, sync::Arc};
use tokio::sync::{mpsc, oneshot};

/// Commands in one transaction at most.
const LARGEST: usize = 256;
/// Commands that may wait; beyond it callers are told to come back.
const WAITING: usize = 4096;

type Answer<R> = oneshot::Sender<AppResult<R>>;
type Apply<C, R> = dyn Fn(Arc<Vec<C>>) -> Pin<Box<dyn Future<Output = AppResult<Vec<AppResult<R>>>> + Send>> + Send + Sync;

/// A queue in front of one kind of write. Cheap to clone.
pub struct Batch<C, R> {
    queue: mpsc::Sender<(C, Answer<R>)>,
}

impl<C, R> Clone for Batch<C, R> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone() }
    }
}

impl<C: Send + Sync + 'static, R: Send + 'static> Batch<C, R> {
    /// Starts the worker. `apply` runs one transaction over all commands and returns an answer for
    /// each, in order; when it fails as a whole, each command is tried alone, so that one bad
    /// command never fails its neighbours.
    pub fn start<F, Fut>(apply: F) -> Self
    where
        F: Fn(Arc<Vec<C>>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = AppResult<Vec<AppResult<R>>>> + Send + 'static,
        C: Clone,
    {
        let (queue, mut arriving) = mpsc::channel::<(C, Answer<R>)>(WAITING);
        let apply: Box<Apply<C, R>> = Box::new(move |commands| Box::pin(apply(commands)));
        tokio::spawn(async move {
            while let Some(first) = arriving.recv().await {
                let mut waiting = vec![first];
                while waiting.len() < LARGEST
                    && let Ok(next) = arriving.try_recv()
                {
                    waiting.push(next);
                }
                let (commands, answers): (Vec<C>, Vec<Answer<R>>) = waiting.into_iter().unzip();
                settle(&apply, commands, answers).await;
            }
        });
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

async fn settle<C: Clone + Send + Sync, R: Send>(apply: &Apply<C, R>, commands: Vec<C>, answers: Vec<Answer<R>>) {
    let commands = Arc::new(commands);
    match apply(commands.clone()).await {
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
                let alone = apply(Arc::new(vec![command.clone()])).await;
                let _gone = answer.send(alone.and_then(|mut results| results.pop().unwrap_or(Err(AppError::Busy))));
            }
        }
    }
}
