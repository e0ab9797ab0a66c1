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
use tokio::{
    sync::{broadcast, mpsc, watch},
    task::JoinSet,
    time::Instant,
};
use tokio_postgres::{AsyncMessage, NoTls};
use uuid::Uuid;

/// Messages a slow reader may be behind before it is dropped; it resumes from the database.
const BACKLOG: usize = 64;
/// How often a quiet stream says that it is alive, and checks that its reader may still look.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// Without a word from Postgres the spine is looked at this often.
const FALLBACK: Duration = Duration::from_secs(2);
/// Screens follow the spine no more often than this.
const PACE: Duration = Duration::from_millis(25);

/// One message: encoded once, shared by all.
#[derive(Debug, Clone)]
pub struct Message {
    /// Place in the spine, `xid-seq`; what the browser sends back as `Last-Event-ID`.
    pub id: Arc<str>,
    /// What happened.
    pub verb: Arc<str>,
    /// The same place as numbers.
    place: (i64, i64),
}

/// What a reader has seen already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Everything up to a settled place, as the browser's `Last-Event-ID` says.
    UpTo(i64, i64),
    /// What a page's snapshot saw: all below `xmin`, and below `xmax` what did not run then.
    Snapshot {
        /// First transaction that may be missing.
        xmin: i64,
        /// First transaction that had not begun.
        xmax: i64,
        /// Those between that were still running.
        running: Vec<i64>,
    },
}

impl Seen {
    /// From `xid-seq`, or from the text of a snapshot, `xmin:xmax:xid,xid`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((xid, seq)) = text.split_once('-') {
            return Some(Self::UpTo(xid.parse().ok()?, seq.parse().ok()?));
        }
        let mut parts = text.splitn(3, ':');
        let (xmin, xmax) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let list = parts.next()?;
        let running = list.split(',').filter(|xid| !xid.is_empty()).map(|xid| xid.parse().ok()).collect::<Option<Vec<i64>>>()?;
        Some(Self::Snapshot { xmin, xmax, running })
    }
    fn has(&self, (xid, seq): (i64, i64)) -> bool {
        match self {
            Self::UpTo(last_xid, last_seq) => (xid, seq) <= (*last_xid, *last_seq),
            Self::Snapshot { xmin, xmax, running } => xid < *xmin || (xid < *xmax && !running.contains(&xid)),
        }
    }
    /// The first transaction that can hold news.
    const fn floor(&self) -> i64 {
        match self {
            Self::UpTo(xid, _) => *xid,
            Self::Snapshot { xmin, .. } => *xmin,
        }
    }
}

/// The hub. Cheap to clone.
#[derive(Clone, Default)]
pub struct Live {
    topics: Arc<Mutex<HashMap<Uuid, broadcast::Sender<Message>>>>,
    /// Rung when the spine has grown.
    bell: watch::Sender<()>,
}

/// What a reader of the spine waits by: no ring is lost, and many rings in a short time are one.
pub struct Bell {
    heard: watch::Receiver<()>,
    pace: Duration,
    last: Instant,
}

impl Bell {
    /// Waits until the spine has grown, or for a while; and until the pace is kept since the last time.
    pub async fn grown(&mut self) {
        let _either = tokio::time::timeout(FALLBACK, self.heard.changed()).await;
        tokio::time::sleep_until(self.last + self.pace).await;
        self.heard.mark_unchanged();
        self.last = Instant::now();
    }
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

    /// The bell of one reader of the spine, which looks no more often than its pace.
    pub fn bell(&self, pace: Duration) -> Bell {
        Bell { heard: self.bell.subscribe(), pace, last: Instant::now() }
    }

    /// A stream of one item's events. `still_allowed` is asked at every heartbeat and message, so
    /// that a stream ends soon after the right to it; what is not yet `seen` comes from the database. Verbs in
    /// `moves` change the page as a whole: they are sent as `moved`, all others as `changed`.
    pub fn stream<F, Fut>(
        &self,
        db: Db,
        item: ItemRef,
        seen: Option<Seen>,
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
            if let Some(seen) = seen.clone()
                && !catch_up(&db, item, seen, moves, &out).await
            {
                return;
            }
            loop {
                let event: sse::Event = tokio::select! {
                    message = messages.recv() => match message {
                        // The page showed it before the log was settled that far.
                        Ok(message) if seen.as_ref().is_some_and(|seen| seen.has(message.place)) => continue,
                        Ok(message) => encode(Some(&message.id), &message.verb, moves.contains(&&*message.verb)),
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

fn encode(id: Option<&str>, verb: &str, moved: bool) -> sse::Event {
    let data = sse::Data::new(verb.to_owned()).event(if moved { "moved" } else { "changed" });
    match id {
        Some(id) => data.id(id.to_owned()).into(),
        None => data.into(),
    }
}

/// Rows looked at for a returning reader; whoever missed more loads the page anew.
const MISSED: i64 = 200;

/// Tells a returning reader that there is news; it reads the pages anew, so one message is enough.
/// Its id is the newest place that is settled, because a later one could hide what commits late.
async fn catch_up(db: &Db, item: ItemRef, seen: Seen, moves: &'static [&'static str], out: &mpsc::Sender<sse::Event>) -> bool {
    let news = db.read(move |conn| spine::list_news(conn, item, seen.floor(), MISSED).map(|rows| (seen.clone(), rows))).await;
    let Ok((seen, rows)) = news else {
        return false;
    };
    let too_many = i64::try_from(rows.len()).unwrap_or(MISSED) >= MISSED;
    let missed: Vec<_> = rows.iter().filter(|row| !seen.has((row.xid, row.seq))).collect();
    let Some(newest) = missed.first() else {
        return true;
    };
    let moved = (too_many && missed.len() == rows.len()) || missed.iter().any(|row| moves.contains(&&*row.verb));
    let settled = missed.iter().find(|row| row.settled).map(|row| format!("{}-{}", row.xid, row.seq));
    out.send(encode(settled.as_deref(), &newest.verb, moved)).await.is_ok()
}

/// Feeds the hub from the spine, for as long as the process lives.
pub async fn run(live: Live, db: Db, conninfo: String) {
    let bell = live.bell.clone();
    // It ends with this worker: a database that is stopped afterwards is no fault.
    let mut listening = JoinSet::new();
    listening.spawn(async move {
        loop {
            if let Err(error) = listen(&conninfo, &bell).await {
                tracing::warn!(%error, "not listening to the database; looking at it from time to time instead");
            }
            tokio::time::sleep(FALLBACK).await;
        }
    });
    let (mut cursor, mut bell) = (None, live.bell(PACE));
    loop {
        match pass_on(&live, &db, &mut cursor).await {
            Ok(rows) if i64::try_from(rows).is_ok_and(|rows| rows >= spine::BATCH) => {}
            Ok(_) => bell.grown().await,
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
            Some((xid, seq)) => spine::list_passing(conn, xid, seq, spine::BATCH),
            None => Ok(spine::newest(conn)?.into_iter().collect()),
        })
        .await?;
    let fresh = from.is_some();
    for row in &rows {
        if fresh {
            live.publish(
                row.stream_id,
                Message { id: format!("{}-{}", row.xid, row.seq).into(), verb: row.verb.as_str().into(), place: (row.xid, row.seq) },
            );
        }
        *cursor = Some((row.xid, row.seq));
    }
    if cursor.is_none() {
        *cursor = Some((0, 0));
    }
    Ok(if fresh { rows.len() } else { 0 })
}

async fn listen(conninfo: &str, bell: &watch::Sender<()>) -> anyhow::Result<()> {
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
        bell.send_replace(());
    }
    driver.await?
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn a_snapshot_has_seen_what_had_committed_and_nothing_else() {
        let seen = Seen::parse("10:20:10,15").expect("a snapshot");
        for (xid, known) in [(9, true), (10, false), (12, true), (15, false), (19, true), (20, false)] {
            assert_eq!(seen.has((xid, 1)), known, "{xid}");
        }
        assert_eq!(Seen::parse("10:20:").map(|seen| seen.has((19, 1))), Some(true));
        assert_eq!(Seen::parse("7-3"), Some(Seen::UpTo(7, 3)));
        assert!(["", "x", "1:2", "1:x:", "1:2:a", "-"].iter().all(|text| Seen::parse(text).is_none()));
    }
}
