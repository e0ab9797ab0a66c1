//! The inbox, decisions on an idea's page, the moderation queue.
pub mod decisions;
pub mod inbox;
pub mod moderation;
pub mod steps;
pub use inbox::InboxQuery;

use crate::domains::ideas::{
    rules::{Clock, ClockState},
    store::number_of,
};
use crate::kernel::Moment;
use crate::platform::words::{Lang, Words};
use fluent_bundle::FluentArgs;
use serde::Serialize;

/// A clock chip: how the promise stands, in a shape and in words.
#[derive(Debug, Clone, Serialize)]
pub struct Chip {
    /// on-track, at-risk, missed, paused, answered.
    pub state: &'static str,
    /// Kind of the status mark.
    pub kind: &'static str,
    /// Key of the word.
    pub key: String,
    /// "2 d 4 h left", "5 h late".
    pub left: String,
    /// When it is due, RFC 3339.
    pub due: String,
}

impl Chip {
    /// The chip of a clock; nothing where nothing was promised.
    pub fn of(clock: Clock, words: &Words, lang: Lang, now: Moment) -> Option<Self> {
        let (due, left) = (clock.due?, clock.left(now)?);
        let state = clock.state(now);
        let kind = match state {
            ClockState::None | ClockState::Paused => "hold",
            ClockState::OnTrack | ClockState::Answered => "ok",
            ClockState::AtRisk => "warn",
            ClockState::Missed => "bad",
        };
        let span = left.abs();
        let (unit, count) = match span.num_hours() {
            0 => ("minutes", span.num_minutes()),
            hours @ 1..48 => ("hours", hours),
            hours => ("days", hours / 24),
        };
        let mut args = FluentArgs::new();
        args.set("count", count);
        let direction = if left < chrono::TimeDelta::zero() { "late" } else { "left" };
        Some(Self {
            state: state.as_str(),
            kind,
            key: format!("evaluation-clock-{}", state.as_str()),
            left: words.text(lang, &format!("evaluation-{direction}-{unit}"), Some(&args)),
            due: due.to_rfc3339(),
        })
    }
}
