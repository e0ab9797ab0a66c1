//! Pure decisions about prototypes: which stage follows which, what a gate decides, when evidence is frozen.
mod evidence;
mod numbers;
mod progress;
mod wording;
pub use evidence::{OUTCOME_REASON_MISSING, check_outcome, derived_outcome, passes};
pub use numbers::{AMBIGUOUS, DecimalSign, amount, both_readings, decimal, whole};
pub use progress::{Evidence, progress, ticks};
pub use wording::{Build, Criteria, Framing, Hypothesis, Learning, Reading, Session, Sprint, line, lines, paragraph};

use crate::kernel::{GateDecision, GateState, PartKind, PrototypeStage, Refusal};
use PrototypeStage::{BenchTest, Building, Framed, Gate, Graduated, OnHold, Stopped, WithCustomers};
use chrono::TimeDelta;

/// Most photos of a build.
pub const MOST_PHOTOS: usize = 4;
/// A build has photos enough.
pub const TOO_MANY_PHOTOS: Refusal = Refusal::of("photo", "build-photos-too-many");

/// Stages in which people work on a prototype, in order.
pub const WORKING: &[PrototypeStage] = &[Framed, Building, BenchTest, WithCustomers];

/// The prototype is there already.
pub const SAME_STAGE: Refusal = Refusal::of("to", "prototype-same-stage");
/// Only the decision of a gate ends a prototype or lets it go on from the gate.
pub const GATE_DECIDES: Refusal = Refusal::of("to", "prototype-gate-decides");
/// A prototype that graduated or was stopped stays so.
pub const ENDED: Refusal = Refusal::new("prototype-ended");
/// Nothing is added to the evidence while gatekeepers look at it.
pub const EVIDENCE_FROZEN: Refusal = Refusal::new("prototype-evidence-frozen");
/// Work goes on once the prototype has been taken off hold.
pub const ON_HOLD: Refusal = Refusal::new("prototype-on-hold");
/// No gate is planned, so there is nothing to decide by.
pub const NO_GATE: Refusal = Refusal::of("to", "prototype-no-gate");
/// Holding needs a reason.
pub const HOLD_REASON_MISSING: Refusal = Refusal::of("reason", "prototype-hold-reason-missing");
/// This gate is not open for a decision.
pub const GATE_NOT_OPEN: Refusal = Refusal::new("gate-not-open");
/// Somebody has decided at the gate already.
pub const GATE_DECIDED: Refusal = Refusal::new("gate-decided");
/// A must-meet criterion is not met.
pub const MUST_UNMET: Refusal = Refusal::of("decision", "gate-must-unmet");
/// A decision comes with its reasons.
pub const REASONS_MISSING: Refusal = Refusal::of("reasons", "gate-reasons-missing");
/// Who stops a prototype writes down what was learned.
pub const LEARNING_MISSING: Refusal = Refusal::of("learned", "gate-learning-missing");
/// It would graduate without having been tested, and nobody said that this is meant.
pub const GRADUATES_EARLY: Refusal = Refusal::of("sure", "gate-graduates-early");
/// There is no such decision.
pub const DECISION_UNKNOWN: Refusal = Refusal::of("decision", "gate-decision-unknown");
/// There is no such stage.
pub const STAGE_UNKNOWN: Refusal = Refusal::of("to", "prototype-stage-unknown");
/// There is no such outcome or state.
pub const STATE_UNKNOWN: Refusal = Refusal::of("state", "prototype-state-unknown");
/// Work has begun, so the graduation can no longer be undone.
pub const WORK_BEGUN: Refusal = Refusal::new("prototype-work-begun");
/// There is no move to take back.
pub const NOTHING_TO_UNDO: Refusal = Refusal::new("prototype-nothing-to-undo");
/// Somebody else added it.
pub const PART_NOT_YOURS: Refusal = Refusal::new("prototype-part-not-yours");
/// It was added too long ago.
pub const PART_TOO_OLD: Refusal = Refusal::new("prototype-part-too-old");
/// Something rests on it: tests on a hypothesis, readings on a test, a decision on a gate.
pub const PART_IN_USE: Refusal = Refusal::new("prototype-part-in-use");
/// What was added can be taken back for so long.
pub const TAKE_BACK: TimeDelta = TimeDelta::hours(24);
/// The idea has a prototype already.
pub const IDEA_HAS_PROTOTYPE: Refusal = Refusal::new("idea-has-prototype");
/// Nobody has this handle, or they cannot lead prototypes.
pub const LEAD_UNKNOWN: Refusal = Refusal::of("lead", "prototype-lead-unknown");

/// Whether people work on a prototype in this stage.
pub fn is_working(stage: PrototypeStage) -> bool {
    WORKING.contains(&stage)
}

/// Whether the prototype has come to its end.
pub const fn is_ended(stage: PrototypeStage) -> bool {
    matches!(stage, Graduated | Stopped)
}

/// Whether something has been built: what a sprint counts. On hold counts by where it came from.
pub fn is_built(stage: PrototypeStage, before: Option<PrototypeStage>) -> bool {
    match stage {
        Framed | Building => false,
        OnHold => before.is_some_and(|before| is_built(before, None)),
        BenchTest | WithCustomers | Gate | Graduated | Stopped => true,
    }
}

/// Whether a prototype may be moved there by hand. Working stages follow each other in any order; from
/// each of them a prototype goes to the gate (when one is planned) or on hold. Away from the gate and to
/// an end only a decision leads; opening a gate can be taken back while no criterion was judged.
///
/// # Errors
/// [`SAME_STAGE`], [`ENDED`], [`NO_GATE`], [`GATE_DECIDES`].
pub fn check_move_by_hand(from: PrototypeStage, to: PrototypeStage, gate_planned: bool, gate_untouched: bool) -> Result<(), Refusal> {
    match (from, to) {
        (from, to) if from == to => Err(SAME_STAGE),
        (Graduated | Stopped, _) => Err(ENDED),
        (_, Graduated | Stopped) => Err(GATE_DECIDES),
        (Gate, to) if is_working(to) && gate_untouched => Ok(()),
        (Gate, _) => Err(GATE_DECIDES),
        (_, Gate) if !gate_planned => Err(NO_GATE),
        _ => Ok(()),
    }
}

/// Where a prototype most likely goes next: on to the following stage; from the gate and from a pause back to where
/// it came from.
pub fn likely_next(stage: PrototypeStage, came_from: Option<PrototypeStage>) -> Option<PrototypeStage> {
    match stage {
        Gate | OnHold => came_from,
        _ => WORKING.iter().position(|working| *working == stage).map(|at| WORKING.get(at + 1).copied().unwrap_or(Gate)),
    }
}

/// The newest move of a prototype.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastMove {
    /// From where.
    pub from: PrototypeStage,
    /// To where.
    pub to: PrototypeStage,
    /// A gate decided it, nobody moved it by hand.
    pub decided: bool,
}

/// Where the newest move is taken back to, as far as that can be done by hand.
///
/// # Errors
/// [`NOTHING_TO_UNDO`], [`GATE_DECIDES`] after a decision, and as [`check_move_by_hand`].
pub fn check_undo_move(
    stage: PrototypeStage,
    last: Option<LastMove>,
    gate_planned: bool,
    gate_untouched: bool,
) -> Result<PrototypeStage, Refusal> {
    let last = last.filter(|last| last.to == stage).ok_or(NOTHING_TO_UNDO)?;
    if last.decided {
        return Err(GATE_DECIDES);
    }
    check_move_by_hand(stage, last.from, gate_planned, gate_untouched).map(|()| last.from)
}

/// Whether something that was added can be taken back: for a day, by who added it, while nothing rests on
/// it and the evidence is open. What was learned is no evidence, but a stop rests on it.
///
/// # Errors
/// [`PART_NOT_YOURS`], [`PART_TOO_OLD`], [`PART_IN_USE`], and as [`check_open`].
pub fn check_take_back(stage: PrototypeStage, kind: PartKind, own: bool, age: TimeDelta, in_use: bool) -> Result<(), Refusal> {
    if kind != PartKind::Learning || matches!(stage, Gate | Stopped) {
        check_open(stage)?;
    }
    if !own {
        Err(PART_NOT_YOURS)
    } else if age > TAKE_BACK {
        Err(PART_TOO_OLD)
    } else if in_use {
        Err(PART_IN_USE)
    } else {
        Ok(())
    }
}

/// Whether hypotheses, builds, tests, readings and gates may be added or changed.
///
/// # Errors
/// [`EVIDENCE_FROZEN`], [`ON_HOLD`], [`ENDED`].
pub const fn check_open(stage: PrototypeStage) -> Result<(), Refusal> {
    match stage {
        Gate => Err(EVIDENCE_FROZEN),
        OnHold => Err(ON_HOLD),
        Graduated | Stopped => Err(ENDED),
        Framed | Building | BenchTest | WithCustomers => Ok(()),
    }
}

/// A criterion as it stands when the gate decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Go is impossible without it.
    pub must: bool,
    /// What the gatekeepers found; `None` while nobody has said.
    pub met: Option<bool>,
}

/// All that a gate decides by.
#[derive(Debug, Clone, Copy)]
pub struct Docket<'d> {
    /// State of the gate.
    pub state: GateState,
    /// Its criteria.
    pub criteria: &'d [Judged],
    /// Why, in the gatekeepers' words.
    pub reasons: &'d str,
    /// A learning card is written, or comes with the decision.
    pub learned: bool,
}

/// Whether the gate may decide so.
///
/// # Errors
/// All that is missing.
pub fn check_decision(decision: GateDecision, docket: Docket<'_>) -> Result<(), Vec<Refusal>> {
    match docket.state {
        GateState::AtGate => {}
        GateState::Decided => return Err(vec![GATE_DECIDED]),
        GateState::Planned => return Err(vec![GATE_NOT_OPEN]),
    }
    let unmet = docket.criteria.iter().any(|criterion| criterion.must && criterion.met != Some(true));
    let missing: Vec<Refusal> = [
        (decision == GateDecision::Go && unmet).then_some(MUST_UNMET),
        docket.reasons.trim().is_empty().then_some(REASONS_MISSING),
        (decision == GateDecision::Stop && !docket.learned).then_some(LEARNING_MISSING),
    ]
    .into_iter()
    .flatten()
    .collect();
    if missing.is_empty() { Ok(()) } else { Err(missing) }
}

/// The stage after a decision. Go leads on, from the last gate to graduation; recycle back to
/// where it came from; hold keeps what it was for later; stop ends.
pub fn stage_after(decision: GateDecision, came_from: PrototypeStage, last_gate: bool) -> PrototypeStage {
    let at = WORKING.iter().position(|stage| *stage == came_from).unwrap_or(0);
    match decision {
        GateDecision::Go if last_gate => Graduated,
        GateDecision::Go => WORKING[(at + 1).min(WORKING.len() - 1)],
        GateDecision::Recycle => WORKING[at],
        GateDecision::Hold => OnHold,
        GateDecision::Stop => Stopped,
    }
}

/// Whether a decision ends in graduation what was never on the bench or with customers.
pub const fn graduates_early(came_from: PrototypeStage, after: PrototypeStage) -> bool {
    matches!((came_from, after), (Framed | Building, Graduated))
}

/// Whether a gate that decided so comes up again, with the same criteria.
pub const fn comes_again(decision: GateDecision) -> bool {
    matches!(decision, GateDecision::Recycle | GateDecision::Hold)
}

/// Most prototypes that should be in a stage at once; more is shown as a warning, never refused.
pub const fn wip_limit(stage: PrototypeStage) -> Option<i64> {
    match stage {
        Building => Some(8),
        BenchTest => Some(12),
        WithCustomers => Some(10),
        Gate => Some(5),
        Framed | Graduated | Stopped | OnHold => None,
    }
}

/// Shape of the status: every stage has one, so that it never depends on colour.
pub const fn status_of(stage: PrototypeStage) -> &'static str {
    match stage {
        Framed => "draft",
        Building | BenchTest | WithCustomers => "info",
        Gate => "warn",
        Graduated => "ok",
        Stopped => "bad",
        OnHold => "hold",
    }
}

/// How the coupon is drawn: whole, fractured or solid.
pub const fn coupon_of(stage: PrototypeStage) -> &'static str {
    match stage {
        Graduated => "graduated",
        Stopped => "stopped",
        Framed | Building | BenchTest | WithCustomers | Gate | OnHold => "running",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stage() -> impl Strategy<Value = PrototypeStage> {
        proptest::sample::select(PrototypeStage::ALL)
    }
    fn decision() -> impl Strategy<Value = GateDecision> {
        proptest::sample::select(GateDecision::ALL)
    }
    fn criteria() -> impl Strategy<Value = Vec<Judged>> {
        proptest::collection::vec((any::<bool>(), any::<Option<bool>>()).prop_map(|(must, met)| Judged { must, met }), 0..8)
    }

    #[test]
    fn what_a_gate_decided_is_not_taken_back_by_hand() {
        let last = |decided| Some(LastMove { from: Gate, to: WithCustomers, decided });
        assert_eq!(check_undo_move(WithCustomers, last(true), true, true), Err(GATE_DECIDES));
        assert_eq!(check_undo_move(WithCustomers, last(false), true, true), Ok(Gate));
        assert_eq!(check_undo_move(Stopped, Some(LastMove { from: Gate, to: Stopped, decided: true }), true, true), Err(GATE_DECIDES));
        assert_eq!(check_undo_move(Building, last(false), true, true), Err(NOTHING_TO_UNDO));
    }

    #[test]
    fn a_prototype_goes_on_to_the_next_stage_and_back_to_where_it_waited_before() {
        assert_eq!(likely_next(Framed, None), Some(Building));
        assert_eq!(likely_next(BenchTest, Some(OnHold)), Some(WithCustomers));
        assert_eq!(likely_next(WithCustomers, None), Some(Gate));
        assert_eq!(likely_next(Gate, Some(BenchTest)), Some(BenchTest));
        assert_eq!(likely_next(OnHold, Some(Building)), Some(Building));
        assert_eq!((likely_next(Stopped, Some(Gate)), likely_next(Graduated, Some(Gate))), (None, None));
    }

    #[test]
    fn what_was_added_is_taken_back_for_a_day_by_who_added_it() {
        let (young, old) = (TimeDelta::hours(23), TimeDelta::hours(25));
        assert_eq!(check_take_back(BenchTest, PartKind::Build, true, young, false), Ok(()));
        assert_eq!(check_take_back(BenchTest, PartKind::Build, false, young, false), Err(PART_NOT_YOURS));
        assert_eq!(check_take_back(BenchTest, PartKind::Build, true, old, false), Err(PART_TOO_OLD));
        assert_eq!(check_take_back(BenchTest, PartKind::Test, true, young, true), Err(PART_IN_USE));
        assert_eq!(check_take_back(Gate, PartKind::Reading, true, young, false), Err(EVIDENCE_FROZEN));
        assert_eq!(check_take_back(Graduated, PartKind::Learning, true, young, false), Ok(()));
        assert_eq!(check_take_back(Stopped, PartKind::Learning, true, young, false), Err(ENDED));
    }

    proptest! {
        #[test]
        fn by_hand_nothing_ends_and_nothing_ended_moves(from in stage(), to in stage(), planned: bool, untouched: bool) {
            let allowed = check_move_by_hand(from, to, planned, untouched).is_ok();
            prop_assert!(!(allowed && (is_ended(from) || is_ended(to) || from == to)));
            prop_assert!(!(allowed && to == Gate && !planned), "the gate needs criteria fixed beforehand");
            prop_assert!(!(allowed && from == Gate && !untouched), "what gatekeepers began they finish");
        }
        #[test]
        fn evidence_is_open_exactly_in_the_working_stages(stage in stage()) {
            prop_assert_eq!(check_open(stage).is_ok(), is_working(stage));
        }
        #[test]
        fn go_needs_every_must(criteria in criteria()) {
            let docket = Docket { state: GateState::AtGate, criteria: &criteria, reasons: "measured", learned: false };
            let musts_met = criteria.iter().all(|criterion| !criterion.must || criterion.met == Some(true));
            prop_assert_eq!(check_decision(GateDecision::Go, docket).is_ok(), musts_met);
        }
        #[test]
        fn no_decision_without_reasons_or_outside_the_gate(decision in decision(), criteria in criteria(), learned: bool) {
            let docket = Docket { state: GateState::AtGate, criteria: &criteria, reasons: "  ", learned };
            prop_assert!(check_decision(decision, docket).is_err_and(|missing| missing.contains(&REASONS_MISSING)));
            let decided = Docket { state: GateState::Decided, reasons: "again", ..docket };
            prop_assert_eq!(check_decision(decision, decided), Err(vec![GATE_DECIDED]));
        }
        #[test]
        fn a_decision_never_leaves_a_prototype_at_the_gate(decision in decision(), came_from in stage(), last: bool) {
            let after = stage_after(decision, came_from, last);
            prop_assert!(after != Gate);
            prop_assert_eq!(after == Graduated, decision == GateDecision::Go && last);
            prop_assert_eq!(after == Stopped, decision == GateDecision::Stop);
        }
    }

    #[test]
    fn stopping_needs_a_learning_card() {
        let docket = Docket { state: GateState::AtGate, criteria: &[], reasons: "It broke at 60 °C", learned: false };
        assert_eq!(check_decision(GateDecision::Stop, docket), Err(vec![LEARNING_MISSING]));
        assert_eq!(check_decision(GateDecision::Stop, Docket { learned: true, ..docket }), Ok(()));
    }

    #[test]
    fn recycling_goes_back_to_where_it_came_from_and_going_one_on() {
        assert_eq!(stage_after(GateDecision::Recycle, WithCustomers, true), WithCustomers);
        assert_eq!(stage_after(GateDecision::Recycle, Building, true), Building);
        assert_eq!(stage_after(GateDecision::Recycle, Framed, false), Framed);
        assert_eq!(stage_after(GateDecision::Go, BenchTest, false), WithCustomers);
    }

    #[test]
    fn a_prototype_on_hold_counts_as_built_by_where_it_was() {
        assert!(is_built(OnHold, Some(BenchTest)) && !is_built(OnHold, Some(Building)) && is_built(Stopped, None));
    }
}
