//! Environment variables that look like settings and are none: a typing error would otherwise change nothing, in silence.
use super::{Config, FALLBACKS};

/// How all of our variables begin.
const PREFIX: &str = "PROOFBENCH_";
/// Variables of building and testing.
const OTHERS: &[&str] = &["PROOFBENCH_CONFIG", "PROOFBENCH_SKIP_BUNDLE"];

impl Config {
    /// One sentence for each of these variables that is no setting, with the nearest one that is.
    #[must_use]
    pub fn unknown_variables(names: impl Iterator<Item = String>) -> Vec<String> {
        let known: Vec<String> = FALLBACKS
            .iter()
            .filter(|(name, _)| *name != "database_url")
            .map(|(name, _)| format!("{PREFIX}{}", name.to_uppercase()))
            .chain(OTHERS.iter().map(|name| (*name).to_owned()))
            .collect();
        names
            .filter(|name| name.starts_with(PREFIX) && !known.contains(name))
            .map(|name| match known.iter().min_by_key(|other| distance(&name, other)) {
                _ if name == "PROOFBENCH_DATABASE_URL" => format!("{name} is no setting; did you mean DATABASE_URL?"),
                Some(nearest) if distance(&name, nearest) <= 4 => format!("{name} is no setting; did you mean {nearest}?"),
                _ => format!("{name} is no setting; see `proofbench serve --help` for the names"),
            })
            .collect()
    }
}

/// Letters to put in, leave out or change (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, letter) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (place, other) in right.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[right.len()]
}
