//! Time comes in as a value; only a `Clock` knows where it comes from.
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// A moment, in UTC.
pub type Moment = DateTime<Utc>;

/// The one source of time. Tests and the demo move it; everybody else reads it.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    shift_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::default()
    }
    /// Now, as this installation sees it; cut to microseconds, as Postgres keeps it.
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    pub fn now(&self) -> Moment {
        let now = Utc::now() + TimeDelta::milliseconds(self.shift_ms.load(Ordering::Relaxed));
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }
    /// Moves the clock: later for a positive span, earlier for a negative one.
    pub fn advance(&self, by: TimeDelta) {
        self.shift_ms.fetch_add(by.num_milliseconds(), Ordering::Relaxed);
    }
}
