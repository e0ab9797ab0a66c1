//! What stands between a file and the CSV reader, which forgives every quotation mark: counts lines,
//! bounds rows, and breaks off where a quotation mark would swallow the rows after it.
use std::{cell::RefCell, collections::VecDeque, io::Read, rc::Rc};

/// The mark by which some programs know UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Why a file cannot be read on.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum Broken {
    #[error("the row is too long")]
    TooLong,
    #[error("{reason}")]
    Quotes { line: u64, reason: String },
}

impl From<Broken> for std::io::Error {
    fn from(broken: Broken) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, broken)
    }
}

/// Where in a row a byte stands (RFC 4180).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Part {
    /// Between rows.
    #[default]
    Between,
    /// At the first byte of a field.
    Start,
    /// In a field without quotation marks.
    Plain,
    /// Between quotation marks.
    Quoted,
    /// After a quotation mark that closes, or is doubled.
    Closing,
}

/// What the CSV reader is told about the rows that it gets.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// Lines of the rows that have begun and are not read yet.
    begun: VecDeque<u64>,
    /// Line of the row read last.
    last: u64,
    /// How many bytes may be read.
    allowed: u64,
}

impl Watch {
    /// A row was read, or could not be; the line that it begins at, from 1.
    pub(super) fn row_read(&mut self, allowed: u64) -> u64 {
        self.allowed = allowed;
        self.last = self.begun.pop_front().unwrap_or(self.last.max(1));
        self.last
    }
}

/// A source of whole rows.
pub(super) struct Strict<R> {
    source: R,
    watch: Rc<RefCell<Watch>>,
    read: u64,
    part: Part,
    line: u64,
    /// Line of the last quotation mark that opened.
    opened: u64,
    /// The last byte ended a line with a carriage return, and a line feed would belong to it.
    returned: bool,
    broken: Option<Broken>,
}

impl<R: Read> Strict<R> {
    pub(super) fn new(source: R, watch: Rc<RefCell<Watch>>) -> Self {
        watch.borrow_mut().allowed = super::LARGEST_ROW;
        Self { source, watch, read: 0, part: Part::default(), line: 1, opened: 1, returned: false, broken: None }
    }

    /// Takes note of one byte.
    fn see(&mut self, byte: u8, watch: &mut Watch) -> Result<(), Broken> {
        let ends = matches!(byte, b'\n' | b'\r');
        let counts = ends && !(byte == b'\n' && self.returned);
        self.returned = byte == b'\r';
        if self.part == Part::Between && !ends {
            watch.begun.push_back(self.line);
            self.part = Part::Start;
        }
        if self.part == Part::Start && byte == b'"' {
            self.opened = self.line;
        }
        self.part = match (self.part, byte) {
            (Part::Quoted, b'"') => Part::Closing,
            (Part::Quoted, _) | (Part::Start | Part::Closing, b'"') => Part::Quoted,
            (_, b'\n' | b'\r') => Part::Between,
            (_, b',') => Part::Start,
            (Part::Closing, _) => return Err(self.closes_before(byte)),
            _ => Part::Plain,
        };
        self.line += u64::from(counts);
        Ok(())
    }

    fn closes_before(&self, byte: u8) -> Broken {
        let on = if self.line == self.opened { String::new() } else { format!(" on line {}", self.line) };
        let before = if byte.is_ascii_graphic() { format!("\"{}\"", byte.escape_ascii()) } else { "another character".to_owned() };
        let before = if byte == b' ' { "a blank".to_owned() } else { before };
        let reason = format!(
            "the quotation mark that opens here closes{on} before {before}; a comma or the end of the row must follow, and a quotation mark that belongs to the text is doubled"
        );
        Broken::Quotes { line: self.opened, reason }
    }

    fn never_closed(&self, within: &str) -> Broken {
        let reason = format!("the quotation mark that opens here is {within}; close it, or double it if it belongs to the text");
        Broken::Quotes { line: self.opened, reason }
    }
}

impl<R: Read> Read for Strict<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if let Some(broken) = self.broken.clone() {
            return Err(broken.into());
        }
        let watch = self.watch.clone();
        let mut watch = watch.borrow_mut();
        if self.read > watch.allowed {
            let open = self.part == Part::Quoted;
            return Err(if open { self.never_closed("not closed within 1 MiB") } else { Broken::TooLong }.into());
        }
        let count = self.source.read(buffer)?;
        if count == 0 && self.part == Part::Quoted {
            return Err(self.never_closed("never closed").into());
        }
        let marked = self.read == 0 && buffer.get(..count).is_some_and(|start| start.starts_with(MARK));
        self.read += count as u64;
        for (at, byte) in buffer.iter().take(count).enumerate().skip(if marked { MARK.len() } else { 0 }) {
            if let Err(broken) = self.see(*byte, &mut watch) {
                if at == 0 {
                    return Err(broken.into());
                }
                // The rows before are handed on; the next read tells what is wrong.
                self.broken = Some(broken);
                return Ok(at);
            }
        }
        Ok(count)
    }
}
