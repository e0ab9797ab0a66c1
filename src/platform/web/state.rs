//! What every handler can reach.
use crate::kernel::{Clock, Doer, Moment, Sight};
use crate::platform::{
    assets::Assets,
    config::Config,
    db::{Db, Tx},
    error::AppResult,
    files::Files,
    live::Live,
    mail::Outbox,
    render::Templates,
    secret::Secret,
    words::Words,
};
use std::sync::{Arc, RwLock};
use uuid::Uuid;

use super::{Credentials, Limits, Visit};

/// The parts of the running program. One per process, shared by all workers.
pub struct State {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The texts.
    pub words: Arc<Words>,
    /// The templates.
    pub templates: Templates,
    /// Style sheets, scripts, icons.
    pub assets: Assets,
    /// The configuration.
    pub config: Arc<Config>,
    /// Live messages.
    pub live: Live,
    /// Stored files.
    pub files: Files,
    /// Mail on its way.
    pub outbox: Outbox,
    /// The installation's secret.
    pub secret: Secret,
    /// What is live this minute, for the pill in the bar.
    pub pulse: Pulse,
    /// How often each client has called of late.
    pub limits: Limits,
    /// Who shows what.
    pub credentials: Credentials,
    /// Whether the demo organisation is here, with its banner and its open doors.
    pub demo: Switch,
}

/// Whose demo it is.
const DEMO_NAME: &str = "Halden & Voss";

impl State {
    /// The name of the organisation; the demo has one of its own unless somebody chose another.
    pub fn org_name(&self) -> &str {
        if self.demo.is_on() && self.config.org_name == crate::platform::config::UNNAMED { DEMO_NAME } else { &self.config.org_name }
    }

    /// Writes as the visit's doer, under its request id and its idempotency key.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write<T: Send + 'static>(
        &self,
        visit: &Visit,
        doer: impl Into<Doer>,
        work: impl Fn(&mut Tx<'_>) -> AppResult<T> + Send + 'static,
    ) -> AppResult<T> {
        let claim = visit.claim.clone();
        self.db
            .write_as(doer.into(), Some(visit.request_id), self.clock.clone(), move |tx| {
                if let Some(claim) = &claim {
                    claim.take(tx)?;
                }
                work(tx)
            })
            .await
    }
}

/// Something that is on or off for the whole process.
#[derive(Debug, Default)]
pub struct Switch(std::sync::atomic::AtomicBool);

impl Switch {
    /// A switch in this position.
    pub const fn new(on: bool) -> Self {
        Self(std::sync::atomic::AtomicBool::new(on))
    }
    /// Turns it.
    pub fn set(&self, on: bool) {
        self.0.store(on, std::sync::atomic::Ordering::Relaxed);
    }
    /// Where it stands.
    pub fn is_on(&self) -> bool {
        self.0.load(std::sync::atomic::Ordering::Relaxed)
    }
}

/// A room that runs now.
#[derive(Debug, Clone)]
pub struct LiveRoom {
    /// Where it is.
    pub href: String,
    /// Its running round, counted from 1; 0 while people gather in the lobby.
    pub round: i64,
    /// Which item it is.
    pub item: Uuid,
    /// Who may see it.
    pub sight: Sight,
    /// When the running step ends.
    pub ends_at: Option<Moment>,
}

/// What is live this minute; kept fresh by a worker, so that the bar costs no query.
#[derive(Debug, Clone, Default)]
pub struct Pulse {
    rooms: Arc<RwLock<Vec<LiveRoom>>>,
}

impl Pulse {
    /// Replaces what is known.
    pub fn set(&self, rooms: Vec<LiveRoom>) {
        match self.rooms.write() {
            Ok(mut known) => *known = rooms,
            Err(poisoned) => *poisoned.into_inner() = rooms,
        }
    }
    /// The first room that these eyes may see.
    pub fn first_for(&self, eyes: &crate::kernel::Eyes) -> Option<LiveRoom> {
        let rooms = match self.rooms.read() {
            Ok(rooms) => rooms,
            Err(poisoned) => poisoned.into_inner(),
        };
        rooms.iter().find(|room| eyes.may_see(room.sight, room.item)).cloned()
    }
}
