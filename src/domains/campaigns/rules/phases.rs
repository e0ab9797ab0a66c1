//! The dated phases of a campaign, and how they move: by the calendar, by hand, back again.
use crate::kernel::{CampaignState, Moment, PhaseKind, Refusal};
use chrono::TimeDelta;
use serde::Serialize;

/// A phase ends before it begins.
pub const PHASE_BACKWARDS: [Refusal; 5] = per_end("campaign-phase-backwards");
/// A phase begins before the one before it has ended.
pub const PHASES_OVERLAP: [Refusal; 5] = per_start("campaign-phases-overlap");
/// The same phase twice.
pub const PHASE_TWICE: Refusal = Refusal::of("phases", "campaign-phase-twice");
/// There is no such phase in this campaign.
pub const PHASE_UNKNOWN: Refusal = Refusal::of("phase", "campaign-phase-unknown");
/// The new end lies in the past, or before the phase begins.
pub const END_TOO_EARLY: Refusal = Refusal::of("ends_at", "campaign-end-too-early");
/// The phase is over.
pub const PHASE_OVER: Refusal = Refusal::new("campaign-phase-over");
/// Nothing comes after.
pub const NO_NEXT_PHASE: Refusal = Refusal::new("campaign-no-next-phase");
/// The phase began this very moment.
pub const PHASE_JUST_BEGUN: Refusal = Refusal::new("campaign-phase-just-begun");

/// The same refusal beside the beginning of each phase, in the order of [`PhaseKind::ALL`].
const fn per_start(code: &'static str) -> [Refusal; 5] {
    [
        Refusal::of("collect_starts", code),
        Refusal::of("discuss_starts", code),
        Refusal::of("vote_starts", code),
        Refusal::of("review_starts", code),
        Refusal::of("decide_starts", code),
    ]
}

/// The same refusal beside the end of each phase, in the order of [`PhaseKind::ALL`].
const fn per_end(code: &'static str) -> [Refusal; 5] {
    [
        Refusal::of("collect_ends", code),
        Refusal::of("discuss_ends", code),
        Refusal::of("vote_ends", code),
        Refusal::of("review_ends", code),
        Refusal::of("decide_ends", code),
    ]
}

/// The refusal for one kind.
fn for_kind(refusals: &[Refusal; 5], kind: PhaseKind) -> Refusal {
    refusals[kind as usize]
}

/// The state of a campaign while a phase runs.
pub const fn state_of(kind: PhaseKind) -> CampaignState {
    match kind {
        PhaseKind::Collect => CampaignState::Open,
        PhaseKind::Discuss => CampaignState::Discuss,
        PhaseKind::Vote => CampaignState::Vote,
        PhaseKind::Review => CampaignState::Review,
        PhaseKind::Decide => CampaignState::Decide,
    }
}

/// One phase with its dates; it begins at `starts_at` and is over at `ends_at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Phase {
    /// Which one.
    pub kind: PhaseKind,
    /// When it begins.
    pub starts_at: Moment,
    /// When it ends.
    pub ends_at: Moment,
}

/// The phases of a campaign, in order. Where there is a gap, a phase stays open until the next one begins.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Plan(Vec<Phase>);

impl Plan {
    /// Phases in their order, each once, without overlap.
    ///
    /// # Errors
    /// One refusal for each phase that does not fit.
    pub fn new(phases: Vec<Phase>) -> Result<Self, Vec<Refusal>> {
        let plan = Self::stored(phases);
        let mut refusals = Vec::new();
        for phase in plan.0.iter().filter(|phase| phase.ends_at <= phase.starts_at) {
            refusals.push(for_kind(&PHASE_BACKWARDS, phase.kind));
        }
        for pair in plan.0.windows(2) {
            if pair[0].kind == pair[1].kind {
                refusals.push(PHASE_TWICE);
            } else if pair[1].starts_at < pair[0].ends_at {
                refusals.push(for_kind(&PHASES_OVERLAP, pair[1].kind));
            }
        }
        if refusals.is_empty() { Ok(plan) } else { Err(refusals) }
    }

    /// Phases as the database keeps them, whose checks were made before.
    pub fn stored(mut phases: Vec<Phase>) -> Self {
        phases.sort_by_key(|phase| phase.kind);
        Self(phases)
    }

    /// The phases, in order.
    pub fn phases(&self) -> &[Phase] {
        &self.0
    }

    /// The phase of this kind.
    pub fn get(&self, kind: PhaseKind) -> Option<&Phase> {
        self.0.iter().find(|phase| phase.kind == kind)
    }

    /// The phase that a state stands for.
    pub fn running(&self, state: CampaignState) -> Option<&Phase> {
        self.0.iter().find(|phase| state_of(phase.kind) == state)
    }

    /// When the last phase ends.
    pub fn ends_at(&self) -> Option<Moment> {
        self.0.last().map(|phase| phase.ends_at)
    }

    /// When a phase is left in fact: when the next one begins, or when it ends where it is the last.
    pub fn left_at(&self, kind: PhaseKind) -> Option<Moment> {
        let at = self.0.iter().position(|phase| phase.kind == kind)?;
        self.0.get(at + 1).map(|next| next.starts_at).or(Some(self.0[at].ends_at))
    }

    /// The state that the calendar asks for: the phase begun last, or deciding once all have ended.
    pub fn state_at(&self, now: Moment) -> CampaignState {
        if !self.0.is_empty() && self.0.iter().all(|phase| phase.ends_at <= now) {
            return CampaignState::Decide;
        }
        self.0.iter().rfind(|phase| phase.starts_at <= now).map_or(CampaignState::Scheduled, |phase| state_of(phase.kind))
    }

    /// Where the calendar moves a launched campaign; never back, never out of its last state.
    pub fn due(&self, state: CampaignState, now: Moment) -> Option<CampaignState> {
        let target = self.state_at(now);
        (state >= CampaignState::Scheduled && state < target).then_some(target)
    }

    /// Ends the running phase and begins the next one at this moment.
    ///
    /// # Errors
    /// When nothing comes after, or the running phase began this very moment.
    pub fn next_now(&self, state: CampaignState, now: Moment) -> Result<(Self, CampaignState), Refusal> {
        let mut phases = self.0.clone();
        let next = phases.iter().position(|phase| state_of(phase.kind) > state);
        if next.is_none() && state >= CampaignState::Decide {
            return Err(NO_NEXT_PHASE);
        }
        if let Some(current) = phases.iter_mut().find(|phase| state_of(phase.kind) == state) {
            if current.starts_at >= now {
                return Err(PHASE_JUST_BEGUN);
            }
            current.ends_at = now;
        }
        let Some(next) = next else {
            return Ok((Self(phases), CampaignState::Decide));
        };
        let phase = &mut phases[next];
        let length = phase.ends_at - phase.starts_at;
        phase.starts_at = now;
        if phase.ends_at <= now {
            phase.ends_at = now + length;
        }
        let state = state_of(phase.kind);
        Ok((Self(phases), state))
    }

    /// Moves the end of a phase; the phases after it move by the same span.
    ///
    /// # Errors
    /// When there is no such phase, it is over, or the new end is not after now and its beginning.
    pub fn end_at(&self, kind: PhaseKind, ends_at: Moment, state: CampaignState, now: Moment) -> Result<Self, Refusal> {
        let at = self.0.iter().position(|phase| phase.kind == kind).ok_or(PHASE_UNKNOWN)?;
        if state > state_of(kind) {
            return Err(PHASE_OVER);
        }
        let mut phases = self.0.clone();
        if ends_at <= now || ends_at <= phases[at].starts_at {
            return Err(END_TOO_EARLY);
        }
        let span = ends_at - phases[at].ends_at;
        phases[at].ends_at = ends_at;
        shift(&mut phases[at + 1..], span);
        Ok(Self(phases))
    }

    /// Goes back to a phase, which then runs until `ends_at`; the phases after it follow.
    ///
    /// # Errors
    /// When there is no such phase, or it would end at once.
    pub fn reopen(&self, kind: PhaseKind, ends_at: Moment, now: Moment) -> Result<(Self, CampaignState), Refusal> {
        let at = self.0.iter().position(|phase| phase.kind == kind).ok_or(PHASE_UNKNOWN)?;
        if ends_at <= now {
            return Err(END_TOO_EARLY);
        }
        let mut phases = self.0.clone();
        phases[at].starts_at = phases[at].starts_at.min(now);
        phases[at].ends_at = ends_at;
        if let Some(next) = phases.get(at + 1) {
            let span = (ends_at - next.starts_at).max(TimeDelta::zero());
            shift(&mut phases[at + 1..], span);
        }
        Ok((Self(phases), state_of(kind)))
    }

    /// The same phases with the first beginning at `start`: what a copy of a past campaign gets.
    #[must_use]
    pub fn starting_at(&self, start: Moment) -> Self {
        let mut phases = self.0.clone();
        if let Some(first) = phases.first() {
            let span = start - first.starts_at;
            shift(&mut phases, span);
        }
        Self(phases)
    }
}

fn shift(phases: &mut [Phase], span: TimeDelta) {
    for phase in phases {
        phase.starts_at += span;
        phase.ends_at += span;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    fn at(hours: i64) -> Moment {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    /// Any valid plan: some phases, each with a length and a gap before it, in hours.
    fn plans() -> impl Strategy<Value = Plan> {
        proptest::collection::vec((any::<bool>(), 0_i64..50, 1_i64..200), 5).prop_filter_map("one phase at least", |rows| {
            let (mut hour, mut phases) = (100, Vec::new());
            for (kind, (chosen, gap, length)) in PhaseKind::ALL.iter().zip(rows) {
                if chosen {
                    phases.push(Phase { kind: *kind, starts_at: at(hour + gap), ends_at: at(hour + gap + length) });
                    hour += gap + length;
                }
            }
            (!phases.is_empty()).then(|| Plan::new(phases).expect("built valid"))
        })
    }

    fn is_valid(plan: &Plan) -> bool {
        Plan::new(plan.0.clone()).is_ok()
    }

    proptest! {
        #[test]
        fn the_calendar_never_moves_a_campaign_back(plan in plans(), first in 0_i64..1500, later in 0_i64..1500) {
            let (first, later) = (first.min(later), first.max(later));
            prop_assert!(plan.state_at(at(first)) <= plan.state_at(at(later)));
        }

        #[test]
        fn catching_up_at_once_ends_where_single_steps_end(plan in plans(), hours in 0_i64..1500) {
            let mut state = CampaignState::Scheduled;
            for hour in 0..=hours {
                state = plan.due(state, at(hour)).unwrap_or(state);
            }
            prop_assert_eq!(plan.due(CampaignState::Scheduled, at(hours)).unwrap_or(CampaignState::Scheduled), state);
        }

        #[test]
        fn nothing_moves_by_the_calendar_before_the_launch_or_after_the_close(plan in plans(), hour in 0_i64..1500) {
            prop_assert_eq!(plan.due(CampaignState::Draft, at(hour)), None);
            prop_assert_eq!(plan.due(CampaignState::Closed, at(hour)), None);
            prop_assert_eq!(plan.due(CampaignState::Archived, at(hour)), None);
        }

        #[test]
        fn next_phase_now_goes_one_phase_on_and_the_calendar_agrees(plan in plans(), hour in 0_i64..1500) {
            let now = at(hour) + TimeDelta::minutes(30);
            let state = plan.state_at(now);
            match plan.next_now(state, now) {
                Ok((moved, next)) => {
                    prop_assert!(next > state && is_valid(&moved));
                    prop_assert_eq!(moved.state_at(now), next);
                    prop_assert!(!plan.0.iter().any(|phase| state_of(phase.kind) > state && state_of(phase.kind) < next));
                }
                Err(refusal) => prop_assert!(refusal == NO_NEXT_PHASE && state == CampaignState::Decide),
            }
        }

        #[test]
        fn a_moved_end_keeps_every_later_phase_as_long_as_it_was(plan in plans(), hour in 0_i64..1500, which in 0_usize..5, end in 0_i64..2500) {
            let (now, kind) = (at(hour), PhaseKind::ALL[which]);
            let state = plan.state_at(now);
            if let Ok(moved) = plan.end_at(kind, at(end), state, now) {
                prop_assert!(is_valid(&moved));
                prop_assert_eq!(moved.get(kind).map(|phase| phase.ends_at), Some(at(end)));
                prop_assert_eq!(moved.state_at(now), state);
                for (before, after) in plan.0.iter().zip(&moved.0).filter(|(before, _)| before.kind != kind) {
                    prop_assert_eq!(before.ends_at - before.starts_at, after.ends_at - after.starts_at);
                }
            }
        }

        #[test]
        fn a_reopened_phase_runs_now_until_its_new_end(plan in plans(), which in 0_usize..5, hour in 1200_i64..1500, more in 1_i64..500) {
            let (now, kind) = (at(hour), PhaseKind::ALL[which]);
            if let Ok((moved, state)) = plan.reopen(kind, at(hour + more), now) {
                prop_assert!(is_valid(&moved), "{:?}", moved);
                prop_assert_eq!(moved.state_at(now), state);
                prop_assert_eq!(moved.due(state, now), None);
            }
        }

        #[test]
        fn a_copy_begins_when_asked_and_keeps_its_rhythm(plan in plans(), hour in 0_i64..1500) {
            let copy = plan.starting_at(at(hour));
            prop_assert!(is_valid(&copy));
            prop_assert_eq!(copy.0[0].starts_at, at(hour));
            prop_assert_eq!(copy.ends_at().map(|end| end - at(hour)), plan.ends_at().map(|end| end - plan.0[0].starts_at));
        }
    }

    #[test]
    fn overlapping_and_backward_phases_are_refused_beside_their_field() {
        let overlap = vec![
            Phase { kind: PhaseKind::Vote, starts_at: at(5), ends_at: at(9) },
            Phase { kind: PhaseKind::Collect, starts_at: at(0), ends_at: at(6) },
        ];
        assert_eq!(Plan::new(overlap), Err(vec![Refusal::of("vote_starts", "campaign-phases-overlap")]));
        let backwards = vec![Phase { kind: PhaseKind::Collect, starts_at: at(6), ends_at: at(6) }];
        assert_eq!(Plan::new(backwards), Err(vec![Refusal::of("collect_ends", "campaign-phase-backwards")]));
    }

    #[test]
    fn a_phase_stays_open_until_the_next_one_begins() {
        let plan = Plan::new(vec![
            Phase { kind: PhaseKind::Collect, starts_at: at(0), ends_at: at(5) },
            Phase { kind: PhaseKind::Vote, starts_at: at(8), ends_at: at(9) },
        ])
        .expect("valid");
        assert_eq!(plan.state_at(at(6)), CampaignState::Open);
        assert_eq!(plan.left_at(PhaseKind::Collect), Some(at(8)));
        assert_eq!(plan.state_at(at(9)), CampaignState::Decide);
    }
}
