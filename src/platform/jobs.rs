//! Work outside the database, done later by any process: taken with `SKIP LOCKED`, retried with growing pauses.
use super::{
    db::{Db, Tx, sql},
    error::AppResult,
    mail::{self, Mail, Outbox},
};
use crate::kernel::{Clock, Doer, JobId, Moment};
use chrono::TimeDelta;
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Integer, Jsonb, Text, Timestamptz, Uuid as SqlUuid},
};
use serde::Serialize;
use std::{sync::Arc, time::Duration};

/// Tries before a job is put aside for a person to look at.
const TRIES: i32 = 8;
/// How long a mail may take to leave.
const SENDING: Duration = Duration::from_secs(30);
/// How long a taken job is nobody else's: as long as it may take, and to write down what came of it.
const HELD: TimeDelta = TimeDelta::seconds(90);
/// Pauses between tries to write down what came of a job, in seconds: all are over while it is held.
const SETTLING: [u64; 4] = [1, 2, 4, 8];

#[derive(QueryableByName)]
struct Job {
    #[diesel(sql_type = SqlUuid)]
    id: uuid::Uuid,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Jsonb)]
    payload: serde_json::Value,
    #[diesel(sql_type = Integer)]
    attempts: i32,
}

/// Queues a job and wakes the workers; the same key is queued once for as long as it is known, a month after it was done.
///
/// # Errors
/// When the payload cannot be written down or the insert fails.
pub fn queue<P: Serialize>(tx: &mut Tx<'_>, kind: &'static str, key: &str, payload: &P) -> AppResult<()> {
    let now = tx.now();
    put(tx, kind, key, payload, (now, false))
}

/// As [`queue`], before everything that is not urgent: for what somebody sits and waits for.
///
/// # Errors
/// As [`queue`].
pub fn queue_urgent<P: Serialize>(tx: &mut Tx<'_>, kind: &'static str, key: &str, payload: &P) -> AppResult<()> {
    let now = tx.now();
    put(tx, kind, key, payload, (now, true))
}

/// As [`queue`], for work that is not to be done before a moment.
///
/// # Errors
/// As [`queue`].
pub fn queue_for<P: Serialize>(tx: &mut Tx<'_>, kind: &'static str, key: &str, payload: &P, run_at: Moment) -> AppResult<()> {
    put(tx, kind, key, payload, (run_at, false))
}

fn put<P: Serialize>(tx: &mut Tx<'_>, kind: &str, key: &str, payload: &P, (run_at, urgent): (Moment, bool)) -> AppResult<()> {
    let now = tx.now();
    sql("INSERT INTO jobs (id, kind, key, payload, run_at, created_at, urgent) VALUES ($1, $2, $3, $4, $6, $5, $7)
         ON CONFLICT ON CONSTRAINT jobs_key DO NOTHING")
    .bind::<SqlUuid, _>(JobId::new())
    .bind::<Text, _>(kind)
    .bind::<Text, _>(key)
    .bind::<Jsonb, _>(serde_json::to_value(payload).map_err(anyhow::Error::from)?)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(run_at)
    .bind::<Bool, _>(urgent)
    .execute(tx.scratch())?;
    sql("SELECT pg_notify('spine', '')").execute(tx.scratch())?;
    Ok(())
}

/// Takes the job that has been due for longest, urgent ones first, and does it; how many were taken. One at a time, so
/// that none waits in the hands of a process for those before it until it is held no more, and another process does it,
/// too.
///
/// # Errors
/// When the database cannot be asked. A job that fails is retried later and is no error here.
pub async fn work(db: &Db, clock: &Clock, outbox: &Outbox) -> AppResult<usize> {
    let now = clock.now();
    let job: Option<Job> = db
        .write(Doer::System("jobs"), move |tx| {
            let take = sql(
                "UPDATE jobs SET locked_until = $2, attempts = attempts + 1 WHERE id = (
                    SELECT id FROM jobs WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= $1 AND (locked_until IS NULL OR locked_until < $1)
                    ORDER BY urgent DESC, run_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                 RETURNING id, kind, key, payload, attempts",
            );
            Ok(take.bind::<Timestamptz, _>(now).bind::<Timestamptz, _>(now + HELD).get_result(tx.scratch()).optional()?)
        })
        .await?;
    let Some(job) = job else {
        return Ok(0);
    };
    let failure = perform(outbox, &job).await.err().map(|error| format!("{error:#}"));
    if let Some(error) = &failure {
        tracing::warn!(job = %job.id, kind = job.kind, attempts = job.attempts, error, "a job failed");
    }
    let done = Arc::new(Done { job, failure, gone: !outbox.keeps_only() });
    for pause in SETTLING {
        match settle(db, clock.now(), done.clone()).await {
            Ok(()) => return Ok(1),
            // What was done and is not written down would be done again.
            Err(error) => tracing::warn!(job = %done.job.id, ?error, "what came of a job is not written down yet"),
        }
        tokio::time::sleep(Duration::from_secs(pause)).await;
    }
    settle(db, clock.now(), done).await.map(|()| 1)
}

/// Removes jobs that were done a month ago; how many. Readers of the spine queue none for events that old.
///
/// # Errors
/// When the delete fails.
pub fn remove_done(tx: &mut Tx<'_>, most: i64) -> AppResult<usize> {
    let now = tx.now();
    let delete =
        sql("DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE done_at < $1 - interval '30 days' LIMIT $2 FOR UPDATE SKIP LOCKED)");
    Ok(delete.bind::<Timestamptz, _>(now).bind::<BigInt, _>(most).execute(tx.scratch())?)
}

async fn perform(outbox: &Outbox, job: &Job) -> anyhow::Result<()> {
    match job.kind.as_str() {
        mail::JOB => {
            let mail: Mail = serde_json::from_value(job.payload.clone())?;
            tokio::time::timeout(SENDING, outbox.send(&mail, &job.key)).await?
        }
        other => anyhow::bail!("no worker knows jobs of kind {other}"),
    }
}

/// A job and what came of it.
struct Done {
    job: Job,
    failure: Option<String>,
    /// A mail that has left is not kept: it may hold a one-time code.
    gone: bool,
}

/// Writes down what came of a job.
async fn settle(db: &Db, now: Moment, done: Arc<Done>) -> AppResult<()> {
    db.write(Doer::System("jobs"), move |tx| {
        let (id, attempts) = (done.job.id, done.job.attempts);
        match &done.failure {
            None => sql("UPDATE jobs SET done_at = $2, locked_until = NULL, last_error = NULL,
                    payload = CASE WHEN $3 THEN payload - 'text' - 'html' - 'subject' ELSE payload END WHERE id = $1")
            .bind::<SqlUuid, _>(id)
            .bind::<Timestamptz, _>(now)
            .bind::<Bool, _>(done.gone)
            .execute(tx.scratch())?,
            Some(error) if attempts >= TRIES => sql("UPDATE jobs SET failed_at = $2, locked_until = NULL, last_error = $3 WHERE id = $1")
                .bind::<SqlUuid, _>(id)
                .bind::<Timestamptz, _>(now)
                .bind::<Text, _>(error)
                .execute(tx.scratch())?,
            Some(error) => {
                let pause = TimeDelta::seconds(15 << attempts.clamp(0, 10));
                sql("UPDATE jobs SET run_at = $2, locked_until = NULL, last_error = $3 WHERE id = $1")
                    .bind::<SqlUuid, _>(id)
                    .bind::<Timestamptz, _>(now + pause)
                    .bind::<Text, _>(error)
                    .execute(tx.scratch())?
            }
        };
        Ok(())
    })
    .await
}
