//! Live updates: a hub of topics fed by the spine, delivered by server-sent events that resume.
use super::{
    db::{Db, connect_once},
    error::AppResult,
    spine::{self, Passing},
};
use crate::kernel::ItemRef;
use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, ContentEncoding},
    web::Bytes,
};
use diesel::connection::SimpleConnection;
use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use tokio::{
    sync::{broadcast, mpsc, watch},
    time::Instant,
};
use uuid::Uuid;

/// Messages a slow reader may be behind before it is dropped; it resumes from the database.
const BACKLOG: usize = 64;
/// How often a quiet stream says that it is alive, and checks that its reader may still look.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// Without a word from Postgres the spine is looked at this often.
const FALLBACK: Duration = Duration::from_secs(2);
/// Screens follow the spine no more often than this, and word from Postgres is looked for as often.
const PACE: Duration = Duration::from_millis(25);

/// One message: encoded once, shared by all.
#[derive(Debug, Clone)]
pub struct Message {
    /// Place in the spine.
    place: (i64, i64),
    /// What happened.
    verb: Arc<str>,
    /// As it is sent to those for whom a part of the page changed.
    changed: Bytes,
    /// As it is sent to those for whom the page as a whole did.
    moved: Bytes,
}

impl Message {
    fn of(row: &Passing) -> Self {
        // What the browser sends back as `Last-Event-ID`.
        let id = format!("{}-{}", row.xid, row.seq);
        Self {
            place: (row.xid, row.seq),
            verb: row.verb.as_str().into(),
            changed: encode(Some(&id), &row.verb, false),
            moved: encode(Some(&id), &row.verb, true),
        }
    }
}

/// One event of a stream (WHATWG HTML, section 9.2.6). A verb has no line breaks.
fn encode(id: Option<&str>, verb: &str, moved: bool) -> Bytes {
    let id = id.map_or_else(String::new, |id| format!("id: {id}\n"));
    let event = if moved { "moved" } else { "changed" };
    Bytes::from(format!("{id}event: {event}\ndata: {verb}\n\n"))
}

/// The first event of every stream, with the pause before a browser connects again.
const HELLO: &[u8] = b"retry: 2000\nevent: hello\ndata: connected\n\n";
/// A comment: nothing to those who listen, but a sign of life.
const ALIVE: &[u8] = b": alive\n\n";

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

    /// What a worker does between two rounds: nothing, when it has done `full` and so more may wait; else it waits for
    /// the spine to grow, or after a fault for a while.
    pub async fn rest(&mut self, worker: &'static str, done: AppResult<usize>, full: i64) {
        match done {
            Ok(done) if i64::try_from(done).is_ok_and(|done| done >= full) => {}
            Ok(_) => self.grown().await,
            Err(error) => {
                tracing::warn!(worker, ?error, "a worker waits and tries again");
                tokio::time::sleep(FALLBACK).await;
            }
        }
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

    fn publish(&self, row: &Passing) {
        let mut topics = self.topics();
        if let Some(topic) = topics.get(&row.stream_id) {
            // An error says that nobody listens any more, and the topic goes.
            if topic.send(Message::of(row)).is_err() {
                topics.remove(&row.stream_id);
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
    ) -> HttpResponse
    where
        F: Fn() -> Fut + Send + 'static,
        Fut: Future<Output = bool> + Send,
    {
        let mut messages = self.subscribe(item);
        let (out, stream) = mpsc::channel::<Bytes>(BACKLOG);
        tokio::spawn(async move {
            if out.send(Bytes::from_static(HELLO)).await.is_err() {
                return;
            }
            if let Some(seen) = seen.clone()
                && !catch_up(&db, item, seen, moves, &out).await
            {
                return;
            }
            loop {
                let event = tokio::select! {
                    message = messages.recv() => match message {
                        // The page showed it before the log was settled that far.
                        Ok(message) if seen.as_ref().is_some_and(|seen| seen.has(message.place)) => continue,
                        Ok(message) if moves.contains(&&*message.verb) => message.moved,
                        Ok(message) => message.changed,
                        // Too far behind, or the hub is gone: the browser reconnects and resumes.
                        Err(_) => return,
                    },
                    () = tokio::time::sleep(HEARTBEAT) => Bytes::from_static(ALIVE),
                };
                if !still_allowed().await || tokio::time::timeout(HEARTBEAT, out.send(event)).await.is_err() || out.is_closed() {
                    return;
                }
            }
        });
        let stream = futures_util::stream::unfold(stream, async |mut stream| Some((Ok::<_, Infallible>(stream.recv().await?), stream)));
        HttpResponse::Ok()
            .content_type("text/event-stream")
            .insert_header(ContentEncoding::Identity)
            .insert_header((CACHE_CONTROL, "no-cache"))
            .streaming(stream)
    }
}

/// Rows looked at for a returning reader; whoever missed more loads the page anew.
const MISSED: i64 = 200;

/// Tells a returning reader that there is news; it reads the pages anew, so one message is enough.
/// Its id is the newest place that is settled, because a later one could hide what commits late.
async fn catch_up(db: &Db, item: ItemRef, seen: Seen, moves: &'static [&'static str], out: &mpsc::Sender<Bytes>) -> bool {
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

/// Feeds the hub from the spine, for as long as it is not dropped.
pub async fn run(live: Live, db: Db, conninfo: String) {
    let follow = async {
        let (mut cursor, mut bell) = (None, live.bell(PACE));
        loop {
            let done = pass_on(&live, &db, &mut cursor).await;
            bell.rest("live", done, spine::BATCH).await;
        }
    };
    let hear = async {
        loop {
            if let Err(error) = listen(&conninfo, &live.bell).await {
                tracing::warn!(%error, "not listening to the database; looking at it from time to time instead");
            }
            tokio::time::sleep(FALLBACK).await;
        }
    };
    let _never: ((), ()) = tokio::join!(follow, hear);
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
            live.publish(row);
        }
        *cursor = Some((row.xid, row.seq));
    }
    if cursor.is_none() {
        *cursor = Some((0, 0));
    }
    Ok(if fresh { rows.len() } else { 0 })
}

/// Rings the bell whenever Postgres says that the spine has grown, over a connection like those of the pool: with the same
/// settings for TLS and passwords. libpq is asked for word and never waits for it, because diesel does not show what to
/// wait for.
async fn listen(conninfo: &str, bell: &watch::Sender<()>) -> anyhow::Result<()> {
    let conninfo = conninfo.to_owned();
    let opened = tokio::task::spawn_blocking(move || {
        let mut connection = connect_once(&conninfo)?;
        connection.batch_execute("LISTEN spine")?;
        anyhow::Ok(connection)
    });
    let mut connection = opened.await??;
    loop {
        tokio::time::sleep(PACE).await;
        let heard = connection.notifications_iter().try_fold(false, |_, word| word.map(|_| true))?;
        if heard {
            bell.send_replace(());
        }
    }
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
