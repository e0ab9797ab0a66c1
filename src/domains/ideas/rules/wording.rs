//! What the text, the title and the tags of an idea must be.
use crate::kernel::{Refusal, text};

/// Longest title, in characters.
pub const LONGEST_TITLE: usize = 120;
/// Longest text, in characters.
pub const LONGEST_BODY: usize = 20_000;
/// Shortest text that can be understood, in characters.
pub const SHORTEST_BODY: usize = 10;
/// Most tags of an idea.
pub const MOST_TAGS: usize = 8;
/// Longest tag, in characters.
pub const LONGEST_TAG: usize = 40;

/// The text is missing or too short.
pub const BODY_TOO_SHORT: Refusal = Refusal::of("body", "idea-body-too-short");
/// The text is too long.
pub const BODY_TOO_LONG: Refusal = Refusal::of("body", "idea-body-too-long");
/// The title is too long.
pub const TITLE_TOO_LONG: Refusal = Refusal::of("title", "idea-title-too-long");
/// The title is missing and none can be made of the text.
pub const TITLE_MISSING: Refusal = Refusal::of("title", "idea-title-missing");
/// Characters that no text can hold.
pub const TEXT_NOT_STORABLE: Refusal = Refusal::of("body", "idea-text-not-storable");
/// Too many tags.
pub const TOO_MANY_TAGS: Refusal = Refusal::of("tags", "idea-tags-too-many");
/// A tag is too long.
pub const TAG_TOO_LONG: Refusal = Refusal::of("tags", "idea-tag-too-long");
/// A tag holds the character U+0000.
pub const TAG_NOT_STORABLE: Refusal = Refusal::of("tags", "idea-text-not-storable");

fn letters(body: &str) -> usize {
    body.chars().filter(|c| !text::is_unseen(*c)).count()
}

/// A text that stands on its own: what is too short for that, such as a note of one word, needs what it answers.
pub fn stands_alone(body: &str) -> bool {
    letters(body) >= SHORTEST_BODY
}

/// Whether a text says no more than the title: a statement that is its own title is not said twice.
pub fn is_title_again(title: &str, text: &str) -> bool {
    text.trim().trim_end_matches('.') == title.trim().trim_end_matches('.')
}

/// An idea's text as it can be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    title: String,
    body: String,
}

impl Wording {
    /// The title given, or the first sentence of the text; both trimmed and within their limits.
    ///
    /// # Errors
    /// One refusal for each field that is wrong.
    pub fn parse(title: &str, body: &str) -> Result<Self, Vec<Refusal>> {
        Self::read(title, body, SHORTEST_BODY)
    }

    /// The same for what was not written as an idea, such as a note: it may be as short as it was.
    ///
    /// # Errors
    /// As [`Wording::parse`].
    pub fn taken(title: &str, body: &str) -> Result<Self, Vec<Refusal>> {
        Self::read(title, body, 1)
    }

    fn read(title: &str, body: &str, least: usize) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Vec::new();
        if title.contains('\0') || body.contains('\0') {
            wrong.push(TEXT_NOT_STORABLE);
        }
        let longer = |text: &str, most: usize| text.chars().count() > most;
        let (title_long, body_long) = (longer(title, LONGEST_TITLE), longer(body, LONGEST_BODY));
        let (title, body) = (text::line(title), text::paragraphs(body));
        let letters = letters(&body);
        if letters < least {
            wrong.push(BODY_TOO_SHORT);
        }
        if body_long {
            wrong.push(BODY_TOO_LONG);
        }
        let title = if text::is_blank(&title) { text::derived_title(&body, LONGEST_TITLE) } else { title };
        if text::is_blank(&title) && letters >= least {
            wrong.push(TITLE_MISSING);
        }
        if title_long {
            wrong.push(TITLE_TOO_LONG);
        }
        if wrong.is_empty() { Ok(Self { title, body }) } else { Err(wrong) }
    }
    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }
    /// The text.
    pub fn body(&self) -> &str {
        &self.body
    }
}

/// Tags as they are stored: lower case, joined by hyphens, each once, in order.
///
/// # Errors
/// [`TOO_MANY_TAGS`], [`TAG_TOO_LONG`], [`TAG_NOT_STORABLE`].
pub fn tags<'t>(wished: impl IntoIterator<Item = &'t str>) -> Result<Vec<String>, Refusal> {
    let mut kept: Vec<String> = Vec::new();
    for wish in wished {
        let wish = wish.trim();
        if wish.is_empty() {
            continue;
        }
        if wish.chars().count() > LONGEST_TAG {
            return Err(TAG_TOO_LONG);
        }
        if wish.contains('\0') {
            return Err(TAG_NOT_STORABLE);
        }
        let tag: String = text::slug(wish).chars().take(LONGEST_TAG).collect();
        if !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    kept.sort();
    if kept.len() > MOST_TAGS { Err(TOO_MANY_TAGS) } else { Ok(kept) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_of_one_sentence_is_its_title_again_with_or_without_its_full_stop() {
        for (title, text) in [("Tape lets go", "Tape lets go."), ("Tape lets go", "Tape lets go"), ("Tape lets go.", " Tape lets go ")] {
            assert!(is_title_again(title, text), "{title}: {text}");
        }
        assert!(!is_title_again("Tape lets go", "Tape lets go. At 120 degrees."));
        assert!(!is_title_again("Tape lets go", "Tape lets go?"));
    }

    #[test]
    fn what_people_write_as_an_idea_has_a_least_length_and_what_is_taken_from_elsewhere_has_none() {
        assert_eq!(Wording::parse("", "Wax"), Err(vec![BODY_TOO_SHORT]));
        let taken = Wording::taken("", "Wax").expect("as short as it was");
        assert_eq!((taken.title(), taken.body()), ("Wax", "Wax"));
        assert_eq!(Wording::taken("", " "), Err(vec![BODY_TOO_SHORT]));
        assert!(!stands_alone("W a x  o n") && stands_alone("Wax on, then off"));
    }

    #[test]
    fn a_title_is_made_of_the_text_when_there_is_none() {
        let wording = Wording::parse("  ", "Tape lets go at 140 °C. Then the pack opens.").expect("is fine");
        assert_eq!(wording.title(), "Tape lets go at 140 °C");
        let wording = Wording::parse(" Heat \n release ", "Tape lets go at 140 °C.").expect("is fine");
        assert_eq!(wording.title(), "Heat release");
    }

    #[test]
    fn what_cannot_be_seen_is_neither_text_nor_title() {
        let (unseen, text) = ("\u{200b}".repeat(20), "Tape lets go at 140 °C.");
        assert_eq!(Wording::parse("", &unseen), Err(vec![BODY_TOO_SHORT]));
        assert_eq!(Wording::parse(&unseen, text).expect("is fine").title(), "Tape lets go at 140 °C");
    }

    #[test]
    fn wrong_wording_says_each_field() {
        assert_eq!(Wording::parse(&"t".repeat(121), "short"), Err(vec![BODY_TOO_SHORT, TITLE_TOO_LONG]));
        assert_eq!(Wording::parse("", &"word ".repeat(4_001)), Err(vec![BODY_TOO_LONG]));
        assert_eq!(Wording::parse("", "a text with a \0 in it"), Err(vec![TEXT_NOT_STORABLE]));
    }

    #[test]
    fn tags_are_folded_and_said_once() {
        assert_eq!(tags(["Peel Adhesion", " peel-adhesion", "", "Schäume"]), Ok(vec!["peel-adhesion".to_owned(), "schaume".to_owned()]));
        assert_eq!(tags(["a", "b", "c", "d", "e", "f", "g", "h", "i"]), Err(TOO_MANY_TAGS));
        assert_eq!(tags(["x".repeat(41).as_str()]), Err(TAG_TOO_LONG));
    }

    proptest! {
        #[test]
        fn wording_that_parses_fits_the_table(title in "\\PC{0,200}", body in "(\\PC|\\n){0,400}") {
            if let Ok(wording) = Wording::parse(&title, &body) {
                prop_assert!((1..=LONGEST_TITLE).contains(&wording.title().chars().count()));
                prop_assert!((1..=LONGEST_BODY).contains(&wording.body().chars().count()));
            }
        }
        #[test]
        fn tags_that_parse_fit_the_table(wished in proptest::collection::vec("\\PC{0,60}", 0..12)) {
            if let Ok(kept) = tags(wished.iter().map(String::as_str)) {
                prop_assert!(kept.len() <= MOST_TAGS && kept.iter().all(|tag| (1..=LONGEST_TAG).contains(&tag.chars().count())));
            }
        }
    }
}
