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
use std::time::Duration;

/// Tries before a job is put aside for a person to look at.
const TRIES: i32 = 8;
/// Jobs taken at once.
pub const TAKEN: i64 = 20;
/// How long a taken job is nobody else's.
const HELD: TimeDelta = TimeDelta::minutes(5);

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

/// Queues a job and wakes the workers; the same key is queued once for good.
///
/// # Errors
/// When the payload cannot be written down or the insert fails.
pub fn queue<P: Serialize>(tx: &mut Tx<'_>, kind: &'static str, key: &str, payload: &P) -> AppResult<()> {
    let now = tx.now();
    queue_for(tx, kind, key, payload, now)
}

/// As [`queue`], for work that is not to be done before a moment.
///
/// # Errors
/// As [`queue`].
pub fn queue_for<P: Serialize>(tx: &mut Tx<'_>, kind: &'static str, key: &str, payload: &P, run_at: Moment) -> AppResult<()> {
    let now = tx.now();
    sql("INSERT INTO jobs (id, kind, key, payload, run_at, created_at) VALUES ($1, $2, $3, $4, $6, $5) ON CONFLICT ON CONSTRAINT jobs_key DO NOTHING")
        .bind::<SqlUuid, _>(JobId::new())
        .bind::<Text, _>(kind)
        .bind::<Text, _>(key)
        .bind::<Jsonb, _>(serde_json::to_value(payload).map_err(anyhow::Error::from)?)
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(run_at)
        .execute(tx.scratch())?;
    sql("SELECT pg_notify('spine', '')").execute(tx.scratch())?;
    Ok(())
}

/// Takes what is due and does it; how many were taken.
///
/// # Errors
/// When the database cannot be asked. A job that fails is retried later and is no error here.
pub async fn work(db: &Db, clock: &Clock, outbox: &Outbox) -> AppResult<usize> {
    let now = clock.now();
    let jobs: Vec<Job> = db
        .write(Doer::System("jobs"), move |tx| {
            let take = sql(
                "UPDATE jobs SET locked_until = $2, attempts = attempts + 1 WHERE id IN (
                    SELECT id FROM jobs WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= $1 AND (locked_until IS NULL OR locked_until < $1)
                    ORDER BY run_at LIMIT $3 FOR UPDATE SKIP LOCKED)
                 RETURNING id, kind, key, payload, attempts",
            );
            Ok(take.bind::<Timestamptz, _>(now).bind::<Timestamptz, _>(now + HELD).bind::<BigInt, _>(TAKEN).load(tx.scratch())?)
        })
        .await?;
    let taken = jobs.len();
    for job in jobs {
        let result = perform(outbox, &job).await;
        settle(db, clock.now(), job, result.err(), !outbox.keeps_only()).await?;
    }
    Ok(taken)
}

async fn perform(outbox: &Outbox, job: &Job) -> anyhow::Result<()> {
    match job.kind.as_str() {
        mail::JOB => {
            let mail: Mail = serde_json::from_value(job.payload.clone())?;
            tokio::time::timeout(Duration::from_secs(30), outbox.send(&mail, &job.key)).await?
        }
        other => anyhow::bail!("no worker knows jobs of kind {other}"),
    }
}

/// Writes down what came of a job. A mail that has left is not kept: it may hold a one-time code.
async fn settle(db: &Db, now: Moment, job: Job, failure: Option<anyhow::Error>, gone: bool) -> AppResult<()> {
    let (id, attempts) = (job.id, job.attempts);
    let failure = failure.map(|error| format!("{error:#}"));
    if let Some(error) = &failure {
        tracing::warn!(job = %id, kind = job.kind, attempts, error, "a job failed");
    }
    db.write(Doer::System("jobs"), move |tx| {
        match &failure {
            None => sql("UPDATE jobs SET done_at = $2, locked_until = NULL, last_error = NULL,
                    payload = CASE WHEN $3 THEN payload - 'text' - 'html' ELSE payload END WHERE id = $1")
            .bind::<SqlUuid, _>(id)
            .bind::<Timestamptz, _>(now)
            .bind::<Bool, _>(gone)
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
