//! Which ideas sound alike, and the words that tell.
use crate::kernel::text;

/// Most words that similar ideas are looked up by.
const MOST_WORDS: usize = 12;

/// Words that say nothing about what an idea is about (after Fider), folded: English and German.
const NOISE: &[&str] = &[
    "a",
    "add",
    "adding",
    "allow",
    "allowing",
    "an",
    "and",
    "are",
    "as",
    "at",
    "be",
    "can",
    "could",
    "for",
    "from",
    "get",
    "gets",
    "have",
    "i",
    "idea",
    "in",
    "is",
    "it",
    "like",
    "make",
    "need",
    "of",
    "on",
    "only",
    "or",
    "our",
    "pays",
    "please",
    "provide",
    "should",
    "so",
    "support",
    "supporting",
    "that",
    "the",
    "there",
    "this",
    "to",
    "us",
    "want",
    "we",
    "when",
    "with",
    "would",
    "you",
    "your",
    "aber",
    "als",
    "am",
    "an",
    "auch",
    "auf",
    "bei",
    "bitte",
    "das",
    "dass",
    "dem",
    "den",
    "der",
    "des",
    "die",
    "ein",
    "eine",
    "einem",
    "einen",
    "einer",
    "erlauben",
    "es",
    "fur",
    "hinzufugen",
    "ich",
    "idee",
    "ihr",
    "im",
    "ist",
    "kann",
    "konnen",
    "konnte",
    "machen",
    "man",
    "mit",
    "mochte",
    "nicht",
    "oder",
    "sein",
    "sich",
    "sie",
    "sind",
    "sollte",
    "und",
    "unterstutzen",
    "uns",
    "von",
    "war",
    "wenn",
    "wir",
    "wunsche",
    "zu",
    "zum",
    "zur",
];

/// The words of a text that similar ideas are looked up by: folded, without noise, each once.
pub fn telling_words(text: &str) -> Vec<String> {
    let folded = text::slug_words(text);
    let mut words: Vec<String> = Vec::new();
    for word in folded {
        if word.chars().count() > 1 && word.chars().count() <= 40 && !NOISE.contains(&word.as_str()) && !words.contains(&word) {
            words.push(word);
        }
        if words.len() == MOST_WORDS {
            break;
        }
    }
    words
}

/// Whether two words are the same, but for an ending or a slip near it.
fn sound_same(one: &str, other: &str) -> bool {
    let shorter = one.chars().count().min(other.chars().count());
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    one == other || (shared >= 4 && shared + 2 >= shorter)
}

/// Whether an idea that was found says enough of the same as a text to be shown beside it: at least two of the
/// text's telling words and four in ten of them, four at most; or its only one.
pub fn sounds_alike(text: &str, found: &str) -> bool {
    let (mine, theirs) = (telling_words(text), text::slug_words(found));
    let shared = mine.iter().filter(|word| theirs.iter().any(|other| sound_same(word, other))).count();
    shared >= mine.len().min(2) && (shared >= 4 || shared * 5 >= mine.len() * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_dropped_in_both_languages() {
        assert_eq!(telling_words("Please add support for a tape that lets go"), ["tape", "lets", "go"]);
        assert_eq!(telling_words("Bitte eine Möglichkeit für dünne Schäume hinzufügen"), ["moglichkeit", "dunne", "schaume"]);
    }

    #[test]
    fn a_word_by_chance_makes_no_idea_sound_alike() {
        let wanted = "A frame gasket that peels off for repair without tools";
        assert!(!sounds_alike(wanted, "Debond with a 9 V pulse The bond in the frame lets go when a current runs through it."));
        assert!(sounds_alike(wanted, "Gaskets in window frames that come off for repairs Nobody wants to scrape."));
        assert!(sounds_alike("Peel indicater printd in lner", "Peel indicator printed in the liner"));
        assert!(sounds_alike("tapes", "Heat release tape"));
        let stiff = "The adhesive gets stiff, only in the cold";
        assert!(!sounds_alike(stiff, "Kestrel pays to get rid of foam offcuts It gets only more."), "what says nothing is no likeness");
    }
}
