//! Reading a Polis open-data export into a campaign: statements become ideas, agreement a vote, and
//! every position is kept. One transaction: all of it or nothing, and a second run changes nothing.
mod report;
pub mod rules;
mod store;

use super::{
    bulk::{self, Account, Home},
    recount,
};
use crate::{
    kernel::{Audience, CampaignId, Doer, Event, Granted, ManageInstance, Moment, Place, Sight, authorize, text},
    platform::{
        csv_in::Refused,
        db::{Db, Tx},
        error::{AppError, AppResult},
    },
};
use anyhow::Context;
pub use report::Report;
use rules::{Statements, Summary, Vote};
use std::{
    collections::{BTreeSet, HashSet},
    fs::File,
    io::{BufReader, Read},
    path::Path,
    sync::Arc,
};

/// Positions written by one statement.
const CHUNK: usize = 4_000;

/// Told how much of the votes is written: done, of how many.
pub type Progress = Arc<dyn Fn(usize, usize) + Send + Sync>;

/// An export, read and found to be right.
#[derive(Debug, Clone, Default)]
pub struct Export {
    /// Its statements.
    pub statements: Statements,
    /// Votes as they stand in the file.
    pub votes: Vec<Vote>,
    /// What the export says of itself; `None` without the file.
    pub summary: Option<Summary>,
    /// Further files of its folder, which are not needed.
    pub other_files: Vec<String>,
}

/// Where an export goes.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// Campaign, by the name in its address.
    pub campaign: String,
    /// For whom a campaign is made when there is none of this name; without it, one must be there.
    pub create: Option<Audience>,
    /// How a new campaign is asked for, as the refusal says it.
    pub how_to_create: String,
    /// Only say what would be written.
    pub dry: bool,
}

impl Export {
    /// Reads the files of an export's folder, of which nothing happened after `now`.
    ///
    /// # Errors
    /// [`Refused`] at the first row that is wrong, or without a statement; a sentence when a file is missing.
    pub fn open(folder: &Path, now: Moment) -> anyhow::Result<Self> {
        let file = |name: &str| {
            let path = folder.join(name);
            let file = File::open(&path).with_context(|| {
                format!("cannot read {}; name the folder that holds {} and {}", path.display(), rules::STATEMENTS, rules::VOTES)
            })?;
            anyhow::Ok(BufReader::new(file))
        };
        let summary = folder.join(rules::SUMMARY).exists().then(|| file(rules::SUMMARY)).transpose()?;
        let export = Self::read(file(rules::STATEMENTS)?, file(rules::VOTES)?, summary, now)?;
        Ok(Self { other_files: other_files(folder)?, ..export })
    }

    /// Reads an export from its parts, of which nothing happened after `now`.
    ///
    /// # Errors
    /// At the first row that is wrong, or without a statement.
    pub fn read(statements: impl Read, votes: impl Read, summary: Option<impl Read>, now: Moment) -> Result<Self, Refused> {
        let statements = rules::read_statements(statements, now)?;
        if statements.kept.is_empty() {
            let reason = "there is no statement with a text below the names of the columns; export the conversation again";
            return Err(Refused::new(rules::STATEMENTS, 1, reason));
        }
        let kept = statements.kept.iter().map(|statement| statement.id);
        let known: HashSet<u32> = kept.chain(statements.empty.iter().copied()).collect();
        let votes = rules::read_votes(votes, &known, now)?;
        Ok(Self { statements, votes, summary: summary.map(rules::read_summary).transpose()?, other_files: Vec::new() })
    }

    /// Everybody who wrote or voted, by their number.
    pub fn people(&self) -> BTreeSet<u32> {
        let authors = self.statements.kept.iter().map(|statement| statement.author);
        authors.chain(self.votes.iter().map(|vote| vote.voter)).collect()
    }
}

/// The tables of a folder that are none of an export's three.
fn other_files(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in folder.read_dir().with_context(|| format!("cannot list {}", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".csv") && ![rules::STATEMENTS, rules::VOTES, rules::SUMMARY].contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Writes an export into a campaign, or only says what it would write.
///
/// # Errors
/// When the campaign is not there and shall not be made, nobody could own it, it is over, or the database fails;
/// nothing is kept then.
pub async fn import(db: &Db, export: Arc<Export>, target: Target, progress: Progress) -> AppResult<Report> {
    let target = Arc::new(target);
    db.write(Doer::System("import"), move |tx| apply(tx, &export, &target, &progress)).await
}

fn apply(tx: &mut Tx<'_>, export: &Export, target: &Target, progress: &Progress) -> AppResult<Report> {
    let last = rules::last_votes(&export.votes);
    let (slug, dry) = (target.campaign.as_str(), target.dry);
    let mut report = Report { dry, ..Report::of(export, &last, slug) };
    let found = bulk::lock_home(tx, slug)?;
    report.campaign_made = found.is_none();
    let campaign = match found {
        Some(campaign) if campaign.state.is_running() => campaign,
        Some(campaign) => {
            let reason = format!("the campaign {slug} is {}; import into a running one, or choose a new name", campaign.state);
            return Err(AppError::Unreadable(reason));
        }
        None => make_campaign(tx, export, target)?,
    };
    let granted = grant(tx, campaign.id, campaign.sight())?;

    let person = |number: u32| pseudonym(campaign.id, number).id;
    let people: Vec<Account> = export.people().into_iter().map(|number| pseudonym(campaign.id, number)).collect();
    let missing = bulk::find_missing(tx, &people)?;
    report.people_made = missing.len();
    let ideas = store::sort_ideas(tx, &campaign, &export.statements.kept, person)?;
    report.ideas_made = ideas.missing.len();
    report.changed_texts = ideas.changed;
    if !dry {
        bulk::put_accounts(tx, &granted, &missing)?;
        bulk::put_ideas(tx, &granted, &campaign, &ideas.missing)?;
    }
    let positions: Vec<store::Position> = last
        .iter()
        .filter_map(|vote| {
            let idea = *ideas.by_statement.get(&vote.statement)?;
            Some(store::Position {
                idea,
                person: person(vote.voter),
                stance: vote.stance,
                at: vote.at,
                numbers: (vote.statement, vote.voter),
            })
        })
        .collect();
    progress(0, positions.len());
    for (at, chunk) in positions.chunks(CHUNK).enumerate() {
        let sorted = store::sort_positions(tx, chunk)?;
        report.contrary_votes.extend(sorted.contrary.iter().map(|position| position.numbers));
        let written = if dry { sorted.expected } else { store::put_positions(tx, &granted, &sorted.needed)? };
        report.positions_written += written.positions;
        report.votes_cast += written.cast;
        report.votes_gone += written.gone;
        progress((at * CHUNK + chunk.len()).min(positions.len()), positions.len());
    }
    if report.changed() && !dry {
        recount::set(tx, &granted, Some(campaign.id))?;
        let number = |count| i64::try_from(count).unwrap_or(i64::MAX);
        let (ideas, votes, people) = (number(report.ideas_made), report.votes_cast, number(report.people_made));
        tx.record(&granted, &Event::ImportFinished { campaign: campaign.id, ideas, votes, people })?;
    }
    Ok(report)
}

fn grant(tx: &Tx<'_>, campaign: CampaignId, sight: Sight) -> AppResult<Granted<ManageInstance>> {
    let place = Place::of(campaign, sight).in_campaign(Some(campaign));
    authorize(tx.doer(), place).ok_or_else(AppError::forbidden::<ManageInstance>)
}

/// A campaign in its discussion phase: what came in is on show, and the conversation can go on.
fn make_campaign(tx: &mut Tx<'_>, export: &Export, target: &Target) -> AppResult<Home> {
    let slug = target.campaign.as_str();
    let audience = target.create.ok_or_else(|| {
        let reason = format!("there is no campaign {slug}; check the name, or make it with {}", target.how_to_create);
        AppError::Unreadable(reason)
    })?;
    let owner = store::find_owner(tx)?.ok_or_else(|| {
        let reason = "nobody could own the new campaign; make an account first: proofbench admin create --email … --name …";
        AppError::Unreadable(reason.to_owned())
    })?;
    if text::slug(slug) != slug {
        let reason = format!("a campaign cannot be named {slug}; write it as {}", text::slug(slug));
        return Err(AppError::Unreadable(reason));
    }
    let summary = export.summary.clone().unwrap_or_default();
    let title = if summary.topic.is_empty() { slug.replace('-', " ") } else { summary.topic };
    let home = store::new_home(audience, owner);
    if !target.dry {
        let granted = grant(tx, home.id, home.sight())?;
        tx.record(&granted, &Event::CampaignDrafted { campaign: home.id, from: None })?;
        store::put_campaign(tx, &granted, &home, slug, &text::excerpt(&title, 120), &summary.description)?;
    }
    Ok(home)
}

/// The account of a participant: known by its number in one conversation, without name or address.
fn pseudonym(campaign: CampaignId, number: u32) -> Account {
    Account::of(campaign, &number.to_string(), format!("Participant {number}"), "Polis")
}
