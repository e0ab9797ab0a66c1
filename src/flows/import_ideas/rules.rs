//! Pure reading of a CSV file of ideas: which column fills which field, and what each row says.
use crate::{
    domains::ideas::rules::{self, Wording},
    kernel::{Moment, Refusal},
    platform::csv_in::{Refused, Row, Table},
};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};
use std::{collections::HashMap, io::Read};

/// Fields that a column can fill.
pub const FIELDS: [&str; 7] = ["title", "body", "author", "votes", "created", "tags", "key"];
/// Most votes of a row.
pub const MOST_VOTES: u32 = 10_000;
/// Earliest year an idea can come from.
const EARLIEST_YEAR: i32 = 1900;

/// An idea of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// Line of its row.
    pub line: u64,
    /// Title and text.
    pub wording: Wording,
    /// Who wrote it: an address, a handle, a name, or nobody.
    pub author: String,
    /// Votes it had.
    pub votes: u32,
    /// When it was written; the import's time when left out.
    pub created: Option<Moment>,
    /// Its tags.
    pub tags: Vec<String>,
    /// What it is known by where it comes from; may be empty.
    pub key: String,
}

/// What was read: the rows that are right, and why the others are not.
#[derive(Debug, Default)]
pub struct Wishes {
    /// Right rows.
    pub right: Vec<Wish>,
    /// Wrong rows.
    pub wrong: Vec<Refused>,
    /// Columns nobody asked for.
    pub unused: Vec<String>,
}

/// Positions of the fields' columns.
struct Columns(HashMap<&'static str, usize>);

impl Columns {
    fn of<R: Read>(file: &str, table: &Table<R>, map: &[(String, String)]) -> Result<Self, Refused> {
        if let Some((field, _)) = map.iter().find(|(field, _)| !FIELDS.contains(&field.as_str())) {
            return Err(Refused::new(file, 1, format!("there is no field {field}; the fields are {}", FIELDS.join(", "))));
        }
        for (at, (field, column)) in map.iter().enumerate() {
            if let Some((_, other)) = map[..at].iter().find(|(name, _)| name == field) {
                let reason = format!("{field} is mapped twice, to {other} and to {column}; keep one of them");
                return Err(Refused::new(file, 1, reason));
            }
        }
        let mut columns = HashMap::new();
        for field in FIELDS {
            let column = match map.iter().find(|(name, _)| name == field) {
                Some((_, column)) => Some(table.require(&[column.as_str()])?),
                None if field == "body" => Some(table.require(&["body"])?),
                None => table.find(&[field]),
            };
            if let Some(column) = column {
                columns.insert(field, column);
            }
        }
        Ok(Self(columns))
    }

    fn text<'r>(&self, row: &'r Row<'_>, field: &str) -> &'r str {
        self.0.get(field).map_or("", |column| row.text(*column).trim())
    }
}

/// Reads a file; every wrong row is kept with its reason, up to one that cannot be read at all.
///
/// # Errors
/// When the column names are wrong.
pub fn read(file: &str, source: impl Read, map: &[(String, String)], now: Moment) -> Result<Wishes, Refused> {
    let mut table = Table::open(file, source)?;
    let columns = Columns::of(file, &table, map)?;
    let used: Vec<usize> = columns.0.values().copied().collect();
    let mut wishes = Wishes { unused: table.others(&used), ..Wishes::default() };
    // Where each key stands first, among the right rows.
    let mut keys: HashMap<String, usize> = HashMap::new();
    loop {
        match table.next() {
            Ok(None) => return Ok(wishes),
            Ok(Some(row)) => match wish(&row, &columns, now) {
                Ok(wish) => {
                    let first = (!wish.key.is_empty()).then(|| *keys.entry(wish.key.clone()).or_insert(wishes.right.len()));
                    match first.and_then(|at| wishes.right.get(at)).filter(|first| first.wording != wish.wording) {
                        Some(first) => {
                            let reason =
                                format!("the key {} stands on line {} with another text; give each idea its own", wish.key, first.line);
                            wishes.wrong.push(row.refuse(reason));
                        }
                        None => wishes.right.push(wish),
                    }
                }
                Err(refused) => wishes.wrong.push(refused),
            },
            // What comes after a broken row cannot be trusted.
            Err(refused) => {
                wishes.wrong.push(refused);
                return Ok(wishes);
            }
        }
    }
}

fn wish(row: &Row<'_>, columns: &Columns, now: Moment) -> Result<Wish, Refused> {
    let wording = Wording::parse(columns.text(row, "title"), columns.text(row, "body"));
    let wording = wording.map_err(|refusals| row.refuse(refusals.iter().map(reason).collect::<Vec<_>>().join("; ")))?;
    let tags = rules::tags(columns.text(row, "tags").split([',', ';'])).map_err(|refusal| row.refuse(reason(&refusal)))?;
    Ok(Wish {
        line: row.line,
        wording,
        author: columns.text(row, "author").to_owned(),
        votes: votes(row, columns)?,
        created: created(row, columns, now)?,
        tags,
        key: columns.text(row, "key").to_owned(),
    })
}

fn votes(row: &Row<'_>, columns: &Columns) -> Result<u32, Refused> {
    match columns.0.get("votes").filter(|column| !row.text(**column).trim().is_empty()) {
        None => Ok(0),
        Some(column) => {
            let form = format!("a whole number from 0 to {MOST_VOTES}");
            let votes: u32 = row.parse(*column, &form)?;
            if votes > MOST_VOTES { Err(row.wrong(*column, &form)) } else { Ok(votes) }
        }
    }
}

fn created(row: &Row<'_>, columns: &Columns, now: Moment) -> Result<Option<Moment>, Refused> {
    let Some(column) = columns.0.get("created").filter(|column| !row.text(**column).trim().is_empty()) else {
        return Ok(None);
    };
    let moment = moment(row.text(*column).trim()).ok_or_else(|| row.wrong(*column, "a time such as 2026-11-23 or 2026-11-23T14:30:00Z"))?;
    if moment > now {
        return Err(row.wrong(*column, "a time that has passed"));
    }
    if moment.year() < EARLIEST_YEAR {
        return Err(row.wrong(*column, &format!("a time from {EARLIEST_YEAR} on")));
    }
    Ok(Some(moment))
}

/// Reads RFC 3339, or a date with or without a time, in UTC.
fn moment(text: &str) -> Option<Moment> {
    let with_zone = DateTime::parse_from_rfc3339(text).map(|moment| moment.to_utc());
    let without = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"];
    let without = without.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().and_then(|date| date.and_hms_opt(0, 0, 0));
    with_zone.ok().or_else(|| without.or(date).map(|moment| moment.and_utc()))
}

/// A refusal of the ideas' rules in words for the command line.
fn reason(refusal: &Refusal) -> String {
    match refusal.code {
        "idea-body-too-short" => format!("the text has fewer than {} letters; write what is wanted", rules::SHORTEST_BODY),
        "idea-body-too-long" => format!("the text is longer than {} characters; shorten it", rules::LONGEST_BODY),
        "idea-title-too-long" => format!("the title is longer than {} characters; shorten it", rules::LONGEST_TITLE),
        "idea-title-missing" => "no title can be made of the text; add one".to_owned(),
        "idea-tags-too-many" => format!("there are more than {} tags; leave some out", rules::MOST_TAGS),
        "idea-tag-too-long" => format!("a tag is longer than {} characters; shorten it", rules::LONGEST_TAG),
        code => code.replace('-', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Clock;
    use proptest::prelude::*;

    fn read_all(text: &str, map: &[(&str, &str)]) -> Result<Wishes, Refused> {
        let map: Vec<(String, String)> = map.iter().map(|(field, column)| ((*field).to_owned(), (*column).to_owned())).collect();
        read("ideas.csv", text.as_bytes(), &map, Clock::system().now())
    }

    #[test]
    fn columns_are_mapped_and_others_take_their_own_name() {
        let text = "Headline,Text,Votes,created,Tags,Ignored\nPeel tape,Make it peel in one pull,12,2024-05-01,\"Tape; Cold store\",x\n";
        let read = read_all(text, &[("title", "Headline"), ("body", "Text")]).expect("columns");
        assert_eq!(read.unused, ["Ignored"]);
        let wish = &read.right[0];
        assert_eq!((wish.wording.title(), wish.votes, wish.line), ("Peel tape", 12, 2));
        assert_eq!(wish.tags, ["cold-store", "tape"]);
        assert_eq!(wish.created.map(|at| at.to_rfc3339()), Some("2024-05-01T00:00:00+00:00".to_owned()));
    }

    #[test]
    fn every_wrong_row_is_named_with_its_line() {
        let text = "body,votes,created\nshort,1,\nlong enough text,x,\nlong enough text,1,yesterday\nlong enough text,1,2999-01-01\nlong enough text,1,0001-01-01\nlong enough text,1,\n";
        let read = read_all(text, &[]).expect("columns");
        let wrong: Vec<String> = read.wrong.iter().map(ToString::to_string).collect();
        assert_eq!(wrong.len(), 5);
        assert!(wrong[0].starts_with("ideas.csv, line 2: the text has fewer than 10 letters"));
        assert!(wrong[1].starts_with("ideas.csv, line 3: votes is \"x\""));
        assert!(wrong[2].contains("must be a time such as") && wrong[3].contains("a time that has passed"));
        assert!(wrong[4].contains("created is \"0001-01-01\" and must be a time from 1900 on"));
        assert_eq!(read.right.len(), 1);
    }

    #[test]
    fn one_key_stands_for_one_text() {
        let text = "key,title,body\na,One,long enough text\na,One,long enough text\na,Two,another long text\n,Three,long enough text\n,Four,another long text\n";
        let read = read_all(text, &[]).expect("columns");
        assert_eq!(read.right.len(), 4);
        let wrong: Vec<String> = read.wrong.iter().map(ToString::to_string).collect();
        assert_eq!(wrong, ["ideas.csv, line 4: the key a stands on line 2 with another text; give each idea its own"]);
    }

    #[test]
    fn a_field_is_filled_by_one_column() {
        let twice = read_all("Text,Headline\nx,y\n", &[("body", "Text"), ("body", "Headline")]).expect_err("twice");
        assert_eq!(twice.reason, "body is mapped twice, to Text and to Headline; keep one of them");
    }

    #[test]
    fn a_missing_column_and_an_unknown_field_are_refused() {
        assert!(read_all("title\nx\n", &[]).expect_err("no body").reason.contains("the column body is missing"));
        let semicolons = read_all("title;body\nx;y\n", &[]).expect_err("one column").reason;
        assert!(semicolons.contains("separated by semicolons") && semicolons.contains("with commas"), "{semicolons}");
        assert!(read_all("body\nx\n", &[("title", "Headline")]).expect_err("no column").reason.contains("Headline is missing"));
        assert!(read_all("body\nx\n", &[("colour", "body")]).expect_err("no field").reason.contains("the fields are title, body"));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(body|title|votes|created|,|\n|\"|[a-z0-9 -]){0,60}") {
            let _any = read_all(&text, &[]);
        }
    }
}
