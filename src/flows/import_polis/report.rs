//! What an import read, kept and skipped, and where the export contradicts itself.
use super::{
    Export,
    rules::{self, Difference, Vote},
};
use crate::kernel::{IdeaState, Stance};
use std::{collections::HashSet, fmt};

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
    /// Ideas made by this run.
    pub ideas_made: i64,
    /// Accounts made by this run.
    pub people_made: i64,
    /// Positions written or changed by this run.
    pub positions_written: i64,
    /// Votes cast by this run.
    pub votes_cast: i64,
    /// Votes taken back by this run, because a newer export says so.
    pub votes_gone: i64,
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
            differences: rules::differences(kept, last),
            summary: summary_differences(export),
            summary_read: export.summary.is_some(),
            ..Self::default()
        }
    }

    /// Whether this run changed anything.
    pub fn changed(&self) -> bool {
        let made = self.ideas_made + self.people_made + self.positions_written + self.votes_cast + self.votes_gone;
        self.campaign_made || made > 0
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

/// A number with commas between thousands.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

fn many(number: usize) -> String {
    grouped(i64::try_from(number).unwrap_or(i64::MAX))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (agree, disagree, pass) = self.positions;
        let made = if self.campaign_made { "made by this run" } else { "was there" };
        writeln!(f, "Campaign  {} ({made})", self.campaign)?;
        writeln!(
            f,
            "Read      {} statements, {} votes, {} people",
            many(self.statements_read),
            many(self.votes_read),
            many(self.people_read)
        )?;
        writeln!(
            f,
            "Kept      {} ideas on show, {} held back because Polis' moderators rejected them",
            many(self.on_show),
            many(self.held_back)
        )?;
        writeln!(f, "          {} agree (a vote each), {} disagree, {} pass", many(agree), many(disagree), many(pass))?;
        writeln!(
            f,
            "Skipped   {} votes: their voter voted again on the same statement, and the last vote counts",
            many(self.votes_replaced)
        )?;
        if !self.empty.is_empty() {
            let numbers: Vec<String> = self.empty.iter().map(u32::to_string).collect();
            writeln!(
                f,
                "          {} statements without a text and their {} votes: {}",
                self.empty.len(),
                self.votes_on_empty,
                numbers.join(", ")
            )?;
        }
        if !self.unused.is_empty() {
            writeln!(f, "          columns not needed: {}", self.unused.join(", "))?;
        }
        writeln!(
            f,
            "Written   {} ideas, {} people, {} positions, {} votes; {} votes taken back",
            grouped(self.ideas_made),
            grouped(self.people_made),
            grouped(self.positions_written),
            grouped(self.votes_cast),
            grouped(self.votes_gone)
        )?;
        if !self.changed() {
            writeln!(f, "          everything was there already; nothing has changed")?;
        }
        self.checks(f)
    }
}

impl Report {
    fn checks(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let checked = self.statements_read - self.empty.len();
        writeln!(
            f,
            "Checked   {} of {} statements have other totals in the export than their votes add up to",
            many(self.differences.len()),
            many(checked)
        )?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 12, 999, 1000, 29802, -1234567].map(grouped), ["0", "12", "999", "1,000", "29,802", "-1,234,567"]);
    }
}
