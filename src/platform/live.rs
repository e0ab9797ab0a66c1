//! Live updates: a hub of topics fed by the spine, delivered by server-sent events that resume.
use super::{db::Db, error::AppResult, spine};
use crate::kernel::ItemRef;
use actix_web_lab::sse::{self, Sse};
use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use tokio::sync::{Notify, broadcast, mpsc};
use tokio_postgres::{AsyncMessage, NoTls};
use uuid::Uuid;

/// Messages a slow reader may be behind before it is dropped; it resumes from the database.
const BACKLOG: usize = 64;
/// How often a quiet stream says that it is alive, and checks that its reader may still look.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// Without a word from Postgres the spine is looked at this often.
const FALLBACK: Duration = Duration::from_secs(2);

/// One message: encoded once, shared by all.
#[derive(Debug, Clone)]
pub struct Message {
    /// Place in the spine, `xid-seq`; what the browser sends back as `Last-Event-ID`.
    pub id: Arc<str>,
    /// What happened.
    pub verb: Arc<str>,
}

/// The hub. Cheap to clone.
#[derive(Clone, Default)]
pub struct Live {
    topics: Arc<Mutex<HashMap<Uuid, broadcast::Sender<Message>>>>,
    /// Rung when the spine has grown; every reader of the spine in this process waits for it.
    bell: Arc<Notify>,
}

impl Live {
    fn topics(&self) -> MutexGuard<'_, HashMap<Uuid, broadcast::Sender<Message>>> {
        match self.topics.lock() {
            Ok(topics) => topics,
            Err(poisoned) => poisoned.into_inner(),
        }
    }

    /// What will happen to an item from now on.
    pub fn subscribe(&self, item: ItemRef) -> broadcast::Receiver<Message> {
        self.topics().entry(item.id).or_insert_with(|| broadcast::channel(BACKLOG).0).subscribe()
    }

    fn publish(&self, item: Uuid, message: Message) {
        let mut topics = self.topics();
        if let Some(topic) = topics.get(&item) {
            // An error says that nobody listens any more, and the topic goes.
            if topic.send(message).is_err() {
                topics.remove(&item);
            }
        }
    }

    /// Ends every stream, so that a server that stops need not wait for them.
    pub fn close(&self) {
        self.topics().clear();
    }

    /// Waits until the spine has grown, or for a while.
    pub async fn grown(&self) {
        let _either = tokio::time::timeout(FALLBACK, self.bell.notified()).await;
    }

    /// A stream of one item's events. `still_allowed` is asked at every heartbeat and message, so
    /// that a stream ends soon after the right to it; `after` resumes from the database. Verbs in
    /// `moves` change the page as a whole: they are sent as `moved`, all others as `changed`.
    pub fn stream<F, Fut>(
        &self,
        db: Db,
        item: ItemRef,
        after: Option<(i64, i64)>,
        moves: &'static [&'static str],
        still_allowed: F,
    ) -> Sse<impl futures_util::Stream<Item = Result<sse::Event, Infallible>> + use<F, Fut>>
    where
        F: Fn() -> Fut + Send + 'static,
        Fut: Future<Output = bool> + Send,
    {
        let mut messages = self.subscribe(item);
        let (out, stream) = mpsc::channel::<sse::Event>(BACKLOG);
        tokio::spawn(async move {
            let hello = sse::Data::new("connected").event("hello");
            if out.send(hello.into()).await.is_err() {
                return;
            }
            if let Some(seen) = after
                && !catch_up(&db, item, seen, moves, &out).await
            {
                return;
            }
            loop {
                let event: sse::Event = tokio::select! {
                    message = messages.recv() => match message {
                        Ok(message) => encode(&message, moves.contains(&&*message.verb)),
                        // Too far behind, or the hub is gone: the browser reconnects and resumes.
                        Err(_) => return,
                    },
                    () = tokio::time::sleep(HEARTBEAT) => sse::Event::Comment("alive".into()),
                };
                if !still_allowed().await || tokio::time::timeout(HEARTBEAT, out.send(event)).await.is_err() || out.is_closed() {
                    return;
                }
            }
        });
        Sse::from_infallible_receiver(stream).with_retry_duration(Duration::from_secs(2))
    }
}

fn encode(message: &Message, moved: bool) -> sse::Event {
    sse::Data::new(message.verb.to_string()).event(if moved { "moved" } else { "changed" }).id(message.id.to_string()).into()
}

/// Rows looked at for a returning reader; whoever missed more loads the page anew.
const MISSED: i64 = 200;

/// Tells a returning reader that there is news, with the newest id; it reads the pages anew, so one message is enough.
async fn catch_up(db: &Db, item: ItemRef, after: (i64, i64), moves: &'static [&'static str], out: &mpsc::Sender<sse::Event>) -> bool {
    let missed = db.read(move |conn| spine::list_missed(conn, item, after, MISSED)).await;
    match missed {
        Ok(rows) => match rows.last() {
            Some(row) => {
                let moved =
                    rows.len() == usize::try_from(MISSED).unwrap_or(usize::MAX) || rows.iter().any(|row| moves.contains(&&*row.verb));
                let message = Message { id: format!("{}-{}", row.xid, row.seq).into(), verb: row.verb.as_str().into() };
                out.send(encode(&message, moved)).await.is_ok()
            }
            None => true,
        },
        Err(_) => false,
    }
}

/// The `Last-Event-ID` of a browser that reconnects.
pub fn parse_event_id(text: &str) -> Option<(i64, i64)> {
    let (xid, seq) = text.split_once('-')?;
    Some((xid.parse().ok()?, seq.parse().ok()?))
}

/// Feeds the hub from the spine, for as long as the process lives.
pub async fn run(live: Live, db: Db, conninfo: String) {
    let bell = live.bell.clone();
    tokio::spawn(async move {
        loop {
            if let Err(error) = listen(&conninfo, &bell).await {
                tracing::warn!(%error, "not listening to the database; looking at it from time to time instead");
            }
            tokio::time::sleep(FALLBACK).await;
        }
    });
    let mut cursor = None;
    loop {
        match pass_on(&live, &db, &mut cursor).await {
            Ok(0) => live.grown().await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "live updates wait for the database");
                tokio::time::sleep(FALLBACK).await;
            }
        }
    }
}

async fn pass_on(live: &Live, db: &Db, cursor: &mut Option<(i64, i64)>) -> AppResult<usize> {
    let from = *cursor;
    let rows = db
        .read(move |conn| match from {
            Some((xid, seq)) => spine::list_after(conn, xid, seq, spine::BATCH),
            None => newest(conn),
        })
        .await?;
    let fresh = from.is_some();
    for row in &rows {
        if fresh {
            live.publish(row.stream_id, Message { id: format!("{}-{}", row.xid, row.seq).into(), verb: row.verb.as_str().into() });
        }
        *cursor = Some((row.xid, row.seq));
    }
    if cursor.is_none() {
        *cursor = Some((0, 0));
    }
    Ok(if fresh { rows.len() } else { 0 })
}

fn newest(conn: &mut diesel::PgConnection) -> AppResult<Vec<spine::Recorded>> {
    use super::db::sql;
    use diesel::RunQueryDsl;
    Ok(sql("SELECT seq, xid, occurred_at, actor_kind, actor_id, verb, stream_kind, stream_id, subject_id, audience, space_id, payload
         FROM events WHERE xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint ORDER BY xid DESC, seq DESC LIMIT 1")
    .load(conn)?)
}

async fn listen(conninfo: &str, bell: &Notify) -> anyhow::Result<()> {
    let (client, mut connection) = tokio_postgres::connect(conninfo, NoTls).await?;
    let (heard, mut hearing) = mpsc::channel::<()>(1);
    let driver = tokio::spawn(async move {
        loop {
            match std::future::poll_fn(|context| connection.poll_message(context)).await {
                // A full channel already holds a knock.
                Some(Ok(AsyncMessage::Notification(_))) => {
                    let _full = heard.try_send(());
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(anyhow::Error::from(error)),
                None => return Ok(()),
            }
        }
    });
    client.batch_execute("LISTEN spine").await?;
    while hearing.recv().await.is_some() {
        bell.notify_waiters();
    }
    driver.await?
}
