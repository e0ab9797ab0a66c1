//! What the generator builds up in memory before one transaction writes it: rows per table, the
//! cast of people, and the story clock, on which today is day 38.
use crate::kernel::{Audience, Event, ItemRef, Moment, PersonId, SpaceId};
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, Timelike};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The day of the story on which the demo is installed.
pub(super) const TODAY: i64 = 38;
/// The same organisation every time.
const SEED: u64 = 1902;

/// Working hours, UTC: a day in Gothenburg, and most of one in Pune and São Paulo.
const FIRST_HOUR: i64 = 7;
const LAST_HOUR: i64 = 16;

/// The date of a day of the story.
pub(super) fn day_of(now: Moment, day: i64) -> NaiveDate {
    (now - TimeDelta::days(TODAY - day)).date_naive()
}

/// Somebody of the demo.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) id: PersonId,
    pub(super) staff: bool,
    pub(super) unit: String,
    pub(super) site: String,
    /// Their work is with customers.
    pub(super) sells: bool,
    /// Known by their own profile, so that nothing is made up about them.
    pub(super) named: bool,
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

    /// When work begins on a day of the story.
    pub(super) fn morning(&self, day: i64) -> Moment {
        day_of(self.now, day).and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(FIRST_HOUR)
    }

    /// When work ends on a day of the story.
    pub(super) fn evening(&self, day: i64) -> Moment {
        self.morning(day) + TimeDelta::hours(LAST_HOUR - FIRST_HOUR)
    }

    /// A moment in the working hours of a day of the story; of today one that has passed.
    pub(super) fn at(&mut self, day: i64) -> Moment {
        let minutes = self.random.random_range(20..530);
        if day != TODAY {
            return self.morning(day) + TimeDelta::minutes(minutes);
        }
        // Today is as long as it lasts so far, at any hour at which somebody installs the demo.
        let from = (self.now - TimeDelta::hours(9)).max(self.evening(TODAY - 1) + TimeDelta::minutes(5));
        from + (self.now - TimeDelta::minutes(3) - from) / 540 * i32::try_from(minutes).unwrap_or_default()
    }

    /// Some time after a moment, in working hours, but not in the future.
    pub(super) fn soon_after(&mut self, at: Moment, most_hours: i64) -> Moment {
        let minutes = self.random.random_range(5..most_hours.max(1) * 60 + 5);
        self.in_hours(at + TimeDelta::minutes(minutes)).min(self.now - TimeDelta::minutes(2)).max(at)
    }

    /// The moment itself in working hours, else the next morning.
    pub(super) fn in_hours(&mut self, at: Moment) -> Moment {
        let (hour, late) = (i64::from(at.hour()), self.random.random_range(5..100));
        let morning = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(FIRST_HOUR * 60 + late);
        match hour {
            hour if hour < FIRST_HOUR => morning(at.date_naive()),
            hour if hour >= LAST_HOUR => morning(at.date_naive() + Days::new(1)),
            _ => at,
        }
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
        self.record(at, Some(who), permission, seen, event)
    }

    /// The same for what the calendar does by itself.
    pub(super) fn came_about(&mut self, at: Moment, permission: &str, seen: Seen, event: &Event) -> anyhow::Result<()> {
        self.record(at, None, permission, seen, event)
    }

    fn record(&mut self, at: Moment, who: Option<PersonId>, permission: &str, seen: Seen, event: &Event) -> anyhow::Result<()> {
        if at > self.now {
            return Ok(());
        }
        let ItemRef { kind, id } = event.stream();
        let row = json!({
            "id": self.id(at), "occurred_at": at, "actor_kind": if who.is_some() { "person" } else { "system" }, "actor_id": who, "permission": permission,
            "verb": event.verb(), "stream_kind": kind, "stream_id": id, "subject_id": event.subject(),
            "audience": seen.audience, "space_id": seen.space, "payload": serde_json::to_value(event)?,
        });
        self.events.push((at, row));
        Ok(())
    }

    /// When each person did something last.
    pub(super) fn last_deeds(&self) -> BTreeMap<String, Moment> {
        let mut last = BTreeMap::new();
        for (at, row) in &self.events {
            if let Some(person) = row["actor_id"].as_str() {
                let seen = last.entry(person.to_owned()).or_insert(*at);
                *seen = (*seen).max(*at);
            }
        }
        last
    }

    /// The events in the order in which they happened, and how many lie before a moment.
    pub(super) fn take_events(&mut self, recent: Moment) -> (Vec<Value>, usize) {
        let mut events = std::mem::take(&mut self.events);
        events.sort_by_key(|(at, _)| *at);
        let old = events.iter().filter(|(at, _)| *at < recent).count();
        (events.into_iter().map(|(_, row)| row).collect(), old)
    }
}
