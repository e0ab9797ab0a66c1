//! Pure text work: slugs, derived titles, excerpts.
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longest slug, in characters.
const SLUG_LENGTH: usize = 60;

/// One line without control characters, blanks at its ends or twice in a row.
pub fn line(text: &str) -> String {
    text.replace(char::is_control, " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of several lines without other control characters, and without blanks at its ends.
pub fn paragraphs(text: &str) -> String {
    let text: String = text.replace("\r\n", "\n").chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
    text.trim().to_owned()
}

/// Whether a character draws nothing: blanks, control characters, and those that Unicode lets a rendering leave out
/// (`Default_Ignorable_Code_Point`, UAX 44) or that are drawn empty.
pub fn is_unseen(c: char) -> bool {
    let ignorable = matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
    );
    ignorable || c.is_whitespace() || c.is_control()
}

/// Whether nothing of a text can be seen.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_unseen)
}

/// Lower-case words joined by hyphens, without accents: "Heat release, 140 °C" becomes
/// "heat-release-140-c". Letters of other scripts stay; nothing usable becomes "item".
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if let Some(plain) = plain_letters(c) {
            slug.push_str(plain);
        } else if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.chars().count() > SLUG_LENGTH {
            // The last word would be cut, so it is left out, unless it is all there is.
            let end = slug.rfind('-').or_else(|| slug.char_indices().nth(SLUG_LENGTH).map(|(at, _)| at));
            slug.truncate(end.unwrap_or(slug.len()));
            break;
        }
    }
    let slug: String = slug.nfc().collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "item".to_owned() } else { slug.to_owned() }
}

/// The letters that stand for one that is no letter with an accent, as `unaccent` of Postgres writes them.
const fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        _ => return None,
    })
}

/// The words of a text, lower case and without accents, in order.
pub fn slug_words(text: &str) -> Vec<String> {
    let folded: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What readers find a text by in a list: its letters without case and accents, and the text itself where those
/// are the same. The database's `fold` puts the same names in the same order.
pub fn sort_key(text: &str) -> (String, String) {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match plain_letters(c) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(c),
        }
    }
    (folded, text.to_owned())
}

/// The number in front of a path segment such as `118-heat-release-tape`.
pub fn leading_number(segment: &str) -> Option<i64> {
    segment.split('-').next()?.parse().ok().filter(|number| *number > 0)
}

/// A title from a text: its first sentence or line, cut at a word before `longest` characters.
pub fn derived_title(text: &str, longest: usize) -> String {
    let line = text.lines().map(str::trim).find(|line| !is_blank(line)).unwrap_or("");
    let line = line.trim_start_matches(['#', '*', '-', '>', ' ']);
    let end = line
        .char_indices()
        .find(|(at, c)| matches!(c, '.' | '!' | '?') && line[at + c.len_utf8()..].starts_with(' '))
        .map_or(line.len(), |(at, _)| at);
    let sentence = line[..end].trim_end_matches(['.', ' ']);
    excerpt(sentence, longest)
}

/// The beginning of a Markdown text as plain words. Raw HTML stays as it was typed, as on the page.
pub fn plain_opening(text: &str, longest: usize) -> String {
    let mut plain = String::with_capacity(text.len());
    for line in text.lines() {
        // Only at the start of a line is it the mark of a quotation.
        let line = line.trim_start_matches([' ', '\t', '>']);
        plain.extend(line.chars().filter(|c| !matches!(c, '*' | '`' | '#' | '~' | '|')));
        plain.push('\n');
    }
    excerpt(&plain, longest)
}

/// The first `longest` characters, cut at a word and closed with an ellipsis when something was left out.
pub fn excerpt(text: &str, longest: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= longest {
        return text;
    }
    let kept: String = text.chars().take(longest.saturating_sub(1)).collect();
    let cut = match kept.rsplit_once(' ') {
        Some((head, _)) if head.chars().count() * 2 > longest => head,
        _ => &kept,
    };
    format!("{}…", cut.trim_end_matches([',', ';', ':', ' ']))
}

/// Up to two initials of a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// A number with its noun, in English: for files and the command line, which speak no other language.
pub fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// A number with commas between thousands.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn control_characters_never_count_as_text() {
        assert_eq!((line(" a\u{1b}b \n c\0 "), line("\u{1b}")), ("a b c".to_owned(), String::new()));
        assert_eq!((paragraphs(" a\u{b}b\r\n\tc\u{1b} "), paragraphs("\u{1b}\n")), ("ab\n\tc".to_owned(), String::new()));
    }

    #[test]
    fn slugs_are_lower_case_words_without_accents() {
        assert_eq!(slug("Heat release, 140 °C"), "heat-release-140-c");
        assert_eq!(slug("  Schäume für Türen!"), "schaume-fur-turen");
        assert_eq!(slug("Søren Æbelø, Łukasz Weiß"), "soren-aebelo-lukasz-weiss");
        assert_eq!(slug("???"), "item");
    }

    #[test]
    fn a_letter_with_an_accent_is_sorted_beside_the_plain_one() {
        let mut names = ["Yusuf", "paul", "Öz", "Berit", "Weiß", "Asa", "Weise", "Åsa", "Øre", "Olaf"];
        names.sort_by_cached_key(|name| sort_key(name));
        assert_eq!(names, ["Asa", "Åsa", "Berit", "Olaf", "Øre", "Öz", "paul", "Weise", "Weiß", "Yusuf"]);
    }

    #[test]
    fn a_long_slug_ends_with_a_whole_word() {
        let title = "Adhesive that lets go of the battery lid when it is warmed up evenly";
        assert_eq!(slug(title), "adhesive-that-lets-go-of-the-battery-lid-when-it-is-warmed");
        assert_eq!(slug(&format!("{} x", "ab ".repeat(20).trim())), "ab-".repeat(20).trim_end_matches('-'));
        assert_eq!(slug(&"a".repeat(90)), "a".repeat(60));
    }

    #[test]
    fn a_title_is_the_first_sentence() {
        assert_eq!(derived_title("Tape lets go. And then some more.", 80), "Tape lets go");
        assert_eq!(derived_title("\n\n## Peel 4.5 N tape\nmore", 80), "Peel 4.5 N tape");
    }

    #[test]
    fn a_title_is_made_of_what_can_be_seen() {
        assert!(is_blank("\u{200b}\u{feff} \u{2060}\n") && is_blank("") && !is_blank("\u{200b}a"));
        assert_eq!(derived_title("\u{200b}\u{200d}\nTape lets go.", 80), "Tape lets go");
    }

    #[test]
    fn an_opening_has_no_marks_and_keeps_what_was_typed() {
        assert_eq!(plain_opening("> **Why**\n>> `hot`, 5 > 4\n# Then", 80), "Why hot, 5 > 4 Then");
        assert_eq!(plain_opening("<script>alert(1)</script> <b>x</b>", 80), "<script>alert(1)</script> <b>x</b>");
    }

    #[test]
    fn only_a_leading_number_counts() {
        assert_eq!(leading_number("118-heat"), Some(118));
        assert_eq!(leading_number("heat-118"), None);
        assert_eq!(leading_number("-5"), None);
    }

    #[test]
    fn numbers_are_grouped_by_thousands_and_agree_with_their_noun() {
        assert_eq!([0, 12, 999, 1000, 29802, -1234567].map(grouped), ["0", "12", "999", "1,000", "29,802", "-1,234,567"]);
        assert_eq!([0, 1, 1000].map(|number| counted(number, "person", "people")), ["0 people", "1 person", "1,000 people"]);
    }

    proptest! {
        #[test]
        fn an_excerpt_is_never_too_long(text in ".{0,300}", longest in 2usize..120) {
            prop_assert!(excerpt(&text, longest).chars().count() <= longest);
        }
        #[test]
        fn a_slug_is_safe_in_a_path(text in ".{0,200}") {
            let slug = slug(&text);
            prop_assert!(!slug.is_empty() && slug.chars().all(|c| c.is_alphanumeric() || c == '-' || is_combining_mark(c)));
        }
    }
}
