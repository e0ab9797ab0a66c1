//! CSV for spreadsheets: what people wrote can never become a formula there.
use super::error::AppResult;
use std::borrow::Cow;

/// Characters that make a spreadsheet read a cell as a formula or a command, their full-width twins too.
const TRIGGERS: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A text as a cell: with a leading apostrophe where a spreadsheet would run it (OWASP, CSV injection).
pub fn cell(text: &str) -> Cow<'_, str> {
    let starts = |text: &str| text.starts_with(TRIGGERS);
    if starts(text) || starts(text.trim_start()) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A whole file (RFC 4180), every cell made harmless, with the mark by which spreadsheets know UTF-8.
///
/// # Errors
/// When a row cannot be written.
pub fn file<'r>(rows: impl IntoIterator<Item = Vec<Cow<'r, str>>>) -> AppResult<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row.iter().map(|text| cell(text).into_owned())).map_err(anyhow::Error::from)?;
    }
    writer.into_inner().map_err(|error| anyhow::anyhow!("the CSV file could not be finished: {error}").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_become_text() {
        for hostile in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", " =1+1", "－2", "＋2", "＠x"] {
            assert_eq!(cell(hostile), format!("'{hostile}"));
        }
        for harmless in ["Tape", "a=b", "", "  two", "'quoted", "4.5 N"] {
            assert_eq!(cell(harmless), harmless);
        }
    }

    proptest! {
        #[test]
        fn no_cell_of_a_file_starts_like_a_formula_and_none_is_lost(texts in proptest::collection::vec("[=+@a\t\r\n\", \u{ff1d}-]{0,8}", 1..5)) {
            let row = texts.iter().map(|text| Cow::Borrowed(text.as_str())).collect();
            let bytes = file([row]).expect("writes");
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&bytes[3..]);
            let read: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("reads back");
            let cells: Vec<&str> = read.first().map(|record| record.iter().collect()).unwrap_or_default();
            if texts.len() > 1 || !texts[0].is_empty() {
                prop_assert_eq!(cells.len(), texts.len());
            }
            for (read, text) in cells.iter().zip(&texts) {
                prop_assert!(!read.trim_start().starts_with(TRIGGERS));
                prop_assert_eq!(read.strip_prefix('\'').unwrap_or(read), text.as_str());
            }
        }
    }
}
