//! How much an idea rises.
use chrono::TimeDelta;

/// How much an idea rises: `((votes × 5 + comments × 3) − 1) / (age in hours + 2)^1.4`, the trending
/// score of Fider (app/services/sqlstore/postgres, `recent_votes_count` order). The same formula stands in SQL in the store.
pub fn rising(votes: i32, comments: i32, age: TimeDelta) -> f64 {
    let hours = (age.num_seconds().max(0) as f64) / 3600.0;
    (f64::from(votes) * 5.0 + f64::from(comments) * 3.0 - 1.0) / (hours + 2.0).powf(1.4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_young_idea_with_one_vote_beats_an_old_one_with_ten() {
        assert!(rising(1, 0, TimeDelta::hours(1)) > rising(10, 0, TimeDelta::days(3)));
        assert!((rising(2, 1, TimeDelta::hours(0)) - 12.0 / 2.0_f64.powf(1.4)).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn the_score_falls_with_age_and_grows_with_votes(votes in 1i32..10_000, comments in 0i32..10_000, hours in 0i64..100_000) {
            let age = TimeDelta::hours(hours);
            let score = rising(votes, comments, age);
            prop_assert!(score.is_finite() && score > 0.0);
            prop_assert!(rising(votes + 1, comments, age) > score);
            prop_assert!(rising(votes, comments, age + TimeDelta::hours(1)) < score);
        }
    }
}
