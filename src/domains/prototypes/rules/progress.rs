//! How far the coupon is hatched, and where its gates are.

/// What has been collected so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Test sessions that passed.
    pub tests_passed: i64,
    /// Test sessions held.
    pub tests: i64,
    /// Hypotheses found supported or refuted.
    pub hypotheses_judged: i64,
    /// Hypotheses written.
    pub hypotheses: i64,
    /// Gates that said go.
    pub gates_passed: i64,
    /// Gates that said go, are open, or are planned; one that recycled counts as the one that comes again.
    pub gates: i64,
}

/// Length of the hatch, 0 to 100. With `n` gates the gauge has `n + 1` spans of `100 / (n + 1)`; each gate
/// passed fills one, and within the span reached the share of tests passed and hypotheses judged fills the
/// rest: `(gates_passed + (tests_passed + hypotheses_judged) / (tests + hypotheses)) · 100 / (n + 1)`.
/// So the hatch crosses a tick only when that gate was passed, and it never gets shorter by a test that
/// passes, a hypothesis that is judged or a gate that says go. A graduated prototype is solid: 100.
pub fn progress(evidence: Evidence, graduated: bool) -> u8 {
    if graduated {
        return 100;
    }
    let share = |part: i64, whole: i64| if whole > 0 { part.clamp(0, whole) as f64 / whole as f64 } else { 0.0 };
    let gates = evidence.gates.max(0);
    let within = share(evidence.tests_passed + evidence.hypotheses_judged, evidence.tests + evidence.hypotheses);
    let passed = evidence.gates_passed.clamp(0, gates) as f64;
    let percent = (passed + within) * 100.0 / (gates + 1) as f64;
    percent.round().clamp(0.0, 100.0) as u8
}

/// Where the gates stand along the coupon, 0 to 100.
pub fn ticks(gates: i64) -> Vec<u8> {
    let gates = gates.clamp(0, 12);
    (1..=gates).map(|gate| (gate as f64 * 100.0 / (gates + 1) as f64).round() as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    prop_compose! {
        fn evidence()(tests in 0i64..30, hypotheses in 0i64..10, gates in 0i64..6)
            (tests_passed in 0..=tests, hypotheses_judged in 0..=hypotheses, gates_passed in 0..=gates,
             tests in Just(tests), hypotheses in Just(hypotheses), gates in Just(gates)) -> Evidence {
            Evidence { tests_passed, tests, hypotheses_judged, hypotheses, gates_passed, gates }
        }
    }

    proptest! {
        #[test]
        fn the_hatch_is_a_share_and_never_shrinks_by_good_news(evidence in evidence()) {
            let now = progress(evidence, false);
            prop_assert!(now <= 100);
            let more = [
                Evidence { tests_passed: (evidence.tests_passed + 1).min(evidence.tests), ..evidence },
                Evidence { hypotheses_judged: (evidence.hypotheses_judged + 1).min(evidence.hypotheses), ..evidence },
                Evidence { gates_passed: (evidence.gates_passed + 1).min(evidence.gates), ..evidence },
            ];
            for better in more {
                prop_assert!(progress(better, false) >= now);
            }
            prop_assert_eq!(progress(evidence, true), 100);
        }
        #[test]
        fn the_hatch_crosses_a_tick_only_when_the_gate_was_passed(evidence in evidence()) {
            let crossed = ticks(evidence.gates).into_iter().filter(|tick| *tick < progress(evidence, false)).count();
            prop_assert!(i64::try_from(crossed).expect("few") <= evidence.gates_passed);
        }
    }

    #[test]
    fn ticks_are_spread_evenly() {
        assert_eq!(ticks(4), vec![20, 40, 60, 80]);
        assert_eq!(ticks(0), Vec::<u8>::new());
    }
}
