//! The whole spine for those who follow who did what under which permission.
use super::{
    activity::{verb_key, word_key},
    chain::{Named, names},
    recent::DeedItem,
    wording::{Mentioned, deed_key, mentioned, mentioned_ids},
};
use crate::kernel::{ActorKind, Event, Granted, ItemKind, Moment, PersonId, ReadAudit, Viewer, sql_types};
use crate::platform::{db::sql, error::AppResult};
use diesel::{
    OptionalExtension, PgConnection, QueryableByName, RunQueryDsl,
    sql_types::{Array, BigInt, Json, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Who did these is told to nobody: notes and dots of a room are written without names, and so is a stance.
const NAMELESS: &[&str] = &[
    "stance.taken",
    "dots.placed",
    "note.written",
    "note.edited",
    "note.removed",
    "note.restored",
    "brainstorm.joined",
    "brainstorm.ready",
];
/// Events that one look for a verb passes at most: there is no index by verb, for it would slow every vote.
const REACH: i64 = 200_000;

/// What of the spine is asked for.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// What happened.
    pub verb: Option<String>,
    /// Who did it.
    pub who: Option<PersonId>,
    /// The item it was done to.
    pub item: Option<Uuid>,
}

/// One event, with all that the audit trail knows of it.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "columns of events; the keys are as in `Happening`")]
pub struct Audited {
    pub seq: i64,
    pub at: Moment,
    pub who: Option<(String, String)>,
    pub who_key: &'static str,
    pub permission: String,
    pub verb: String,
    pub key: String,
    pub word_key: String,
    pub mentioned: Mentioned,
    pub kind: ItemKind,
    pub item_id: Uuid,
    /// Its address is empty where the viewer may not go.
    pub item: Option<DeedItem>,
    pub request: Option<Uuid>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Timestamptz)]
    occurred_at: Moment,
    #[diesel(sql_type = sql_types::ActorKind)]
    actor_kind: ActorKind,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    actor_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    handle: Option<String>,
    #[diesel(sql_type = Text)]
    permission: String,
    #[diesel(sql_type = Text)]
    verb: String,
    #[diesel(sql_type = Json)]
    payload: serde_json::Value,
    #[diesel(sql_type = sql_types::ItemKind)]
    stream_kind: ItemKind,
    #[diesel(sql_type = SqlUuid)]
    stream_id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    request_id: Option<Uuid>,
}

#[derive(QueryableByName)]
struct Newest {
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

/// Events before a place in the log, newest first, and the place to read on from. A look for a verb may find less than a
/// page, or nothing, and have more before it.
///
/// # Errors
/// When a query fails.
pub fn audit(
    conn: &mut PgConnection,
    _granted: &Granted<ReadAudit>,
    viewer: &Viewer,
    filter: &AuditFilter,
    before: Option<i64>,
    most: i64,
) -> AppResult<(Vec<Audited>, Option<i64>)> {
    let newest: Option<Newest> = sql("SELECT seq FROM events ORDER BY seq DESC LIMIT 1").get_result(conn).optional()?;
    let end = newest.map_or(0, |newest| newest.seq) + 1;
    let before = before.unwrap_or(end).clamp(0, end);
    let floor = if filter.verb.is_some() { (before - REACH).max(0) } else { 0 };
    let mut rows: Vec<Row> = sql("SELECT e.seq, e.occurred_at, e.actor_kind, e.actor_id, p.name, p.handle, e.permission, e.verb,
            e.payload, e.stream_kind, e.stream_id, e.request_id
         FROM (SELECT * FROM events WHERE seq < $1 AND seq > $2 AND ($3 IS NULL OR verb = $3) AND ($5 IS NULL OR stream_id = $5)
                AND ($4 IS NULL OR (actor_id = $4 AND actor_kind = 'person' AND verb <> ALL ($6)))
            ORDER BY seq DESC LIMIT $7) e
         LEFT JOIN people p ON p.id = e.actor_id AND e.actor_kind = 'person' AND e.verb <> ALL ($6)
         ORDER BY e.seq DESC")
    .bind::<BigInt, _>(before)
    .bind::<BigInt, _>(floor)
    .bind::<Nullable<Text>, _>(filter.verb.clone())
    .bind::<Nullable<SqlUuid>, _>(filter.who.map(|person| person.0))
    .bind::<Nullable<SqlUuid>, _>(filter.item)
    .bind::<Array<Text>, _>(NAMELESS.to_vec())
    .bind::<BigInt, _>(most + 1)
    .load(conn)?;
    let page = usize::try_from(most).unwrap_or(usize::MAX);
    let next = if rows.len() > page {
        rows.truncate(page);
        rows.last().map(|row| row.seq)
    } else {
        Some(floor + 1).filter(|_| floor > 0)
    };
    let told: Vec<(Row, Option<Event>)> = rows
        .into_iter()
        .map(|row| {
            let event = Event::parse(&row.verb, &row.payload);
            (row, event)
        })
        .collect();
    let mut ids: Vec<Uuid> = told.iter().map(|(row, _)| row.stream_id).collect();
    ids.extend(mentioned_ids(told.iter().filter_map(|(_, event)| event.as_ref())));
    ids.sort_unstable();
    ids.dedup();
    let names = names(conn, viewer, &ids)?;
    Ok((told.into_iter().map(|(row, event)| audited(row, event.as_ref(), &names)).collect(), next))
}

fn audited(row: Row, event: Option<&Event>, names: &HashMap<Uuid, Named>) -> Audited {
    let by = row.actor_id.filter(|_| row.actor_kind == ActorKind::Person).map(PersonId);
    Audited {
        seq: row.seq,
        at: row.occurred_at,
        who: row.name.zip(row.handle),
        who_key: if row.actor_kind == ActorKind::System { "happened-by-system" } else { "happened-by-somebody" },
        permission: row.permission,
        key: event.map_or_else(|| verb_key(&row.verb), |event| deed_key(event, by)),
        word_key: event.map(word_key).unwrap_or_default(),
        mentioned: event.map(|event| mentioned(event, names)).unwrap_or_default(),
        verb: row.verb,
        kind: row.stream_kind,
        item_id: row.stream_id,
        item: names.get(&row.stream_id).filter(|named| !named.title.is_empty()).map(DeedItem::from),
        request: row.request_id,
    }
}
