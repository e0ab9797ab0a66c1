//! What a reading and the readings of a session say.
use crate::kernel::{Refusal, TestOutcome};

/// Whoever calls a test passed against its readings says why.
pub const OUTCOME_REASON_MISSING: Refusal = Refusal::of("reason", "test-outcome-reason-missing");

/// Whether an outcome may be set by hand over what the readings say.
///
/// # Errors
/// [`OUTCOME_REASON_MISSING`].
pub fn check_outcome(outcome: TestOutcome, by_readings: TestOutcome, reason: &str) -> Result<(), Refusal> {
    let against = outcome == TestOutcome::Passed && by_readings == TestOutcome::Failed;
    if against && reason.is_empty() { Err(OUTCOME_REASON_MISSING) } else { Ok(()) }
}

/// Whether a value is within its limits; `None` when it has none and so proves nothing.
pub fn passes(value: f64, least: Option<f64>, most: Option<f64>) -> Option<bool> {
    (least.is_some() || most.is_some()).then(|| least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most))
}

/// The outcome of a session by its readings: failed by one that is out of its limits, passed when all that
/// have limits are within them, inconclusive when none has.
pub fn derived_outcome(readings: impl IntoIterator<Item = Option<bool>>) -> TestOutcome {
    readings.into_iter().flatten().fold(TestOutcome::Inconclusive, |outcome, passed| match (outcome, passed) {
        (TestOutcome::Failed, _) | (_, false) => TestOutcome::Failed,
        (TestOutcome::Passed | TestOutcome::Inconclusive, true) => TestOutcome::Passed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn passed_against_the_readings_needs_a_reason() {
        use TestOutcome::{Failed, Inconclusive, Passed};
        assert_eq!(check_outcome(Passed, Failed, ""), Err(OUTCOME_REASON_MISSING));
        assert_eq!(check_outcome(Passed, Failed, "The gauge was off by 2 N."), Ok(()));
        assert_eq!((check_outcome(Passed, Inconclusive, ""), check_outcome(Failed, Passed, "")), (Ok(()), Ok(())));
    }

    proptest! {
        #[test]
        fn one_reading_out_of_limits_fails_the_session(readings in proptest::collection::vec(any::<Option<bool>>(), 0..12)) {
            let outcome = derived_outcome(readings.clone());
            prop_assert_eq!(outcome == TestOutcome::Failed, readings.contains(&Some(false)));
            prop_assert_eq!(outcome == TestOutcome::Inconclusive, readings.iter().all(Option::is_none));
        }
        #[test]
        fn limits_include_themselves(limit in -1.0e6..1.0e6f64) {
            prop_assert_eq!(passes(limit, Some(limit), Some(limit)), Some(true));
            prop_assert_eq!(passes(limit, Some(limit + 1.0), None), Some(false));
            prop_assert_eq!(passes(limit, None, None), None);
        }
    }
}
