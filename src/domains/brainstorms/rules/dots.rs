//! Dots on clusters, and the places they make.
use super::{DOTS_OVER_BUDGET, DOTS_OVER_CAP, NOT_VOTING};
use crate::kernel::{BrainstormState, Refusal, RoundStep};

/// What decides about dots, read under lock.
#[derive(Debug, Clone, Copy)]
pub struct Ballot {
    /// The room.
    pub state: BrainstormState,
    /// Its step.
    pub step: RoundStep,
    /// Dots of a person in the round.
    pub budget: i16,
    /// Dots of a person on one cluster.
    pub cap: i16,
    /// Spent on other clusters.
    pub elsewhere: i16,
}

/// Whether so many dots may lie on a cluster.
///
/// # Errors
/// When it is not the time, or more than the cap or the budget.
pub fn place_dots(ballot: &Ballot, dots: i16) -> Result<(), Refusal> {
    if ballot.state != BrainstormState::Running || ballot.step != RoundStep::Vote {
        return Err(NOT_VOTING);
    }
    if !(0..=ballot.cap).contains(&dots) {
        return Err(DOTS_OVER_CAP);
    }
    if ballot.elsewhere + dots > ballot.budget {
        return Err(DOTS_OVER_BUDGET);
    }
    Ok(())
}

/// The places of what is ordered by dots and people, best first: alike share one, and what nobody gave a dot has none (0).
pub fn places(given: &[(i32, i64)]) -> Vec<usize> {
    let place = |own: &(i32, i64)| given.iter().position(|other| other == own).map_or(0, |first| first + 1);
    given.iter().map(|own| if own.0 > 0 { place(own) } else { 0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn who_got_as_much_shares_a_place_and_nothing_has_none() {
        assert_eq!(places(&[(5, 2), (5, 2), (5, 1), (0, 0), (0, 0)]), [1, 1, 3, 0, 0]);
    }

    proptest! {
        #[test]
        fn dots_never_pass_budget_or_cap(budget in 1i16..20, cap in 1i16..20, placements in prop::collection::vec((0usize..5, -2i16..25), 0..40)) {
            let mut clusters = [0i16; 5];
            for (cluster, dots) in placements {
                let elsewhere = clusters.iter().sum::<i16>() - clusters[cluster];
                let ballot = Ballot { state: BrainstormState::Running, step: RoundStep::Vote, budget, cap, elsewhere };
                if place_dots(&ballot, dots).is_ok() {
                    clusters[cluster] = dots;
                }
                prop_assert!(clusters.iter().sum::<i16>() <= budget && clusters.iter().all(|dots| (0..=cap).contains(dots)));
            }
        }
    }
}
