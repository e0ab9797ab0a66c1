//! What the generator builds up in memory before one transaction writes it: rows per table, the
//! cast of people, and the story clock, on which today is day 38.
use crate::kernel::{Audience, Event, ItemRef, Moment, PersonId, SpaceId};
use chrono::TimeDelta;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The day of the story on which the demo is installed.
pub(super) const TODAY: i64 = 38;
/// The same organisation every time.
const SEED: u64 = 1902;

/// Somebody of the demo.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) id: PersonId,
    pub(super) staff: bool,
    pub(super) unit: String,
    pub(super) space: Option<SpaceId>,
}

/// An audience with its space.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub(super) audience: Audience,
    pub(super) space: Option<SpaceId>,
}

impl Seen {
    pub(super) const PUBLIC: Self = Self { audience: Audience::Public, space: None };
    pub(super) const SIGNED_IN: Self = Self { audience: Audience::SignedIn, space: None };
    pub(super) const INTERNAL: Self = Self { audience: Audience::Internal, space: None };
}

/// The whole demo, before it is written.
pub(super) struct Scene {
    pub(super) now: Moment,
    pub(super) random: StdRng,
    pub(super) rows: BTreeMap<&'static str, Vec<Value>>,
    pub(super) cast: HashMap<String, Member>,
    /// Spaces by their slug.
    pub(super) spaces: HashMap<String, SpaceId>,
    /// Names in order, so that choices are the same every time.
    pub(super) order: Vec<String>,
    events: Vec<(Moment, Value)>,
}

impl Scene {
    pub(super) fn new(now: Moment) -> Self {
        Self {
            now,
            random: StdRng::seed_from_u64(SEED),
            rows: BTreeMap::new(),
            cast: HashMap::new(),
            spaces: HashMap::new(),
            order: Vec::new(),
            events: Vec::new(),
        }
    }

    /// A time-ordered id that is the same for the same seed and install moment.
    pub(super) fn id(&mut self, at: Moment) -> Uuid {
        let bytes: [u8; 10] = self.random.random();
        uuid::Builder::from_unix_timestamp_millis(at.timestamp_millis().unsigned_abs(), &bytes).into_uuid()
    }

    /// A moment in the working hours of a day of the story; never later than now for days up to today.
    pub(super) fn at(&mut self, day: i64) -> Moment {
        let minutes = self.random.random_range(0..540);
        let moment = self.now - TimeDelta::days(TODAY - day) - TimeDelta::minutes(540 - minutes);
        if day <= TODAY { moment.min(self.now - TimeDelta::minutes(3)) } else { moment }
    }

    /// The end of a day of the story, after all that happened on it, but not in the future.
    pub(super) fn dusk(&self, day: i64) -> Moment {
        (self.now - TimeDelta::days(TODAY - day) + TimeDelta::minutes(20)).min(self.now - TimeDelta::minutes(2))
    }

    /// Some time after a moment, but not in the future.
    pub(super) fn soon_after(&mut self, at: Moment, most_hours: i64) -> Moment {
        let minutes = self.random.random_range(5..most_hours.max(1) * 60 + 5);
        (at + TimeDelta::minutes(minutes)).min(self.now - TimeDelta::minutes(2)).max(at)
    }

    pub(super) fn push(&mut self, table: &'static str, row: Value) {
        self.rows.entry(table).or_default().push(row);
    }

    /// Who goes by a handle or a full name.
    pub(super) fn member(&self, name: &str) -> anyhow::Result<Member> {
        self.cast.get(name).cloned().ok_or_else(|| anyhow::anyhow!("nobody of the demo goes by {name}"))
    }

    /// Anybody of whom this is true.
    pub(super) fn anybody(&mut self, who: impl Fn(&Member) -> bool) -> anyhow::Result<Member> {
        for _ in 0..20_000 {
            let index = self.random.random_range(0..self.order.len());
            if let Some(member) = self.cast.get(&self.order[index]).filter(|member| who(member)) {
                return Ok(member.clone());
            }
        }
        anyhow::bail!("the demo has nobody of that kind")
    }

    /// Puts an event on the spine of the story.
    pub(super) fn happened(&mut self, at: Moment, who: PersonId, permission: &str, seen: Seen, event: &Event) -> anyhow::Result<()> {
        if at > self.now {
            return Ok(());
        }
        let ItemRef { kind, id } = event.stream();
        let row = json!({
            "id": self.id(at), "occurred_at": at, "actor_kind": "person", "actor_id": who, "permission": permission,
            "verb": event.verb(), "stream_kind": kind, "stream_id": id, "subject_id": event.subject(),
            "audience": seen.audience, "space_id": seen.space, "payload": serde_json::to_value(event)?,
        });
        self.events.push((at, row));
        Ok(())
    }

    /// The events in the order in which they happened, and how many lie before a moment.
    pub(super) fn take_events(&mut self, recent: Moment) -> (Vec<Value>, usize) {
        let mut events = std::mem::take(&mut self.events);
        events.sort_by_key(|(at, _)| *at);
        let old = events.iter().filter(|(at, _)| *at < recent).count();
        (events.into_iter().map(|(_, row)| row).collect(), old)
    }
}
