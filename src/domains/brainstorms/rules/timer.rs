//! The clock of a step.
use super::{CLOCK_NONE, CLOCK_PAUSED, CLOCK_RUNS, CLOCK_TOO_LONG, is_timed};
use crate::kernel::{Moment, Refusal, RoundStep};
use chrono::TimeDelta;

/// A step cannot be made longer than this.
const LONGEST_MS: i64 = 4 * 3600 * 1000;
/// Going back leaves at least this on the clock.
const LEAST_BACK_MS: i32 = 60_000;

/// The clock of a step. The server's time decides; nothing happens by itself when it runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// The step has no clock.
    Still,
    /// It runs out then.
    Running {
        /// The end.
        ends_at: Moment,
    },
    /// It stands; so much was left, less than nothing never.
    Paused {
        /// Milliseconds.
        left_ms: i32,
    },
}

impl Timer {
    /// The clock as stored.
    pub const fn of(ends_at: Option<Moment>, paused_left_ms: Option<i32>) -> Self {
        match (ends_at, paused_left_ms) {
            (_, Some(left_ms)) => Self::Paused { left_ms },
            (Some(ends_at), None) => Self::Running { ends_at },
            (None, None) => Self::Still,
        }
    }
    /// The clock at the beginning of a step.
    pub fn start(step: RoundStep, minutes: i16, now: Moment) -> Self {
        if is_timed(step) { Self::Running { ends_at: now + TimeDelta::minutes(i64::from(minutes)) } } else { Self::Still }
    }
    /// The clock of a step one comes back to: what was left when it ended, a minute at least.
    pub fn restart(step: RoundStep, left_ms: Option<i32>, now: Moment) -> Self {
        let left = left_ms.unwrap_or(LEAST_BACK_MS).max(LEAST_BACK_MS);
        if is_timed(step) { Self::Running { ends_at: now + TimeDelta::milliseconds(i64::from(left)) } } else { Self::Still }
    }
    /// What is left; `None` without a clock.
    pub fn left_ms(self, now: Moment) -> Option<i32> {
        match self {
            Self::Still => None,
            Self::Running { ends_at } => Some(i32::try_from((ends_at - now).num_milliseconds().clamp(0, LONGEST_MS)).unwrap_or(i32::MAX)),
            Self::Paused { left_ms } => Some(left_ms),
        }
    }
    /// Stops it, on any step.
    ///
    /// # Errors
    /// [`CLOCK_PAUSED`] when it stands already.
    pub fn pause(self, now: Moment) -> Result<Self, Refusal> {
        match self {
            Self::Paused { .. } => Err(CLOCK_PAUSED),
            running => Ok(Self::Paused { left_ms: running.left_ms(now).unwrap_or(0) }),
        }
    }
    /// Lets it run on with what was left.
    ///
    /// # Errors
    /// [`CLOCK_RUNS`] when it does not stand.
    pub fn resume(self, step: RoundStep, now: Moment) -> Result<Self, Refusal> {
        match self {
            Self::Paused { left_ms } if is_timed(step) => Ok(Self::Running { ends_at: now + TimeDelta::milliseconds(i64::from(left_ms)) }),
            Self::Paused { .. } => Ok(Self::Still),
            Self::Still | Self::Running { .. } => Err(CLOCK_RUNS),
        }
    }
    /// Gives more time; when the end is past, counted from now.
    ///
    /// # Errors
    /// [`CLOCK_NONE`] on a step without a clock, [`CLOCK_TOO_LONG`] beyond four hours.
    pub fn add(self, step: RoundStep, seconds: i32, now: Moment) -> Result<Self, Refusal> {
        if !is_timed(step) {
            return Err(CLOCK_NONE);
        }
        let left = i64::from(self.left_ms(now).unwrap_or(0)) + i64::from(seconds) * 1000;
        let left_ms = i32::try_from(left).ok().filter(|left| (0..=LONGEST_MS).contains(&i64::from(*left))).ok_or(CLOCK_TOO_LONG)?;
        Ok(match self {
            Self::Paused { .. } => Self::Paused { left_ms },
            Self::Still | Self::Running { .. } => Self::Running { ends_at: now + TimeDelta::milliseconds(i64::from(left_ms)) },
        })
    }
    /// As stored: end, and what is left while it stands.
    pub const fn columns(self) -> (Option<Moment>, Option<i32>) {
        match self {
            Self::Still => (None, None),
            Self::Running { ends_at } => (Some(ends_at), None),
            Self::Paused { left_ms } => (None, Some(left_ms)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Moment {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).expect("in range")
    }

    #[test]
    fn a_pause_stops_the_clock_and_a_minute_more_counts_from_now_when_time_is_up() {
        let running = Timer::start(RoundStep::Write, 5, at(0));
        let paused = running.pause(at(120)).expect("runs");
        assert_eq!(paused, Timer::Paused { left_ms: 180_000 });
        assert_eq!(paused.resume(RoundStep::Write, at(1_000)), Ok(Timer::Running { ends_at: at(1_180) }));
        assert_eq!(running.add(RoundStep::Write, 60, at(400)), Ok(Timer::Running { ends_at: at(460) }));
        assert_eq!(running.add(RoundStep::Write, 60, at(100)), Ok(Timer::Running { ends_at: at(360) }));
        assert_eq!(Timer::Still.add(RoundStep::Reveal, 60, at(0)), Err(CLOCK_NONE));
    }

    proptest! {
        #[test]
        fn pausing_and_resuming_loses_no_time(minutes in 1i16..120, used in 0i64..10_000, rest in 0i64..100_000) {
            let timer = Timer::start(RoundStep::Vote, minutes, at(0));
            let left = timer.left_ms(at(used)).expect("timed");
            let resumed = timer.pause(at(used)).and_then(|paused| paused.resume(RoundStep::Vote, at(used + rest))).expect("runs");
            prop_assert_eq!(resumed.left_ms(at(used + rest)), Some(left));
        }
        #[test]
        fn time_is_never_negative_and_never_beyond_the_longest(left in 0i32..20_000_000, seconds in -100_000i32..100_000) {
            if let Ok(timer) = (Timer::Paused { left_ms: left }).add(RoundStep::Write, seconds, at(0)) {
                let left = i64::from(timer.left_ms(at(0)).expect("timed"));
                prop_assert!((0..=LONGEST_MS).contains(&left));
            }
        }
        #[test]
        fn a_clock_comes_back_from_its_columns(left in 0i32..1_000_000, seconds in 0i64..100_000, kind in 0..3) {
            let timer = match kind { 0 => Timer::Still, 1 => Timer::Running { ends_at: at(seconds) }, _ => Timer::Paused { left_ms: left } };
            let (ends_at, paused) = timer.columns();
            prop_assert_eq!(Timer::of(ends_at, paused), timer);
        }
    }
}
