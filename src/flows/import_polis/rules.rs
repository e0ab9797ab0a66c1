//! Pure reading of a Polis open-data export: from bytes to statements and votes, whose last vote
//! counts, and where the export contradicts itself.
use crate::{
    kernel::{IdeaState, Moment, Stance, text},
    platform::csv_in::{Refused, Row, Table},
};
use chrono::DateTime;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::Read,
};

/// The statements.
pub const STATEMENTS: &str = "comments.csv";
/// The votes.
pub const VOTES: &str = "votes.csv";
/// Topic, description and totals.
pub const SUMMARY: &str = "summary.csv";
/// Longest text of an idea, in characters.
const LONGEST_TEXT: usize = 20_000;

/// One statement of the export.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Its number within the conversation.
    pub id: u32,
    /// Number of the person who wrote it.
    pub author: u32,
    /// When it was written.
    pub at: Moment,
    /// The statement itself.
    pub text: String,
    /// Where moderation in Polis left it, as the state of an idea.
    pub state: IdeaState,
    /// The export's own totals: agrees and disagrees.
    pub totals: (i64, i64),
    /// Words of the export about it: `seed` (by the organisers), `meta` (about the conversation itself).
    pub tags: Vec<&'static str>,
}

/// One vote of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vote {
    /// On which statement.
    pub statement: u32,
    /// Whose.
    pub voter: u32,
    /// When.
    pub at: Moment,
    /// What.
    pub stance: Stance,
}

/// What `summary.csv` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Topic of the conversation.
    pub topic: String,
    /// Its description.
    pub description: String,
    /// Totals by their name.
    pub totals: BTreeMap<String, i64>,
}

/// The statements of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Statements {
    /// Those with a text.
    pub kept: Vec<Statement>,
    /// Numbers of those without one, or with nothing in it that can be seen.
    pub empty: Vec<u32>,
    /// Columns that were not needed.
    pub unused: Vec<String>,
}

/// Reads `comments.csv`, of which nothing was written after `now`.
///
/// # Errors
/// At the first row that is wrong.
pub fn read_statements(source: impl Read, now: Moment) -> Result<Statements, Refused> {
    let mut table = Table::open(STATEMENTS, source)?;
    let id = table.require(&["comment-id", "statement-id", "tid"])?;
    let author = table.require(&["author-id", "pid"])?;
    let at = table.require(&["timestamp", "created"])?;
    let body = table.require(&["comment-body", "comment", "body", "txt"])?;
    let moderated = table.require(&["moderated", "mod"])?;
    let agrees = table.require(&["agrees", "agree", "agree-count"])?;
    let disagrees = table.require(&["disagrees", "disagree", "disagree-count"])?;
    let seed = table.find(&["is-seed", "seed"]);
    let meta = table.find(&["is-meta", "meta"]);
    let mut used = vec![id, author, at, body, moderated, agrees, disagrees];
    used.extend(seed.into_iter().chain(meta));
    let mut statements = Statements { unused: table.others(&used), ..Statements::default() };
    let mut known = HashSet::new();
    while let Some(row) = table.next()? {
        let statement = Statement {
            id: number(&row, id)?,
            author: number(&row, author)?,
            at: moment(&row, at, now)?,
            text: row.text(body).trim().to_owned(),
            state: moderation(&row, moderated)?,
            totals: (row.parse(agrees, "a whole number")?, row.parse(disagrees, "a whole number")?),
            tags: tags(&row, &[("seed", seed), ("meta", meta)])?,
        };
        if !known.insert(statement.id) {
            return Err(row.refuse(format!("statement {} stands twice; keep one of the rows", statement.id)));
        }
        if statement.text.chars().count() > LONGEST_TEXT {
            return Err(row.refuse(format!("the statement is longer than {LONGEST_TEXT} characters; shorten it")));
        }
        if text::is_blank(&statement.text) {
            statements.empty.push(statement.id);
        } else {
            statements.kept.push(statement);
        }
    }
    Ok(statements)
}

/// Reads `votes.csv`, of which nothing was cast after `now`; `known` are the numbers of all statements.
///
/// # Errors
/// At the first row that is wrong.
pub fn read_votes(source: impl Read, known: &HashSet<u32>, now: Moment) -> Result<Vec<Vote>, Refused> {
    let mut table = Table::open(VOTES, source)?;
    let at = table.require(&["timestamp", "created"])?;
    let statement = table.require(&["comment-id", "statement-id", "tid"])?;
    let voter = table.require(&["voter-id", "participant-id", "participant", "pid"])?;
    let vote = table.require(&["vote"])?;
    let mut votes = Vec::new();
    while let Some(row) = table.next()? {
        let of = number(&row, statement)?;
        if !known.contains(&of) {
            return Err(row.refuse(format!("statement {of} is not in {STATEMENTS}; export both files together")));
        }
        let stance = match row.parse(vote, "1 (agree), -1 (disagree) or 0 (pass)")? {
            1_i8 => Stance::Agree,
            -1 => Stance::Disagree,
            0 => Stance::Pass,
            _ => return Err(row.wrong(vote, "1 (agree), -1 (disagree) or 0 (pass)")),
        };
        votes.push(Vote { statement: of, voter: number(&row, voter)?, at: moment(&row, at, now)?, stance });
    }
    Ok(votes)
}

/// Reads `summary.csv`: a name and a value a row, no row of column names.
///
/// # Errors
/// When it is unreadable.
pub fn read_summary(source: impl Read) -> Result<Summary, Refused> {
    let mut pairs = Table::without_names(SUMMARY, source, true);
    let mut summary = Summary::default();
    while let Some(pair) = pairs.next()? {
        let (name, value) = (pair.text(0).trim(), pair.text(1).trim().to_owned());
        match name {
            "topic" => summary.topic = value,
            "conversation-description" | "description" => summary.description = value,
            _ => {
                if let Ok(total) = value.parse() {
                    summary.totals.insert(name.to_owned(), total);
                }
            }
        }
    }
    Ok(summary)
}

fn number(row: &Row<'_>, column: usize) -> Result<u32, Refused> {
    row.parse(column, "a whole number from 0")
}

/// Milliseconds since 1970, or seconds as older exports write them; not after `now`.
fn moment(row: &Row<'_>, column: usize, now: Moment) -> Result<Moment, Refused> {
    const FORM: &str = "a time in milliseconds since 1970";
    let count: i64 = row.parse(column, FORM)?;
    let milliseconds = if count.abs() < 100_000_000_000 { count * 1000 } else { count };
    let year_2000_to_2100 = 946_684_800_000..4_102_444_800_000_i64;
    let moment = DateTime::from_timestamp_millis(milliseconds).filter(|_| year_2000_to_2100.contains(&milliseconds));
    let moment = moment.ok_or_else(|| row.wrong(column, FORM))?;
    if moment > now { Err(row.wrong(column, "a time that has passed")) } else { Ok(moment) }
}

/// Moderation as Polis means it: rejected statements (-1) are shown to nobody, accepted ones (1) to
/// everybody, and those nobody looked at (0) are shown too, except under strict moderation, which
/// an export does not tell. A rejected statement is binned: its author and moderators still find it.
fn moderation(row: &Row<'_>, column: usize) -> Result<IdeaState, Refused> {
    const FORM: &str = "-1 (rejected), 0 (not looked at) or 1 (accepted)";
    match row.parse(column, FORM)? {
        -1_i8 => Ok(IdeaState::Binned),
        0 | 1 => Ok(IdeaState::Open),
        _ => Err(row.wrong(column, FORM)),
    }
}

/// The tags whose column says yes.
fn tags(row: &Row<'_>, columns: &[(&'static str, Option<usize>)]) -> Result<Vec<&'static str>, Refused> {
    let mut tags = Vec::new();
    for (tag, column) in columns {
        if let Some(column) = column
            && flag(row, *column)?
        {
            tags.push(*tag);
        }
    }
    Ok(tags)
}

fn flag(row: &Row<'_>, column: usize) -> Result<bool, Refused> {
    match row.text(column).trim().to_lowercase().as_str() {
        "true" | "t" | "1" | "yes" => Ok(true),
        "false" | "f" | "0" | "no" | "" => Ok(false),
        _ => Err(row.wrong(column, "true or false")),
    }
}

/// The vote of each person on each statement that counts: the last by time, and of two at the same
/// moment the one further down.
pub fn last_votes(votes: &[Vote]) -> Vec<Vote> {
    let mut places: HashMap<(u32, u32), usize> = HashMap::with_capacity(votes.len());
    let mut last: Vec<Vote> = Vec::with_capacity(votes.len());
    for vote in votes {
        match places.get(&(vote.statement, vote.voter)) {
            Some(place) => {
                if let Some(kept) = last.get_mut(*place).filter(|kept| kept.at <= vote.at) {
                    *kept = *vote;
                }
            }
            None => {
                places.insert((vote.statement, vote.voter), last.len());
                last.push(*vote);
            }
        }
    }
    last
}

/// A statement whose own totals are not what its votes add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// Which statement.
    pub statement: u32,
    /// Agrees and disagrees as the export says.
    pub said: (i64, i64),
    /// Agrees and disagrees as counted.
    pub counted: (i64, i64),
}

/// Every statement whose totals differ from a count of the votes, in order of their numbers.
pub fn differences(statements: &[Statement], last: &[Vote]) -> Vec<Difference> {
    let mut counts: HashMap<u32, (i64, i64)> = HashMap::new();
    for vote in last {
        let count = counts.entry(vote.statement).or_default();
        match vote.stance {
            Stance::Agree => count.0 += 1,
            Stance::Disagree => count.1 += 1,
            Stance::Pass => {}
        }
    }
    let mut found: Vec<Difference> = statements
        .iter()
        .map(|statement| Difference {
            statement: statement.id,
            said: statement.totals,
            counted: counts.get(&statement.id).copied().unwrap_or_default(),
        })
        .filter(|difference| difference.said != difference.counted)
        .collect();
    found.sort_by_key(|difference| difference.statement);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 1 December 2026.
    fn now() -> Moment {
        DateTime::from_timestamp(1_796_083_200, 0).expect("a time")
    }

    const HEAD: &str = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n";

    fn statements(rows: &str) -> Result<Statements, Refused> {
        read_statements(format!("{HEAD}{rows}").as_bytes(), now())
    }

    fn votes(rows: &str) -> Result<Vec<Vote>, Refused> {
        read_votes(format!("timestamp,datetime,comment-id,voter-id,vote\n{rows}").as_bytes(), &HashSet::from([0, 1]), now())
    }

    #[test]
    fn a_statement_keeps_quotes_line_ends_and_letters_of_all_kinds() {
        let read = statements("1568101622999,Tue Sep 10,7,427,3,1,1,\"Kererū say \"\"hello\"\"\nand go\"\n").expect("a row");
        assert_eq!(read.kept[0].text, "Kererū say \"hello\"\nand go");
        assert_eq!((read.kept[0].id, read.kept[0].author, read.kept[0].totals), (7, 427, (3, 1)));
        assert_eq!(read.kept[0].at.to_rfc3339(), "2019-09-10T07:47:02.999+00:00");
        assert_eq!(read.unused, ["datetime"]);
    }

    #[test]
    fn columns_may_stand_in_any_order_and_under_near_names() {
        let text = "comment_body,Moderated,is-seed,is_meta,group-informed-consensus,tid,agrees,disagrees,author-id,timestamp\n\
                    Plant trees,0,true,false,0.7,3,1,2,9,1568101622\n";
        let read = read_statements(text.as_bytes(), now()).expect("a row");
        assert_eq!((read.kept[0].id, read.kept[0].tags.clone()), (3, vec!["seed"]));
        assert_eq!(read.unused, ["group-informed-consensus"]);
    }

    #[test]
    fn moderation_decides_what_is_on_show() {
        let read = statements("1568101622999,,1,1,0,0,-1,a\n1568101622999,,2,1,0,0,0,b\n1568101622999,,3,1,0,0,1,c\n").expect("rows");
        let states: Vec<IdeaState> = read.kept.iter().map(|statement| statement.state).collect();
        assert_eq!(states, [IdeaState::Binned, IdeaState::Open, IdeaState::Open]);
    }

    #[test]
    fn wrong_rows_are_refused_with_file_line_and_reason() {
        let refused = |rows: &str| statements(rows).expect_err("wrong").to_string();
        let first = "1568101622999,,1,1,0,0,1,\"two\nlines\"\n";
        assert_eq!(
            refused(&format!("{first}1568101622999,,x,1,0,0,1,b\n")),
            "comments.csv, line 4: comment-id is \"x\" and must be a whole number from 0"
        );
        assert!(refused(&format!("{first}{first}")).contains("line 4: statement 1 stands twice"));
        assert!(refused("12,,1,1,0,0,1,b\n").contains("must be a time in milliseconds"));
        assert!(refused("1568101622999,,1,1,0,0,2,b\n").contains("moderated is \"2\" and must be -1 (rejected)"));
        assert_eq!(
            votes("1568101622999,,0,5,1\n1568101622999,,9,5,1\n").expect_err("unknown").to_string(),
            "votes.csv, line 3: statement 9 is not in comments.csv; export both files together"
        );
        assert!(votes("1568101622999,,0,5,2\n").expect_err("no vote").to_string().contains("vote is \"2\""));
        let headless = read_votes("timestamp,comment-id,vote\n".as_bytes(), &HashSet::new(), now()).expect_err("a column is missing");
        assert!(headless.to_string().starts_with("votes.csv, line 1: the column voter-id"));
    }

    #[test]
    fn what_is_dated_after_now_is_refused() {
        let refused = statements("1568101622999,,1,1,0,0,1,a\n4000000000000,,2,1,0,0,1,b\n").expect_err("not yet");
        assert_eq!(refused.to_string(), "comments.csv, line 3: timestamp is \"4000000000000\" and must be a time that has passed");
        let refused = votes("4000000000,,0,5,1\n").expect_err("not yet").to_string();
        assert_eq!(refused, "votes.csv, line 2: timestamp is \"4000000000\" and must be a time that has passed");
        assert!(votes(&format!("{},,0,5,1\n", now().timestamp())).is_ok());
    }

    #[test]
    fn a_statement_of_which_nothing_shows_is_as_one_without_a_text() {
        let read = statements("1568101622999,,4,1,0,0,1,\u{200b}\u{feff}\u{2060}\n1568101622999,,5,1,0,0,1,b\n").expect("rows");
        assert_eq!((read.empty.as_slice(), read.kept.len()), ([4].as_slice(), 1));
    }

    #[test]
    fn the_last_vote_counts_and_of_two_at_once_the_lower_row() {
        let read = votes("1568101622999,,0,5,1\n1568101623999,,0,5,-1\n1568101622000,,0,5,0\n1568101622999,,1,5,1\n1568101622999,,1,5,0\n")
            .expect("rows");
        let last: Vec<Stance> = last_votes(&read).iter().map(|vote| vote.stance).collect();
        assert_eq!(last, [Stance::Disagree, Stance::Pass]);
    }

    #[test]
    fn a_statement_that_contradicts_its_votes_is_named() {
        let kept = statements("1568101622999,,0,1,2,0,1,a\n1568101622999,,1,1,0,1,1,b\n").expect("rows").kept;
        let last = votes("1568101622999,,0,5,1\n1568101622999,,1,5,-1\n").expect("rows");
        assert_eq!(differences(&kept, &last), [Difference { statement: 0, said: (2, 0), counted: (1, 0) }]);
    }

    #[test]
    fn the_summary_gives_topic_and_totals() {
        let summary = read_summary("topic,\"Tapes, and more\"\nvoters,536\nurl,https://pol.is/x\n".as_bytes()).expect("pairs");
        assert_eq!((summary.topic.as_str(), summary.totals["voters"]), ("Tapes, and more", 536));
    }

    proptest! {
        #[test]
        fn one_vote_is_left_of_each_person_and_statement(rows in prop::collection::vec((0u32..3, 0u32..3, 0i64..5, 0usize..3), 0..60)) {
            let votes: Vec<Vote> = rows.iter().map(|(statement, voter, second, stance)| Vote {
                statement: *statement,
                voter: *voter,
                at: DateTime::from_timestamp(1_568_101_622 + second, 0).expect("a time"),
                stance: Stance::ALL[*stance],
            }).collect();
            let last = last_votes(&votes);
            let pairs: HashSet<(u32, u32)> = votes.iter().map(|vote| (vote.statement, vote.voter)).collect();
            prop_assert_eq!(last.len(), pairs.len());
            for kept in &last {
                let rivals = votes.iter().filter(|vote| (vote.statement, vote.voter) == (kept.statement, kept.voter));
                let winner = rivals.max_by_key(|vote| vote.at).expect("at least itself");
                prop_assert_eq!(kept, winner);
            }
        }
        #[test]
        fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _any = (
                read_statements(bytes.as_slice(), now()),
                read_votes(bytes.as_slice(), &HashSet::new(), now()),
                read_summary(bytes.as_slice()),
            );
        }
    }
}
