//! Reading ideas from a CSV file into a campaign. Everything is checked before anything is written,
//! and a row that was read before is known again by its key.
pub mod rules;

use super::{
    bulk::{self, Account, Grant, Home, NewIdea},
    recount,
};
use crate::{
    kernel::{CampaignId, Doer, Event, IdeaId, IdeaState, ManageInstance, Moment, PersonId, Place, authorize, text::counted},
    platform::{
        csv_in::Refused,
        db::{Db, Tx, sql},
        error::{AppError, AppResult},
    },
};
use diesel::{
    prelude::*,
    sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid},
};
use rules::{Wish, Wishes};
use sha2::{Digest, Sha256};
use std::{
    collections::{HashMap, HashSet},
    fmt::{self, Write as _},
    sync::Arc,
};
use uuid::Uuid;

/// Wrong rows that are named.
const NAMED: usize = 100;

/// A number of things in a list with its noun.
fn counted_of(number: usize, one: &str, many: &str) -> String {
    counted(i64::try_from(number).unwrap_or(i64::MAX), one, many)
}

/// The outcome. `Display` prints it for people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Line, and what becomes of it.
    pub lines: Vec<(u64, String)>,
    /// Ideas made, or that would be made.
    pub made: i64,
    /// Rows that an earlier import made already.
    pub known: usize,
    /// Rows that stand twice in the file.
    pub repeated: usize,
    /// Votes cast.
    pub votes: i64,
    /// Accounts made.
    pub people: i64,
    /// Columns nobody asked for.
    pub unused: Vec<String>,
    /// Nothing was written.
    pub dry: bool,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (line, what) in &self.lines {
            writeln!(f, "line {line}: {what}")?;
        }
        let verb = if self.dry { "Would add" } else { "Added" };
        let (ideas, votes) = (counted(self.made, "idea", "ideas"), counted(self.votes, "vote", "votes"));
        writeln!(f, "{verb} {ideas}, {votes} and {}", counted(self.people, "person", "people"))?;
        let known = counted_of(self.known, "row that was imported before", "rows that were imported before");
        writeln!(f, "Skipped {known} and {}", counted_of(self.repeated, "that stands twice", "that stand twice"))?;
        if !self.unused.is_empty() {
            writeln!(f, "Columns not used: {}", self.unused.join(", "))?;
        }
        if self.dry {
            writeln!(f, "This was a dry run: nothing has changed.")?;
        }
        Ok(())
    }
}

/// The wrong rows as one message.
fn refuse(mut wrong: Vec<Refused>) -> AppError {
    wrong.sort_by_key(|refused| refused.line);
    let mut text = format!("{}, and nothing was kept:", counted_of(wrong.len(), "row is wrong", "rows are wrong"));
    for refused in wrong.iter().take(NAMED) {
        // Writing to a text cannot fail.
        let _never = write!(text, "\n{refused}");
    }
    if wrong.len() > NAMED {
        let _never = write!(text, "\nand {} more", wrong.len() - NAMED);
    }
    AppError::Unreadable(text)
}

/// Writes the rows into the campaign of this slug, or only says what it would do.
///
/// # Errors
/// When a row is wrong, the campaign is not there or over, or the database fails; nothing is kept then.
pub async fn import(db: &Db, file: String, wishes: Wishes, slug: String, dry: bool) -> AppResult<Report> {
    let wishes = Arc::new(wishes);
    let report = db.write(Doer::System("import"), move |tx| apply(tx, &file, &wishes, &slug, dry)).await?;
    Ok(report)
}

fn apply(tx: &mut Tx<'_>, file: &str, wishes: &Wishes, slug: &str, dry: bool) -> AppResult<Report> {
    let home = bulk::lock_home(tx, slug)?
        .ok_or_else(|| AppError::Unreadable(format!("there is no campaign {slug}; make it first, or check --campaign")))?;
    if !home.state.is_running() {
        return Err(AppError::Unreadable(format!("the campaign {slug} is {}; import into a running one", home.state)));
    }
    let (authors, mut wrong) = find_authors(tx, file, &home, &wishes.right)?;
    wrong.extend(wishes.wrong.iter().cloned());
    if !wrong.is_empty() {
        return Err(refuse(wrong));
    }
    let mut report = Report { unused: wishes.unused.clone(), dry, ..Report::default() };
    let new = sort_out(tx, &home, &wishes.right, &mut report)?;
    report.made = i64::try_from(new.len()).unwrap_or(i64::MAX);
    report.votes = new.iter().map(|(wish, _)| i64::from(wish.votes)).sum();
    let accounts = accounts(&home, &new, &authors);
    let missing = bulk::find_missing(tx, &accounts)?;
    report.people = i64::try_from(missing.len()).unwrap_or(i64::MAX);
    if dry || new.is_empty() {
        return Ok(report);
    }
    let place = Place::of(home.id, home.sight()).in_campaign(Some(home.id));
    let granted: Grant = authorize(tx.doer(), place).ok_or_else(AppError::forbidden::<ManageInstance>)?;
    bulk::put_accounts(tx, &granted, &missing)?;
    write(tx, &granted, &home, &new, &authors)?;
    recount::set(tx, &granted, Some(home.id))?;
    let (ideas, votes, people) = (report.made, report.votes, report.people);
    tx.record(&granted, &Event::ImportFinished { campaign: home.id, ideas, votes, people })?;
    Ok(report)
}

/// Rows that are new, with their keys; the others go into the report.
fn sort_out<'w>(tx: &mut Tx<'_>, home: &Home, wishes: &'w [Wish], report: &mut Report) -> AppResult<Vec<(&'w Wish, String)>> {
    let keys: Vec<String> = wishes.iter().map(|wish| key_of(home.id, wish)).collect();
    let texts: Vec<&str> = wishes.iter().map(|wish| wish.wording.body()).collect();
    let (known, changed) = (bulk::find_known(tx, &keys)?, bulk::find_changed(tx, &keys, &texts)?);
    let (mut seen, mut new) = (HashSet::new(), Vec::new());
    for (wish, key) in wishes.iter().zip(keys) {
        if known.contains_key(&key) {
            report.known += 1;
            let what = if changed.contains(&key) { "was imported before with another text, which stays" } else { "was imported before" };
            report.lines.push((wish.line, what.to_owned()));
        } else if seen.insert(key.clone()) {
            if report.dry {
                report.lines.push((
                    wish.line,
                    format!("would add \"{}\" with {}", wish.wording.title(), counted(wish.votes.into(), "vote", "votes")),
                ));
            }
            new.push((wish, key));
        } else {
            report.repeated += 1;
            report.lines.push((wish.line, "stands further up already".to_owned()));
        }
    }
    Ok(new)
}

/// What a row is known by: its own key, or else its words and author.
fn key_of(campaign: CampaignId, wish: &Wish) -> String {
    let mut hash = Sha256::new();
    let parts = if wish.key.is_empty() {
        vec!["words", wish.wording.title(), wish.wording.body(), wish.author.as_str()]
    } else {
        vec!["key", wish.key.as_str()]
    };
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    let digest: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("csv:{campaign}:{digest}")
}

#[derive(QueryableByName)]
struct Person {
    #[diesel(sql_type = SqlUuid)]
    id: PersonId,
    #[diesel(sql_type = Text)]
    handle: String,
    #[diesel(sql_type = Text)]
    email: String,
}

/// An author: somebody known, or an account to be made for a name.
enum Author {
    Known(PersonId),
    Named(Account),
}

impl Author {
    fn id(&self) -> PersonId {
        match self {
            Self::Known(id) => *id,
            Self::Named(account) => account.id,
        }
    }
}

/// Who the authors are. An address must be known; a name that is no handle becomes an account without
/// an address; nobody is the campaign's owner.
fn find_authors(tx: &mut Tx<'_>, file: &str, home: &Home, wishes: &[Wish]) -> AppResult<(HashMap<String, Author>, Vec<Refused>)> {
    let words: HashSet<&str> = wishes.iter().map(|wish| wish.author.as_str()).filter(|author| !author.is_empty()).collect();
    let words: Vec<String> = words.into_iter().map(str::to_lowercase).collect();
    let query = sql("SELECT id, handle, lower(coalesce(email::text, '')) AS email FROM people
         WHERE erased_at IS NULL AND (handle = ANY ($1) OR email::text = ANY ($1) OR lower(email::text) = ANY ($1))");
    let people: Vec<Person> = query.bind::<Array<Text>, _>(words).load(tx.reading())?;
    let mut known: HashMap<String, PersonId> = HashMap::new();
    for person in people {
        known.insert(person.handle, person.id);
        known.insert(person.email, person.id);
    }
    let (mut authors, mut wrong) = (HashMap::from([(String::new(), Author::Known(home.owner_id))]), Vec::new());
    for wish in wishes {
        if authors.contains_key(&wish.author) {
            continue;
        }
        let author = match known.get(&wish.author.to_lowercase()) {
            Some(id) => Author::Known(*id),
            None if wish.author.contains('@') => {
                let reason = format!("nobody here has the address {}; make the account first, or write a name", wish.author);
                wrong.push(Refused::new(file, wish.line, reason));
                continue;
            }
            None if wish.author.chars().count() > 120 => {
                wrong.push(Refused::new(file, wish.line, "the author's name is longer than 120 characters; shorten it"));
                continue;
            }
            None => Author::Named(Account::of(home.id, &format!("author {}", wish.author), wish.author.clone(), "")),
        };
        authors.insert(wish.author.clone(), author);
    }
    Ok((authors, wrong))
}

/// The account that stands for an earlier voter. Votes of the file have no names: they are given to these, the same
/// ones for every idea, so that no person counts twice on an idea and every count can be proven.
fn voter(home: &Home, number: u32) -> Account {
    Account::of(home.id, &format!("voter {number}"), format!("Earlier voter {number}"), "")
}

/// Those for whom an account must be there: authors who are names, and earlier voters.
fn accounts(home: &Home, new: &[(&Wish, String)], authors: &HashMap<String, Author>) -> Vec<Account> {
    let most = new.iter().map(|(wish, _)| wish.votes).max().unwrap_or_default();
    let used: HashSet<&str> = new.iter().map(|(wish, _)| wish.author.as_str()).collect();
    let named = authors.iter().filter(|(word, _)| used.contains(word.as_str())).filter_map(|(_, author)| match author {
        Author::Named(account) => Some(account.clone()),
        Author::Known(_) => None,
    });
    let mut accounts: Vec<Account> = named.collect();
    accounts.sort_by_key(|account| account.id);
    accounts.extend((1..=most).map(|number| voter(home, number)));
    accounts
}

/// Writes ideas and votes, whose accounts are there.
fn write(tx: &mut Tx<'_>, granted: &Grant, home: &Home, new: &[(&Wish, String)], authors: &HashMap<String, Author>) -> AppResult<()> {
    let now = tx.now();
    let most = new.iter().map(|(wish, _)| wish.votes).max().unwrap_or_default();
    let voters: Vec<PersonId> = (1..=most).map(|number| voter(home, number).id).collect();
    let author = |wish: &Wish| authors.get(&wish.author).map_or(home.owner_id, Author::id);
    let ideas: Vec<NewIdea> = new
        .iter()
        .map(|(wish, key)| NewIdea {
            id: IdeaId::new(),
            author: author(wish),
            state: IdeaState::Open,
            title: wish.wording.title().to_owned(),
            body: wish.wording.body().to_owned(),
            at: wish.created.unwrap_or(now),
            key: key.clone(),
            tags: wish.tags.clone(),
        })
        .collect();
    bulk::put_ideas(tx, granted, home, &ideas)?;
    let votes = new.iter().zip(&ideas).flat_map(|((wish, _), idea)| {
        voters.iter().take(usize::try_from(wish.votes).unwrap_or_default()).map(|voter| (idea.id.0, voter.0, idea.at))
    });
    put_votes(tx, granted, votes.collect())
}

fn put_votes(tx: &mut Tx<'_>, granted: &Grant, votes: Vec<(Uuid, Uuid, Moment)>) -> AppResult<()> {
    for chunk in votes.chunks(20_000) {
        sql("WITH given AS (
                INSERT INTO votes (idea_id, voter_id, cast_at) SELECT idea, voter, at FROM unnest($1, $2, $3) AS i(idea, voter, at)
                RETURNING idea_id, voter_id, cast_at)
             INSERT INTO vote_ledger (idea_id, voter_id, entry, at) SELECT idea_id, voter_id, 'cast', cast_at FROM given")
        .bind::<Array<SqlUuid>, _>(chunk.iter().map(|vote| vote.0).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(chunk.iter().map(|vote| vote.1).collect::<Vec<_>>())
        .bind::<Array<Timestamptz>, _>(chunk.iter().map(|vote| vote.2).collect::<Vec<_>>())
        .execute(tx.writing(granted))?;
    }
    Ok(())
}
