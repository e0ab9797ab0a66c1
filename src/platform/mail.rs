//! Mail leaves through jobs with a unique key, so a retry never sends twice; the request never waits for it.
use super::{
    db::{Tx, sql},
    error::AppResult,
    jobs,
};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, header::ContentType},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Kind of the job that sends a mail.
pub const JOB: &str = "mail";

/// Whether a URL of a mail server can be read.
pub fn reads_url(url: &str) -> bool {
    AsyncSmtpTransport::<Tokio1Executor>::from_url(url).is_ok()
}

/// Whether this is one address, with or without a name before it, that mail can come from.
pub fn reads_sender(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

/// One mail, ready to send.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mail {
    /// Address of the one who gets it; always one that is stored, never one typed at the moment.
    pub to: String,
    /// Their name.
    pub name: String,
    /// Subject, one line.
    pub subject: String,
    /// Plain-text twin.
    pub text: String,
    /// HTML part.
    pub html: String,
}

/// How mail gets out.
#[derive(Clone)]
pub struct Outbox {
    transport: Option<Arc<AsyncSmtpTransport<Tokio1Executor>>>,
    from: Arc<Mailbox>,
}

impl Outbox {
    /// Over SMTP to `url` (`smtp://…`, `smtps://…`), or kept in the database only.
    ///
    /// # Errors
    /// When the URL or the sender's address does not parse.
    pub fn new(url: Option<&str>, from: &str) -> anyhow::Result<Self> {
        let transport =
            url.map(|url| AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map(|builder| Arc::new(builder.build()))).transpose()?;
        Ok(Self { transport, from: Arc::new(from.parse()?) })
    }

    /// Mail is only kept, where the mailbox page shows it.
    pub fn keeps_only(&self) -> bool {
        self.transport.is_none()
    }

    /// Sends one mail; the message id is made from the job's key, so that a repeat can be recognised.
    ///
    /// # Errors
    /// When an address is unusable or the server does not take it.
    pub async fn send(&self, mail: &Mail, key: &str) -> anyhow::Result<()> {
        let Some(transport) = &self.transport else {
            return Ok(());
        };
        let to = Mailbox::new(Some(one_line(&mail.name)), mail.to.parse()?);
        let host = self.from.email.domain();
        let message = Message::builder()
            .from((*self.from).clone())
            .to(to)
            .message_id(Some(format!("<{}@{host}>", key.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "-"))))
            .subject(one_line(&mail.subject))
            .header(ContentType::TEXT_PLAIN)
            .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))?;
        transport.send(message).await?;
        Ok(())
    }
}

/// Control characters in names and subjects never reach a header.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Queues a mail in the transaction of the change it tells of. The same `key` is queued once.
///
/// # Errors
/// When the insert fails.
pub fn queue(tx: &mut Tx<'_>, key: &str, mail: &Mail) -> AppResult<()> {
    jobs::queue(tx, JOB, key, mail)
}

/// As [`queue`], to be sent before other mail: somebody waits for it.
///
/// # Errors
/// When the insert fails.
pub fn queue_urgent(tx: &mut Tx<'_>, key: &str, mail: &Mail) -> AppResult<()> {
    jobs::queue_urgent(tx, JOB, key, mail)
}

/// As [`queue`], not to be sent before a moment.
///
/// # Errors
/// When the insert fails.
pub fn queue_for(tx: &mut Tx<'_>, key: &str, mail: &Mail, at: crate::kernel::Moment) -> AppResult<()> {
    jobs::queue_for(tx, JOB, key, mail, at)
}

/// Which of these mails wait and were never tried to be sent, locked against that.
///
/// # Errors
/// When the query fails.
pub fn lock_waiting(tx: &mut Tx<'_>, keys: &[String]) -> AppResult<Vec<String>> {
    use diesel::{
        RunQueryDsl,
        sql_types::{Array, Text},
    };
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        key: String,
    }
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> =
        sql("SELECT key FROM jobs WHERE kind = 'mail' AND key = ANY ($1) AND done_at IS NULL AND attempts = 0 ORDER BY id FOR UPDATE")
            .bind::<Array<Text>, _>(keys)
            .load(tx.reading())?;
    Ok(rows.into_iter().map(|row| row.key).collect())
}

/// Takes mails back that wait; see [`lock_waiting`].
///
/// # Errors
/// When the delete fails.
pub fn take_back(tx: &mut Tx<'_>, keys: &[String]) -> AppResult<()> {
    use diesel::{
        RunQueryDsl,
        sql_types::{Array, Text},
    };
    sql("DELETE FROM jobs WHERE kind = 'mail' AND key = ANY ($1) AND done_at IS NULL AND attempts = 0")
        .bind::<Array<Text>, _>(keys)
        .execute(tx.scratch())?;
    Ok(())
}

/// Forgets every mail to an address, sent or not: name and address stand in it.
///
/// # Errors
/// When the delete fails.
pub fn forget(tx: &mut Tx<'_>, address: &str) -> AppResult<()> {
    use diesel::{RunQueryDsl, sql_types::Text};
    sql("DELETE FROM jobs WHERE kind = 'mail' AND lower(payload->>'to') = lower($1)")
        .bind::<Text, _>(address.to_owned())
        .execute(tx.scratch())?;
    Ok(())
}

/// Mails newest first, for the mailbox page of the demo and for tests.
///
/// # Errors
/// When the query fails.
pub fn list(conn: &mut diesel::PgConnection, to: Option<&str>, most: i64) -> AppResult<Vec<(chrono::DateTime<chrono::Utc>, Mail)>> {
    use diesel::{
        prelude::*,
        sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz},
    };
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Timestamptz)]
        created_at: chrono::DateTime<chrono::Utc>,
        #[diesel(sql_type = Jsonb)]
        payload: serde_json::Value,
    }
    let rows: Vec<Row> = sql("SELECT created_at, payload FROM jobs WHERE kind = 'mail' AND ($1 IS NULL OR payload->>'to' = $1) ORDER BY created_at DESC, id DESC LIMIT $2")
        .bind::<Nullable<Text>, _>(to)
        .bind::<BigInt, _>(most)
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|row| Some((row.created_at, serde_json::from_value(row.payload).ok()?))).collect())
}

/// A mail as it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its job.
    pub id: uuid::Uuid,
    /// When it was queued.
    pub at: chrono::DateTime<chrono::Utc>,
    /// What it says.
    pub mail: Mail,
}

#[derive(diesel::QueryableByName)]
struct KeptRow {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    id: uuid::Uuid,
    #[diesel(sql_type = diesel::sql_types::Timestamptz)]
    created_at: chrono::DateTime<chrono::Utc>,
    #[diesel(sql_type = diesel::sql_types::Jsonb)]
    payload: serde_json::Value,
}

impl KeptRow {
    /// `None` for a mail that has left and is kept no more.
    fn kept(self) -> Option<Kept> {
        Some(Kept { id: self.id, at: self.created_at, mail: serde_json::from_value(self.payload).ok()? })
    }
}

/// The newest mails to anybody.
///
/// # Errors
/// When the query fails.
pub fn list_kept(conn: &mut diesel::PgConnection, most: i64) -> AppResult<Vec<Kept>> {
    use diesel::{RunQueryDsl, sql_types::BigInt};
    let rows: Vec<KeptRow> = sql("SELECT id, created_at, payload FROM jobs WHERE kind = 'mail' ORDER BY created_at DESC, id DESC LIMIT $1")
        .bind::<BigInt, _>(most)
        .load(conn)?;
    Ok(rows.into_iter().filter_map(KeptRow::kept).collect())
}

/// One mail.
///
/// # Errors
/// When the query fails.
pub fn find_kept(conn: &mut diesel::PgConnection, id: uuid::Uuid) -> AppResult<Option<Kept>> {
    use diesel::{OptionalExtension, RunQueryDsl, sql_types::Uuid as SqlUuid};
    let row: Option<KeptRow> = sql("SELECT id, created_at, payload FROM jobs WHERE kind = 'mail' AND id = $1")
        .bind::<SqlUuid, _>(id)
        .get_result(conn)
        .optional()?;
    Ok(row.and_then(KeptRow::kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_never_reach_a_header() {
        assert_eq!(one_line("Ines\r\nBcc: all@example.com"), "Ines  Bcc: all@example.com");
    }
}
