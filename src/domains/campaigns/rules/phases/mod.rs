//! The dated phases of a campaign, and how they move: by the calendar, by hand, back again.
use crate::kernel::{CampaignState, Moment, PhaseKind, Refusal};
use chrono::{LocalResult, NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
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

/// One phase with its dates; it begins at `starts_at` and is over at `ends_at`. Without length it was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Phase {
    /// Which one.
    pub kind: PhaseKind,
    /// When it begins.
    pub starts_at: Moment,
    /// When it ends.
    pub ends_at: Moment,
}

impl Phase {
    /// Whether it never runs: passed over on the way back to a later one, or the campaign was closed before it began.
    pub fn is_left_out(&self, closed_at: Option<Moment>) -> bool {
        self.ends_at <= self.starts_at || closed_at.is_some_and(|closed| closed <= self.starts_at)
    }

    /// When it was over in fact: as planned, or with the close of the campaign where that came first.
    pub fn over_at(&self, closed_at: Option<Moment>) -> Moment {
        closed_at.map_or(self.ends_at, |closed| closed.min(self.ends_at))
    }
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
        let next = self.0[at + 1..].iter().find(|phase| !phase.is_left_out(None));
        next.map(|next| next.starts_at).or(Some(self.0[at].ends_at))
    }

    /// The phases that lie ahead of a state and are to run.
    pub fn ahead(&self, state: CampaignState) -> impl Iterator<Item = &Phase> {
        self.0.iter().filter(move |phase| state_of(phase.kind) > state && !phase.is_left_out(None))
    }

    /// The state that the calendar asks for: the phase begun last, or deciding once all have ended.
    pub fn state_at(&self, now: Moment) -> CampaignState {
        let runs = |phase: &&Phase| !phase.is_left_out(None);
        if !self.0.is_empty() && self.0.iter().filter(runs).all(|phase| phase.ends_at <= now) {
            return CampaignState::Decide;
        }
        let begun = self.0.iter().filter(runs).rfind(|phase| phase.starts_at <= now);
        begun.map_or(CampaignState::Scheduled, |phase| state_of(phase.kind))
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
        let next = phases.iter().position(|phase| state_of(phase.kind) > state && !phase.is_left_out(None));
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
        pass_over(&mut phases[..next], now);
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

    /// Goes back to a phase, which then runs until `ends_at`; the phases after it follow. What ran at the close ended
    /// with it, and a phase before this one that had not begun by then is left out.
    ///
    /// # Errors
    /// When there is no such phase, or it would end at once.
    pub fn reopen(
        &self,
        kind: PhaseKind,
        ends_at: Moment,
        closed_at: Option<Moment>,
        now: Moment,
    ) -> Result<(Self, CampaignState), Refusal> {
        let at = self.0.iter().position(|phase| phase.kind == kind).ok_or(PHASE_UNKNOWN)?;
        if ends_at <= now {
            return Err(END_TOO_EARLY);
        }
        let mut phases = self.0.clone();
        let starts_at = if phases[at].is_left_out(closed_at) { now } else { phases[at].starts_at.min(now) };
        for phase in &mut phases[..at] {
            if closed_at.is_some_and(|closed| closed <= phase.starts_at) {
                (phase.starts_at, phase.ends_at) = (starts_at, starts_at);
            } else {
                phase.ends_at = phase.over_at(closed_at);
            }
        }
        pass_over(&mut phases[..at], starts_at);
        phases[at].starts_at = starts_at;
        phases[at].ends_at = ends_at;
        if let Some(next) = phases.get(at + 1) {
            let span = (ends_at - next.starts_at).max(TimeDelta::zero());
            shift(&mut phases[at + 1..], span);
        }
        Ok((Self(phases), state_of(kind)))
    }

    /// The same phases with the first beginning on the day of `start`: what a copy of a past campaign gets. They change
    /// at the hour of the day at which they did, on the clocks of `zone`. A phase of less than a day was cut short or
    /// left out by hand; it is as long again as `usual` says.
    #[must_use]
    pub fn starting_on(&self, start: Moment, zone: Tz, usual: impl Fn(PhaseKind) -> TimeDelta) -> Self {
        let wall = |at: Moment| at.with_timezone(&zone).naive_local();
        // Where the phase before ended in the original, and where it ends in the copy.
        let mut before: Option<(NaiveDateTime, NaiveDateTime)> = None;
        let copy = |phase: &Phase| {
            let (starts, ends) = (wall(phase.starts_at), wall(phase.ends_at));
            let begins = match before {
                None => wall(start).date().and_time(starts.time()),
                Some((old, new)) if starts <= old => new,
                Some((old, new)) => (new.date() + (starts.date() - old.date())).and_time(starts.time()).max(new),
            };
            let stops = if ends - starts < TimeDelta::days(1) {
                begins + usual(phase.kind)
            } else {
                (begins.date() + (ends.date() - starts.date())).and_time(ends.time())
            };
            before = Some((ends, stops));
            Phase { kind: phase.kind, starts_at: on_clocks(begins, zone), ends_at: on_clocks(stops, zone) }
        };
        Self(self.0.iter().map(copy).collect())
    }
}

/// The moment at which clocks show this: the earlier one where they go back, an hour later where they go forward.
fn on_clocks(wall: NaiveDateTime, zone: Tz) -> Moment {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => {
            zone.from_local_datetime(&(wall + TimeDelta::hours(1))).earliest().map_or_else(|| wall.and_utc(), |at| at.to_utc())
        }
    }
}

/// As many days after the new one of two ends as `at` was after the old one, at the same hour of the day; never before it.
pub fn days_after(at: Moment, (old, new): (Moment, Moment), zone: Tz) -> Moment {
    let wall = |at: Moment| at.with_timezone(&zone).naive_local();
    let days = wall(at).date() - wall(old).date();
    on_clocks((wall(new).date() + days).and_time(wall(at).time()), zone).max(new)
}

/// Nothing of these lies after `at`: a phase that had not begun by then is left out.
fn pass_over(phases: &mut [Phase], at: Moment) {
    for phase in phases {
        phase.starts_at = phase.starts_at.min(at);
        phase.ends_at = phase.ends_at.min(at);
    }
}

fn shift(phases: &mut [Phase], span: TimeDelta) {
    for phase in phases {
        phase.starts_at += span;
        phase.ends_at += span;
    }
}

#[cfg(test)]
mod tests;
