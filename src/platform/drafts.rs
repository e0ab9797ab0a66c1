//! What somebody has written and not sent yet, kept on the server by form. Nobody's state: no grant, no event.
use super::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Jsonb, Text, Timestamptz},
};
use serde::{Serialize, de::DeserializeOwned};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Jsonb)]
    fields: serde_json::Value,
}

/// Keeps a draft; one an owner and form.
///
/// # Errors
/// When the draft cannot be written down.
pub fn put<F: Serialize>(tx: &mut Tx<'_>, owner: &str, form: &str, fields: &F) -> AppResult<()> {
    let now = tx.now();
    sql("INSERT INTO drafts (owner, form, fields, saved_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (owner, form) DO UPDATE SET fields = excluded.fields, saved_at = excluded.saved_at")
    .bind::<Text, _>(owner)
    .bind::<Text, _>(form)
    .bind::<Jsonb, _>(serde_json::to_value(fields).map_err(anyhow::Error::from)?)
    .bind::<Timestamptz, _>(now)
    .execute(tx.scratch())?;
    Ok(())
}

/// The newest draft of a form among these owners: a person and the browser they wrote in before they signed in.
/// One that this version cannot read counts as none.
///
/// # Errors
/// When the query fails.
pub fn find<F: DeserializeOwned>(conn: &mut PgConnection, owners: &[String], form: &str) -> AppResult<Option<F>> {
    let row: Option<Row> = sql("SELECT fields FROM drafts WHERE owner = ANY ($1) AND form = $2 ORDER BY saved_at DESC LIMIT 1")
        .bind::<Array<Text>, _>(owners)
        .bind::<Text, _>(form)
        .get_result(conn)
        .optional()?;
    Ok(row.and_then(|row| serde_json::from_value(row.fields).ok()))
}

/// Forgets a form's drafts of these owners, once it was sent or thrown away.
///
/// # Errors
/// When the delete fails.
pub fn remove(tx: &mut Tx<'_>, owners: &[String], form: &str) -> AppResult<()> {
    sql("DELETE FROM drafts WHERE owner = ANY ($1) AND form = $2")
        .bind::<Array<Text>, _>(owners)
        .bind::<Text, _>(form)
        .execute(tx.scratch())?;
    Ok(())
}

/// Forgets what nobody has come back to for 90 days; how many.
///
/// # Errors
/// When the delete fails.
pub fn remove_old(tx: &mut Tx<'_>, most: i64) -> AppResult<usize> {
    let now = tx.now();
    let delete = sql("DELETE FROM drafts WHERE (owner, form) IN (
            SELECT owner, form FROM drafts WHERE saved_at < $1 - interval '90 days' LIMIT $2 FOR UPDATE SKIP LOCKED)");
    Ok(delete.bind::<Timestamptz, _>(now).bind::<BigInt, _>(most).execute(tx.scratch())?)
}
