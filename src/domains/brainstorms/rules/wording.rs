//! What people type in a room, as it is kept.
use super::{NOTE_EMPTY, NOTE_LONG};
use crate::kernel::Refusal;

/// Longest note, in characters.
pub const NOTE_LENGTH: usize = 240;

/// Text as people mean it: trimmed, without control characters (Postgres takes no NUL).
///
/// # Errors
/// `missing` when nothing is left, `long` beyond the most characters.
pub fn text(text: &str, most: usize, missing: Refusal, long: Refusal) -> Result<String, Refusal> {
    let text = optional_text(text, most, long)?;
    if text.is_empty() { Err(missing) } else { Ok(text) }
}

/// As [`text`], where nothing is fine too.
///
/// # Errors
/// `long` beyond the most characters.
pub fn optional_text(text: &str, most: usize, long: Refusal) -> Result<String, Refusal> {
    if text.chars().count() > most {
        return Err(long);
    }
    let clean: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    Ok(clean.trim().to_owned())
}

/// The text of a note.
///
/// # Errors
/// When it is empty or longer than 240 characters.
pub fn note_text(note: &str) -> Result<String, Refusal> {
    text(note, NOTE_LENGTH, NOTE_EMPTY, NOTE_LONG)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_note_is_never_too_long_and_holds_no_control_characters(text in "\\PC{0,300}|[\\x00-\\x20a]{0,20}") {
            if let Ok(note) = note_text(&text) {
                prop_assert!((1..=NOTE_LENGTH).contains(&note.chars().count()) && !note.chars().any(|c| c.is_control() && c != '\n'));
            }
        }
    }
}
