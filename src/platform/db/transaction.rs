//! One unit of work: who acts, when, on which connection, and whether it left a trace.
use super::sql;
use crate::kernel::{ActorKind, Audience, Doer, Event, EventId, Granted, ItemKind, Moment, Permission, sql_types};
use crate::platform::error::AppResult;
use diesel::{
    prelude::*,
    sql_types::{Array, Json, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// One event of a batch: under whose grant, for which request.
#[derive(Debug)]
pub struct Entry<'e, P> {
    /// The grant, whose place takes the event.
    pub granted: &'e Granted<P>,
    /// What happened.
    pub event: &'e Event,
    /// The request it was asked by.
    pub request: Option<Uuid>,
}

/// Events as columns, for one statement whatever their number.
#[derive(Default)]
struct Rows {
    ids: Vec<Uuid>,
    actor_kinds: Vec<ActorKind>,
    actors: Vec<Option<Uuid>>,
    verbs: Vec<&'static str>,
    stream_kinds: Vec<ItemKind>,
    streams: Vec<Uuid>,
    subjects: Vec<Uuid>,
    audiences: Vec<Audience>,
    spaces: Vec<Option<Uuid>>,
    requests: Vec<Option<Uuid>>,
    payloads: Vec<serde_json::Value>,
}

impl Rows {
    fn push<P: Permission>(&mut self, entry: &Entry<'_, P>) -> AppResult<()> {
        let (place, event) = (entry.granted.place(), entry.event);
        let (actor_kind, actor) = match entry.granted.doer() {
            Doer::Person(actor) => (ActorKind::Person, Some(actor.id.0)),
            Doer::Guest(guest) => (ActorKind::Guest, Some(guest.participant.0)),
            Doer::System(_) => (ActorKind::System, None),
        };
        let stream = event.stream();
        if stream != place.item {
            return Err(anyhow::anyhow!("{} belongs to {stream:?}, but the grant is for {:?}", event.verb(), place.item).into());
        }
        self.ids.push(EventId::new().0);
        self.actor_kinds.push(actor_kind);
        self.actors.push(actor);
        self.verbs.push(event.verb());
        self.stream_kinds.push(stream.kind);
        self.streams.push(stream.id);
        self.subjects.push(event.subject());
        self.audiences.push(place.sight.audience);
        self.spaces.push(place.sight.space.map(|space| space.0));
        self.requests.push(entry.request);
        self.payloads.push(serde_json::to_value(event).map_err(anyhow::Error::from)?);
        Ok(())
    }

    /// Appends them; readers are woken by the commit.
    fn insert(self, conn: &mut PgConnection, now: Moment, permission: &'static str) -> AppResult<()> {
        let insert = sql(
            "WITH written AS (INSERT INTO events (id, occurred_at, permission, actor_kind, actor_id, verb, stream_kind, stream_id, subject_id, audience, space_id, request_id, payload)
             SELECT e.id, $2, $3, e.actor_kind, e.actor_id, e.verb, e.stream_kind, e.stream_id, e.subject_id, e.audience, e.space_id, e.request_id, e.payload
             FROM unnest($1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                  AS e (id, actor_kind, actor_id, verb, stream_kind, stream_id, subject_id, audience, space_id, request_id, payload))
             SELECT pg_notify('spine', '')",
        );
        insert
            .bind::<Array<SqlUuid>, _>(self.ids)
            .bind::<Timestamptz, _>(now)
            .bind::<Text, _>(permission)
            .bind::<Array<sql_types::ActorKind>, _>(self.actor_kinds)
            .bind::<Array<Nullable<SqlUuid>>, _>(self.actors)
            .bind::<Array<Text>, _>(self.verbs)
            .bind::<Array<sql_types::ItemKind>, _>(self.stream_kinds)
            .bind::<Array<SqlUuid>, _>(self.streams)
            .bind::<Array<SqlUuid>, _>(self.subjects)
            .bind::<Array<sql_types::Audience>, _>(self.audiences)
            .bind::<Array<Nullable<SqlUuid>>, _>(self.spaces)
            .bind::<Array<Nullable<SqlUuid>>, _>(self.requests)
            .bind::<Array<Json>, _>(self.payloads)
            .execute(conn)?;
        Ok(())
    }
}

/// A write transaction. Every state change costs a grant and leaves an event.
pub struct Tx<'c> {
    conn: &'c mut PgConnection,
    doer: Doer,
    now: Moment,
    request: Option<Uuid>,
    wrote: bool,
    recorded: bool,
}

impl<'c> Tx<'c> {
    /// Does `work` in a transaction that has begun and that its caller ends: nothing may have changed in silence.
    pub(super) fn run<T>(
        conn: &'c mut PgConnection,
        doer: Doer,
        now: Moment,
        request: Option<Uuid>,
        work: impl Fn(&mut Self) -> AppResult<T>,
    ) -> AppResult<T> {
        let mut tx = Self { conn, doer, now, request, wrote: false, recorded: false };
        let value = work(&mut tx)?;
        if tx.wrote && !tx.recorded {
            return Err(anyhow::anyhow!("state changed without an event").into());
        }
        Ok(value)
    }

    /// Who acts.
    pub fn doer(&self) -> &Doer {
        &self.doer
    }

    /// The moment of this transaction, from the application's clock.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// For selects and row locks.
    pub fn reading(&mut self) -> &mut PgConnection {
        self.conn
    }

    /// For inserts, updates and deletes: costs a grant.
    pub fn writing<P: Permission>(&mut self, _: &Granted<P>) -> &mut PgConnection {
        self.wrote = true;
        self.conn
    }

    /// For rows that are nobody's state: sessions seen, drafts, rate counters, jobs, cursors.
    pub fn scratch(&mut self) -> &mut PgConnection {
        self.conn
    }

    /// Appends to the spine, in this same transaction, under the grant's permission and audience.
    ///
    /// # Errors
    /// When the event belongs to another item than the grant.
    pub fn record<P: Permission>(&mut self, granted: &Granted<P>, event: &Event) -> AppResult<EventId> {
        let ids = self.record_all(granted, std::slice::from_ref(event))?;
        ids.first().copied().ok_or_else(|| anyhow::anyhow!("an event was recorded without an id").into())
    }

    /// As [`Tx::record`], for many events under one grant in one statement.
    ///
    /// # Errors
    /// When an event belongs to another item than the grant.
    pub fn record_all<P: Permission>(&mut self, granted: &Granted<P>, happened: &[Event]) -> AppResult<Vec<EventId>> {
        let happened: Vec<_> = happened.iter().map(|event| (granted, event)).collect();
        self.record_each(&happened)
    }

    /// As [`Tx::record`], for what many people did, each under their own grant, in one statement.
    ///
    /// # Errors
    /// When an event belongs to another item than its grant.
    pub fn record_each<P: Permission>(&mut self, happened: &[(&Granted<P>, &Event)]) -> AppResult<Vec<EventId>> {
        let request = self.request;
        self.record_entries(happened.iter().map(|(granted, event)| Entry { granted, event, request }))
    }

    /// As [`Tx::record_each`], where each entry also came with its own request, as in a batch.
    ///
    /// # Errors
    /// When an event belongs to another item than its grant.
    pub fn record_entries<'e, P: Permission>(&mut self, entries: impl Iterator<Item = Entry<'e, P>>) -> AppResult<Vec<EventId>> {
        let mut rows = Rows::default();
        for entry in entries {
            rows.push(&entry)?;
        }
        let ids = rows.ids.iter().copied().map(EventId).collect();
        rows.insert(self.conn, self.now, P::KEY)?;
        self.recorded = true;
        Ok(ids)
    }
}
