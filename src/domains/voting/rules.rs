//! Pure decisions of voting: who may vote, what a wish changes, what a budget allows.
use crate::kernel::{CampaignId, IdeaId, PersonId, Refusal};
use std::collections::{HashMap, HashSet};

/// The campaign's voting phase has not begun or is over.
pub const PHASE_CLOSED: Refusal = Refusal::new("voting-phase-closed");
/// The idea is in a state that takes no votes.
pub const IDEA_CLOSED: Refusal = Refusal::new("voting-idea-closed");
/// The idea was merged into another one, which takes the votes.
pub const IDEA_MERGED: Refusal = Refusal::new("voting-idea-merged");
/// Every vote of the budget is spent.
pub const OVER_BUDGET: Refusal = Refusal::new("voting-over-budget");
/// Who voted tells how many, and that is hidden at present.
pub const STILL_HIDDEN: Refusal = Refusal::new("voting-still-hidden");

/// What somebody wants of their vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// It shall be there; the same wish again changes nothing.
    Cast,
    /// It shall be gone; the same wish again changes nothing.
    Withdraw,
    /// The other way round than it is.
    Toggle,
}

/// What a wish did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The vote is there now.
    Cast,
    /// The vote is gone now.
    Withdrawn,
    /// It was as wished before.
    Unchanged,
}

/// All that decides about a vote, read under lock. People may support their own idea like any other.
#[derive(Debug, Clone, Copy)]
pub struct Ballot {
    /// It was merged into another idea, which takes the votes.
    pub merged: bool,
    /// Its own state takes votes.
    pub idea_open: bool,
    /// Its campaign takes votes now, or it has no campaign.
    pub phase_open: bool,
    /// The vote is there, on the idea or on a duplicate that was merged into it.
    pub voted: bool,
    /// Votes a person may have in the campaign, where there is a budget.
    pub cap: Option<i32>,
    /// Votes the person has there now.
    pub spent: i32,
}

/// What the wish does. A wish that is fulfilled already is never refused, so that a repeated request gets its answer.
///
/// # Errors
/// [`IDEA_MERGED`], [`IDEA_CLOSED`], [`PHASE_CLOSED`], [`OVER_BUDGET`].
pub fn decide(ballot: Ballot, wish: Wish) -> Result<Outcome, Refusal> {
    let cast = match wish {
        Wish::Cast => true,
        Wish::Withdraw => false,
        Wish::Toggle => !ballot.voted,
    };
    if cast == ballot.voted {
        return Ok(Outcome::Unchanged);
    }
    if ballot.merged {
        return Err(IDEA_MERGED);
    }
    if !ballot.idea_open {
        return Err(IDEA_CLOSED);
    }
    if !ballot.phase_open {
        return Err(PHASE_CLOSED);
    }
    if !cast {
        return Ok(Outcome::Withdrawn);
    }
    match ballot.cap {
        Some(cap) if ballot.spent >= cap => Err(OVER_BUDGET),
        _ => Ok(Outcome::Cast),
    }
}

/// A vote as it stands in the database: on which idea, in which campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Holding {
    /// The idea the vote was cast on: the one asked about, or a duplicate of it.
    pub idea: IdeaId,
    /// Where it is paid for.
    pub campaign: Option<CampaignId>,
}

/// A line for the append-only ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The idea the vote stands on.
    pub idea: IdeaId,
    /// Whose it is.
    pub voter: PersonId,
    /// Cast, or taken back.
    pub cast: bool,
}

/// The books while a batch of wishes is decided, one after the other, as if each came alone.
#[derive(Debug, Default)]
pub struct Books {
    holdings: HashMap<(IdeaId, PersonId), Vec<Holding>>,
    before: HashSet<(IdeaId, PersonId)>,
    spent: HashMap<(CampaignId, PersonId), (i32, i32)>,
    lines: Vec<Line>,
}

impl Books {
    /// Notes a vote that exists: it counts for `idea`, wherever it was cast.
    pub fn note_vote(&mut self, idea: IdeaId, voter: PersonId, held: Holding) {
        self.holdings.entry((idea, voter)).or_default().push(held);
        self.before.insert((held.idea, voter));
    }
    /// Notes what a person has spent in a campaign.
    pub fn note_spent(&mut self, campaign: CampaignId, voter: PersonId, spent: i32) {
        self.spent.insert((campaign, voter), (spent, spent));
    }
    /// Votes of a person in a campaign, as of now; where nothing was noted, the change alone.
    pub fn spent(&self, campaign: CampaignId, voter: PersonId) -> i32 {
        self.spent.get(&(campaign, voter)).map_or(0, |(_, now)| *now)
    }
    /// The person's vote counts for the idea, as of now.
    pub fn voted(&self, idea: IdeaId, voter: PersonId) -> bool {
        self.holdings.get(&(idea, voter)).is_some_and(|held| !held.is_empty())
    }

    /// Writes down what was decided about `idea`.
    pub fn enter(&mut self, idea: Holding, voter: PersonId, outcome: Outcome) {
        match outcome {
            Outcome::Unchanged => {}
            Outcome::Cast => {
                self.holdings.entry((idea.idea, voter)).or_default().push(idea);
                self.post(idea, voter, true);
            }
            Outcome::Withdrawn => {
                for held in self.holdings.remove(&(idea.idea, voter)).unwrap_or_default() {
                    self.post(held, voter, false);
                }
            }
        }
    }

    fn post(&mut self, held: Holding, voter: PersonId, cast: bool) {
        self.lines.push(Line { idea: held.idea, voter, cast });
        if let Some(campaign) = held.campaign {
            self.spent.entry((campaign, voter)).or_default().1 += if cast { 1 } else { -1 };
        }
    }

    /// Every change, in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Votes to add and to remove: what is left of the lines when back and forth cancel out.
    pub fn net(&self) -> (Vec<Line>, Vec<Line>) {
        let mut last: HashMap<(IdeaId, PersonId), Line> = HashMap::new();
        for line in &self.lines {
            last.insert((line.idea, line.voter), *line);
        }
        let changed = last.into_values().filter(|line| line.cast != self.before.contains(&(line.idea, line.voter)));
        changed.partition(|line| line.cast)
    }

    /// How what each person has spent changed, where it did.
    pub fn spending(&self) -> Vec<Spending> {
        let changed = self.spent.iter().filter(|(_, (before, now))| before != now);
        changed.map(|((campaign, voter), (before, now))| Spending { campaign: *campaign, voter: *voter, change: now - before }).collect()
    }
}

/// How what a person has spent in a campaign changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spending {
    /// Where.
    pub campaign: CampaignId,
    /// Who.
    pub voter: PersonId,
    /// Votes cast less votes taken back; never 0.
    pub change: i32,
}

/// How many people more or fewer have a vote in each campaign, where the number changed. `now` says what everyone has
/// spent after the change; whoever is not in it has no vote there, before or after.
pub fn voters_changed(spending: &[Spending], now: &HashMap<(CampaignId, PersonId), i32>) -> Vec<(CampaignId, i32)> {
    let mut changes: HashMap<CampaignId, i32> = HashMap::new();
    for Spending { campaign, voter, change } in spending {
        if let Some(spent) = now.get(&(*campaign, *voter)) {
            *changes.entry(*campaign).or_default() += i32::from(*spent > 0) - i32::from(spent - change > 0);
        }
    }
    changes.into_iter().filter(|(_, change)| *change != 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ballot() -> Ballot {
        Ballot { merged: false, idea_open: true, phase_open: true, voted: false, cap: Some(3), spent: 0 }
    }

    #[test]
    fn the_same_wish_twice_changes_nothing() {
        assert_eq!(decide(ballot(), Wish::Cast), Ok(Outcome::Cast));
        assert_eq!(decide(Ballot { voted: true, spent: 3, ..ballot() }, Wish::Cast), Ok(Outcome::Unchanged));
        assert_eq!(decide(ballot(), Wish::Withdraw), Ok(Outcome::Unchanged));
    }

    #[test]
    fn a_repeat_is_answered_even_after_the_close() {
        let closed = Ballot { phase_open: false, voted: true, ..ballot() };
        assert_eq!(decide(closed, Wish::Cast), Ok(Outcome::Unchanged));
        assert_eq!(decide(closed, Wish::Withdraw), Err(PHASE_CLOSED));
        assert_eq!(decide(Ballot { voted: false, ..closed }, Wish::Cast), Err(PHASE_CLOSED));
    }

    #[test]
    fn a_merged_idea_sends_its_voters_on() {
        assert_eq!(decide(Ballot { merged: true, ..ballot() }, Wish::Cast), Err(IDEA_MERGED));
        assert_eq!(decide(Ballot { idea_open: false, ..ballot() }, Wish::Cast), Err(IDEA_CLOSED));
    }

    #[test]
    fn a_full_budget_can_still_be_taken_back_from() {
        let full = Ballot { spent: 3, ..ballot() };
        assert_eq!(decide(full, Wish::Cast), Err(OVER_BUDGET));
        assert_eq!(decide(Ballot { voted: true, ..full }, Wish::Toggle), Ok(Outcome::Withdrawn));
    }

    #[test]
    fn a_campaign_counts_people_not_votes() {
        let (campaign, [first, second, third]) = (CampaignId::new(), [(); 3].map(|()| PersonId::new()));
        let change = |voter, change| Spending { campaign, voter, change };
        let now = HashMap::from([((campaign, first), 1), ((campaign, second), 3), ((campaign, third), 0)]);
        assert_eq!(voters_changed(&[change(first, 1)], &now), [(campaign, 1)]);
        assert_eq!(voters_changed(&[change(second, 2), change(third, -1)], &now), [(campaign, -1)]);
        assert_eq!(voters_changed(&[change(first, 1), change(third, -2)], &now), []);
        assert_eq!(voters_changed(&[change(PersonId::new(), -1)], &now), []);
    }

    proptest! {
        #[test]
        fn whatever_people_wish_the_books_balance(
            cap in 1i32..4,
            wishes in proptest::collection::vec((0usize..3, 0usize..5, 0u8..3), 0..120),
        ) {
            let campaign = CampaignId::new();
            let people: Vec<PersonId> = (0..3).map(|_| PersonId::new()).collect();
            let ideas: Vec<IdeaId> = (0..5).map(|_| IdeaId::new()).collect();
            let mut books = Books::default();
            // Somebody came with a vote already.
            let first = Holding { idea: ideas[0], campaign: Some(campaign) };
            books.note_vote(ideas[0], people[0], first);
            books.note_spent(campaign, people[0], 1);
            for (person, idea, wish) in wishes {
                let (voter, held) = (people[person], Holding { idea: ideas[idea], campaign: Some(campaign) });
                let wish = [Wish::Cast, Wish::Withdraw, Wish::Toggle][usize::from(wish)];
                let ballot = Ballot {
                    voted: books.voted(held.idea, voter), cap: Some(cap), spent: books.spent(campaign, voter), ..ballot()
                };
                if let Ok(outcome) = decide(ballot, wish) {
                    books.enter(held, voter, outcome);
                }
                for person in &people {
                    let votes = ideas.iter().filter(|idea| books.voted(**idea, *person)).count();
                    prop_assert_eq!(i32::try_from(votes), Ok(books.spent(campaign, *person)));
                    prop_assert!(books.spent(campaign, *person) <= cap);
                }
            }
            let (added, removed) = books.net();
            let ledger: i32 = books.lines().iter().map(|line| if line.cast { 1 } else { -1 }).sum();
            prop_assert_eq!(i32::try_from(added.len() as i64 - removed.len() as i64), Ok(ledger));
            let spending: i32 = books.spending().iter().map(|spending| spending.change).sum();
            prop_assert_eq!(spending, ledger);
        }
    }
}
