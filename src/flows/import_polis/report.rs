//! What an import read, kept and skipped, and where the export contradicts itself.
use super::{
    Export,
    rules::{self, Difference, Vote},
};
use crate::kernel::{
    IdeaState, Stance,
    text::{counted, grouped},
};
use std::{collections::HashSet, fmt};

/// Contradictions of one kind that are named; the rest is counted.
const NAMED: usize = 20;

/// The outcome of an import. `Display` prints it for people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Campaign, by the name in its address.
    pub campaign: String,
    /// Whether it was made by this run.
    pub campaign_made: bool,
    /// Rows of statements.
    pub statements_read: usize,
    /// Rows of votes.
    pub votes_read: usize,
    /// Different people.
    pub people_read: usize,
    /// Statements that are ideas now, and on show.
    pub on_show: usize,
    /// Statements that are ideas now, but that moderation in Polis rejected.
    pub held_back: usize,
    /// Statements without a text.
    pub empty: Vec<u32>,
    /// Votes on statements without a text.
    pub votes_on_empty: usize,
    /// Votes that their own voter replaced later.
    pub votes_replaced: usize,
    /// Positions of each kind that count: agree, disagree, pass.
    pub positions: (usize, usize, usize),
    /// Columns nobody needed.
    pub unused: Vec<String>,
    /// Files of the folder nobody needed.
    pub unused_files: Vec<String>,
    /// Nothing was written.
    pub dry: bool,
    /// Ideas made by this run, or that would be made.
    pub ideas_made: usize,
    /// Accounts made by this run, or that would be made.
    pub people_made: usize,
    /// Positions written or changed by this run.
    pub positions_written: i64,
    /// Votes cast by this run.
    pub votes_cast: i64,
    /// Votes taken back by this run, because a newer export says so.
    pub votes_gone: i64,
    /// Statements whose text is another one than an earlier run imported; their ideas keep the earlier one.
    pub changed_texts: Vec<u32>,
    /// Statement and voter of votes that say something else than an earlier run imported, without being newer; the
    /// earlier one counts.
    pub contrary_votes: Vec<(u32, u32)>,
    /// Statements whose totals are not what their votes add up to.
    pub differences: Vec<Difference>,
    /// Totals of the summary that the files do not bear out: name, said, counted.
    pub summary: Vec<(String, i64, i64)>,
    /// Whether there was a summary.
    pub summary_read: bool,
}

impl Report {
    /// What can be said before anything is written.
    pub(super) fn of(export: &Export, last: &[Vote], campaign: &str) -> Self {
        let empty: HashSet<u32> = export.statements.empty.iter().copied().collect();
        let count = |stance| last.iter().filter(|vote| vote.stance == stance && !empty.contains(&vote.statement)).count();
        let kept = &export.statements.kept;
        Self {
            campaign: campaign.to_owned(),
            statements_read: kept.len() + empty.len(),
            votes_read: export.votes.len(),
            people_read: export.people().len(),
            on_show: kept.iter().filter(|statement| statement.state == IdeaState::Open).count(),
            held_back: kept.iter().filter(|statement| statement.state == IdeaState::Binned).count(),
            votes_on_empty: last.iter().filter(|vote| empty.contains(&vote.statement)).count(),
            empty: export.statements.empty.clone(),
            votes_replaced: export.votes.len() - last.len(),
            positions: (count(Stance::Agree), count(Stance::Disagree), count(Stance::Pass)),
            unused: export.statements.unused.clone(),
            unused_files: export.other_files.clone(),
            differences: rules::differences(kept, last),
            summary: summary_differences(export),
            summary_read: export.summary.is_some(),
            ..Self::default()
        }
    }

    /// Whether this run changed anything.
    pub fn changed(&self) -> bool {
        let changed = self.positions_written + self.votes_cast + self.votes_gone;
        self.campaign_made || self.ideas_made + self.people_made > 0 || changed > 0
    }
}

/// Compares what the summary counts with what the files hold.
fn summary_differences(export: &Export) -> Vec<(String, i64, i64)> {
    let Some(summary) = &export.summary else {
        return Vec::new();
    };
    let different = |numbers: HashSet<u32>| i64::try_from(numbers.len()).unwrap_or(i64::MAX);
    let statements = &export.statements;
    let rows = i64::try_from(statements.kept.len() + statements.empty.len()).unwrap_or(i64::MAX);
    let counted = [
        ("comments", rows),
        ("commenters", different(statements.kept.iter().map(|statement| statement.author).collect())),
        ("voters", different(export.votes.iter().map(|vote| vote.voter).collect())),
    ];
    let said = |name: &str| summary.totals.get(name).copied();
    counted
        .into_iter()
        .filter_map(|(name, counted)| said(name).filter(|said| *said != counted).map(|said| (name.to_owned(), said, counted)))
        .collect()
}

/// A number of things in a list with its noun.
fn many(number: usize, one: &str, many: &str) -> String {
    counted(i64::try_from(number).unwrap_or(i64::MAX), one, many)
}

/// The first few of many things.
fn first_of(named: impl ExactSizeIterator<Item = String>) -> String {
    let more = named.len().saturating_sub(NAMED);
    let names = named.take(NAMED).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{names} and {more} more") } else { names }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let made = match (self.campaign_made, self.dry) {
            (true, false) => "made by this run",
            (true, true) => "would be made",
            (false, _) => "was there",
        };
        writeln!(f, "Campaign  {} ({made})", self.campaign)?;
        let votes = |number| many(number, "vote", "votes");
        let statements = |number| many(number, "statement", "statements");
        let people = |number| many(number, "person", "people");
        writeln!(f, "Read      {}, {}, {}", statements(self.statements_read), votes(self.votes_read), people(self.people_read))?;
        let ideas = many(self.on_show, "idea", "ideas");
        writeln!(f, "Kept      {ideas} on show, {} held back because Polis' moderators rejected them", self.held_back)?;
        let (agree, disagree, pass) = self.positions;
        let grouped_of = |number| grouped(i64::try_from(number).unwrap_or(i64::MAX));
        writeln!(f, "          {} agree (a vote each), {} disagree, {} pass", grouped_of(agree), grouped_of(disagree), grouped_of(pass))?;
        self.skipped(f)?;
        let verb = if self.dry { "Would add" } else { "Written  " };
        writeln!(
            f,
            "{verb} {}, {}, {}, {}; {} taken back",
            many(self.ideas_made, "idea", "ideas"),
            people(self.people_made),
            counted(self.positions_written, "position", "positions"),
            counted(self.votes_cast, "vote", "votes"),
            counted(self.votes_gone, "vote", "votes")
        )?;
        if !self.changed() {
            writeln!(f, "          everything was there already; nothing has changed")?;
        }
        self.checks(f)?;
        if self.dry {
            writeln!(f, "This was a dry run: nothing has changed.")?;
        }
        Ok(())
    }
}

impl Report {
    fn skipped(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let votes = |number| many(number, "vote", "votes");
        let reason = "their voter voted again on the same statement, and the last vote counts";
        writeln!(f, "Skipped   {}: {reason}", votes(self.votes_replaced))?;
        if !self.empty.is_empty() {
            let statements = many(self.empty.len(), "statement", "statements");
            let whose = if self.empty.len() == 1 { "its" } else { "their" };
            let numbers: Vec<String> = self.empty.iter().map(u32::to_string).collect();
            let votes = votes(self.votes_on_empty);
            writeln!(f, "          {statements} without a text that can be seen and {whose} {votes}: {}", numbers.join(", "))?;
        }
        if !self.unused.is_empty() {
            writeln!(f, "          columns not needed: {}", self.unused.join(", "))?;
        }
        if !self.unused_files.is_empty() {
            writeln!(f, "          files not needed: {}", self.unused_files.join(", "))?;
        }
        if !self.changed_texts.is_empty() {
            let statements = many(self.changed_texts.len(), "statement", "statements");
            let numbers = first_of(self.changed_texts.iter().map(u32::to_string));
            writeln!(f, "          {statements} with another text than was imported before, which stays: {numbers}")?;
        }
        if !self.contrary_votes.is_empty() {
            let named =
                first_of(self.contrary_votes.iter().map(|(statement, voter)| format!("participant {voter} on statement {statement}")));
            let votes = many(self.contrary_votes.len(), "vote that says", "votes that say");
            let verb = if self.contrary_votes.len() == 1 { "is" } else { "are" };
            writeln!(
                f,
                "          {votes} something else than was imported before and {verb} no newer, so that the earlier one counts: {named}"
            )?;
        }
        Ok(())
    }

    fn checks(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let checked = self.statements_read - self.empty.len();
        let of = many(checked, "statement", "statements");
        let verb = if self.differences.len() == 1 { "has" } else { "have" };
        writeln!(f, "Checked   {of}; {} {verb} other totals in the export than the votes add up to", self.differences.len())?;
        for Difference { statement, said, counted } in &self.differences {
            writeln!(
                f,
                "          statement {statement}: the export says {} agree, {} disagree; counted {} and {}",
                said.0, said.1, counted.0, counted.1
            )?;
        }
        if !self.summary_read {
            writeln!(f, "          there is no summary.csv to compare with")?;
        } else if self.summary.is_empty() {
            writeln!(f, "          summary.csv agrees with the files")?;
        }
        for (name, said, counted) in &self.summary {
            writeln!(f, "          summary.csv says {} {name}, the files hold {}", grouped(*said), grouped(*counted))?;
        }
        Ok(())
    }
}
