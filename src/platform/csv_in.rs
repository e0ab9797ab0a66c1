//! Reading CSV files that strangers made: columns by name, strict UTF-8, bounded rows, and every
//! refusal with file, line and reason.
mod strict;

use crate::kernel::text::counted;
use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};
use std::{cell::RefCell, io::Read, rc::Rc, str::FromStr};
use strict::{Strict, Watch};

/// Largest field, in bytes.
const LARGEST_FIELD: usize = 64 * 1024;
/// Largest row, in bytes.
const LARGEST_ROW: u64 = 1024 * 1024;
/// What the CSV reader may read ahead of the row it is in.
const BUFFER: usize = 64 * 1024;

/// Why a file is refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {reason}")]
pub struct Refused {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: u64,
    /// What is wrong and what to do.
    pub reason: String,
}

impl Refused {
    /// A refusal at a line of a file.
    pub fn new(file: &str, line: u64, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, reason: reason.into() }
    }
}

/// A file with column names in its first row.
pub struct Table<R> {
    file: String,
    reader: Reader<Strict<R>>,
    watch: Rc<RefCell<Watch>>,
    columns: Vec<String>,
    record: ByteRecord,
}

/// One row of a [`Table`].
pub struct Row<'t> {
    file: &'t str,
    columns: &'t [String],
    record: &'t ByteRecord,
    /// Where it begins, from 1.
    pub line: u64,
}

/// A column name as it is compared: lower case, words joined by hyphens.
fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace(['_', ' '], "-")
}

impl<R: Read> Table<R> {
    /// Reads the row of column names.
    ///
    /// # Errors
    /// When it is missing, unreadable, or names a column twice.
    pub fn open(file: &str, source: R) -> Result<Self, Refused> {
        let mut table = Self::without_names(file, source, false);
        let Some(head) = table.next()? else {
            return Err(Refused::new(file, 1, "the file is empty; its first row must hold the column names"));
        };
        let columns: Vec<String> = (0..head.record.len()).map(|column| head.text(column).trim().to_owned()).collect();
        for (at, column) in columns.iter().enumerate() {
            if columns[..at].iter().any(|other| plain(other) == plain(column)) {
                return Err(Refused::new(file, 1, format!("the column {column} stands twice; keep one of them")));
            }
        }
        table.columns = columns;
        Ok(table)
    }

    /// A file whose first row is one like all others; its columns have numbers only. Rows may differ in length when `ragged`.
    pub fn without_names(file: &str, source: R, ragged: bool) -> Self {
        let watch = Rc::new(RefCell::new(Watch::default()));
        let strict = Strict::new(source, watch.clone());
        let reader = ReaderBuilder::new().has_headers(false).flexible(ragged).buffer_capacity(BUFFER).from_reader(strict);
        Self { file: file.to_owned(), reader, watch, columns: Vec::new(), record: ByteRecord::new() }
    }

    /// The position of the column with one of these names; lower and upper case, blanks,
    /// underscores and hyphens are alike.
    pub fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.columns.iter().position(|column| plain(column) == plain(name)))
    }

    /// As [`Table::find`], for a column that must be there.
    ///
    /// # Errors
    /// When it is not; the reason lists those that are.
    pub fn require(&self, names: &[&str]) -> Result<usize, Refused> {
        self.find(names).ok_or_else(|| {
            let (wanted, there) = (names.join(" or "), self.columns.join(", "));
            let reason = match self.other_separator() {
                Some(mark) => format!("the columns are separated by {mark} and not by commas; save the file as CSV with commas"),
                None => format!("the column {wanted} is missing; the columns are {there}"),
            };
            Refused::new(&self.file, 1, reason)
        })
    }

    /// The mark between the columns, when it is plainly another one: all names stand in one column then.
    fn other_separator(&self) -> Option<&'static str> {
        let [only] = self.columns.as_slice() else {
            return None;
        };
        [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")].into_iter().find(|(mark, _)| only.contains(*mark)).map(|(_, name)| name)
    }

    /// The names of the columns that are not among these positions.
    pub fn others(&self, used: &[usize]) -> Vec<String> {
        self.columns.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, name)| name.clone()).collect()
    }

    /// The next row that is not blank.
    ///
    /// # Errors
    /// When it cannot be read; nothing after it can then be read either.
    #[expect(clippy::should_implement_trait, reason = "rows borrow the table, which an iterator cannot say")]
    pub fn next(&mut self) -> Result<Option<Row<'_>>, Refused> {
        let more = self.reader.read_byte_record(&mut self.record);
        let line = self.watch.borrow_mut().row_read(self.reader.position().byte() + BUFFER as u64 + LARGEST_ROW);
        match more {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(error) => return Err(self.refused(line, &error)),
        }
        for (at, field) in self.record.iter().enumerate() {
            let name = self.columns.get(at).map_or_else(|| format!("number {}", at + 1), Clone::clone);
            let reason = match std::str::from_utf8(field) {
                _ if field.len() > LARGEST_FIELD => {
                    format!("the field {name} has {} bytes; at most {LARGEST_FIELD} are read", field.len())
                }
                Err(error) => format!("the field {name} is not UTF-8 (byte {}); save the file as UTF-8", error.valid_up_to() + 1),
                Ok(text) if text.contains('\0') => format!("the field {name} holds a NUL character; remove it"),
                Ok(_) => continue,
            };
            return Err(Refused::new(&self.file, line, reason));
        }
        Ok(Some(Row { file: &self.file, columns: &self.columns, record: &self.record, line }))
    }

    fn refused(&self, line: u64, error: &csv::Error) -> Refused {
        let (line, reason) = match error.kind() {
            ErrorKind::UnequalLengths { expected_len, len, .. } => {
                let has = counted(i64::try_from(*len).unwrap_or(i64::MAX), "field", "fields");
                (line, format!("the row has {has} instead of {expected_len}; check commas and quotation marks"))
            }
            ErrorKind::Io(error) => match error.get_ref().and_then(|error| error.downcast_ref::<strict::Broken>()) {
                Some(strict::Broken::TooLong) => (line, "the row is longer than 1 MiB; shorten it".to_owned()),
                Some(strict::Broken::Quotes { line, reason }) => (*line, reason.clone()),
                None => (line, format!("cannot be read: {error}")),
            },
            _ => (line, format!("cannot be read: {error}")),
        };
        Refused::new(&self.file, line, reason)
    }
}

impl Row<'_> {
    /// The field in a column, as it stands.
    pub fn text(&self, column: usize) -> &str {
        // Checked when the row was read.
        self.record.get(column).and_then(|field| std::str::from_utf8(field).ok()).unwrap_or_default()
    }

    /// The field as a number or another thing with a form; `form` says which, such as "a whole number".
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse<T: FromStr>(&self, column: usize, form: &str) -> Result<T, Refused> {
        let text = self.text(column).trim();
        text.parse().map_err(|_| self.wrong(column, form))
    }

    /// The refusal of one field; `form` says what it should be.
    pub fn wrong(&self, column: usize, form: &str) -> Refused {
        let name = self.columns.get(column).map_or("", String::as_str);
        let shown = crate::kernel::text::excerpt(self.text(column), 40);
        self.refuse(format!("{name} is \"{shown}\" and must be {form}"))
    }

    /// A refusal of this row.
    pub fn refuse(&self, reason: impl Into<String>) -> Refused {
        Refused::new(self.file, self.line, reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &[u8]) -> Result<Vec<Vec<String>>, Refused> {
        let mut table = Table::open("f.csv", text)?;
        let mut rows = Vec::new();
        while let Some(row) = table.next()? {
            rows.push((0..row.record.len()).map(|column| row.text(column).to_owned()).collect());
        }
        Ok(rows)
    }

    fn refusal(text: &[u8]) -> String {
        rows(text).expect_err("must be refused").to_string()
    }

    #[test]
    fn columns_are_found_by_name_however_it_is_spelt() {
        let table = Table::open("f.csv", "\u{feff}Comment_ID,comment body\n".as_bytes()).expect("a head");
        assert_eq!(table.find(&["comment-id"]), Some(0));
        assert_eq!(table.find(&["text", "comment-body"]), Some(1));
        let missing = table.require(&["vote"]).expect_err("not there").to_string();
        assert_eq!(missing, "f.csv, line 1: the column vote is missing; the columns are Comment_ID, comment body");
    }

    #[test]
    fn a_refusal_names_the_line_a_row_begins_at() {
        assert_eq!(
            refusal(b"a,b\n\"one\nline more\",2\n3\n"),
            "f.csv, line 4: the row has 1 field instead of 2; check commas and quotation marks"
        );
        assert_eq!(refusal(b"a,b\n1,2\n\xff,2\n"), "f.csv, line 3: the field a is not UTF-8 (byte 1); save the file as UTF-8");
        assert!(refusal(b"a\nx\0y\n").contains("line 2: the field a holds a NUL"));
        assert!(refusal(b"a,A\n").contains("stands twice"));
        assert!(refusal(b"").contains("empty"));
    }

    #[test]
    fn a_quotation_mark_that_swallows_rows_is_refused_where_it_opens() {
        let open = refusal(b"a,b\n1,2\n3,\"four\n5,6\n");
        assert_eq!(
            open,
            "f.csv, line 3: the quotation mark that opens here is never closed; close it, or double it if it belongs to the text"
        );
        let early = refusal(b"a,b\n1,\"two\n3,\"four\"\n");
        assert!(early.starts_with("f.csv, line 2: the quotation mark that opens here closes on line 3 before \"f\"; "), "{early}");
        assert!(refusal(b"a,b\n1,\"tw\"o\"\n").starts_with("f.csv, line 2: the quotation mark that opens here closes before \"o\"; "));
        assert_eq!(rows(b"a,b\n1,\"two \"\"2\"\"\nlines\"\n5\" tape,6\n").expect("rows"), [["1", "two \"2\"\nlines"], ["5\" tape", "6"]]);
    }

    #[test]
    fn rows_before_a_broken_one_are_still_read() {
        let mut table = Table::open("f.csv", b"a\n1\n\"2".as_slice()).expect("a head");
        assert_eq!(table.next().expect("a row").map(|row| row.text(0).to_owned()), Some("1".to_owned()));
        assert_eq!(table.next().map(|_| ()).expect_err("open").line, 3);
    }

    #[test]
    fn every_kind_of_line_end_is_counted_once() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "", "\"3", "4\",5", "6"].join(end);
            assert!(refusal(text.as_bytes()).starts_with("f.csv, line 6: the row has 1 field"), "{end:?}");
            let text = ["\u{feff}a,b", "1,2", "", "\"3", "4,5"].join(end);
            assert!(refusal(text.as_bytes()).starts_with("f.csv, line 4: the quotation mark"), "{end:?}");
        }
    }

    #[test]
    fn a_field_of_ten_megabytes_is_refused_before_it_is_in_memory() {
        let mut text = b"a,b\n1,2\n3,\"".to_vec();
        text.resize(10_000_000, b'x');
        text.extend_from_slice(b"\"\n");
        assert!(refusal(&text).starts_with("f.csv, line 3: the quotation mark that opens here is not closed within 1 MiB"));
        let row = format!("a\n{}\n", "x,".repeat(1_000_000));
        assert!(refusal(row.as_bytes()).starts_with("f.csv, line 2: the row is longer than 1 MiB"));
        let field = format!("a\n{}\n", "x".repeat(100_000));
        assert!(refusal(field.as_bytes()).contains("100000 bytes"));
    }

    #[test]
    fn many_rows_are_not_one_long_row() {
        let text = format!("a,b\n{}", "1,22222222222222222222222222222\n".repeat(200_000));
        assert_eq!(rows(text.as_bytes()).expect("rows").len(), 200_000);
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(fields in prop::collection::vec(("[^\0]{0,40}", "[^\0]{0,40}"), 0..20)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["a", "b"]).expect("memory");
            for (a, b) in &fields {
                writer.write_record([a, b]).expect("memory");
            }
            let text = writer.into_inner().expect("memory");
            let read = rows(&text).expect("readable");
            let written: Vec<Vec<String>> = fields.into_iter().map(|(a, b)| vec![a, b]).collect();
            prop_assert_eq!(read, written);
        }
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _any = rows(&bytes);
        }
    }
}
