//! One unit of work: who acts, when, on which connection, and whether it left a trace.
use crate::kernel::{ActorKind, Doer, Event, EventId, Granted, Moment, Permission};
use crate::platform::error::AppResult;
use crate::schema::events;
use diesel::{connection::SimpleConnection, prelude::*};
use uuid::Uuid;

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
    pub(super) fn new(conn: &'c mut PgConnection, doer: Doer, now: Moment, request: Option<Uuid>) -> Self {
        Self { conn, doer, now, request, wrote: false, recorded: false }
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
        let mut rows = Vec::with_capacity(happened.len());
        let mut ids = Vec::with_capacity(happened.len());
        for (granted, event) in happened {
            let place = granted.place();
            let (actor_kind, actor_id) = match granted.doer() {
                Doer::Person(actor) => (ActorKind::Person, Some(actor.id.0)),
                Doer::Guest(guest) => (ActorKind::Guest, Some(guest.participant.0)),
                Doer::System(_) => (ActorKind::System, None),
            };
            let stream = event.stream();
            if stream != place.item {
                return Err(anyhow::anyhow!("{} belongs to {stream:?}, but the grant is for {:?}", event.verb(), place.item).into());
            }
            let id = EventId::new();
            ids.push(id);
            rows.push((
                events::id.eq(id),
                events::occurred_at.eq(self.now),
                events::actor_kind.eq(actor_kind),
                events::actor_id.eq(actor_id),
                events::permission.eq(P::KEY),
                events::verb.eq(event.verb()),
                events::stream_kind.eq(stream.kind),
                events::stream_id.eq(stream.id),
                events::subject_id.eq(event.subject()),
                events::audience.eq(place.sight.audience),
                events::space_id.eq(place.sight.space),
                events::request_id.eq(self.request),
                events::payload.eq(serde_json::to_value(event).map_err(anyhow::Error::from)?),
            ));
        }
        diesel::insert_into(events::table).values(rows).execute(self.conn)?;
        self.recorded = true;
        Ok(ids)
    }

    /// The last step before commit: nothing may have changed in silence, and readers are woken.
    pub(super) fn finish(&mut self) -> AppResult<()> {
        if self.wrote && !self.recorded {
            return Err(anyhow::anyhow!("state changed without an event").into());
        }
        if self.recorded {
            self.conn.batch_execute("NOTIFY spine")?;
        }
        Ok(())
    }
}
