//! What people type into the search for ideas.

/// The words of a search as the index knows them: a hyphen inside a word parts it, so that "hot-melt" finds what
/// says "hot melt"; one before a word still leaves that word out.
pub fn search_words(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    let inside = |at: usize| {
        let near = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphanumeric());
        near(at.checked_sub(1)) && near(at.checked_add(1))
    };
    let hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}');
    letters.iter().enumerate().map(|(at, c)| if hyphen(*c) && inside(at) { ' ' } else { *c }).collect()
}

/// The number that a search names, as "#118" or "118".
pub fn named_number(words: &str) -> Option<i64> {
    let digits = words.trim().trim_start_matches('#').trim_start();
    let is_number = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| is_number && *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_inside_words_part_them_and_those_before_words_stay() {
        assert_eq!(search_words("hot-melt -paper"), "hot melt -paper");
        assert_eq!(search_words("\"hot-melt\" a-b-c - x-"), "\"hot melt\" a b c - x-");
    }

    #[test]
    fn a_search_for_a_number_names_an_idea() {
        assert_eq!((named_number("#118"), named_number(" 118 "), named_number("# 7")), (Some(118), Some(118), Some(7)));
        for words in ["", "#", "0", "9 V", "118-heat", "-5", "12345678901", "１"] {
            assert_eq!(named_number(words), None, "{words}");
        }
    }
}
