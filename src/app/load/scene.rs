//! What `load fill` makes, worked out from numbers and a seed before anything is written: who
//! there is, when each idea came and how much of the votes and comments it draws.
use crate::kernel::{IdeaState, Moment};
use chrono::TimeDelta;
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};
use std::collections::HashSet;
use uuid::{Builder, Uuid};

/// How much there is to be.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// People.
    pub people: usize,
    /// Ideas.
    pub ideas: usize,
    /// Votes, at most one a person and idea.
    pub votes: usize,
    /// Comments and replies.
    pub comments: usize,
    /// Start of the random numbers.
    pub seed: u64,
}

/// An idea to be.
#[derive(Debug, Clone)]
pub(super) struct Seed {
    pub(super) id: Uuid,
    pub(super) at: Moment,
    pub(super) author: usize,
    /// Place of its campaign.
    pub(super) campaign: Option<usize>,
    pub(super) state: IdeaState,
    pub(super) votes: usize,
    pub(super) comments: usize,
}

/// Everything but the texts.
pub(super) struct Scene {
    pub(super) plan: Plan,
    pub(super) now: Moment,
    pub(super) people: Vec<Uuid>,
    /// The first so many people are staff.
    pub(super) staff: usize,
    pub(super) campaigns: Vec<Uuid>,
    pub(super) ideas: Vec<Seed>,
}

/// Days over which everything has happened.
const DAYS: f64 = 400.0;

/// Random numbers of one part, so that a part stays the same when another changes.
pub(super) fn random(seed: u64, part: u64) -> StdRng {
    StdRng::seed_from_u64(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(part))
}

/// A time-ordered id (UUID version 7) of a moment.
pub(super) fn id(at: Moment, random: &mut StdRng) -> Uuid {
    let milliseconds = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(milliseconds, &random.random()).into_uuid()
}

/// Shares `total` among as many as there are weights, none getting more than `most`.
fn shares(weights: &[f64], total: usize, most: usize) -> Vec<usize> {
    let sum: f64 = weights.iter().sum();
    let mut shares: Vec<usize> = weights.iter().map(|weight| (((weight / sum) * total as f64) as usize).min(most)).collect();
    let mut left = total.saturating_sub(shares.iter().sum());
    while left > 0 {
        let before = left;
        for share in shares.iter_mut().filter(|share| **share < most) {
            if left == 0 {
                break;
            }
            // The rest goes out evenly, in steps that end soon.
            let step = (before / weights.len().max(1)).clamp(1, left).min(most - *share);
            *share += step;
            left -= step;
        }
        if left == before {
            break;
        }
    }
    shares
}

/// Zipf-like weights in random order: a few ideas draw most of the interest.
fn weights(count: usize, random: &mut StdRng) -> Vec<f64> {
    let mut weights: Vec<f64> = (1..=count).map(|rank| (rank as f64).powf(-0.8)).collect();
    weights.shuffle(random);
    weights
}

fn state(random: &mut StdRng, age: TimeDelta) -> IdeaState {
    if age < TimeDelta::days(5) {
        return IdeaState::Open;
    }
    match random.random_range(0..100) {
        0..79 => IdeaState::Open,
        79..85 => IdeaState::InReview,
        85..89 => IdeaState::Shortlisted,
        89..91 => IdeaState::Shipped,
        91..95 => IdeaState::Parked,
        95..99 => IdeaState::Declined,
        _ => IdeaState::Pending,
    }
}

impl Scene {
    /// Works it out.
    pub(super) fn of(plan: Plan, now: Moment) -> Self {
        let start = now - TimeDelta::days(DAYS as i64);
        let mut dice = random(plan.seed, 1);
        let people: Vec<Uuid> = (0..plan.people).map(|_| id(start, &mut dice)).collect();
        let campaigns: Vec<Uuid> = (0..(plan.ideas / 2_000).clamp(3, 20)).map(|_| id(start, &mut dice)).collect();
        let mut dice = random(plan.seed, 2);
        let (votes, comments) = (weights(plan.ideas, &mut dice), weights(plan.ideas, &mut dice));
        let votes = shares(&votes, plan.votes, plan.people);
        let comments = shares(&comments, plan.comments, usize::MAX);
        let mut ages: Vec<f64> = (0..plan.ideas).map(|_| dice.random::<f64>().powf(1.3)).collect();
        ages.sort_unstable_by(|one, other| other.total_cmp(one));
        let mut ideas = Vec::with_capacity(plan.ideas);
        for ((age, votes), comments) in ages.into_iter().zip(votes).zip(comments) {
            let age = TimeDelta::milliseconds((age * DAYS * 86_400_000.0) as i64);
            let at = now - age;
            ideas.push(Seed {
                id: id(at, &mut dice),
                at,
                author: active(&mut dice, plan.people),
                campaign: (dice.random_range(0..100) < 85).then(|| dice.random_range(0..campaigns.len())),
                state: state(&mut dice, age),
                votes,
                comments,
            });
        }
        Self { plan, now, people, staff: (plan.people / 20).max(1), campaigns, ideas }
    }

    /// Different people who vote for one idea.
    pub(super) fn voters(&self, count: usize, random: &mut StdRng, out: &mut Vec<usize>) {
        let all = self.people.len();
        out.clear();
        if count * 4 > all {
            // Most people: walk through them in a step that meets everyone once.
            let start = random.random_range(0..all);
            let step = (1..).map(|_| random.random_range(1..=all)).find(|step| greatest_common_divisor(*step, all) == 1).unwrap_or(1);
            out.extend((0..count).map(|place| (start + place * step) % all));
            return;
        }
        let mut chosen = HashSet::with_capacity(count);
        while out.len() < count {
            let voter = active(random, all);
            if chosen.insert(voter) {
                out.push(voter);
            }
        }
    }
}

/// Somebody; some people do much, many do little.
pub(super) fn active(random: &mut StdRng, people: usize) -> usize {
    ((random.random::<f64>().powf(1.6) * people as f64) as usize).min(people.saturating_sub(1))
}

fn greatest_common_divisor(one: usize, other: usize) -> usize {
    if other == 0 { one } else { greatest_common_divisor(other, one % other) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Clock;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn everything_is_given_out_and_nobody_gets_too_much(count in 1usize..60, total in 0usize..500, most in 1usize..40, seed in any::<u64>()) {
            let total = total.min(count * most);
            let shares = shares(&weights(count, &mut random(seed, 0)), total, most);
            prop_assert_eq!(shares.iter().sum::<usize>(), total);
            prop_assert!(shares.iter().all(|share| *share <= most));
        }
        #[test]
        fn voters_of_an_idea_are_different_people(people in 1usize..50, count in 0usize..50, seed in any::<u64>()) {
            let plan = Plan { people, ideas: 1, votes: 0, comments: 0, seed };
            let scene = Scene::of(plan, Clock::system().now());
            let (mut out, count) = (Vec::new(), count.min(people));
            scene.voters(count, &mut random(seed, 9), &mut out);
            prop_assert_eq!(out.iter().collect::<HashSet<_>>().len(), count);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_scene() {
        let (plan, now) = (Plan { people: 50, ideas: 40, votes: 300, comments: 60, seed: 7 }, Clock::system().now());
        let ids = |plan| Scene::of(plan, now).ideas.iter().map(|idea| (idea.id, idea.votes)).collect::<Vec<_>>();
        assert_eq!(ids(plan), ids(plan));
        assert_ne!(ids(plan), ids(Plan { seed: 8, ..plan }));
    }
}
