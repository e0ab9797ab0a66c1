//! What one batch of votes reads and writes: a fixed number of statements, however many votes.
use crate::domains::voting::rules::{self, Books, Holding, Line};
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
    #[diesel(sql_type = Text)]
    pub title: String,
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
    let ideas: Vec<OpenIdea> = sql("SELECT id, number, slug, title, campaign_id, author_id, state, audience, space_id, vote_count
         FROM ideas WHERE number = ANY ($1) ORDER BY id FOR NO KEY UPDATE")
    .bind::<Array<BigInt>, _>(numbers)
    .load(tx.reading())?;
    Ok((
        campaigns.into_iter().map(|campaign| (campaign.id, campaign)).collect(),
        ideas.into_iter().map(|idea| (idea.number, idea)).collect(),
    ))
}

/// A vote on one of the ideas; without a voter, that something was merged into the idea.
#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = SqlUuid)]
    idea: IdeaId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    voter: Option<PersonId>,
}

#[derive(QueryableByName)]
struct HeldElsewhere {
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

/// Opens the books over these pairs, whose ideas are locked: which votes there are, and what everyone has spent where
/// there is a budget.
///
/// # Errors
/// When a statement fails.
pub fn open_books(tx: &mut Tx<'_>, pairs: &[(&OpenIdea, PersonId)], campaigns: &HashMap<CampaignId, OpenCampaign>) -> AppResult<Books> {
    let mut books = Books::default();
    let merged_into = note_votes(tx, pairs, &mut books)?;
    if !merged_into.is_empty() {
        note_duplicates(tx, pairs, &merged_into, &mut books)?;
    }
    let capped = |campaign: &CampaignId| campaigns.get(campaign).is_some_and(|open| open.vote_budget.is_some());
    let asked = pairs.iter().filter_map(|(idea, voter)| Some((idea.campaign_id.filter(capped)?.0, voter.0)));
    let (campaigns, voters) = columns(asked.collect::<HashSet<_>>().into_iter());
    if campaigns.is_empty() {
        return Ok(books);
    }
    let spent: Vec<Spent> = sql("SELECT b.campaign_id, b.voter_id, b.spent FROM vote_budgets b
         JOIN unnest($1, $2) AS t (campaign, voter) ON b.campaign_id = t.campaign AND b.voter_id = t.voter
         ORDER BY b.campaign_id, b.voter_id FOR UPDATE OF b")
    .bind::<Array<SqlUuid>, _>(campaigns)
    .bind::<Array<SqlUuid>, _>(voters)
    .load(tx.reading())?;
    for row in spent {
        books.note_spent(row.campaign_id, row.voter_id, row.spent);
    }
    Ok(books)
}

/// Votes on the ideas themselves; which of them have duplicates. Both are asked after the lock, which a merge takes, too.
fn note_votes(tx: &mut Tx<'_>, pairs: &[(&OpenIdea, PersonId)], books: &mut Books) -> AppResult<HashSet<IdeaId>> {
    let (ideas, voters) = columns(pairs.iter().map(|(idea, voter)| (idea.id.0, voter.0)).collect::<HashSet<_>>().into_iter());
    let campaigns: HashMap<IdeaId, Option<CampaignId>> = pairs.iter().map(|(idea, _)| (idea.id, idea.campaign_id)).collect();
    let held: Vec<Held> = sql("SELECT v.idea_id AS idea, v.voter_id AS voter
             FROM unnest($1, $2) AS t (idea, voter) JOIN votes v ON v.idea_id = t.idea AND v.voter_id = t.voter
         UNION ALL SELECT m.kept_id, NULL FROM idea_merges m WHERE m.kept_id = ANY ($1) AND m.undone_at IS NULL")
    .bind::<Array<SqlUuid>, _>(ideas)
    .bind::<Array<SqlUuid>, _>(voters)
    .load(tx.reading())?;
    let mut merged_into = HashSet::new();
    for Held { idea, voter } in held {
        match voter {
            Some(voter) => books.note_vote(idea, voter, Holding { idea, campaign: campaigns.get(&idea).copied().flatten() }),
            None => {
                merged_into.insert(idea);
            }
        }
    }
    Ok(merged_into)
}

/// Votes on what was merged into these ideas, wherever it is paid for.
fn note_duplicates(tx: &mut Tx<'_>, pairs: &[(&OpenIdea, PersonId)], merged_into: &HashSet<IdeaId>, books: &mut Books) -> AppResult<()> {
    let (ideas, voters) =
        columns(pairs.iter().filter(|(idea, _)| merged_into.contains(&idea.id)).map(|(idea, voter)| (idea.id.0, voter.0)));
    let held: Vec<HeldElsewhere> = sql("SELECT DISTINCT t.idea AS asked, v.voter_id AS voter, v.idea_id AS idea, i.campaign_id AS campaign
         FROM unnest($1, $2) AS t (idea, voter) CROSS JOIN LATERAL with_duplicates(t.idea) AS d (id)
         JOIN votes v ON v.idea_id = d.id AND v.voter_id = t.voter JOIN ideas i ON i.id = v.idea_id WHERE d.id <> t.idea")
    .bind::<Array<SqlUuid>, _>(ideas)
    .bind::<Array<SqlUuid>, _>(voters)
    .load(tx.reading())?;
    for held in held {
        books.note_vote(held.asked, held.voter, Holding { idea: held.idea, campaign: held.campaign });
    }
    Ok(())
}

/// How many votes were added and removed, and what everyone has spent now where it changed.
#[derive(QueryableByName)]
struct Closed {
    #[diesel(sql_type = BigInt)]
    added: i64,
    #[diesel(sql_type = BigInt)]
    removed: i64,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    campaign_id: Option<CampaignId>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    voter_id: Option<PersonId>,
    #[diesel(sql_type = Nullable<Integer>)]
    spent: Option<i32>,
}

/// `$1 $2` votes to add, `$3 $4` votes to remove, `$5 $6 $7` lines of the ledger, `$8 $9 $10 $11` spending, `$12` now.
/// Budgets are the guarded rows: `vote_budgets_within` refuses what the rule should have refused. Taking back leaves the
/// cap as it was, so that a cap lowered later never stands in its way.
const CLOSE: &str = "WITH
     added AS (INSERT INTO votes (idea_id, voter_id, cast_at) SELECT t.idea, t.voter, $12 FROM unnest($1, $2) AS t (idea, voter)
         ON CONFLICT DO NOTHING RETURNING 1),
     removed AS (DELETE FROM votes v USING unnest($3, $4) AS t (idea, voter) WHERE v.idea_id = t.idea AND v.voter_id = t.voter RETURNING 1),
     entered AS (INSERT INTO vote_ledger (idea_id, voter_id, entry, at)
         SELECT t.idea, t.voter, (CASE WHEN t.was_cast THEN 'cast' ELSE 'withdraw' END)::ledger_entry, $12
         FROM unnest($5, $6, $7) AS t (idea, voter, was_cast)),
     spending AS (SELECT * FROM unnest($8, $9, $10, $11) AS t (campaign, voter, change, cap)),
     known AS (UPDATE vote_budgets b SET spent = b.spent + t.change, cap = CASE WHEN t.change > 0 THEN t.cap ELSE b.cap END FROM spending t
         WHERE b.campaign_id = t.campaign AND b.voter_id = t.voter RETURNING b.campaign_id, b.voter_id, b.spent),
     fresh AS (INSERT INTO vote_budgets AS b (campaign_id, voter_id, spent, cap)
         SELECT t.campaign, t.voter, t.change, t.cap FROM spending t LEFT JOIN known ON known.campaign_id = t.campaign AND known.voter_id = t.voter
         WHERE known.spent IS NULL AND t.change > 0
         ON CONFLICT (campaign_id, voter_id) DO UPDATE SET spent = b.spent + excluded.spent, cap = excluded.cap
         RETURNING campaign_id, voter_id, spent)
     SELECT counted.added, counted.removed, changed.campaign_id, changed.voter_id, changed.spent
     FROM (SELECT (SELECT count(*) FROM added) AS added, (SELECT count(*) FROM removed) AS removed) AS counted
     LEFT JOIN (SELECT * FROM known UNION ALL SELECT * FROM fresh) AS changed ON true";

/// Writes the books down in one statement: votes, ledger, budgets; then the campaigns' count of people with a vote there.
/// Counts of ideas belong to the ideas and are the caller's.
///
/// # Errors
/// When a statement fails, also when a budget would be overspent (`vote_budgets_within`), or when other rows changed than
/// were decided: the ideas are locked, so that would be a fault, and nothing is written.
pub fn close_books(tx: &mut Tx<'_>, granted: &Granted<CastVote>, books: &Books, caps: &HashMap<CampaignId, OpenCampaign>) -> AppResult<()> {
    let ((added, removed), spending, now) = (books.net(), books.spending(), tx.now());
    let of_lines = |lines: &[Line]| columns(lines.iter().map(|line| (line.idea.0, line.voter.0)));
    let ((add_ideas, add_voters), (cut_ideas, cut_voters)) = (of_lines(&added), of_lines(&removed));
    let (line_ideas, line_voters) = of_lines(books.lines());
    let (campaigns, voters) = columns(spending.iter().map(|spending| (spending.campaign.0, spending.voter.0)));
    let limits: Vec<Option<i32>> = spending.iter().map(|spending| caps.get(&spending.campaign).and_then(|open| open.vote_budget)).collect();
    let closed: Vec<Closed> = sql(CLOSE)
        .bind::<Array<SqlUuid>, _>(add_ideas)
        .bind::<Array<SqlUuid>, _>(add_voters)
        .bind::<Array<SqlUuid>, _>(cut_ideas)
        .bind::<Array<SqlUuid>, _>(cut_voters)
        .bind::<Array<SqlUuid>, _>(line_ideas)
        .bind::<Array<SqlUuid>, _>(line_voters)
        .bind::<Array<Bool>, _>(books.lines().iter().map(|line| line.cast).collect::<Vec<bool>>())
        .bind::<Array<SqlUuid>, _>(campaigns)
        .bind::<Array<SqlUuid>, _>(voters)
        .bind::<Array<Integer>, _>(spending.iter().map(|spending| spending.change).collect::<Vec<i32>>())
        .bind::<Array<Nullable<Integer>>, _>(limits)
        .bind::<Timestamptz, _>(now)
        .load(tx.writing(granted))?;
    let as_decided = |rows: i64, decided: &[Line]| usize::try_from(rows).is_ok_and(|rows| rows == decided.len());
    if !closed.first().is_some_and(|first| as_decided(first.added, &added) && as_decided(first.removed, &removed)) {
        return Err(anyhow::anyhow!("{} and {} votes were decided, but other rows changed", added.len(), removed.len()).into());
    }
    let spent: HashMap<(CampaignId, PersonId), i32> =
        closed.into_iter().filter_map(|row| Some(((row.campaign_id?, row.voter_id?), row.spent?))).collect();
    let changes = rules::voters_changed(&spending, &spent);
    if changes.is_empty() { Ok(()) } else { crate::domains::campaigns::store::add_voters_to_many(tx, granted, &changes) }
}

fn columns(pairs: impl Iterator<Item = (Uuid, Uuid)>) -> (Vec<Uuid>, Vec<Uuid>) {
    pairs.unzip()
}
