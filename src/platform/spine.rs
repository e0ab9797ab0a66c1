//! Reading the spine: readers with cursors that see only what is surely committed, and the seal over it all.
mod ahead;

use super::{
    db::{Db, Tx, sql},
    error::AppResult,
};
use crate::kernel::{ActorKind, Audience, Doer, Event, ItemKind, ItemRef, Moment, Readers, Sight, SpaceId, Viewer};
pub use ahead::stay_ahead;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Bytea, Json, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Rows a reader takes at once.
pub const BATCH: i64 = 500;

/// One row of the spine.
#[derive(Debug, Clone, QueryableByName)]
pub struct Recorded {
    /// Place in the log.
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    /// The writing transaction.
    #[diesel(sql_type = BigInt)]
    pub xid: i64,
    /// When it happened.
    #[diesel(sql_type = Timestamptz)]
    pub occurred_at: Moment,
    /// What kind of doer.
    #[diesel(sql_type = crate::kernel::sql_types::ActorKind)]
    pub actor_kind: ActorKind,
    /// Who: a person or a participant.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub actor_id: Option<Uuid>,
    /// What happened.
    #[diesel(sql_type = Text)]
    pub verb: String,
    /// Kind of the item.
    #[diesel(sql_type = crate::kernel::sql_types::ItemKind)]
    pub stream_kind: ItemKind,
    /// The item.
    #[diesel(sql_type = SqlUuid)]
    pub stream_id: Uuid,
    /// What it is about.
    #[diesel(sql_type = SqlUuid)]
    pub subject_id: Uuid,
    /// Who may see it.
    #[diesel(sql_type = crate::kernel::sql_types::Audience)]
    pub audience: Audience,
    /// The space of that audience.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub space_id: Option<Uuid>,
    /// The ids.
    #[diesel(sql_type = Json)]
    pub payload: serde_json::Value,
}

impl Recorded {
    /// What happened, when this version knows the verb.
    pub fn event(&self) -> Option<Event> {
        Event::parse(&self.verb, &self.payload)
    }
    /// The item whose stream it belongs to.
    pub fn stream(&self) -> ItemRef {
        ItemRef::new(self.stream_kind, self.stream_id)
    }
    /// Who may see it.
    pub fn sight(&self) -> Sight {
        Sight { audience: self.audience, space: self.space_id.map(SpaceId) }
    }
}

/// The condition that an event is no vote, in the words of the indexes that leave votes out.
macro_rules! no_vote {
    ($verb:literal) => {
        concat!($verb, " NOT IN ('vote.cast', 'vote.withdrawn')")
    };
}
pub(crate) use no_vote;

macro_rules! recorded_columns {
    () => {
        "seq, xid, occurred_at, actor_kind, actor_id, verb, stream_kind, stream_id, subject_id, audience, space_id, payload"
    };
}

/// What happened to an item, as short as a returning reader needs it.
#[derive(Debug, Clone, QueryableByName)]
pub struct News {
    /// Place in the log: the writing transaction.
    #[diesel(sql_type = BigInt)]
    pub xid: i64,
    /// Place in the log.
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    /// What happened.
    #[diesel(sql_type = Text)]
    pub verb: String,
    /// Nothing can come before it any more, so that a reader may go on from here.
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub settled: bool,
}

/// The newest of what transactions from this one on did to an item, newest first. The caller has
/// checked that the viewer may see the item.
///
/// # Errors
/// When the query fails.
pub fn list_news(conn: &mut PgConnection, item: ItemRef, from_xid: i64, most: i64) -> AppResult<Vec<News>> {
    let query = sql("SELECT xid, seq, verb, xid < spine_horizon() AS settled
         FROM events WHERE stream_id = $1 AND xid >= $2 ORDER BY xid DESC, seq DESC LIMIT $3");
    Ok(query.bind::<SqlUuid, _>(item.id).bind::<BigInt, _>(from_xid).bind::<BigInt, _>(most).load(conn)?)
}

/// The snapshot that this read sees, so that a page can say exactly what it has seen: transactions
/// commit in another order than they begin, so no single place in the log could.
///
/// # Errors
/// When the query fails.
pub fn snapshot(conn: &mut PgConnection) -> AppResult<String> {
    #[derive(QueryableByName)]
    struct Seen {
        #[diesel(sql_type = Text)]
        seen: String,
    }
    let row: Seen = sql("SELECT pg_snapshot_xmin(now)::text::bigint + spine_ahead() || ':' || pg_snapshot_xmax(now)::text::bigint + spine_ahead() || ':' ||
            (SELECT coalesce(string_agg((running::text::bigint + spine_ahead())::text, ','), '') FROM pg_snapshot_xip(now) AS running) AS seen
         FROM pg_current_snapshot() AS now")
    .get_result(conn)?;
    Ok(row.seen)
}

/// What a viewer may see: $1 and $2 the place, $3 to $6 the eyes, $7 who looks, $8 to $10 the verbs of [`Readers`].
macro_rules! visible_after {
    ($($of_verb:expr),*) => {
        concat!(
            "SELECT ",
            recorded_columns!(),
            " FROM events WHERE (xid, seq) > ($1, $2) AND xid < spine_horizon()",
            $($of_verb,)*
            " AND ((stream_kind = 'person' AND stream_id = $7) OR may_see(audience, space_id, stream_id, $3, $4, $5, $6))
              AND (actor_id = $7 OR (verb <> ALL ($8) AND (stream_id = $7 OR verb <> ALL ($9)) AND ($4 OR verb <> ALL ($10))))
              ORDER BY xid, seq LIMIT $11"
        )
    };
}

/// The next rows after a cursor, in reading order, that a viewer may see: by audience, their own
/// account's, and by who reads the verb. Those of one verb come by an index of their own, but for votes, of which it is free.
///
/// # Errors
/// When the query fails.
pub fn list_visible(
    conn: &mut PgConnection,
    viewer: &Viewer,
    verb: Option<&str>,
    after: (i64, i64),
    most: i64,
) -> AppResult<Vec<Recorded>> {
    let (eyes, me) = (viewer.eyes(), viewer.person_id().map(|person| person.0));
    let query = sql(match verb {
        None => visible_after!(""),
        Some("vote.cast" | "vote.withdrawn") => visible_after!(" AND verb = $12"),
        Some(_) => visible_after!(" AND verb = $12 AND ", no_vote!("verb")),
    })
    .bind::<BigInt, _>(after.0)
    .bind::<BigInt, _>(after.1)
    .bind::<Bool, _>(eyes.signed_in)
    .bind::<Bool, _>(eyes.staff)
    .bind::<Nullable<Array<SqlUuid>>, _>(eyes.spaces)
    .bind::<Array<SqlUuid>, _>(eyes.named_in)
    .bind::<Nullable<SqlUuid>, _>(me)
    .bind::<Array<Text>, _>(Readers::Doer.verbs())
    .bind::<Array<Text>, _>(Readers::Account.verbs())
    .bind::<Array<Text>, _>(Readers::Staff.verbs())
    .bind::<BigInt, _>(most);
    Ok(match verb {
        Some(verb) => query.bind::<Text, _>(verb.to_owned()).load(conn)?,
        None => query.load(conn)?,
    })
}

/// One row of the spine as the live hub needs it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Passing {
    /// The writing transaction.
    #[diesel(sql_type = BigInt)]
    pub xid: i64,
    /// Place in the log.
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    /// What happened.
    #[diesel(sql_type = Text)]
    pub verb: String,
    /// The item whose stream it belongs to.
    #[diesel(sql_type = SqlUuid)]
    pub stream_id: Uuid,
}

/// The next rows of the whole spine after a place, in reading order. Only rows of transactions
/// below every running one: sequence numbers alone would skip late commits.
///
/// # Errors
/// When the query fails.
pub fn list_passing(conn: &mut PgConnection, xid: i64, seq: i64, most: i64) -> AppResult<Vec<Passing>> {
    let query = sql("SELECT xid, seq, verb, stream_id FROM events
         WHERE (xid, seq) > ($1, $2) AND xid < spine_horizon() ORDER BY xid, seq LIMIT $3");
    Ok(query.bind::<BigInt, _>(xid).bind::<BigInt, _>(seq).bind::<BigInt, _>(most).load(conn)?)
}

/// The newest row that no other can come before any more; `None` while the spine is empty.
///
/// # Errors
/// When the query fails.
pub fn newest(conn: &mut PgConnection) -> AppResult<Option<Passing>> {
    let query = sql("SELECT xid, seq, verb, stream_id FROM events WHERE xid < spine_horizon()
         ORDER BY xid DESC, seq DESC LIMIT 1");
    Ok(query.get_result(conn).optional()?)
}

#[derive(QueryableByName)]
struct CursorRow {
    #[diesel(sql_type = BigInt)]
    xid: i64,
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

/// The cursor of a reader, held until the end of the transaction; made when there is none.
fn hold_cursor(tx: &mut Tx<'_>, reader: &'static str) -> AppResult<CursorRow> {
    let find = || sql("SELECT xid, seq FROM reader_cursors WHERE reader = $1 FOR UPDATE").bind::<Text, _>(reader);
    if let Some(cursor) = find().get_result(tx.scratch()).optional()? {
        return Ok(cursor);
    }
    sql("INSERT INTO reader_cursors (reader) VALUES ($1) ON CONFLICT DO NOTHING").bind::<Text, _>(reader).execute(tx.scratch())?;
    Ok(find().get_result(tx.scratch())?)
}

/// Lets a reader handle the next rows, in one transaction with the move of its cursor: both or neither. Rows of verbs
/// that it leaves out are passed over. Processes take turns, by the lock on the cursor. How many rows it read.
///
/// # Errors
/// Whatever `handle` says; the cursor then stays.
pub async fn advance(
    db: &Db,
    reader: &'static str,
    left_out: &'static [&'static str],
    handle: impl Fn(&mut Tx<'_>, &[Recorded]) -> AppResult<()> + Send + 'static,
) -> AppResult<usize> {
    db.write(Doer::System(reader), move |tx| {
        let cursor = hold_cursor(tx, reader)?;
        let Some(newest) = newest(tx.reading())?.filter(|newest| (newest.xid, newest.seq) > (cursor.xid, cursor.seq)) else {
            return Ok(0);
        };
        let query = sql(concat!(
            "SELECT ",
            recorded_columns!(),
            " FROM events WHERE (xid, seq) > ($1, $2) AND (xid, seq) <= ($3, $4) AND verb <> ALL ($5) ORDER BY xid, seq LIMIT $6"
        ));
        let rows: Vec<Recorded> = query
            .bind::<BigInt, _>(cursor.xid)
            .bind::<BigInt, _>(cursor.seq)
            .bind::<BigInt, _>(newest.xid)
            .bind::<BigInt, _>(newest.seq)
            .bind::<Array<Text>, _>(left_out)
            .bind::<BigInt, _>(BATCH)
            .load(tx.reading())?;
        let last = rows.last().filter(|_| i64::try_from(rows.len()).is_ok_and(|read| read >= BATCH));
        let (xid, seq) = last.map_or((newest.xid, newest.seq), |last| (last.xid, last.seq));
        if !rows.is_empty() {
            handle(tx, &rows)?;
        }
        sql("UPDATE reader_cursors SET xid = $2, seq = $3, moved_at = clock_timestamp() WHERE reader = $1")
            .bind::<Text, _>(reader)
            .bind::<BigInt, _>(xid)
            .bind::<BigInt, _>(seq)
            .execute(tx.scratch())?;
        Ok(rows.len())
    })
    .await
}

#[derive(QueryableByName)]
struct SealRow {
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = BigInt)]
    through_xid: i64,
    #[diesel(sql_type = BigInt)]
    through_seq: i64,
    #[diesel(sql_type = BigInt)]
    events: i64,
    #[diesel(sql_type = Bytea)]
    hash: Vec<u8>,
}

#[derive(QueryableByName)]
struct SealedText {
    #[diesel(sql_type = BigInt)]
    xid: i64,
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Text)]
    stored: String,
}

macro_rules! sealed_text {
    () => {
        "SELECT xid, seq, concat_ws('|', seq, id, occurred_at, actor_kind, actor_id, permission, verb, stream_kind, stream_id, subject_id, audience, space_id, payload::text) AS stored FROM events "
    };
}

/// Events under one seal.
pub const SEALED: i64 = 5_000;

fn chain(previous: &[u8], rows: &[SealedText]) -> Vec<u8> {
    let mut hash = Sha256::new().chain_update(previous);
    for row in rows {
        hash.update(row.stored.len().to_be_bytes());
        hash.update(row.stored.as_bytes());
    }
    hash.finalize().to_vec()
}

/// Seals the next batch of events: a hash over the stored bytes and the seal before. How many it sealed.
///
/// # Errors
/// When the database fails.
pub async fn seal(db: &Db) -> AppResult<usize> {
    db.write(Doer::System("seal"), |tx| {
        sql("SELECT pg_advisory_xact_lock(7283901)").execute(tx.scratch())?;
        let last: Option<SealRow> =
            sql("SELECT number, through_xid, through_seq, events, hash FROM event_seals ORDER BY number DESC LIMIT 1")
                .get_result(tx.scratch())
                .optional()?;
        let (number, xid, seq, previous) =
            last.map_or((0, 0, 0, Vec::new()), |seal| (seal.number, seal.through_xid, seal.through_seq, seal.hash));
        let rows: Vec<SealedText> =
            sql(concat!(sealed_text!(), "WHERE (xid, seq) > ($1, $2) AND xid < spine_horizon() ORDER BY xid, seq LIMIT $3"))
                .bind::<BigInt, _>(xid)
                .bind::<BigInt, _>(seq)
                .bind::<BigInt, _>(SEALED)
                .load(tx.scratch())?;
        let Some(end) = rows.last() else {
            return Ok(0);
        };
        sql("INSERT INTO event_seals (number, through_xid, through_seq, events, previous, hash) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind::<BigInt, _>(number + 1)
            .bind::<BigInt, _>(end.xid)
            .bind::<BigInt, _>(end.seq)
            .bind::<BigInt, _>(i64::try_from(rows.len()).unwrap_or(SEALED))
            .bind::<Bytea, _>(&previous)
            .bind::<Bytea, _>(chain(&previous, &rows))
            .execute(tx.scratch())?;
        Ok(rows.len())
    })
    .await
}

/// What a check of the seals found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub enum Verdict {
    /// Every sealed event is as it was.
    Intact {
        /// How many.
        events: i64,
    },
    /// The first seal whose events are not what they were.
    Broken {
        /// Its number.
        seal: i64,
    },
}

/// Recomputes the chain over all seals.
///
/// # Errors
/// When the database fails.
pub async fn verify(db: &Db) -> AppResult<Verdict> {
    let (mut number, mut events, mut from, mut previous) = (0, 0, (0, 0), Vec::new());
    loop {
        let (next, before, start) = (number + 1, previous.clone(), from);
        let checked: Option<(SealRow, bool)> = db
            .read(move |conn| {
                let seal: Option<SealRow> = sql("SELECT number, through_xid, through_seq, events, hash FROM event_seals WHERE number = $1")
                    .bind::<BigInt, _>(next)
                    .get_result(conn)
                    .optional()?;
                let Some(seal) = seal else {
                    return Ok(None);
                };
                let rows: Vec<SealedText> =
                    sql(concat!(sealed_text!(), "WHERE (xid, seq) > ($1, $2) AND (xid, seq) <= ($3, $4) ORDER BY xid, seq"))
                        .bind::<BigInt, _>(start.0)
                        .bind::<BigInt, _>(start.1)
                        .bind::<BigInt, _>(seal.through_xid)
                        .bind::<BigInt, _>(seal.through_seq)
                        .load(conn)?;
                let whole = i64::try_from(rows.len()) == Ok(seal.events) && chain(&before, &rows) == seal.hash;
                Ok(Some((seal, whole)))
            })
            .await?;
        match checked {
            None => return Ok(Verdict::Intact { events }),
            Some((seal, false)) => return Ok(Verdict::Broken { seal: seal.number }),
            Some((seal, true)) => {
                number = seal.number;
                events += seal.events;
                from = (seal.through_xid, seal.through_seq);
                previous = seal.hash;
            }
        }
    }
}
