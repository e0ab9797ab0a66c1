//! What people can do with votes. One transaction decides many wishes; each gets its own answer.
use super::{
    rules::{self, Ballot, Books, Holding, Outcome, Wish},
    store::{
        self, Budget,
        ballots::{self, OpenCampaign, OpenIdea},
    },
};
use crate::domains::{campaigns, ideas};
use crate::kernel::{
    Actor, CampaignId, CastVote, Doer, Event, Granted, IdeaId, IdeaState, KEEPING_ORDER, PersonId, Place, Stance, Viewer, authorize,
};
use crate::platform::{
    batch::{self, Batch},
    db::{Db, Entry, Tx},
    error::{AppError, AppResult},
    web::Claim,
};
use diesel::PgConnection;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Somebody's wish about one idea.
#[derive(Debug, Clone)]
pub struct Command {
    /// Number of the idea.
    pub number: i64,
    /// Whose vote it is.
    pub voter: Actor,
    /// What they want.
    pub wish: Wish,
    /// The request that carried it, for the audit trail.
    pub request: Option<Uuid>,
    /// The idempotency key that it uses up.
    pub claim: Option<Claim>,
}

/// An idea's votes after a wish, as the voter may see them.
#[derive(Debug, Clone)]
pub struct Tally {
    /// The idea.
    pub idea: IdeaId,
    /// Its number.
    pub number: i64,
    /// Its address.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Votes, unless they are hidden from this person at present.
    pub count: Option<i32>,
    /// The person's vote is there.
    pub mine: bool,
    /// What the wish did.
    pub outcome: Outcome,
    /// What is left to spend, where the campaign has a budget.
    pub budget: Option<Budget>,
}

/// The one way in for votes of this process: wishes that arrive together are written together.
#[derive(Clone)]
pub struct Ballots(Batch<Command, Tally>);

impl Ballots {
    /// Starts the worker; inside a runtime.
    pub fn start(db: &Db) -> Self {
        let db = db.clone();
        Self(Batch::start(batch::WRITING, move |commands: &[Command], committed| {
            db.blocking_write_in_line(&Doer::System("voting"), committed, |tx| decide_all(tx, commands))
        }))
    }

    /// Hands a wish in; the answer comes after the commit.
    ///
    /// # Errors
    /// Not found, or the refusal of a rule; [`AppError::Busy`] when too many wait.
    pub async fn submit(&self, command: Command) -> AppResult<Tally> {
        self.0.submit(command).await
    }
}

/// One wish in a transaction of the caller's.
///
/// # Errors
/// As [`Ballots::submit`].
pub fn decide_one(tx: &mut Tx<'_>, command: Command) -> AppResult<Tally> {
    decide_all(tx, &[command])?.pop().unwrap_or_else(|| Err(anyhow::anyhow!("a wish got no answer").into()))
}

/// A wish that passed every check, on its way to the spine.
struct Passed<'i> {
    idea: &'i OpenIdea,
    granted: Granted<CastVote>,
    outcome: Outcome,
}

/// Decides many wishes in one transaction, in order, each for itself: find, authorise, decide, write, record.
///
/// # Errors
/// When the transaction as a whole failed. What is refused stands in the answers.
pub fn decide_all(tx: &mut Tx<'_>, commands: &[Command]) -> AppResult<Vec<AppResult<Tally>>> {
    let free = take_claims(tx, commands)?;
    let mut numbers: Vec<i64> = commands.iter().map(|command| command.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let (campaigns, found) = ballots::lock(tx, &numbers)?;
    let seen = |command: &Command| found.get(&command.number).filter(|idea| is_visible(&command.voter, idea));
    let pairs: Vec<(&OpenIdea, PersonId)> = commands.iter().filter_map(|command| Some((seen(command)?, command.voter.id))).collect();
    let mut books = ballots::open_books(tx, &pairs, &campaigns)?;
    let before: HashSet<(IdeaId, PersonId)> =
        pairs.iter().map(|(idea, voter)| (idea.id, *voter)).filter(|(idea, voter)| books.voted(*idea, *voter)).collect();

    let passed: Vec<AppResult<Passed<'_>>> = commands
        .iter()
        .zip(&free)
        .map(|(command, free)| {
            if !free {
                return Err(AppError::KeyReused("in use"));
            }
            let idea = seen(command).ok_or(AppError::NotFound("idea"))?;
            // It moved to a campaign that is not held; the person may try again.
            if idea.campaign_id.is_some_and(|campaign| !campaigns.contains_key(&campaign)) {
                return Err(AppError::Busy);
            }
            pass(&mut books, command, idea, &campaigns)
        })
        .collect();
    give_back_claims(tx, commands, &free, &passed)?;

    let changes = write(tx, &passed, commands, &books, &campaigns, &before)?;
    let answers = passed.into_iter().zip(commands).map(|(passed, command)| {
        let Passed { idea, outcome, .. } = passed?;
        Ok(tally(idea, command.voter.id, outcome, &books, &campaigns, changes.get(&idea.id).copied().unwrap_or(0)))
    });
    Ok(answers.collect())
}

/// Which commands may go on: those whose idempotency key nobody had used, and those without one.
fn take_claims(tx: &mut Tx<'_>, commands: &[Command]) -> AppResult<Vec<bool>> {
    let claims: Vec<&Claim> = commands.iter().filter_map(|command| command.claim.as_ref()).collect();
    let mut taken = Claim::take_each(tx, &claims)?.into_iter();
    Ok(commands.iter().map(|command| command.claim.is_none() || taken.next().unwrap_or(false)).collect())
}

/// What was refused keeps its key for another try.
fn give_back_claims(tx: &mut Tx<'_>, commands: &[Command], free: &[bool], passed: &[AppResult<Passed<'_>>]) -> AppResult<()> {
    let refused = commands.iter().zip(free).zip(passed).filter(|((_, free), passed)| **free && passed.is_err());
    let claims: Vec<&Claim> = refused.filter_map(|((command, _), _)| command.claim.as_ref()).collect();
    Claim::give_back_each(tx, &claims)
}

/// The rule of `ideas::store`, over a row that is held already.
fn is_visible(voter: &Actor, idea: &OpenIdea) -> bool {
    let keeps_order = KEEPING_ORDER.iter().any(|role| voter.has_in(*role, idea.campaign_id));
    ideas::rules::is_on_show_for(idea.state, idea.author_id == voter.id, keeps_order)
        && Viewer::Person(voter.clone()).eyes().may_see(idea.sight, idea.id.0)
}

fn pass<'i>(
    books: &mut Books,
    command: &Command,
    idea: &'i OpenIdea,
    campaigns: &HashMap<CampaignId, OpenCampaign>,
) -> AppResult<Passed<'i>> {
    let (doer, voter) = (Doer::from(command.voter.clone()), command.voter.id);
    let place = Place::of(idea.id, idea.sight).in_campaign(idea.campaign_id).owned(idea.author_id == voter);
    let granted = authorize::<CastVote>(&doer, place).ok_or_else(AppError::forbidden::<CastVote>)?;
    let campaign = idea.campaign_id.and_then(|id| campaigns.get(&id));
    let ballot = Ballot {
        merged: idea.state == IdeaState::Merged,
        idea_open: ideas::rules::takes_votes(idea.state, None),
        phase_open: campaign.is_none_or(|campaign| campaigns::rules::accepts_votes(campaign.state)),
        voted: books.voted(idea.id, voter),
        cap: campaign.and_then(|campaign| campaign.vote_budget),
        spent: campaign.map_or(0, |campaign| books.spent(campaign.id, voter)),
    };
    let outcome = rules::decide(ballot, command.wish)?;
    books.enter(Holding { idea: idea.id, campaign: idea.campaign_id }, voter, outcome);
    Ok(Passed { idea, granted, outcome })
}

/// Votes, ledger, budgets, counts and events; how each idea's count changed.
fn write(
    tx: &mut Tx<'_>,
    passed: &[AppResult<Passed<'_>>],
    commands: &[Command],
    books: &Books,
    campaigns: &HashMap<CampaignId, OpenCampaign>,
    before: &HashSet<(IdeaId, PersonId)>,
) -> AppResult<HashMap<IdeaId, i32>> {
    let changed: Vec<(&Passed<'_>, &Command)> = passed
        .iter()
        .zip(commands)
        .filter_map(|(passed, command)| passed.as_ref().ok().map(|passed| (passed, command)))
        .filter(|(passed, _)| passed.outcome != Outcome::Unchanged)
        .collect();
    let Some((first, _)) = changed.first() else {
        return Ok(HashMap::new());
    };
    ballots::close_books(tx, &first.granted, books, campaigns)?;
    let pairs: HashSet<(IdeaId, PersonId)> = changed.iter().map(|(passed, command)| (passed.idea.id, command.voter.id)).collect();
    let mut counts: HashMap<IdeaId, i32> = HashMap::new();
    for (idea, voter) in pairs {
        *counts.entry(idea).or_default() += i32::from(books.voted(idea, voter)) - i32::from(before.contains(&(idea, voter)));
    }
    let mut deltas: Vec<(IdeaId, i32)> = counts.iter().filter(|(_, delta)| **delta != 0).map(|(idea, delta)| (*idea, *delta)).collect();
    deltas.sort_unstable();
    if !deltas.is_empty() {
        ideas::store::add_votes_to_many(tx, &first.granted, &deltas)?;
    }
    // Votes taken back from a duplicate change the duplicate's own count, too.
    let asked: HashSet<IdeaId> = changed.iter().map(|(passed, _)| passed.idea.id).collect();
    let mut elsewhere: Vec<IdeaId> = books.lines().iter().map(|line| line.idea).filter(|idea| !asked.contains(idea)).collect();
    elsewhere.sort_unstable();
    elsewhere.dedup();
    if !elsewhere.is_empty() {
        store::recount_many(tx, &first.granted, &elsewhere)?;
    }
    let events: Vec<Event> = changed
        .iter()
        .map(|(passed, _)| match passed.outcome {
            Outcome::Withdrawn => Event::VoteWithdrawn { idea: passed.idea.id },
            Outcome::Cast | Outcome::Unchanged => Event::VoteCast { idea: passed.idea.id },
        })
        .collect();
    let entries =
        changed.iter().zip(&events).map(|((passed, command), event)| Entry { granted: &passed.granted, event, request: command.request });
    tx.record_entries(entries)?;
    Ok(counts)
}

fn tally(
    idea: &OpenIdea,
    voter: PersonId,
    outcome: Outcome,
    books: &Books,
    campaigns: &HashMap<CampaignId, OpenCampaign>,
    change: i32,
) -> Tally {
    let mine = match outcome {
        Outcome::Cast => true,
        Outcome::Withdrawn => false,
        Outcome::Unchanged => books.voted(idea.id, voter),
    };
    let campaign = idea.campaign_id.and_then(|id| campaigns.get(&id));
    let shown = campaign.is_none_or(|campaign| campaigns::rules::counts_visible(campaign.counts, Some(campaign.state), mine));
    Tally {
        idea: idea.id,
        number: idea.number,
        path: ideas::store::path(idea.number, &idea.slug),
        title: idea.title.clone(),
        count: shown.then_some(idea.vote_count + change),
        mine,
        outcome,
        budget: campaign.and_then(|campaign| Some(Budget::of(campaign.vote_budget?, books.spent(campaign.id, voter)))),
    }
}

/// Whether a person may know how many voted for an idea now; who voted tells the same.
///
/// # Errors
/// When a query fails.
pub fn sees_counts(conn: &mut PgConnection, idea: &ideas::store::VisibleIdea, person: PersonId) -> AppResult<bool> {
    let Some(campaign) = idea.campaign_id else {
        return Ok(true);
    };
    let voted = store::mine(conn, person, &[idea.id])?.contains(&idea.id);
    let campaign = campaigns::store::find(conn, campaign)?;
    Ok(campaigns::rules::counts_visible(campaign.counts, Some(campaign.state), voted))
}

/// Says where a person stands on an idea: agree, disagree or pass. The last word counts.
///
/// # Errors
/// Not found; [`rules::IDEA_CLOSED`] and [`rules::PHASE_CLOSED`].
pub fn take_stance(tx: &mut Tx<'_>, number: i64, stance: Stance) -> AppResult<()> {
    let idea = ideas::store::lock_visible(tx, number)?;
    let granted = authorize::<CastVote>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<CastVote>)?;
    let person = granted.person_id().ok_or(AppError::Unauthenticated)?;
    if !ideas::rules::takes_votes(idea.state, None) {
        return Err(rules::IDEA_CLOSED.into());
    }
    if let Some(campaign) = idea.campaign_id
        && !campaigns::rules::accepts_votes(campaigns::store::share(tx, campaign)?.state)
    {
        return Err(rules::PHASE_CLOSED.into());
    }
    store::put_stance(tx, &granted, idea.id, person, stance)?;
    tx.record(&granted, &Event::StanceTaken { idea: idea.id })?;
    Ok(())
}
