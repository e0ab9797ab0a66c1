//! What one batch of votes reads and writes: a fixed number of statements, however many votes.
use crate::domains::voting::rules::{Books, Holding, Line};
use crate::kernel::{CampaignId, CampaignState, CastVote, CountsShown, Granted, IdeaId, IdeaState, PersonId, Sight};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// An idea as a vote finds it.
#[derive(Debug, Clone, QueryableByName)]
pub struct OpenIdea {
    #[diesel(sql_type = SqlUuid)]
    pub id: IdeaId,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub campaign_id: Option<CampaignId>,
    #[diesel(sql_type = SqlUuid)]
    pub author_id: PersonId,
    #[diesel(sql_type = crate::kernel::sql_types::IdeaState)]
    pub state: IdeaState,
    #[diesel(embed)]
    pub sight: Sight,
    #[diesel(sql_type = Integer)]
    pub vote_count: i32,
    #[diesel(sql_type = Bool)]
    pub has_duplicates: bool,
}

/// A campaign as a vote finds it.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct OpenCampaign {
    #[diesel(sql_type = SqlUuid)]
    pub id: CampaignId,
    #[diesel(sql_type = crate::kernel::sql_types::CampaignState)]
    pub state: CampaignState,
    #[diesel(sql_type = crate::kernel::sql_types::CountsShown)]
    pub counts: CountsShown,
    #[diesel(sql_type = Nullable<Integer>)]
    pub vote_budget: Option<i32>,
}

/// The campaigns of these ideas, then the ideas themselves, locked in the order of their ids until the
/// votes are in: no phase moves and no other batch counts under them. Two batches of one campaign take turns.
///
/// # Errors
/// When a statement fails.
pub fn lock(tx: &mut Tx<'_>, numbers: &[i64]) -> AppResult<(HashMap<CampaignId, OpenCampaign>, HashMap<i64, OpenIdea>)> {
    let campaigns: Vec<OpenCampaign> = sql("SELECT id, state, counts, vote_budget FROM campaigns
         WHERE id IN (SELECT campaign_id FROM ideas WHERE number = ANY ($1)) ORDER BY id FOR NO KEY UPDATE")
    .bind::<Array<BigInt>, _>(numbers)
    .load(tx.reading())?;
    let ideas: Vec<OpenIdea> =
        sql("SELECT i.id, i.number, i.slug, i.campaign_id, i.author_id, i.state, i.audience, i.space_id, i.vote_count,
                EXISTS (SELECT 1 FROM idea_merges m WHERE m.kept_id = i.id AND m.undone_at IS NULL) AS has_duplicates
         FROM ideas i WHERE i.number = ANY ($1) ORDER BY i.id FOR UPDATE OF i")
        .bind::<Array<BigInt>, _>(numbers)
        .load(tx.reading())?;
    Ok((
        campaigns.into_iter().map(|campaign| (campaign.id, campaign)).collect(),
        ideas.into_iter().map(|idea| (idea.number, idea)).collect(),
    ))
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = SqlUuid)]
    asked: IdeaId,
    #[diesel(sql_type = SqlUuid)]
    voter: PersonId,
    #[diesel(sql_type = SqlUuid)]
    idea: IdeaId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    campaign: Option<CampaignId>,
}

#[derive(QueryableByName)]
struct Spent {
    #[diesel(sql_type = SqlUuid)]
    campaign_id: CampaignId,
    #[diesel(sql_type = SqlUuid)]
    voter_id: PersonId,
    #[diesel(sql_type = Integer)]
    spent: i32,
}

/// Opens the books over these pairs: which votes there are, what everyone has spent; budget rows are locked.
///
/// # Errors
/// When a statement fails.
pub fn open_books(tx: &mut Tx<'_>, pairs: &[(&OpenIdea, PersonId)]) -> AppResult<Books> {
    let mut books = Books::default();
    let (ideas, voters) = columns(pairs.iter().map(|(idea, voter)| (idea.id.0, voter.0)));
    let mut held: Vec<Held> = sql("SELECT DISTINCT v.idea_id AS asked, v.voter_id AS voter, v.idea_id AS idea, i.campaign_id AS campaign
         FROM unnest($1, $2) AS t (idea, voter) JOIN votes v ON v.idea_id = t.idea AND v.voter_id = t.voter JOIN ideas i ON i.id = v.idea_id")
    .bind::<Array<SqlUuid>, _>(ideas)
    .bind::<Array<SqlUuid>, _>(voters)
    .load(tx.reading())?;
    let merged = pairs.iter().filter(|(idea, _)| idea.has_duplicates).map(|(idea, voter)| (idea.id.0, voter.0));
    let (ideas, voters) = columns(merged);
    if !ideas.is_empty() {
        let elsewhere: Vec<Held> = sql("SELECT DISTINCT t.idea AS asked, v.voter_id AS voter, v.idea_id AS idea, i.campaign_id AS campaign
             FROM unnest($1, $2) AS t (idea, voter) CROSS JOIN LATERAL with_duplicates(t.idea) AS d (id)
             JOIN votes v ON v.idea_id = d.id AND v.voter_id = t.voter JOIN ideas i ON i.id = v.idea_id WHERE d.id <> t.idea")
        .bind::<Array<SqlUuid>, _>(ideas)
        .bind::<Array<SqlUuid>, _>(voters)
        .load(tx.reading())?;
        held.extend(elsewhere);
    }
    let asked = pairs.iter().filter_map(|(idea, voter)| Some((idea.campaign_id?.0, voter.0)));
    let paid = held.iter().filter_map(|held| Some((held.campaign?.0, held.voter.0)));
    let wanted: HashSet<(Uuid, Uuid)> = asked.chain(paid).collect();
    for held in &held {
        books.note_vote(held.asked, held.voter, Holding { idea: held.idea, campaign: held.campaign });
    }
    let (campaigns, voters) = columns(wanted.into_iter());
    if !campaigns.is_empty() {
        let spent: Vec<Spent> = sql("SELECT b.campaign_id, b.voter_id, b.spent FROM vote_budgets b
             JOIN unnest($1, $2) AS t (campaign, voter) ON b.campaign_id = t.campaign AND b.voter_id = t.voter
             ORDER BY b.campaign_id, b.voter_id FOR UPDATE OF b")
        .bind::<Array<SqlUuid>, _>(campaigns)
        .bind::<Array<SqlUuid>, _>(voters)
        .load(tx.reading())?;
        for row in spent {
            books.note_spent(row.campaign_id, row.voter_id, row.spent);
        }
    }
    Ok(books)
}

/// Writes the books down: votes, ledger, budgets and the campaigns' count of voters. Counts of ideas
/// belong to the ideas and are the caller's.
///
/// # Errors
/// When a statement fails, also when a budget would be overspent (`vote_budgets_within`).
pub fn close_books(tx: &mut Tx<'_>, granted: &Granted<CastVote>, books: &Books, caps: &HashMap<CampaignId, OpenCampaign>) -> AppResult<()> {
    let (added, removed) = books.net();
    put_votes(tx, granted, &added)?;
    remove_votes(tx, granted, &removed)?;
    append(tx, granted, books.lines())?;
    put_budgets(tx, granted, books, caps)
}

fn columns(pairs: impl Iterator<Item = (Uuid, Uuid)>) -> (Vec<Uuid>, Vec<Uuid>) {
    pairs.unzip()
}

fn put_votes(tx: &mut Tx<'_>, granted: &Granted<CastVote>, lines: &[Line]) -> AppResult<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    let (ideas, voters) = columns(lines.iter().map(|line| (line.idea.0, line.voter.0)));
    let rows = sql("INSERT INTO votes (idea_id, voter_id, cast_at) SELECT t.idea, t.voter, $3 FROM unnest($1, $2) AS t (idea, voter) ON CONFLICT DO NOTHING")
        .bind::<Array<SqlUuid>, _>(ideas)
        .bind::<Array<SqlUuid>, _>(voters)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    as_decided(rows, lines)
}

fn remove_votes(tx: &mut Tx<'_>, granted: &Granted<CastVote>, lines: &[Line]) -> AppResult<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let (ideas, voters) = columns(lines.iter().map(|line| (line.idea.0, line.voter.0)));
    let rows = sql("DELETE FROM votes v USING unnest($1, $2) AS t (idea, voter) WHERE v.idea_id = t.idea AND v.voter_id = t.voter")
        .bind::<Array<SqlUuid>, _>(ideas)
        .bind::<Array<SqlUuid>, _>(voters)
        .execute(tx.writing(granted))?;
    as_decided(rows, lines)
}

/// The ideas are locked, so what was read must still be so; anything else is a fault, and nothing is written.
fn as_decided(rows: usize, lines: &[Line]) -> AppResult<()> {
    if rows == lines.len() { Ok(()) } else { Err(anyhow::anyhow!("{} votes were decided, but {rows} rows changed", lines.len()).into()) }
}

fn append(tx: &mut Tx<'_>, granted: &Granted<CastVote>, lines: &[Line]) -> AppResult<()> {
    let now = tx.now();
    let (ideas, voters) = columns(lines.iter().map(|line| (line.idea.0, line.voter.0)));
    let cast: Vec<bool> = lines.iter().map(|line| line.cast).collect();
    sql("INSERT INTO vote_ledger (idea_id, voter_id, entry, at)
         SELECT t.idea, t.voter, (CASE WHEN t.was_cast THEN 'cast' ELSE 'withdraw' END)::ledger_entry, $4
         FROM unnest($1, $2, $3) AS t (idea, voter, was_cast)")
    .bind::<Array<SqlUuid>, _>(ideas)
    .bind::<Array<SqlUuid>, _>(voters)
    .bind::<Array<Bool>, _>(cast)
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted))?;
    Ok(())
}

type Spending = (CampaignId, PersonId, i32, i32);

/// The guarded rows: `vote_budgets_within` refuses what the rule should have refused. Taking back leaves the
/// cap as it was, so that a cap lowered later never stands in its way.
fn put_budgets(tx: &mut Tx<'_>, granted: &Granted<CastVote>, books: &Books, caps: &HashMap<CampaignId, OpenCampaign>) -> AppResult<()> {
    let spending = books.spending();
    let (more, less): (Vec<Spending>, Vec<Spending>) = spending.iter().copied().partition(|(_, _, before, now)| now > before);
    if !more.is_empty() {
        let (campaigns, voters) = columns(more.iter().map(|(campaign, voter, ..)| (campaign.0, voter.0)));
        let limits: Vec<Option<i32>> = more.iter().map(|(campaign, ..)| caps.get(campaign).and_then(|open| open.vote_budget)).collect();
        sql("INSERT INTO vote_budgets (campaign_id, voter_id, spent, cap)
             SELECT t.campaign, t.voter, t.delta, t.cap FROM unnest($1, $2, $3, $4) AS t (campaign, voter, delta, cap)
             ON CONFLICT (campaign_id, voter_id) DO UPDATE SET spent = vote_budgets.spent + excluded.spent, cap = excluded.cap")
        .bind::<Array<SqlUuid>, _>(campaigns)
        .bind::<Array<SqlUuid>, _>(voters)
        .bind::<Array<Integer>, _>(more.iter().map(|(_, _, before, now)| now - before).collect::<Vec<i32>>())
        .bind::<Array<Nullable<Integer>>, _>(limits)
        .execute(tx.writing(granted))?;
    }
    if !less.is_empty() {
        let (campaigns, voters) = columns(less.iter().map(|(campaign, voter, ..)| (campaign.0, voter.0)));
        sql("UPDATE vote_budgets b SET spent = b.spent + t.delta FROM unnest($1, $2, $3) AS t (campaign, voter, delta)
             WHERE b.campaign_id = t.campaign AND b.voter_id = t.voter")
        .bind::<Array<SqlUuid>, _>(campaigns)
        .bind::<Array<SqlUuid>, _>(voters)
        .bind::<Array<Integer>, _>(less.iter().map(|(_, _, before, now)| now - before).collect::<Vec<i32>>())
        .execute(tx.writing(granted))?;
    }
    put_voter_counts(tx, granted, &spending)
}

/// The campaigns' count of people with at least one vote there.
fn put_voter_counts(tx: &mut Tx<'_>, granted: &Granted<CastVote>, spending: &[Spending]) -> AppResult<()> {
    let mut voters_of: HashMap<CampaignId, i32> = HashMap::new();
    for (campaign, _, before, now) in spending {
        *voters_of.entry(*campaign).or_default() += i32::from(*now > 0) - i32::from(*before > 0);
    }
    voters_of.retain(|_, change| *change != 0);
    if voters_of.is_empty() {
        return Ok(());
    }
    let changes: Vec<(CampaignId, i32)> = voters_of.into_iter().collect();
    crate::domains::campaigns::store::add_voters_to_many(tx, granted, &changes)
}
