//! The steps of a round: which comes after which, and which has a clock.
use super::{STEP_FIRST, STEP_LAST};
use crate::kernel::{Refusal, RoundStep};

/// The one recipe of now; `rotate` and `discuss` belong to later ones.
pub const RECIPE: [RoundStep; 6] =
    [RoundStep::Brief, RoundStep::Write, RoundStep::Reveal, RoundStep::Cluster, RoundStep::Vote, RoundStep::Results];

/// Whether a step has a clock.
pub const fn is_timed(step: RoundStep) -> bool {
    matches!(step, RoundStep::Write | RoundStep::Rotate | RoundStep::Cluster | RoundStep::Vote | RoundStep::Discuss)
}

/// Where a running room stands: which round, counted from 0, and which step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Index of the round.
    pub round: usize,
    /// Its step.
    pub step: RoundStep,
}

fn place_in_recipe(step: RoundStep) -> usize {
    // A step of another recipe stands where its neighbour of this one does.
    let twin = match step {
        RoundStep::Rotate => RoundStep::Write,
        RoundStep::Discuss => RoundStep::Vote,
        own => own,
    };
    RECIPE.iter().position(|known| *known == twin).unwrap_or(0)
}

/// The step after this one; after the last of a round the next round begins.
///
/// # Errors
/// [`STEP_LAST`] at the very end: then the room is closed instead.
pub fn next(spot: Spot, rounds: usize) -> Result<Spot, Refusal> {
    match RECIPE.get(place_in_recipe(spot.step) + 1) {
        Some(step) => Ok(Spot { step: *step, ..spot }),
        None if spot.round + 1 < rounds => Ok(Spot { round: spot.round + 1, step: RoundStep::Brief }),
        None => Err(STEP_LAST),
    }
}

/// The step before this one; before the first of a round the round before ends again.
///
/// # Errors
/// [`STEP_FIRST`] at the very beginning.
pub fn back(spot: Spot) -> Result<Spot, Refusal> {
    match place_in_recipe(spot.step).checked_sub(1).and_then(|index| RECIPE.get(index)) {
        Some(step) => Ok(Spot { step: *step, ..spot }),
        None if spot.round > 0 => Ok(Spot { round: spot.round - 1, step: RoundStep::Results }),
        None => Err(STEP_FIRST),
    }
}

/// What somebody is ready to leave.
pub fn ready_key(round: &impl std::fmt::Display, step: RoundStep) -> String {
    format!("{round}:{step}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spot() -> impl Strategy<Value = Spot> {
        (0usize..4, 0usize..RECIPE.len()).prop_map(|(round, step)| Spot { round, step: RECIPE[step] })
    }

    #[test]
    fn a_round_runs_from_brief_to_results_and_on_to_the_next_round() {
        let mut spot = Spot { round: 0, step: RoundStep::Brief };
        let mut seen = vec![spot.step];
        while let Ok(after) = next(spot, 2) {
            spot = after;
            seen.push(spot.step);
        }
        assert_eq!(seen, [RECIPE, RECIPE].concat());
        assert_eq!(next(spot, 2), Err(STEP_LAST));
        assert_eq!(back(Spot { round: 0, step: RoundStep::Brief }), Err(STEP_FIRST));
    }

    proptest! {
        #[test]
        fn back_undoes_next(spot in spot(), rounds in 1usize..5) {
            if let Ok(after) = next(spot, rounds) {
                prop_assert_eq!(back(after), Ok(spot));
            }
        }
    }
}
