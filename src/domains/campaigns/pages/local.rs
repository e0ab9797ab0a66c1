//! Moments as `datetime-local` fields carry them: wall time in the reader's zone, to the minute.
use crate::kernel::Moment;
use chrono::{LocalResult, NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// A field's value for a moment.
pub fn field(at: Moment, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string()
}

/// The moment of a field's value: the earlier one where the clocks go back, the next hour where they go forward.
pub fn parse(text: &str, zone: Tz) -> Option<Moment> {
    let text = text.trim();
    let wall =
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S")).ok()?;
    // Years that a calendar of campaigns can mean; far ones overflow elsewhere.
    if !(2000..2200).contains(&chrono::Datelike::year(&wall)) {
        return None;
    }
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
        LocalResult::None => zone.from_local_datetime(&(wall + TimeDelta::hours(1))).earliest().map(|at| at.to_utc()),
    }
}

/// What a field means beside the moment it was shown for: a field shows whole minutes, so an untouched one keeps its seconds.
pub fn parse_or_keep(text: &str, zone: Tz, stored: Option<Moment>) -> Option<Moment> {
    match stored {
        Some(stored) if field(stored, zone) == text.trim() => Some(stored),
        _ => parse(text, zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Berlin;

    #[test]
    fn wall_time_is_read_in_the_readers_zone() {
        let at = parse("2026-11-27T17:00", Berlin).expect("reads");
        assert_eq!(at.to_rfc3339(), "2026-11-27T16:00:00+00:00");
        assert_eq!(field(at, Berlin), "2026-11-27T17:00");
    }

    #[test]
    fn the_night_of_the_clock_change_has_an_answer() {
        assert_eq!(parse("2026-03-29T02:30", Berlin).map(|at| at.to_rfc3339()).as_deref(), Some("2026-03-29T01:30:00+00:00"));
        assert_eq!(parse("2026-10-25T02:30", Berlin).map(|at| at.to_rfc3339()).as_deref(), Some("2026-10-25T00:30:00+00:00"));
    }

    #[test]
    fn nonsense_is_no_moment() {
        for text in ["", "tomorrow", "2026-13-01T00:00", "9999-01-01T00:00", "\0"] {
            assert_eq!(parse(text, Berlin), None, "{text}");
        }
    }
}
