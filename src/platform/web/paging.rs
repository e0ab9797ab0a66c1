//! Pages by key: a cursor is the sort key of the last row, opaque to clients.
use crate::kernel::Refusal;
use crate::platform::error::{AppError, AppResult};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

/// An opaque place in a list.
pub struct Cursor;

impl Cursor {
    /// The cursor after a row with this sort key.
    pub fn after<K: Serialize>(key: &K) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
    }
    /// The sort key behind a cursor.
    ///
    /// # Errors
    /// A refusal when the text is no cursor of this list.
    pub fn parse<K: DeserializeOwned>(text: &str) -> AppResult<K> {
        URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .ok_or(AppError::Refused(Refusal::of("after", "cursor-unreadable")))
    }
}

/// How many rows a page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(i64);

impl Limit {
    /// Most rows of a page.
    pub const MOST: i64 = 100;
    /// The wish, or `usual`.
    ///
    /// # Errors
    /// A refusal beyond 1 to 100.
    pub fn parse(wish: Option<i64>, usual: i64) -> AppResult<Self> {
        match wish.unwrap_or(usual) {
            rows @ 1..=Self::MOST => Ok(Self(rows)),
            _ => Err(Refusal::of("limit", "limit-out-of-range").into()),
        }
    }
    /// Rows of a page.
    pub const fn rows(self) -> i64 {
        self.0
    }
    /// Rows to ask for: one more, to know whether there is a next page.
    pub const fn rows_and_one(self) -> i64 {
        self.0 + 1
    }
    /// Cuts the extra row off; the cursor of the last row kept, when there was one more.
    pub fn cut<T, K: Serialize>(self, rows: &mut Vec<T>, key: impl Fn(&T) -> K) -> Option<String> {
        let most = usize::try_from(self.0).unwrap_or(usize::MAX);
        if rows.len() <= most {
            return None;
        }
        rows.truncate(most);
        rows.last().map(|row| Cursor::after(&key(row)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_its_key() {
        let key = (42_i64, "x".to_owned());
        assert_eq!(Cursor::parse::<(i64, String)>(&Cursor::after(&key)).expect("reads"), key);
        assert!(Cursor::parse::<(i64, String)>("%%%").is_err());
    }

    #[test]
    fn the_extra_row_becomes_the_cursor() {
        let limit = Limit::parse(Some(2), 20).expect("in range");
        let mut rows = vec![1, 2, 3];
        let next = limit.cut(&mut rows, |row| *row).expect("there is more");
        assert_eq!((rows, Cursor::parse::<i32>(&next).expect("reads")), (vec![1, 2], 2));
        assert!(Limit::parse(Some(101), 20).is_err() && Limit::parse(Some(0), 20).is_err());
    }
}
