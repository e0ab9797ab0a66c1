//! CSV for spreadsheets: what people wrote can never become a formula there.
use super::error::{AppError, AppResult};
use actix_web::{HttpResponse, http::header, web::Bytes};
use futures_util::{StreamExt, stream};
use serde::Serialize;
use serde_json::Value;
use std::{borrow::Cow, future::Future};

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

/// A value of JSON as a cell; numbers stay numbers, nothing is an empty cell, and a list becomes its words or
/// names with semicolons between them.
pub fn cell_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => cell(text).into_owned(),
        Value::Array(items) => {
            let word = |item: &Value| item.as_str().or_else(|| item["name"].as_str()).map_or_else(|| item.to_string(), str::to_owned);
            cell(&items.iter().map(word).collect::<Vec<_>>().join(";")).into_owned()
        }
        other => other.to_string(),
    }
}

/// A column: its name, and where its value stands in a row (RFC 6901).
pub type Column = (&'static str, &'static str);

/// Rows as lines, with the names of the columns above them when they are the first.
fn lines<T: Serialize>(columns: &[Column], rows: &[T], first: bool) -> AppResult<Bytes> {
    let start = if first { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(start);
    if first {
        writer.write_record(columns.iter().map(|(name, _)| name)).map_err(anyhow::Error::from)?;
    }
    for row in rows {
        let row = serde_json::to_value(row).map_err(anyhow::Error::from)?;
        let cells = columns.iter().map(|(_, place)| row.pointer(place).map_or_else(String::new, cell_of));
        writer.write_record(cells).map_err(anyhow::Error::from)?;
    }
    let bytes = writer.into_inner().map_err(|error| anyhow::anyhow!("the CSV file could not be finished: {error}"))?;
    Ok(bytes.into())
}

/// A whole list as a file, page by page as `read` gives them after a cursor, so that no more than one is in memory.
///
/// # Errors
/// When the first page cannot be read; where a later one cannot, the file breaks off and the client is told so.
pub async fn stream<T, R, P>(name: &str, columns: &'static [Column], read: R) -> AppResult<HttpResponse>
where
    T: Serialize,
    R: Fn(Option<String>) -> P + 'static,
    P: Future<Output = AppResult<(Vec<T>, Option<String>)>> + 'static,
{
    let (rows, next) = read(None).await?;
    let first = stream::once(std::future::ready(lines(columns, &rows, true)));
    let rest = stream::try_unfold(next, move |next: Option<String>| {
        let page = next.map(|after| read(Some(after)));
        async move {
            let Some(page) = page else { return Ok::<_, AppError>(None) };
            let (rows, next) = page.await?;
            Ok(Some((lines(columns, &rows, false)?, next)))
        }
    });
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")))
        .streaming(first.chain(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_become_lines_by_where_their_values_stand() {
        let rows = [serde_json::json!({"n": -4, "who": {"name": "=Ann"}, "tags": ["a", {"name": "b"}], "none": null})];
        let columns = [("number", "/n"), ("name", "/who/name"), ("tags", "/tags"), ("none", "/none"), ("absent", "/absent")];
        let text = |first| String::from_utf8(lines(&columns, &rows, first).expect("writes").to_vec()).expect("UTF-8");
        assert_eq!(text(true), "\u{feff}number,name,tags,none,absent\r\n-4,'=Ann,a;b,,\r\n");
        assert_eq!(text(false), "-4,'=Ann,a;b,,\r\n");
    }

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
