//! Rhythms of phases to start from.
use super::super::phases::Phase;
use crate::kernel::{Moment, PhaseKind};

/// A rhythm of phases to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// What a draft without phases is offered: three weeks.
    Usual,
    /// Collect and vote at a run.
    TwoWeeks,
    /// Every phase, with time to discuss.
    SixWeeks,
    /// A box that stays open for a year; each idea is answered by itself.
    AlwaysOn,
}

impl Rhythm {
    /// Those that are offered by name.
    pub const NAMED: &'static [Self] = &[Self::TwoWeeks, Self::SixWeeks, Self::AlwaysOn];
    /// The word in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::TwoWeeks => "two-weeks",
            Self::SixWeeks => "six-weeks",
            Self::AlwaysOn => "always-on",
        }
    }
    /// From the word in forms.
    pub fn parse(word: &str) -> Option<Self> {
        Self::NAMED.iter().copied().find(|rhythm| rhythm.as_str() == word)
    }
    /// Its phases from `start`, which is put on the next full hour.
    pub fn phases(self, start: Moment) -> Vec<Phase> {
        use PhaseKind::{Collect, Decide, Discuss, Review, Vote};
        let days: &[(PhaseKind, i64, i64)] = match self {
            Self::Usual => &[(Collect, 0, 10), (Vote, 10, 15), (Review, 15, 19), (Decide, 19, 21)],
            Self::TwoWeeks => &[(Collect, 0, 7), (Vote, 7, 10), (Review, 10, 14)],
            Self::SixWeeks => &[(Collect, 0, 21), (Discuss, 21, 26), (Vote, 26, 33), (Review, 33, 40), (Decide, 40, 42)],
            Self::AlwaysOn => &[(Collect, 0, 365)],
        };
        let start = full_hour(start);
        let day = |days: i64| start + chrono::TimeDelta::days(days);
        days.iter().map(|(kind, from, to)| Phase { kind: *kind, starts_at: day(*from), ends_at: day(*to) }).collect()
    }
    /// How long a phase of this kind is by default: as a draft without phases is offered it, or the first rhythm that has it.
    pub fn length_of(kind: PhaseKind) -> chrono::TimeDelta {
        let mut offered = [Self::Usual, Self::SixWeeks].into_iter().flat_map(|rhythm| rhythm.phases(Moment::UNIX_EPOCH));
        offered.find(|phase| phase.kind == kind).map_or(chrono::TimeDelta::days(7), |phase| phase.ends_at - phase.starts_at)
    }
    /// When answers are promised, once the last phase has ended then.
    pub fn answer_by(self, ends_at: Moment) -> Moment {
        ends_at + chrono::TimeDelta::days(if self == Self::AlwaysOn { 30 } else { 7 })
    }
}

/// The next full hour, as people make appointments.
pub fn full_hour(at: Moment) -> Moment {
    use chrono::DurationRound;
    let hour = chrono::TimeDelta::hours(1);
    at.duration_trunc(hour).map_or(at, |full| if full == at { at } else { full + hour })
}
